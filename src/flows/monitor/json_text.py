"""What an instance knows as JSON text that a person can read and correct, exactly."""

import json
from decimal import Decimal
from typing import Any

from flows.kernel import Invalid

MOST_CHARACTERS = 200_000
_WIDEST = 2**63
_FURTHEST = 1_000
"""The largest exponent of a number with decimals."""


class NotJson(Invalid):
    """The text is not JSON."""

    code = "not-json"
    sv = (
        "Det går inte att läsa. Text står inom citattecken, "
        "tal med punkt, ja och nej är true och false."
    )
    en = "This can't be read. Text stands in quotes, yes and no are true and false."


def to_text(value: Any, indent: str = "") -> str:
    """A value as JSON text, objects and lists over several lines; a Decimal keeps its digits."""
    if isinstance(value, Decimal):
        return str(value)
    inner = indent + "  "
    if isinstance(value, dict) and value:
        lines = [f"{inner}{_plain(key)}: {to_text(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        lines = [f"{inner}{to_text(item, inner)}" for item in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    return _plain(value)


def _plain(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() or _is_text(text) else json.dumps(value)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def from_text(text: str) -> Any:
    """The value of a JSON text; numbers with decimals are Decimal. Raises NotJson."""
    if len(text) > MOST_CHARACTERS:
        raise NotJson
    try:
        text.encode()
        value = json.loads(text, parse_float=_decimal, parse_int=_whole, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False, default=str).encode()  # half a character
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    return value


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > _FURTHEST:
        raise ValueError(text)
    return number


def _whole(text: str) -> int:
    number = int(text)
    if not -_WIDEST <= number < _WIDEST:
        raise ValueError(text)
    return number


def _refuse(text: str) -> Any:
    raise ValueError(text)
