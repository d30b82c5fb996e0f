"""Only JSON data becomes variables, and as a copy of its own."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flows.engine.errors import NotPlain

MAX_DEPTH = 150
"""How deep variables may be nested."""


def plain_copy(value: Any, depth: int = 0) -> Any:
    """A deep copy of JSON data; numbers may be `Decimal`. Raises NotPlain for anything else."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal) and math.isfinite(value):
        return value
    if depth > MAX_DEPTH:
        raise NotPlain(en=f"Variables are nested more than {MAX_DEPTH} levels deep.")
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {key: plain_copy(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_copy(item, depth + 1) for item in value]
    raise NotPlain(en=f"{type(value).__name__} {value!r:.40} can't be a variable.")
