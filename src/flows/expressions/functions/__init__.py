"""The built-in functions, by theme. Importing this package registers them all."""

from flows.expressions.functions import (
    contexts,
    conversion,
    lists,
    numbers,
    ranges,
    statistics,
    strings,
    temporal,
    workdays,
)
from flows.expressions.functions.builtin import BUILTINS, Builtin, Signature

__all__ = [
    "BUILTINS",
    "Builtin",
    "Signature",
    "contexts",
    "conversion",
    "lists",
    "numbers",
    "ranges",
    "statistics",
    "strings",
    "temporal",
    "workdays",
]
