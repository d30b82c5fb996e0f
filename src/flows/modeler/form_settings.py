"""What else is set of a component, shown as texts and written back as the file has it.

An empty setting is taken away.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.forms.swedish_number import json_number, read_number
from flows.modeler.form_setting_kinds import CHOICE_TYPES, SETTINGS, TEXT_LINES, Setting

_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_TYPE_NAMES = {
    "textfield": ("Kort text", "Short text"),
    "textarea": ("Lång text", "Long text"),
    "radio": ("Ett val, alla syns", "One choice, all shown"),
    "select": ("Ett val i en lista", "One choice in a list"),
    "checklist": ("Flera val", "Several choices"),
    "taglist": ("Flera val som etiketter", "Several choices as tags"),
}
_AS_TEXT = {"workday", "max_bytes"}
"""Custom properties, which form-js keeps as texts."""


@dataclass(frozen=True, slots=True)
class SettingNow:
    """A setting of one component, and what it is now."""

    setting: Setting
    text: str
    choices: tuple[tuple[str, str, str], ...] = ()


def settings_of(component: Mapping[str, Any]) -> tuple[SettingNow, ...]:
    """The settings that a component has, with what they are."""
    type_ = str(component.get("type") or "")
    found = (one for one in SETTINGS if type_ in one.types)
    return tuple(SettingNow(one, _text(component, one), _choices(one, type_)) for one in found)


def set_settings(component: dict[str, Any], new: Mapping[str, str]) -> None:
    """Write the settings that `new` names by id; "true" ticks, anything else doesn't."""
    type_ = str(component.get("type") or "")
    for setting in SETTINGS:
        if setting.id in new and type_ in setting.types:
            text = new[setting.id].replace("\r\n", "\n").strip()
            if text != _text(component, setting):
                _write(component, setting, text)


def _choices(setting: Setting, type_: str) -> tuple[tuple[str, str, str], ...]:
    if setting.id != "type":
        return setting.choices
    alike = TEXT_LINES if type_ in TEXT_LINES else CHOICE_TYPES
    return tuple((one, *words) for one, words in _TYPE_NAMES.items() if one in alike)


def _text(component: Mapping[str, Any], setting: Setting) -> str:
    if setting.id == "options_from":
        named = component.get("valuesKey")
        return str(named or component.get("valuesExpression") or "")
    value: Any = component
    for name in setting.place:
        value = value.get(name) if isinstance(value, Mapping) else None
    if setting.id == "readonly" and component.get("disabled") is True:
        return "true"
    if setting.id == "no_timezone":
        return "true" if value == "no_timezone" else ""
    if setting.id == "subtype":
        return str(value or "date")
    if setting.control == "tick":
        return "true" if value is True or str(value).lower() == "true" else ""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def _write(component: dict[str, Any], setting: Setting, text: str) -> None:
    match setting.id:
        case "type" | "subtype":
            if text in {value for value, *_ in _choices(setting, str(component["type"]))}:
                component[setting.id] = text
        case "options_from":
            _drop(component, ("valuesKey", "valuesExpression"))
            if text:
                component.pop("values", None)
                named = _NAME.fullmatch(text) is not None
                expression = text if text.startswith("=") else f"={text}"
                component["valuesKey" if named else "valuesExpression"] = (
                    text if named else expression
                )
        case "readonly":
            component.pop("disabled", None)
            _put(component, setting.place, text in {"true", "=true"} or _expression(text))
        case "source":
            _put(component, setting.place, text)
            if text:
                _drop(component, ("valuesKey", "valuesExpression", "values"))
        case _:
            _put(component, setting.place, _value(component, setting, text))


def _value(component: Mapping[str, Any], setting: Setting, text: str) -> Any:
    if setting.id == "no_timezone":
        return "no_timezone" if text == "true" else ""
    if setting.control == "tick":
        return text == "true" and ("true" if setting.id in _AS_TEXT else True)
    if setting.control == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    counted = setting.id in {"decimals", "first_rows", "min", "max", "min_length", "max_length"}
    number = component.get("type") == "number" and setting.id == "default"
    return _number(text) if counted or number else text


def _number(text: str) -> Any:
    """The number that was written; a text as it is where it is none, for the check to tell of."""
    try:
        return json_number(read_number(text))
    except ValueError:
        return text


def _expression(text: str) -> str:
    return f"={text.removeprefix('=').strip()}" if text else ""


def _put(component: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    """Put a value in its place; nothing leaves no empty marks behind."""
    *outer, name = place
    holder = component
    for part in outer:
        inner = holder.get(part)
        if not isinstance(inner, dict):
            inner = holder[part] = {}
        holder = inner
    if value is None or value is False or value in ("", []):
        holder.pop(name, None)
    else:
        holder[name] = value
    if outer and not holder:
        component.pop(outer[0])


def _drop(component: dict[str, Any], names: Iterable[str]) -> None:
    for name in names:
        component.pop(name, None)
