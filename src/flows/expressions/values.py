"""FEEL's values as Python objects, and the way between them and JSON.

number                        decimal.Decimal          (34 digits, DMN 1.5 §10.3.2.3.1)
string, boolean, null         str, bool, None
date, time, date and time     datetime.date, .time, .datetime
days and time duration        datetime.timedelta
years and months duration     YearsMonths
list, context                 list, dict with text keys
range, function               Range, Function
"""

import math
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from flows.expressions.errors import ExpressionError, over_limit

Value = Any
"""One of the types above."""


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, in months."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; `low` or `high` is None when that side has no bound (then not included).

    With `null_bound`, None is no absence of a bound but a bound that is null.
    """

    low: Value
    high: Value
    low_included: bool
    high_included: bool
    null_bound: bool = False


class Function(Protocol):
    """Something FEEL can call: a built-in or a function of the expression's own."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, in order."""

    def call(self, arguments: Sequence[Value]) -> Value:
        """The function's value; null when the arguments don't fit."""

    def call_named(self, arguments: Mapping[str, Value]) -> Value:
        """The function's value for named arguments; null when the names don't fit."""


def is_function(value: Value) -> bool:
    """Whether a value can be called."""
    return getattr(type(value), "feel_function", False) is True


_KINDS: dict[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    date: "date",
    datetime: "date and time",
    time: "time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    type(None): "null",
}
KINDS = frozenset(_KINDS.values()) | {"function"}


def kind_of(value: Value) -> str:
    """The name of a FEEL value's kind, as in `instance of`; "null" for null."""
    return _KINDS.get(type(value)) or ("function" if is_function(value) else "null")


_SWEDISH_KINDS = {
    "number": "tal",
    "string": "text",
    "boolean": "sant eller falskt",
    "date": "datum",
    "date and time": "tidpunkt",
    "time": "klockslag",
    "days and time duration": "tidslängd i dagar och tid",
    "years and months duration": "tidslängd i år och månader",
    "list": "lista",
    "context": "uppgiftssamling",
    "range": "intervall",
    "function": "funktion",
    "null": "null",
}


def kind_in_swedish(value: Value) -> str:
    """The kind of a value as a Swedish reader would call it."""
    return _SWEDISH_KINDS[kind_of(value)]


# The types whose values are FEEL values as they stand are not asked to convert.
def _from_float(value: float) -> Decimal | None:
    return Decimal(repr(value)) if math.isfinite(value) else None


def _from_decimal(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


def _from_list(value: Sequence[Any]) -> list[Value]:
    return [converted(item) for item in value]


def _from_dict(value: Mapping[Any, Any]) -> dict[str, Value]:
    return {str(key): converted(item) for key, item in value.items()}


CONVERTERS: dict[type, Callable[[Any], Value] | None] = {
    int: Decimal,
    float: _from_float,
    Decimal: _from_decimal,
    list: _from_list,
    tuple: _from_list,
    dict: _from_dict,
    str: None,
    bool: None,
    date: None,
    datetime: None,
    time: None,
    timedelta: None,
    YearsMonths: None,
    Range: None,
    type(None): None,
}


def _from_other(value: Any) -> Value:
    """Convert what is a subclass of, or behaves as, one of the known types."""
    if is_function(value):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return Decimal(int(value))
    if isinstance(value, float):
        return _from_float(float(value))
    if isinstance(value, Decimal):
        return _from_decimal(Decimal(value))
    if isinstance(value, datetime):
        return datetime.combine(value.date(), value.timetz())
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, Mapping):
        return _from_dict(value)
    if isinstance(value, (list, tuple, Set)):
        return _from_list(list(value))
    name = type(value).__name__
    raise ExpressionError(
        f"Ett värde av slaget {name} kan inte användas i ett uttryck.",
        f"A value of type {name} can't be used in an expression.",
        code="expression-value",
    )


def from_plain(value: Any) -> Value:
    """JSON data (and Python's dates, decimals, tuples, sets) as a FEEL value.

    A float becomes the decimal of its shortest text; NaN and infinity become null.
    Raises ExpressionError for any other Python object.
    """
    try:
        return converted(value)
    except RecursionError:
        raise over_limit(
            "Ett värde är nästlat för djupt.", "A value is nested too deeply."
        ) from None


def converted(value: Any) -> Value:
    """As `from_plain`, but raises RecursionError for what is nested too deeply."""
    convert = CONVERTERS.get(type(value), _from_other)
    return value if convert is None else convert(value)
