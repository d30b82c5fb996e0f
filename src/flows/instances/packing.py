"""Variables as bytes: exact JSON that keeps key order, whole numbers and decimals as they were.

What gets smaller by it is stored as zstd, which no JSON text begins like.
"""

from decimal import Decimal
from typing import Any

import orjson
import zstandard

_DECIMAL = "\u0000decimal"
_MARK = b"u0000decimal"
_COMPRESSED = zstandard.MAGIC_NUMBER.to_bytes(4, "little")
_WORTH_IT = 128
"""Bytes below which compressing gains nothing."""

_MOST = 64 * 1024 * 1024


def packed(variables: Any) -> bytes:
    """A JSON value as bytes; a Decimal keeps every digit."""
    raw = orjson.dumps(variables, default=_exact, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    if len(raw) < _WORTH_IT:
        return raw
    small = zstandard.ZstdCompressor(level=3, write_content_size=True).compress(raw)
    return small if len(small) < len(raw) else raw


def unpacked(stored: bytes) -> Any:
    """What `packed` was given."""
    raw = stored
    if stored.startswith(_COMPRESSED):
        raw = zstandard.ZstdDecompressor().decompress(stored, max_output_size=_MOST)
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
