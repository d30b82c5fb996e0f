"""Addition to exponentiation on FEEL values, DMN 1.5 §10.3.2.13 tables 54–56.

The answer is None where the operation has no meaning for the operands.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from flows.expressions.budget import sized_text, spend
from flows.expressions.decimals import DECIMAL128, ONE
from flows.expressions.temporal import add_duration, add_months, microseconds_of, time_key
from flows.expressions.values import Value, YearsMonths

_DURATIONS = frozenset({timedelta, YearsMonths})
_DAYS = frozenset({date, datetime})
_TEMPORAL = frozenset({date, datetime, time, timedelta})
_POWER_STEPS = 20
_ROOT_STEPS = 400


def add(left: Value, right: Value) -> Value:
    """Left + right: numbers, texts, durations, and a point in time and a duration."""
    kind, other = type(left), type(right)
    if kind is Decimal and other is Decimal:
        return DECIMAL128.add(left, right)
    if kind is str and other is str:
        return sized_text(left + right)
    if kind in _DURATIONS and other not in _DURATIONS:
        left, right, kind, other = right, left, other, kind
    if other is timedelta and kind in _TEMPORAL:
        return _add_elapsed(left, right)
    if other is YearsMonths:
        if kind is YearsMonths:
            return YearsMonths(left.months + right.months)
        if kind in _DAYS:
            return add_months(left, right.months)
    return None


def _add_elapsed(point: Value, elapsed: timedelta) -> Value:
    kind = type(point)
    if kind is timedelta:
        return point + elapsed
    if kind is date:
        return (datetime.combine(point, time()) + elapsed).date()
    if kind is datetime:
        return add_duration(point, elapsed)
    return (datetime.combine(date(2000, 1, 2), point) + elapsed % timedelta(days=1)).timetz()


def subtract(left: Value, right: Value) -> Value:
    """Left - right: numbers, durations, two points in time, a point in time and a duration."""
    kind, other = type(left), type(right)
    if kind is Decimal and other is Decimal:
        return DECIMAL128.subtract(left, right)
    if kind in _DAYS and other in _DAYS:
        return _elapsed(left, right)
    if kind is time and other is time:
        if (left.tzinfo is None) is not (right.tzinfo is None):
            return None
        return timedelta(microseconds=time_key(left) - time_key(right))
    if other is timedelta and kind in _TEMPORAL:
        return _add_elapsed(left, -right)
    if other is YearsMonths:
        if kind is YearsMonths:
            return YearsMonths(left.months - right.months)
        if kind in _DAYS:
            return add_months(left, -right.months)
    return None


def _elapsed(left: date, right: date) -> timedelta | None:
    one, other = _midnight(left, right), _midnight(right, left)
    if one.tzinfo and other.tzinfo:
        return one.astimezone(UTC) - other.astimezone(UTC)
    return None if one.tzinfo or other.tzinfo else one - other


def _midnight(day: date, beside: date) -> datetime:
    """A date as its midnight: in UTC beside a moment that has a zone (§10.3.2.3.5)."""
    if isinstance(day, datetime):
        return day
    zoned = isinstance(beside, datetime) and beside.tzinfo is not None
    return datetime.combine(day, time(tzinfo=UTC if zoned else None))


def multiply(left: Value, right: Value) -> Value:
    """Left * right: numbers, and a duration and a number."""
    kind, other = type(left), type(right)
    if kind is Decimal:
        if other is Decimal:
            return DECIMAL128.multiply(left, right)
        left, right, kind, other = right, left, other, kind
    if other is not Decimal:
        return None
    if kind is timedelta:
        return _duration_of(DECIMAL128.multiply(Decimal(microseconds_of(left)), right))
    if kind is YearsMonths:
        return _months_of(DECIMAL128.multiply(Decimal(left.months), right))
    return None


def divide(left: Value, right: Value) -> Value:
    """Left / right: numbers, durations of one kind, a duration and a number; null by zero."""
    kind, other = type(left), type(right)
    if other is Decimal:
        if kind is Decimal:
            return DECIMAL128.divide(left, right)
        if kind is timedelta:
            return _duration_of(DECIMAL128.divide(Decimal(microseconds_of(left)), right))
        if kind is YearsMonths:
            return _months_of(DECIMAL128.divide(Decimal(left.months), right))
    if kind is timedelta and other is timedelta:
        return DECIMAL128.divide(Decimal(microseconds_of(left)), Decimal(microseconds_of(right)))
    if kind is YearsMonths and other is YearsMonths:
        return DECIMAL128.divide(Decimal(left.months), Decimal(right.months))
    return None


def _duration_of(microseconds: Decimal) -> timedelta:
    # adjusted() keeps an absurd exponent from becoming an absurd int.
    if microseconds.adjusted() > 30:
        raise OverflowError
    return timedelta(microseconds=int(microseconds))


def _months_of(months: Decimal) -> YearsMonths:
    if months.adjusted() > 15:
        raise OverflowError
    return YearsMonths(int(months))


def power(left: Value, right: Value) -> Value:
    """Left ** right, for numbers."""
    if type(left) is not Decimal or type(right) is not Decimal:
        return None
    if not right:
        return ONE  # IEEE 754 §9.2: so for every number, 0 too
    spend(_POWER_STEPS if right == right.to_integral_value() else _ROOT_STEPS)
    answer = DECIMAL128.power(left, right)
    return answer if answer.is_finite() else None


def negate(value: Value) -> Value:
    """-value, for numbers and durations; null otherwise."""
    kind = type(value)
    if kind is Decimal:
        return DECIMAL128.minus(value)
    if kind is timedelta:
        return -value
    return YearsMonths(-value.months) if kind is YearsMonths else None


ARITHMETIC: dict[str, Callable[[Value, Value], Value]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}
