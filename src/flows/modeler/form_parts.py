"""The parts of a form's component as they stand in its file: properties, rules, choices."""

from collections.abc import Iterator, Mapping
from typing import Any


def properties_of(component: Mapping[str, Any]) -> Mapping[str, Any]:
    """Its custom properties."""
    found = component.get("properties")
    return found if isinstance(found, dict) else {}


def choices_of(component: Mapping[str, Any]) -> str:
    """Its choices, one a line: value, Swedish, English."""
    values = component.get("values")
    english = dict(_pairs(str(properties_of(component).get("values_en") or "")))
    lines = []
    for one in values if isinstance(values, list) else []:
        if isinstance(one, dict):
            value = str(one.get("value", ""))
            parts = [value, str(one.get("label", value)), english.get(value, "")]
            lines.append(" | ".join(part for part in parts if part))
    return "\n".join(lines)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        value, _, said = part.partition("=")
        if value.strip() and said.strip():
            yield value.strip(), said.strip()


def set_choices(component: dict[str, Any], text: str) -> None:
    """Write the choices that stand one a line."""
    values, english = [], []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split("|")]
        if not parts[0]:
            continue
        label = parts[1] if len(parts) > 1 and parts[1] else parts[0]
        values.append({"label": label, "value": parts[0]})
        if len(parts) > 2 and parts[2]:
            english.append(f"{parts[0]}={parts[2].replace(';', ',')}")
    component["values"] = values
    part_of(component, "properties")["values_en"] = "; ".join(english)
    drop_false(component, "properties", "values_en")


def part_of(component: dict[str, Any], name: str) -> dict[str, Any]:
    """The part of that name, made where it isn't."""
    found = component.get(name)
    if not isinstance(found, dict):
        found = component[name] = {}
    return found


def drop_empty(holder: dict[str, Any], name: str) -> None:
    """Take away what says nothing."""
    if not holder.get(name):
        holder.pop(name, None)


def drop_false(component: dict[str, Any], part: str, name: str) -> None:
    """Leave no empty marks behind in the file."""
    drop_empty(component[part], name)
    drop_empty(component, part)
