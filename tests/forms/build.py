"""Forms and submissions for the tests, built in a line."""

import json
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from flows.forms import Answers, Form, parse_form

NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)


def schema(*components: dict[str, Any]) -> bytes:
    return json.dumps(
        {"id": "prov", "type": "default", "components": components}, indent=2
    ).encode()


def form(*components: dict[str, Any]) -> Form:
    return parse_form(schema(*components))


def field(kind: str, key: str = "svar", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": key.capitalize(), **more}


def submitted(**values: str | list[str]) -> MultiDict[str, str]:
    pairs = [
        (key, one)
        for key, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    return MultiDict(pairs)


def read(
    built: Form, variables: dict[str, Any] | None = None, /, **values: str | list[str]
) -> Answers:
    return built.read(submitted(**values), variables or {}, now=NOW)


def fault(component: dict[str, Any], typed: str | list[str], **variables: Any) -> str:
    """The Swedish sentence for what was typed in the only field, or "" when it was accepted."""
    errors = read(form(component), variables, **{component["key"]: typed}).errors
    return errors[component["key"]].sv if errors else ""
