"""A form-js file becomes a form, or every reason why it can't, each with its line."""

import json
import math
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from flows.forms.field import REPEATING, Field, every_field
from flows.forms.form import Form
from flows.forms.read_component import ComponentReader
from flows.kernel import Invalid, Problem
from flows.kernel.broken_files import json_fault

_ID = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_NAMED = re.compile(r'"(key|path|id)"\s*:\s*("(?:[^"\\]|\\.)*")')
_DEEPEST = 8
_MOST_COMPONENTS = 1_000
MAX_BYTES = 1_048_576


class FormError(Invalid):
    """A form can't be used; `problems` says why."""

    code = "form"
    sv = "Formuläret går inte att använda."
    en = "The form can't be used."


def parse_form(raw: bytes, file: str = "", *, max_bytes: int = MAX_BYTES) -> Form:
    """The form of a form-js file, ready to be shown and answered.

    Raises FormError with every problem at once.
    """
    reading = _Reading(raw, file)
    form = reading.form(max_bytes)
    if form is None or reading.problems:
        raise FormError(problems=reading.problems)
    return form


def read_form(
    raw: bytes, file: str = "", *, max_bytes: int = MAX_BYTES
) -> tuple[Form | None, list[Problem]]:
    """The form as far as it can be read, for whoever is making it, and every problem."""
    reading = _Reading(raw, file)
    return reading.form(max_bytes), reading.problems


def check_form(raw: bytes, file: str = "", *, max_bytes: int = MAX_BYTES) -> list[Problem]:
    """Every problem of a form-js file; an empty list when there is none."""
    reading = _Reading(raw, file)
    reading.form(max_bytes)
    return reading.problems


class _Reading:
    """One reading of one file, with the problems found so far."""

    def __init__(self, raw: bytes, file: str) -> None:
        self._raw = raw
        self._file = file
        self._lines: dict[tuple[str, str], int] = {}
        self._count = 0
        self.problems: list[Problem] = []

    def form(self, max_bytes: int) -> Form | None:
        schema = self._schema(max_bytes)
        if schema is None:
            return None
        form_id = schema.get("id")
        if not isinstance(form_id, str) or not _ID.fullmatch(form_id):
            self._note("form-id", "Formuläret saknar id.", "The form has no id.")
            return None
        if self._file and PurePosixPath(self._file).name != f"{form_id}.form":
            self._note(
                "form-file-name",
                f"Filen ska heta {form_id}.form, efter formulärets id.",
                f"The file must be called {form_id}.form, after the form's id.",
            )
        components = schema.get("components")
        if not isinstance(components, list):
            self._note(
                "form-components",
                "Formuläret saknar listan components.",
                "The form has no list of components.",
            )
            return None
        fields = self._fields(components, depth=1)
        self._refuse_doubles(fields)
        return Form(form_id, fields)

    def _schema(self, max_bytes: int) -> Mapping[str, Any] | None:
        if len(self._raw) > max_bytes:
            self._note(
                "form-too-large",
                f"Formuläret är större än {max_bytes} byte.",
                f"The form is larger than {max_bytes} bytes.",
            )
            return None
        try:
            text = self._raw.decode("utf-8-sig")
            schema = json.loads(text, parse_constant=_refuse, parse_float=_finite)
            json.dumps(schema, ensure_ascii=False).encode()  # half a character can't be shown
            self._lines = _lines_of(text)
        except json.JSONDecodeError:
            fault = json_fault(text)
            self._note("form-json", fault.sv, fault.en, line=fault.line)
            return None
        except (ValueError, RecursionError):  # also a number out of all bounds
            self._note(
                "form-json",
                "Formuläret är inte läsbar JSON i UTF-8.",
                "The form isn't readable JSON in UTF-8.",
            )
            return None
        if not isinstance(schema, dict):
            self._note("form-json", "Formuläret är inget objekt.", "The form isn't an object.")
            return None
        return schema

    def _fields(self, components: list[Any], depth: int) -> tuple[Field, ...]:
        if depth > _DEEPEST:
            self._note(
                "form-depth",
                f"Grupper får ligga i varandra högst {_DEEPEST} gånger.",
                f"Groups may be nested at most {_DEEPEST} deep.",
            )
            return ()
        fields: list[Field] = []
        for component in components:
            if self._count == _MOST_COMPONENTS:
                self._count += 1
                self._note(
                    "form-components-many",
                    f"Ett formulär får ha högst {_MOST_COMPONENTS} komponenter.",
                    f"A form may have at most {_MOST_COMPONENTS} components.",
                )
            if self._count > _MOST_COMPONENTS:
                break
            if not isinstance(component, dict):
                self._note(
                    "form-component",
                    "En komponent är inget objekt.",
                    "A component isn't an object.",
                )
                continue
            field = self._field(component, depth)
            if field is not None:
                fields.append(field)
        return tuple(fields)

    def _field(self, component: Mapping[str, Any], depth: int) -> Field | None:
        self._count += 1
        if not isinstance(component.get("type"), str):
            component = {**component, "type": ""}
        field_id = str(component.get("id") or f"component-{self._count}")
        element = str(component.get("key") or component.get("path") or component.get("id") or "")
        name = str(component.get("label") or component.get("dateLabel") or "")
        inner = component.get("components")
        holds_others = component.get("type") in {"group", REPEATING}
        inside = self._fields(inner, depth + 1) if holds_others and isinstance(inner, list) else ()

        def report(code: str, sv: str, en: str) -> None:
            self._note(code, sv, en, line=self._line_of(component), element=element, name=name)

        if component.get("type") == REPEATING:
            self._refuse_doubles(inside)
            if any(one.type == REPEATING for one in every_field(inside)):
                report(
                    "form-list-in-list",
                    "En upprepad grupp kan inte ligga i en annan upprepad grupp.",
                    "A repeating group can't lie inside another one.",
                )
        return ComponentReader(component, report).field(field_id, inside)

    def _refuse_doubles(self, fields: tuple[Field, ...]) -> None:
        seen: set[str] = set()
        for field in every_field(fields):
            if field.key and field.key in seen:
                self._note(
                    "form-key-twice",
                    f"Två fält har nyckeln ”{field.key}”.",
                    f"Two fields have the key “{field.key}”.",
                    line=self._line_of({"key": field.key}),
                    element=field.key,
                )
            seen.add(field.key)

    def _line_of(self, component: Mapping[str, Any]) -> int:
        """The line where the component's key, or else its id, stands: JSON keeps no lines."""
        for name in ("key", "path", "id"):
            value = component.get(name)
            if isinstance(value, str) and (name, value) in self._lines:
                return self._lines[name, value]
        return 0

    def _note(
        self, code: str, sv: str, en: str, *, line: int = 0, element: str = "", name: str = ""
    ) -> None:
        self.problems.append(Problem(code, sv, en, self._file, line, element, name))


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _lines_of(text: str) -> dict[tuple[str, str], int]:
    """The first line on which a key, path or id of each name stands."""
    found: dict[tuple[str, str], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for name, value in _NAMED.findall(line):
            found.setdefault((name, _unquoted(value)), number)
    return found


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(value))
    except json.JSONDecodeError:
        return value
