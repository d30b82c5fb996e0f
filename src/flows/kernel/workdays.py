"""Swedish workdays: not a weekend, not a public holiday, not an eve that everyone has off.

Midsommarafton, julafton and nyårsafton count as holidays although no law says so. What days are
holidays is known from FIRST_YEAR to LAST_YEAR.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

FIRST_YEAR: Final = 1953
LAST_YEAR: Final = 2100

_WEEKEND = {"sv": ("lördag", "söndag"), "en": ("a Saturday", "a Sunday")}


def holiday_name(day: date, language: str = "sv") -> str | None:
    """The name of the holiday, or of the weekend day, that the date falls on; None on a workday.

    Outside the known years only weekends have names.
    """
    name = _holidays_of(day.year, language).get(day)
    if name is not None:
        return str(name)
    return _WEEKEND[language][day.weekday() - 5] if day.weekday() >= 5 else None


def next_workday(day: date) -> date:
    """The first workday on or after the date."""
    while holiday_name(day) is not None:
        day += timedelta(days=1)
    return day


def is_workday(day: date) -> bool:
    """Whether the date is a workday. Raises ValueError outside the known years."""
    days = _workdays_of(day.year)
    return bisect_left(days, day) < bisect_right(days, day)


def add_workdays(day: date, count: int) -> date:
    """The workday so many workdays after the date, or before it when `count` is negative.

    The date itself is never counted, and is the answer for 0. Raises ValueError when the answer is
    outside the known years; takes a few microseconds for each year on the way.
    """
    year = day.year
    days = _workdays_of(year)
    if count == 0:
        return day
    place = (bisect_right(days, day) - 1 if count > 0 else bisect_left(days, day)) + count
    while place >= len(days):
        place -= len(days)
        year += 1
        days = _workdays_of(year)
    while place < 0:
        year -= 1
        days = _workdays_of(year)
        place += len(days)
    return days[place]


def workdays_between(start: date, end: date) -> int:
    """How many workdays there are after `start`, up to and including `end`.

    Negative when `end` is the earlier: those from `end` up to but not including `start`. So
    `workdays_between(day, add_workdays(day, n))` is n. Raises ValueError outside the known years.
    """
    if start <= end:
        return _workdays_through(end, start.year) - _workdays_through(start, start.year)
    after_start = _workdays_before(start, end.year)
    return _workdays_before(end, end.year) - after_start


def _workdays_through(day: date, first_year: int) -> int:
    return _in_whole_years(first_year, day.year) + bisect_right(_workdays_of(day.year), day)


def _workdays_before(day: date, first_year: int) -> int:
    return _in_whole_years(first_year, day.year) + bisect_left(_workdays_of(day.year), day)


def _in_whole_years(first: int, last: int) -> int:
    return sum(len(_workdays_of(year)) for year in range(first, last))


@cache
def _workdays_of(year: int) -> Sequence[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the holidays of {year} aren't known")
    first = date(year, 1, 1)
    free = _holidays_of(year, "sv")
    days = (first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if day.weekday() < 5 and day not in free)


@cache
def _holidays_of(year: int, language: str) -> Mapping[date, str]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    return dict(
        holidays.country_holidays(
            "SE",
            years=year,
            categories=("public", "de_facto"),
            language="sv" if language == "sv" else "en_US",
        )
    )
