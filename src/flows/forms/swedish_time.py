"""Dates and times of day as forms send them and as people in Sweden read them."""

import re
from datetime import date, datetime, time

from babel.dates import format_date

from flows.kernel import STOCKHOLM

_DATE = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})(?:[.:]([0-9]{2}))?")
_MOMENT = re.compile(r"(\S{8,10})(?:T| +)(?:kl\.? ?)?([0-9:.]{4,8})((?:Z|[+-][0-9]{2}:[0-9]{2})?)")
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside these are slips of the keyboard, such as 0027."""


class ImpossibleMoment(ValueError):
    """The clock is put forward past this time of day, so that it never happens."""

    code = "skipped-hour"


def read_date(text: str) -> date:
    """The date of `2027-03-12` or `20270312`; raises ValueError for all else."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part) for part in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return date(year, month, day)


def read_time(text: str) -> time:
    """The time of day of `13:00`, `13.00` or `13:00:00`; raises ValueError for all else."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    hour, minute, second = (int(part or 0) for part in found.groups())
    return time(hour, minute, second)


def read_moment(text: str) -> datetime:
    """The aware instant of a date and a time of day; without an offset, Stockholm's is meant.

    Raises ImpossibleMoment for the hour that summer time skips, ValueError for what isn't a moment.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    local = datetime.combine(read_date(found.group(1)), read_time(found.group(2)))
    if found.group(3):
        return datetime.fromisoformat(local.isoformat() + found.group(3).replace("Z", "+00:00"))
    aware = local.replace(tzinfo=STOCKHOLM)
    if datetime.fromtimestamp(aware.timestamp(), STOCKHOLM).replace(tzinfo=None) != local:
        raise ImpossibleMoment(text)
    return aware


def write_date(day: date, language: str) -> str:
    """`fre 12 mars 2027`, or the English of it."""
    return str(format_date(day, "EEE d MMMM y", locale=language))


def write_time(moment: time, language: str) -> str:
    """`kl. 13.00`, or `13:00` in English."""
    return moment.strftime("%H:%M") if language == "en" else moment.strftime("kl. %H.%M")


def write_moment(moment: datetime, language: str) -> str:
    """`fre 12 mars 2027 kl. 13.00` in Stockholm's time, or the English of it."""
    local = moment.astimezone(STOCKHOLM)
    return f"{write_date(local.date(), language)} {write_time(local.time(), language)}"
