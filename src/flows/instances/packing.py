"""Variables as bytes: exact JSON that keeps key order, whole numbers and decimals as they were."""

from decimal import Decimal
from typing import Any

import orjson

_DECIMAL = "\u0000decimal"
_MARK = b"u0000decimal"


def packed(variables: Any) -> bytes:
    """A JSON value as bytes; a Decimal keeps every digit."""
    return orjson.dumps(variables, default=_exact, option=orjson.OPT_PASSTHROUGH_SUBCLASS)


def unpacked(raw: bytes) -> Any:
    """What `packed` was given."""
    value = orjson.loads(raw)
    return _restored(value) if _MARK in raw else value


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    raise TypeError(f"{type(value).__name__} is not a value of a process variable")


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {_DECIMAL}:
            return Decimal(value[_DECIMAL])
        return {key: _restored(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_restored(inner) for inner in value]
    return value
