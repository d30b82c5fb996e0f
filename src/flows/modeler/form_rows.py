"""A form as a list of rows that can be changed one at a time, without a drawing surface.

What a change doesn't touch stays as it stands in the file: texts, conditions, properties that
Flows doesn't know.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.kernel import Invalid, Problem
from flows.modeler.form_kinds import (
    CHOOSING,
    FIELD_KINDS,
    TEXTS,
    FieldKind,
    kind_of,
    new_component,
)
from flows.modeler.form_parts import (
    choices_of,
    drop_empty,
    drop_false,
    part_of,
    properties_of,
    set_choices,
)
from flows.modeler.form_places import Place, held_by, place_of, places_in
from flows.modeler.form_settings import SettingNow, set_settings, settings_of


class FormUnreadable(Invalid):
    """The file isn't a form that can be read."""

    code = "form-unreadable"
    sv = "Filen går inte att läsa som ett formulär. Rätta den först, eller läs in en annan."
    en = "The file can't be read as a form. Mend it first, or import another one."


@dataclass(frozen=True, slots=True)
class FormRow:
    """One component; `depth` is 0 at the top, `place` its number among its `siblings`.

    `element` is what problems call it. `choices` is one a line: value, Swedish, English.
    `inside` is the id of the group that it lies in.
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
    inside: str = ""
    settings: tuple[SettingNow, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether it is a text to read, written in several lines."""
        return self.type in TEXTS

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
    return list(_rows(_components(_schema(raw))))


def change_row(raw: bytes, row_id: str, new: Mapping[str, str]) -> bytes:
    """Change what `new` names of a row: label, label_en, key, required, help, help_en, choices.

    `required` is "true" or anything else; `inside` is the group that it is to lie in. All else is
    a setting by its id. Raises FormUnreadable, RowUnknown, or Invalid for a group in itself.
    """
    schema = _schema(raw)
    siblings, place = place_of(_components(schema), row_id)
    component = siblings[place]
    _set_words(component, new)
    if "key" in new:
        name = "path" if component.get("type") == "dynamiclist" else "key"
        component[name] = new["key"].strip()
    if "required" in new:
        rules = part_of(component, "validate")
        rules["required"] = new["required"] == "true"
        drop_false(component, "validate", "required")
    if "hidden_when" in new:
        condition = part_of(component, "conditional")
        condition["hide"] = _as_expression(new["hidden_when"])
        drop_false(component, "conditional", "hide")
    if "choices" in new:
        set_choices(component, new["choices"])
    set_settings(component, new)
    if "inside" in new:
        _move_into(schema, siblings, place, new["inside"])
    return _written(schema)


def _move_into(schema: dict[str, Any], siblings: list[Any], place: int, group_id: str) -> None:
    """Put a component last in a group, or last in the form; where it lies already it stays."""
    component = siblings[place]
    there = _components(schema)
    if group_id:
        around, at = place_of(_components(schema), group_id)
        there = held_by(around[at])
    if there is siblings:
        return
    if any(each is there for each in _lists_in(component)):
        sv, en = "En grupp kan inte ligga i sig själv.", "A group can't lie in itself."
        raise Invalid(sv, en, [Problem("group-in-itself", sv, en, element="inside")])
    there.append(siblings.pop(place))


def _lists_in(component: Mapping[str, Any]) -> Iterator[list[Any]]:
    waiting: list[Any] = [component]
    while waiting:
        inner = waiting.pop().get("components")
        if isinstance(inner, list):
            yield inner
            waiting += [each for each in inner if isinstance(each, dict)]


def add_row(raw: bytes, kind: str, label: str, label_en: str = "", into: str = "") -> bytes:
    """Add a row of a kind last, or last in a group.

    Raises FormUnreadable, RowUnknown (for the group) or Invalid for a kind that there isn't.
    """
    schema = _schema(raw)
    if kind not in FIELD_KINDS:
        raise Invalid("Välj vad som ska läggas till.", "Choose what to add.")
    place = _components(schema)
    if into:
        siblings, at = place_of(_components(schema), into)
        place = held_by(siblings[at])
    place.append(new_component(FIELD_KINDS[kind], label.strip(), label_en.strip(), _keys(schema)))
    return _written(schema)


def move_row(raw: bytes, row_id: str, step: int) -> bytes:
    """Move a row so many places among its siblings; at the end it stays.

    Raises FormUnreadable or RowUnknown.
    """
    schema = _schema(raw)
    siblings, place = place_of(_components(schema), row_id)
    there = min(max(place + step, 0), len(siblings) - 1)
    siblings.insert(there, siblings.pop(place))
    return _written(schema)


def remove_row(raw: bytes, row_id: str) -> bytes:
    """Take a row away, with what is in it. Raises FormUnreadable or RowUnknown."""
    schema = _schema(raw)
    siblings, place = place_of(_components(schema), row_id)
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
    return {row.key for row in _rows(_components(schema))}


def _rows(components: list[Any]) -> Iterator[FormRow]:
    for at in places_in(components):
        yield _row(at)


def _row(at: Place) -> FormRow:
    component = at.component
    said, key = properties_of(component), str(component.get("key") or component.get("path") or "")
    text = TEXTS.get(str(component.get("type") or ""), "")
    rules, condition = component.get("validate"), component.get("conditional")
    return FormRow(
        id=at.id,
        kind=kind_of(component),
        type=str(component.get("type") or ""),
        element=key or at.id,
        depth=at.depth,
        place=at.place,
        siblings=len(at.siblings),
        label=str(component.get(text or _label_name(component)) or ""),
        label_en=str(said.get(f"{text or 'label'}_en") or ""),
        key=key,
        required=isinstance(rules, dict) and rules.get("required") is True,
        help=str(component.get("description") or ""),
        help_en=str(said.get("description_en") or ""),
        choices=choices_of(component),
        hidden_when=str((condition or {}).get("hide") or "") if isinstance(condition, dict) else "",
        options_from=str(component.get("valuesExpression") or component.get("valuesKey") or ""),
        inside=at.inside,
        settings=settings_of(component),
    )


def _label_name(component: Mapping[str, Any]) -> str:
    names = ("label", "dateLabel", "timeLabel")
    found = next((name for name in names if component.get(name)), None)
    if found is not None or component.get("type") != "datetime":
        return found or "label"
    return "timeLabel" if component.get("subtype") == "time" else "dateLabel"


def _set_words(component: dict[str, Any], new: Mapping[str, str]) -> None:
    text = TEXTS.get(str(component.get("type") or ""), "")
    names = {"label": text or _label_name(component), "help": "description"}
    english = {"label_en": f"{text or 'label'}_en", "help_en": "description_en"}
    for name, own in names.items():
        if name in new:
            component[own] = new[name].replace("\r\n", "\n").strip()
            drop_empty(component, own)
    for name, own in english.items():
        if name in new:
            part_of(component, "properties")[own] = new[name].replace("\r\n", "\n").strip()
            drop_false(component, "properties", own)


def _as_expression(text: str) -> str:
    text = text.strip()
    return f"={text.removeprefix('=')}" if text else ""


def _written(schema: Mapping[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
