"""What a diagram gives an operation: the right kind of value, or a sentence that says why not."""

from datetime import date
from typing import Any

from flows.operations.operation import Call, OperationFault


def required_text(call: Call, name: str) -> str:
    """A text that is not blank."""
    text = optional_text(call, name)
    if not text.strip():
        raise _fault(name, "saknas", "is missing")
    return text


def optional_text(call: Call, name: str) -> str:
    """A text; empty when it is not given."""
    value = call.input.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _fault(name, "ska vara text", "has to be text")
    return value


def required_whole(call: Call, name: str) -> int:
    """A whole number."""
    value = call.input.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _fault(name, "ska vara ett heltal", "has to be a whole number")
    return value


def optional_date(call: Call, name: str) -> date | None:
    """A date from ISO text; None when it is not given."""
    text = optional_text(call, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise _fault(name, f"ska vara ett datum, inte {text}", f"is no date: {text}") from None


def required_date(call: Call, name: str) -> date:
    """A date from ISO text."""
    found = optional_date(call, name)
    if found is None:
        raise _fault(name, "saknas", "is missing")
    return found


def context(call: Call, name: str) -> dict[str, Any]:
    """A context; empty when it is not given."""
    value = call.input.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _fault(name, "ska vara ett sammansatt värde", "has to be a context")
    return value


def identity(call: Call, name: str) -> str:
    """The id of a party or forum, given as text or as a context with `id`."""
    value = call.input.get(name)
    if isinstance(value, dict):
        value = value.get("id")
    if not isinstance(value, str) or not value:
        raise _fault(name, "saknas", "is missing")
    return value


def optional_identity(call: Call, name: str) -> str | None:
    """Like `identity`, None when it is not given."""
    return identity(call, name) if call.input.get(name) else None


def _fault(name: str, sv: str, en: str) -> OperationFault:
    return OperationFault(f"Uppgiften {name} {sv}.", f"The input {name} {en}.")
