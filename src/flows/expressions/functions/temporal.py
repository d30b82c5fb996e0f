"""Functions on dates and times, DMN 1.5 §10.3.4.8 and §10.3.4.11."""

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import starmap
from typing import Final

from flows.expressions.budget import spend
from flows.expressions.comparison import equal
from flows.expressions.functions.builtin import Unfit, builtin
from flows.expressions.rendering import zone_text
from flows.expressions.temporal import instant, offset_of
from flows.expressions.values import Range, Value, YearsMonths

_DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DATE: Final = "date: date"


@builtin("now", "")
def now() -> datetime:
    return instant()


@builtin("today", "")
def today() -> date:
    return instant().date()


@builtin("day of year", _DATE)
def day_of_year(day: date) -> Decimal:
    return Decimal(day.timetuple().tm_yday)


@builtin("day of week", _DATE)
def day_of_week(day: date) -> str:
    return _DAYS[day.weekday()]


@builtin("month of year", _DATE)
def month_of_year(day: date) -> str:
    return _MONTHS[day.month - 1]


@builtin("week of year", _DATE)
def week_of_year(day: date) -> Decimal:
    return Decimal(day.isocalendar().week)


@builtin("last day of month", _DATE)
def last_day_of_month(day: date) -> date:
    return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


@builtin("years and months duration", "from: date, to: date")
def years_and_months_duration(start: date, end: date) -> YearsMonths:
    one, other = _in_common_zone(start, end)
    if one > other:
        return YearsMonths(-_whole_months(other, one))
    return YearsMonths(_whole_months(one, other))


def _in_common_zone(one: date, other: date) -> tuple[datetime, datetime]:
    moments = [
        day if isinstance(day, datetime) else datetime.combine(day, time()) for day in (one, other)
    ]
    if moments[0].tzinfo is not moments[1].tzinfo:
        moments = [
            moment.astimezone(UTC) if moment.tzinfo is not None else moment for moment in moments
        ]
    return moments[0].replace(tzinfo=None), moments[1].replace(tzinfo=None)


def _whole_months(start: datetime, end: datetime) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - ((end.day, end.time()) < (start.day, start.time()))


@builtin("is", "value1: any, value2: any")
def is_same(one: Value, other: Value) -> bool:
    if type(one) is not type(other) or equal(one, other) is not True:
        return False
    if isinstance(one, (time, datetime)):
        return (zone_text(one), offset_of(one)) == (zone_text(other), offset_of(other))
    return all(starmap(is_same, zip(_parts(one), _parts(other), strict=True)))


def _parts(value: Value) -> Iterable[Value]:
    """What a value is made of; entries in the order of their keys."""
    if type(value) is list:
        spend(2 * len(value))
        return value
    if type(value) is dict:
        spend(2 * len(value))
        return [value[key] for key in sorted(value)]
    return [value.low, value.high] if type(value) is Range else []


def as_date(value: Value) -> date:
    """The date of a date or a date and time; raises Unfit."""
    if type(value) is datetime:
        return value.date()
    if type(value) is not date:
        raise Unfit
    return value
