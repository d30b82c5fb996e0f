"""Functions that make a value of one kind from another, DMN 1.5 §10.3.4.1–2 and §10.3.4.12."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Final

from flows.expressions.comparison import ORDERED, compare
from flows.expressions.decimals import number_from_text
from flows.expressions.errors import ExpressionError
from flows.expressions.functions.builtin import BUILTINS, Unfit, builtin
from flows.expressions.functions.temporal import as_date
from flows.expressions.lexer import unescape
from flows.expressions.rendering import text_of
from flows.expressions.temporal import (
    parse_date,
    parse_date_and_time,
    parse_duration,
    parse_temporal,
    parse_time,
    zone_named,
)
from flows.expressions.values import Range, Value, YearsMonths

_NUMBER: Final = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOUND_TEXT: Final = (
    r'(?:-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|@?"(?:[^"\\]|\\.)*+"'
    r'|(?:date and time|date|time|duration)\s*+\(\s*+"[^"]*"\s*+\))'
)
_RANGE: Final = re.compile(
    rf"([\[\](])\s*+({_BOUND_TEXT})?+\s*+\.\.\s*+({_BOUND_TEXT})?+\s*+([\])\[])", re.DOTALL
)
_BOUND: Final = re.compile(
    r'(?P<number>[-.0-9]+)|(?P<function>@|[a-z ]*+)\s*+\(?\s*+"(?P<text>.*)"\s*+\)?', re.DOTALL
)


@builtin("not", "negand: any")
def negation(value: Value) -> bool | None:
    return not value if type(value) is bool else None


@builtin("string", "from: any")
def string(value: Value) -> str | None:
    return None if value is None else text_of(value)


@builtin("number", "from: any, [grouping separator: string?], [decimal separator: string?]")
def number(value: Value, grouping: str | None = None, decimals: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or decimals not in (None, ",", "."):
        raise Unfit
    if grouping is not None and grouping == decimals:
        raise Unfit
    if type(value) is Decimal:
        return value
    if type(value) is not str:
        raise Unfit
    digits = value.replace(grouping, "") if grouping else value
    digits = digits.replace(decimals, ".") if decimals else digits
    if not _NUMBER.fullmatch(digits):
        raise Unfit
    return number_from_text(digits)


@builtin("date", "from: any", "year: number, month: number, day: number")
def to_date(*arguments: Value) -> date:
    if len(arguments) == 3:
        return date(*map(_whole, arguments))
    (value,) = arguments
    return parse_date(value) if type(value) is str else as_date(value)


@builtin(
    "date and time",
    "from: any",
    "date: any, time: any",
    "year: number, month: number, day: number, hour: number, minute: number, second: number,"
    " [offset: any?]",
)
def to_date_and_time(*arguments: Value) -> datetime:
    if len(arguments) > 2:
        return datetime.combine(to_date(*arguments[:3]), to_time(*arguments[3:]))
    if len(arguments) == 2:
        return _joined(*arguments)
    (value,) = arguments
    if type(value) is str:
        return parse_date_and_time(value)
    if type(value) is datetime:
        return value
    return datetime.combine(as_date(value), time())


def _joined(day: Value, clock: Value) -> datetime:
    if type(day) is datetime and type(clock) is str:
        zone = zone_named(clock)
        return day.astimezone(zone) if day.tzinfo is not None else day.replace(tzinfo=zone)
    if type(clock) is not time:
        raise Unfit
    return datetime.combine(as_date(day), clock)


@builtin("time", "from: any", "hour: number, minute: number, second: number, [offset: any?]")
def to_time(*arguments: Value) -> time:
    if len(arguments) >= 3:
        return _clock(*arguments)
    (value,) = arguments
    if type(value) is str:
        return parse_time(value)
    if type(value) is datetime:
        return value.timetz()
    if type(value) is date:
        return time(tzinfo=UTC)
    if type(value) is not time:
        raise Unfit
    return value


def _clock(hour: Decimal, minute: Decimal, second: Decimal, offset: Value = None) -> time:
    where = None
    if offset is not None:
        if type(offset) is not timedelta:
            raise Unfit
        where = timezone(offset)
    if second.adjusted() > 1:
        raise Unfit
    fraction = int(second % 1 * 1_000_000)
    return time(_whole(hour), _whole(minute), int(second), fraction, where)


def _whole(value: Decimal) -> int:
    if type(value) is not Decimal or value.adjusted() > 9 or value != int(value):
        raise Unfit
    return int(value)


@builtin("duration", "from: string")
def to_duration(text: str) -> timedelta | YearsMonths:
    return parse_duration(text)


@builtin("range", "from: string")
def to_range(text: str) -> Range:
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise Unfit
    low, high = _bound(found[2] or ""), _bound(found[3] or "")
    low_included, high_included = found[1] == "[", found[4] == "]"
    if (low is None and (high is None or low_included)) or (high is None and high_included):
        raise Unfit
    if low is not None and high is not None and compare(">", low, high) is not False:
        raise Unfit
    return Range(low, high, low_included, high_included)


def _bound(text: str) -> Value:
    """A bound of a range in text: a literal of an ordered kind, or nothing; raises Unfit."""
    found = _BOUND.fullmatch(text)
    if found is None:
        return None
    if found["number"]:
        return number_from_text(found["number"])
    function = found["function"].strip()
    if not function:
        return _unescaped(found["text"])
    value = (
        parse_temporal(found["text"])
        if function == "@"
        else BUILTINS[function].call([found["text"]])
    )
    if type(value) not in ORDERED:
        raise Unfit
    return value


def _unescaped(text: str) -> str:
    try:
        return unescape(text, text, 0)
    except ExpressionError:
        raise Unfit from None


@builtin("is defined", "value: any")
def is_defined(value: Value) -> bool:
    return value is not None


@builtin("get or else", "value: any, default: any")
def get_or_else(value: Value, default: Value) -> Value:
    return default if value is None else value
