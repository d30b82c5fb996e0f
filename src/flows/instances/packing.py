"""Variables as bytes: exact JSON that keeps key order, whole numbers and decimals as they were.

What gets smaller by it is stored as zstd, which no JSON text begins like: a byte 1, then zstd with
`_SHAPE_1` as its dictionary. Earlier rows are zstd without a dictionary.
"""

from decimal import Decimal
from typing import Any

import orjson
import zstandard

_DECIMAL = "\u0000decimal"
_MARK = b"u0000decimal"
_COMPRESSED = zstandard.MAGIC_NUMBER.to_bytes(4, "little")
_SHAPE_1 = zstandard.ZstdCompressionDict(
    b'{"result":{"error":"","message":"","variables":{"name":"","key":"","input":{"text":""'
    b',"before":{"after":{"to":"","from_version":1,"to_version":2,"mapping":{"task_id":"'
    b'"value":true,"value":false,"value":null,"value":[],"id":""},{"id":"'
    b'{"decision":"","hits":[1,2],"item":{"answers":{"":""},"item":1}',
    dict_type=zstandard.DICT_TYPE_RAWCONTENT,
)
"""The words and signs of what is told of a step. What is stored can't be read without it: it is
never changed; another one gets a mark of its own."""

_WITH_SHAPE_1 = b"\x01"
_LEVEL = 3
_SHAPE_1.precompute_compress(level=_LEVEL)
_WORTH_IT = 64
"""Bytes below which compressing gains nothing."""

_MOST = 64 * 1024 * 1024


def packed(variables: Any) -> bytes:
    """A JSON value as bytes; a Decimal keeps every digit."""
    raw = orjson.dumps(variables, default=_exact, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    if len(raw) < _WORTH_IT:
        return raw
    compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_SHAPE_1)
    small = _WITH_SHAPE_1 + compressor.compress(raw)
    return small if len(small) < len(raw) else raw


def unpacked(stored: bytes) -> Any:
    """What `packed` was given."""
    raw = written_out(stored)
    value = orjson.loads(raw)
    return _restored(value) if _MARK in raw else value


def written_out(stored: bytes) -> bytes:
    """What `packed` gave, as JSON."""
    if stored.startswith(_WITH_SHAPE_1):
        decompressor = zstandard.ZstdDecompressor(dict_data=_SHAPE_1)
        return decompressor.decompress(stored[1:], max_output_size=_MOST)
    if stored.startswith(_COMPRESSED):
        return zstandard.ZstdDecompressor().decompress(stored, max_output_size=_MOST)
    return stored


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
