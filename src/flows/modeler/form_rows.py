"""A form as a list of rows that can be changed one at a time, without a drawing surface.

What a change doesn't touch stays as it stands in the file: texts, conditions, properties that
Flows doesn't know.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.kernel import Invalid, NotFound
from flows.modeler.form_kinds import CHOOSING, FIELD_KINDS, FieldKind, kind_of, new_component

_HOLDS_OTHERS = frozenset({"group", "dynamiclist"})
_MOST_DEPTH = 7


class FormUnreadable(Invalid):
    """The file isn't a form that can be read."""

    code = "form-unreadable"
    sv = "Filen går inte att läsa som ett formulär. Rätta den först, eller läs in en annan."
    en = "The file can't be read as a form. Mend it first, or import another one."


class RowUnknown(NotFound):
    """The form has no such row."""

    code = "form-row-unknown"
    sv = "Raden finns inte längre i formuläret."
    en = "The row is no longer in the form."


@dataclass(frozen=True, slots=True)
class FormRow:
    """One component; `depth` is 0 at the top, `place` its number among its `siblings`.

    `element` is what problems call it. `choices` is one a line: value, Swedish, English.
    """

    id: str
    kind: FieldKind | None
    type: str
    element: str
    depth: int
    place: int
    siblings: int
    label: str
    label_en: str
    key: str
    required: bool
    help: str
    help_en: str
    choices: str
    hidden_when: str
    options_from: str

    @property
    def chooses(self) -> bool:
        """Whether its author writes the choices here."""
        return self.type in CHOOSING and not self.options_from and not self.sourced

    @property
    def sourced(self) -> bool:
        """Whether the choices are people or organisations."""
        return self.kind is not None and self.kind.id in {"person", "organisation", "huvudman"}


def rows_of(raw: bytes) -> list[FormRow]:
    """Every component in the order of the form. Raises FormUnreadable."""
    return list(_rows(_components(_schema(raw)), 0))


def change_row(raw: bytes, row_id: str, new: Mapping[str, str]) -> bytes:
    """Change what `new` names of a row: label, label_en, key, required, help, help_en, choices.

    `required` is "true" or anything else. Raises FormUnreadable or RowUnknown.
    """
    schema = _schema(raw)
    siblings, place = _found(schema, row_id)
    component = siblings[place]
    _set_words(component, new)
    if "key" in new:
        name = "path" if component.get("type") == "dynamiclist" else "key"
        component[name] = new["key"].strip()
    if "required" in new:
        rules = _part(component, "validate")
        rules["required"] = new["required"] == "true"
        _drop_false(component, "validate", "required")
    if "hidden_when" in new:
        condition = _part(component, "conditional")
        condition["hide"] = _as_expression(new["hidden_when"])
        _drop_false(component, "conditional", "hide")
    if "choices" in new:
        _set_choices(component, new["choices"])
    return _written(schema)


def add_row(raw: bytes, kind: str, label: str, label_en: str = "", into: str = "") -> bytes:
    """Add a row of a kind last, or last in a group.

    Raises FormUnreadable, RowUnknown (for the group) or Invalid for a kind that there isn't.
    """
    schema = _schema(raw)
    if kind not in FIELD_KINDS:
        raise Invalid("Välj vad som ska läggas till.", "Choose what to add.")
    place = _components(schema)
    if into:
        siblings, at = _found(schema, into)
        group = siblings[at]
        if str(group.get("type")) not in _HOLDS_OTHERS:
            raise RowUnknown
        place = group.setdefault("components", [])
    place.append(new_component(FIELD_KINDS[kind], label.strip(), label_en.strip(), _keys(schema)))
    return _written(schema)


def move_row(raw: bytes, row_id: str, step: int) -> bytes:
    """Move a row so many places among its siblings; at the end it stays.

    Raises FormUnreadable or RowUnknown.
    """
    schema = _schema(raw)
    siblings, place = _found(schema, row_id)
    there = min(max(place + step, 0), len(siblings) - 1)
    siblings.insert(there, siblings.pop(place))
    return _written(schema)


def remove_row(raw: bytes, row_id: str) -> bytes:
    """Take a row away, with what is in it. Raises FormUnreadable or RowUnknown."""
    schema = _schema(raw)
    siblings, place = _found(schema, row_id)
    del siblings[place]
    return _written(schema)


def new_form(form_id: str) -> bytes:
    """A form from scratch: a line of text and one question, to change."""
    schema: dict[str, Any] = {
        "components": [],
        "type": "default",
        "id": form_id,
        "schemaVersion": 19,
        "executionPlatform": "Camunda Cloud",
        "executionPlatformVersion": "8.8.0",
        "exporter": {"name": "Flows", "version": "1.0"},
    }
    _components(schema).append(
        new_component(FIELD_KINDS["text-lines"], "Din fråga", "Your question", _keys(schema))
    )
    return _written(schema)


def rename_form(raw: bytes, form_id: str) -> bytes:
    """The form under another id. Raises FormUnreadable."""
    schema = _schema(raw)
    schema["id"] = form_id
    return _written(schema)


def _schema(raw: bytes) -> dict[str, Any]:
    try:
        schema = json.loads(raw.decode("utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise FormUnreadable from None
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        raise FormUnreadable
    return schema


def _components(schema: Mapping[str, Any]) -> list[Any]:
    found = schema["components"]
    assert isinstance(found, list)
    return found


def _keys(schema: Mapping[str, Any]) -> set[str]:
    return {row.key for row in _rows(_components(schema), 0)}


def _rows(components: Sequence[Any], depth: int) -> Iterator[FormRow]:
    for place, component in enumerate(components):
        if not isinstance(component, dict):
            continue
        yield _row(component, depth, place, len(components))
        inner = component.get("components")
        if isinstance(inner, list) and depth < _MOST_DEPTH:
            yield from _rows(inner, depth + 1)


def _row(component: Mapping[str, Any], depth: int, place: int, siblings: int) -> FormRow:
    said, key = _properties(component), str(component.get("key") or component.get("path") or "")
    row_id = str(component.get("id") or key)
    is_text = component.get("type") == "text"
    rules, condition = component.get("validate"), component.get("conditional")
    return FormRow(
        id=row_id,
        kind=kind_of(component),
        type=str(component.get("type") or ""),
        element=key or row_id,
        depth=depth,
        place=place,
        siblings=siblings,
        label=str(component.get("text" if is_text else _label_name(component)) or ""),
        label_en=str(said.get("text_en" if is_text else "label_en") or ""),
        key=key,
        required=isinstance(rules, dict) and rules.get("required") is True,
        help=str(component.get("description") or ""),
        help_en=str(said.get("description_en") or ""),
        choices=_choices(component),
        hidden_when=str((condition or {}).get("hide") or "") if isinstance(condition, dict) else "",
        options_from=str(component.get("valuesExpression") or component.get("valuesKey") or ""),
    )


def _label_name(component: Mapping[str, Any]) -> str:
    names = ("label", "dateLabel", "timeLabel")
    found = next((name for name in names if component.get(name)), None)
    if found is not None or component.get("type") != "datetime":
        return found or "label"
    return "timeLabel" if component.get("subtype") == "time" else "dateLabel"


def _properties(component: Mapping[str, Any]) -> Mapping[str, Any]:
    found = component.get("properties")
    return found if isinstance(found, dict) else {}


def _choices(component: Mapping[str, Any]) -> str:
    values = component.get("values")
    english = dict(_pairs(str(_properties(component).get("values_en") or "")))
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


def _set_words(component: dict[str, Any], new: Mapping[str, str]) -> None:
    is_text = component.get("type") == "text"
    names = {
        "label": "text" if is_text else _label_name(component),
        "help": "description",
    }
    english = {"label_en": "text_en" if is_text else "label_en", "help_en": "description_en"}
    for name, own in names.items():
        if name in new:
            component[own] = new[name].replace("\r\n", "\n").strip()
            _drop_empty(component, own)
    for name, own in english.items():
        if name in new:
            _part(component, "properties")[own] = new[name].replace("\r\n", "\n").strip()
            _drop_false(component, "properties", own)


def _set_choices(component: dict[str, Any], text: str) -> None:
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
    _part(component, "properties")["values_en"] = "; ".join(english)
    _drop_false(component, "properties", "values_en")


def _part(component: dict[str, Any], name: str) -> dict[str, Any]:
    found = component.get(name)
    if not isinstance(found, dict):
        found = component[name] = {}
    return found


def _drop_empty(holder: dict[str, Any], name: str) -> None:
    if not holder.get(name):
        holder.pop(name, None)


def _drop_false(component: dict[str, Any], part: str, name: str) -> None:
    """Leave no empty marks behind in the file."""
    _drop_empty(component[part], name)
    _drop_empty(component, part)


def _as_expression(text: str) -> str:
    text = text.strip()
    return f"={text.removeprefix('=')}" if text else ""


def _found(schema: Mapping[str, Any], row_id: str) -> tuple[list[Any], int]:
    waiting: list[list[Any]] = [_components(schema)]
    while waiting:
        siblings = waiting.pop()
        for place, one in enumerate(siblings):
            if isinstance(one, dict):
                if str(one.get("id") or one.get("key") or one.get("path") or "") == row_id:
                    return siblings, place
                if isinstance(one.get("components"), list):
                    waiting.append(one["components"])
    raise RowUnknown


def _written(schema: Mapping[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
