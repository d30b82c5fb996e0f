"""Equality and order of FEEL values, DMN 1.5 §10.3.2.13 tables 51–53.

The answer is None where the values can't be compared.
"""

import operator
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from flows.expressions.budget import listening, spend, warn
from flows.expressions.temporal import ZONE_STEPS, microseconds_of, time_key
from flows.expressions.values import Range, Value, YearsMonths, kind_in_swedish, kind_of

ORDERED: Final = frozenset({Decimal, str, date, datetime, time, timedelta, YearsMonths})
"""The types that `<` compares."""
_DIRECT = frozenset({Decimal, str, bool, date, timedelta, YearsMonths})

ORDER: dict[str, Callable[[Value, Value], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal; None when they are of different kinds.

    A list of one item equals that item.
    """
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return _equal_across(left, right)
    if kind in _DIRECT:
        return bool(left == right)
    if kind is list:
        return _equal_lists(left, right)
    if kind is dict:
        return _equal_contexts(left, right)
    if kind is datetime:
        return _moment_key(left) == _moment_key(right)
    if kind is time:
        return (left.tzinfo is None) == (right.tzinfo is None) and time_key(left) == time_key(right)
    if kind is Range:
        return _equal_ranges(left, right)
    return bool(left is right)


def _equal_across(left: Value, right: Value) -> bool | None:
    if type(left) is list and len(left) == 1 and type(right) is not list:
        return equal(left[0], right)
    if type(right) is list and len(right) == 1 and type(left) is not list:
        return equal(left, right[0])
    _warn_different(left, right)
    return None


def _equal_lists(left: list[Value], right: list[Value]) -> bool | None:
    if len(left) != len(right):
        return False
    spend(1 + len(left))
    answer: bool | None = True
    for one, other in zip(left, right, strict=True):
        same = equal(one, other)
        if same is False:
            return False
        if same is None:
            answer = None
    return answer


def _equal_contexts(left: dict[str, Value], right: dict[str, Value]) -> bool:
    if left.keys() != right.keys():
        return False
    spend(2 + len(left))
    return all(equal(item, right[key]) for key, item in left.items())


def _equal_ranges(left: Range, right: Range) -> bool:
    return (
        left.low_included is right.low_included
        and left.high_included is right.high_included
        and equal(left.low, right.low) is True
        and equal(left.high, right.high) is True
    )


def _moment_key(moment: datetime) -> tuple[bool, int]:
    # Python compares two moments of one zone by the clock on the wall, which is wrong in the
    # hour that daylight saving repeats; and moving the first or last day of all to UTC overflows.
    clock = moment.hour * 3600 + moment.minute * 60 + moment.second
    key = (moment.toordinal() * 86_400 + clock) * 1_000_000 + moment.microsecond
    offset = moment.utcoffset()
    if offset is None:
        return False, key
    spend(ZONE_STEPS)
    return True, key - microseconds_of(offset)


def compare(symbol: str, left: Value, right: Value) -> bool | None:
    """Whether `left <symbol> right` holds; None when the two have no order."""
    kind = type(left)
    if kind is not type(right):
        if kind is list and len(left) == 1:
            return compare(symbol, left[0], right)
        if type(right) is list and len(right) == 1:
            return compare(symbol, left, right[0])
        _warn_different(left, right)
        return None
    if kind not in ORDERED:
        if left is not None:
            _warn_different(left, right)
        return None
    if kind is datetime or kind is time:
        if (left.tzinfo is None) is not (right.tzinfo is None):
            warn(
                "no-zone",
                "Den ena tidpunkten har tidszon men inte den andra.",
                "One of the moments has a time zone and the other has none.",
            )
            return None
        key = time_key if kind is time else _moment_key
        return ORDER[symbol](key(left), key(right))
    return ORDER[symbol](left, right)


def _warn_different(left: Value, right: Value) -> None:
    if left is None or right is None or not listening():
        return
    warn(
        "not-comparable",
        f"Det går inte att jämföra {kind_in_swedish(left)} med {kind_in_swedish(right)}.",
        f"{kind_of(left)} can't be compared with {kind_of(right)}.",
    )


def range_has(span: Range, value: Value) -> bool | None:
    """Whether a range includes a value; None when its bounds can't be compared with it."""
    if value is None:
        return None
    unbounded = None if span.null_bound else True
    above = below = unbounded
    if span.low is not None:
        above = compare(">=" if span.low_included else ">", value, span.low)
    if span.high is not None:
        below = compare("<=" if span.high_included else "<", value, span.high)
    if above is False or below is False:
        return False
    return True if above and below else None


def is_in(value: Value, test: Value) -> bool | None:
    """Whether a value satisfies a test that is itself a value: a range, a list or an equal."""
    if type(test) is Range:
        return range_has(test, value)
    if type(test) is list:
        spend(len(test))
        if type(value) is list and equal(value, test):
            return True
        return any(
            (type(item) is Range and range_has(item, value)) or equal(value, item) for item in test
        )
    return equal(value, test)
