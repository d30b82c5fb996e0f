"""JSON values as simple fields: one a leaf, named by its path, with the kind of value beside it."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flows.forms.swedish_number import json_number, read_number, write_number

KINDS = ("text", "number", "boolean", "json", "nothing", "gone")
"""`nothing` is a value that is missing; `gone` takes the field away."""

MOST_FIELDS = 300
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DEEPEST = 6
_LONGEST = 20_000
_YES_NO = {"ja": True, "nej": False, "yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class ValueField:
    """One value as it is written. `fault` is what is wrong with it, in both languages."""

    path: str
    kind: str
    text: str
    fault: tuple[str, str] | None = None

    @property
    def rows(self) -> int:
        """How many lines the text needs."""
        return min(self.text.count("\n") + 1 + len(self.text) // 80, 12)


@dataclass(frozen=True, slots=True)
class ReadFields:
    """What was written: the values, and the fields again, with faults when there are any."""

    values: dict[str, Any]
    fields: Sequence[ValueField]

    @property
    def faulty(self) -> bool:
        """Whether something can't be read."""
        return any(field.fault for field in self.fields)


def value_fields(values: Mapping[str, Any]) -> list[ValueField]:
    """The fields of JSON values, in their order."""
    return list(_fields(values, ()))


def read_value_fields(submitted: Sequence[tuple[str, str]]) -> ReadFields:
    """The values of submitted fields.

    Each has the inputs `value.<path>` and `kind.<path>`; a new one has `new_name.<n>`,
    `new_value.<n>` and `new_kind.<n>`, and is left out without a name.
    """
    typed = dict(submitted)
    written = [
        (
            name.removeprefix("value."),
            typed.get(f"kind.{name.removeprefix('value.')}", "text"),
            text,
        )
        for name, text in submitted
        if name.startswith("value.")
    ]
    for name, text in submitted:
        number = name.removeprefix("new_name.")
        if name.startswith("new_name.") and text.strip():
            kind = typed.get(f"new_kind.{number}", "text")
            written.append((text.strip(), kind, typed.get(f"new_value.{number}", "")))
    values: dict[str, Any] = {}
    fields = [_read(values, *one) for one in written[:MOST_FIELDS] if one[1] != "gone"]
    return ReadFields(values, fields)


def _fields(values: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[ValueField]:
    for name, value in values.items():
        path = (*above, name)
        plain = all(_NAME.fullmatch(part) for part in path)
        if isinstance(value, Mapping) and value and len(path) < _DEEPEST and _all_named(value):
            yield from _fields(value, path)
        elif plain:
            yield ValueField(".".join(path), *_written(value))


def _all_named(values: Mapping[str, Any]) -> bool:
    return all(_NAME.fullmatch(name) for name in values)


def _written(value: Any) -> tuple[str, str]:
    if value is None:
        return "nothing", ""
    if isinstance(value, bool):
        return "boolean", "ja" if value else "nej"
    if isinstance(value, int | float | Decimal):
        return "number", write_number(value)
    if isinstance(value, str):
        return "text", value
    return "json", json.dumps(value, ensure_ascii=False, default=float)


def _read(values: dict[str, Any], path: str, kind: str, text: str) -> ValueField:
    text = text.replace("\r\n", "\n")[:_LONGEST]
    try:
        value = _value(kind, text)
    except ValueError:
        return ValueField(path, kind if kind in KINDS else "text", text, _UNREADABLE[kind])
    names = path.split(".")
    if len(names) > _DEEPEST or not all(map(_NAME.fullmatch, names)):
        return ValueField(path, kind, text, _BAD_NAME)
    place = values
    for name in names[:-1]:
        inner = place.setdefault(name, {})
        if not isinstance(inner, dict):
            return ValueField(path, kind, text, _TWICE)
        place = inner
    if names[-1] in place:
        return ValueField(path, kind, text, _TWICE)
    place[names[-1]] = value
    return ValueField(path, kind, text)


def _value(kind: str, text: str) -> Any:
    if kind == "number":
        return json_number(read_number(text.strip()))
    if kind == "boolean":
        if text.strip().lower() not in _YES_NO:
            raise ValueError(text)
        return _YES_NO[text.strip().lower()]
    if kind == "nothing":
        return None
    if kind == "json":
        return _json(text)
    return text


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError(text) from None


def _refuse(text: str) -> Any:
    raise ValueError(text)


_BAD_NAME = (
    "Ett namn har bokstäverna a–z, siffror och understreck. Punkt skiljer delar åt: arende.id.",
    "A name has the letters a–z, digits and underscores. A dot parts it: arende.id.",
)
_TWICE = ("Namnet står två gånger.", "The name is given twice.")
_UNREADABLE = {
    "number": ("Skriv ett tal.", "Write a number."),
    "boolean": ("Skriv ja eller nej.", "Write yes or no."),
    "json": (
        'Listan går inte att läsa. Skriv som JSON: ["a", "b"].',
        'The list can\'t be read. Write JSON: ["a", "b"].',
    ),
}
