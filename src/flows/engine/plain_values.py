"""Only JSON data becomes variables, and as a copy of its own."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

MAX_DEPTH = 200


def plain_copy(value: Any, depth: int = 0) -> Any:
    """A deep copy of JSON data. Raises TypeError for anything else, ValueError for NaN."""
    if value is None or isinstance(value, str | bool | int | Decimal):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("NaN and infinity are no variables")
        return value
    if depth > MAX_DEPTH:
        raise ValueError("variables nested too deep")
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of variables must be text")
        return {key: plain_copy(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_copy(item, depth + 1) for item in value]
    raise TypeError(f"{type(value).__name__} can't be a variable")
