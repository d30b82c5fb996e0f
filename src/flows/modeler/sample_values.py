"""Values to try a form or a decision with: written as text in typed fields, read as JSON data.

A variable that is only looked into, as `arende.diarienummer`, is asked for by that path.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.expressions import ExpressionError, evaluate
from flows.forms.swedish_number import json_number, read_number, write_number
from flows.kernel import Problem

KINDS = ("text", "number", "boolean", "date", "date-time", "time", "any")
"""`any` is read as a FEEL expression after `=`, else as JSON if it is that, else as text."""

_PATH = re.compile(r"(?<![\w.\"])([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)", re.ASCII)
_LONGEST = 20_000
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class SampleField:
    """One value to give: `name` is a variable or a path into one, `text` what is written now.

    `choices` are the values that are known to mean something, with what to call them; with
    `closed` no other may be given.
    """

    name: str
    kind: str = "any"
    label: str = ""
    text: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    closed: bool = False

    @property
    def key(self) -> str:
        """The name of its input."""
        return f"_v.{self.name}"


def read_values(
    fields: Sequence[SampleField],
    submitted: Mapping[str, str],
    known: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], dict[str, Problem]]:
    """The variables that were written, paths put together, and what can't be read, by name.

    With `known`, the fields show these values: those that were changed are put in among them.
    """
    values: dict[str, Any] = dict(known or {})
    faults: dict[str, Problem] = {}
    for field in fields:
        text = submitted.get(field.key, field.text)
        if known is not None and _lines(text) == _lines(field.text):
            continue
        try:
            value = _value(text[:_LONGEST], field.kind)
        except (ValueError, ExpressionError):
            faults[field.name] = _unreadable(field)
            continue
        if value is not None or known is not None:
            _put(values, field.name.split("."), value)
    return values, faults


def paths_read(sources: Iterable[str], names: Iterable[str]) -> list[str]:
    """How the texts look into the variables: `titel`, `arende.diarienummer`, in order."""
    wanted, found = set(names), dict[str, None]()
    for source in sources:
        for head, tail in _PATH.findall(source):
            if head in wanted:
                found[".".join((head + tail).split(".")[:_DEEPEST])] = None
    missing = wanted - {path.partition(".")[0] for path in found}
    paths = [*found, *sorted(missing)]
    # A variable that is used whole is asked for whole.
    return [one for one in paths if not any(one.startswith(f"{other}.") for other in paths)]


def written(value: Any) -> str:
    """A JSON value as it would be written in a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return write_number(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def value_at(values: Mapping[str, Any], path: str) -> Any:
    """What stands at a path in known values, or None."""
    found: Any = values
    for name in path.split("."):
        if isinstance(found, list) and found:
            found = found[0]
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _value(text: str, kind: str) -> Any:
    text = text if kind == "text" else text.strip()
    if text == "":
        return None
    if kind == "boolean":
        return {"true": True, "false": False}[text] if text in {"true", "false"} else _refuse(text)
    if kind == "number":
        return json_number(read_number(text))
    if kind != "any":
        return text
    if text.startswith("="):
        return evaluate(text[1:], {})
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return text


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _put(values: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put a value at a path; what is known there is copied, and looked into as `value_at` does."""
    place = values
    for name in path[:-1]:
        there = place.get(name)
        if isinstance(there, list) and there and isinstance(there[0], Mapping):
            inner = dict(there[0])
            place[name] = [inner, *there[1:]]
        else:
            inner = place[name] = dict(there) if isinstance(there, Mapping) else {}
        place = inner
    place[path[-1]] = value


def _lines(text: str) -> str:
    """The text as it is known, whatever line breaks a browser sends."""
    return text.replace("\r\n", "\n")


def _unreadable(field: SampleField) -> Problem:
    what = field.label or field.name
    return Problem(
        "sample-value",
        f"Värdet för ”{what}” går inte att läsa.",
        f"The value of “{what}” can't be read.",
        element=field.name,
    )
