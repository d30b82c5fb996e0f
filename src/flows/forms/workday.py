"""Swedish workdays: not a weekend, not a public holiday, not an eve that everyone has off."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from flows.forms.swedish_time import write_date

_WEEKEND = {"sv": ("lördag", "söndag"), "en": ("a Saturday", "a Sunday")}


def holiday_name(day: date, language: str = "sv") -> str | None:
    """The name of the holiday, or of the weekend day, that the date falls on; None on a workday.

    Midsommarafton, julafton and nyårsafton count as holidays although no law says so.
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


def not_a_workday(day: date, language: str) -> str:
    """The sentence for a date that isn't a workday: which day it is and which one is next."""
    nearest = write_date(next_workday(day), language)
    name = holiday_name(day, language) or ""
    if language == "en":
        return f"{write_date(day, 'en')} is {name}, not a workday. The next workday is {nearest}."
    said = write_date(day, "sv").capitalize()
    return f"{said} är {name}, ingen arbetsdag. Nästa arbetsdag är {nearest}."


@lru_cache(maxsize=64)
def _holidays_of(year: int, language: str) -> dict[date, str]:
    return dict(
        holidays.country_holidays(
            "SE",
            years=year,
            categories=("public", "de_facto"),
            language="sv" if language == "sv" else "en_US",
        )
    )
