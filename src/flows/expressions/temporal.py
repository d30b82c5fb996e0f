"""Dates, times and durations: their ISO 8601 texts and what the calendar does with them.

The texts are those of DMN 1.5 §10.3.2.3.4–8; a zone is Z, an offset or `@Region/City`.
Years run from 1 to 9999 and fractions of a second are kept to the microsecond.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from flows.expressions.budget import account, current_instant, spend
from flows.expressions.values import YearsMonths

_DATE = r"(-?[0-9]{4,9})-([0-9]{2})-([0-9]{2})"
_TIME = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
_ZONE = (
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)*))?"
)
_DATE_TEXT = re.compile(_DATE)
_TIME_TEXT = re.compile(f"T?{_TIME}{_ZONE}")
_DATE_TIME_TEXT = re.compile(f"{_DATE}T({_TIME}{_ZONE})")
_DAYS_TIME_TEXT = re.compile(
    r"(-)?P(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
_YEARS_MONTHS_TEXT = re.compile(r"(-)?P(?=[0-9])(?:([0-9]+)Y)?(?:([0-9]+)M)?")
_LARGEST_DURATION_TEXT = 40
ZONE_STEPS = 6
"""What it takes to ask a zone for its offset."""
_LOOK_UP_STEPS = 100
_LARGEST_OFFSET_HOURS = 18


def parse_date(text: str) -> date:
    """A date from `YYYY-MM-DD`; raises ValueError."""
    found = _DATE_TEXT.fullmatch(text)
    if not found:
        raise ValueError(text)
    return _date(found[1], found[2], found[3])


def _date(year: str, month: str, day: str) -> date:
    digits = year.lstrip("-")
    if len(digits) > 4 and digits[0] == "0":
        raise ValueError(year)
    return date(int(year), int(month), int(day))


def parse_time(text: str) -> time:
    """A time of day from `hh:mm:ss`, with or without fraction and zone; raises ValueError."""
    found = _TIME_TEXT.fullmatch(text)
    if not found:
        raise ValueError(text)
    hour, minute, second, fraction, utc, sign, hours, minutes, seconds, zone = found.groups()
    where: tzinfo | None = None
    if utc:
        where = UTC
    elif sign:
        where = _offset(sign, int(hours), int(minutes), int(seconds or 0))
    elif zone:
        where = zone_named(zone)
    microsecond = int((fraction or ".0")[1:7].ljust(6, "0"))
    return time(int(hour), int(minute), int(second), microsecond, where)


def _offset(sign: str, hours: int, minutes: int, seconds: int) -> timezone:
    if hours > _LARGEST_OFFSET_HOURS or minutes > 59 or seconds > 59:
        raise ValueError("offset")
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(offset if sign == "+" else -offset)


def zone_named(name: str) -> ZoneInfo:
    """The time zone of an IANA name; raises ValueError when there is none."""
    zone = _zone(name)
    if zone is None:
        raise ValueError(name)
    return zone


@lru_cache(256)
def _zone(name: str) -> ZoneInfo | None:
    spend(_LOOK_UP_STEPS)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def parse_date_and_time(text: str) -> datetime:
    """A date and time from `YYYY-MM-DDThh:mm:ss`, or midnight of a date; raises ValueError."""
    found = _DATE_TIME_TEXT.fullmatch(text)
    if not found:
        return datetime.combine(parse_date(text), time())
    day = _date(found[1], found[2], found[3])
    clock_text = found[4]
    if clock_text.startswith("24:00:00"):
        day, clock_text = day + timedelta(days=1), "00" + clock_text[2:]
    return datetime.combine(day, parse_time(clock_text))


def parse_duration(text: str) -> timedelta | YearsMonths:
    """A duration of either kind from `P…`; raises ValueError, OverflowError."""
    if len(text) > _LARGEST_DURATION_TEXT:
        raise ValueError("duration")
    found = _YEARS_MONTHS_TEXT.fullmatch(text)
    if found:
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsMonths(-months if found[1] else months)
    found = _DAYS_TIME_TEXT.fullmatch(text)
    if not found or found.group(2, 3, 4, 5) == (None,) * 4:
        raise ValueError(text)
    seconds = Decimal(found[5] or 0)
    duration = timedelta(
        days=int(found[2] or 0),
        hours=int(found[3] or 0),
        minutes=int(found[4] or 0),
        seconds=int(seconds),
        microseconds=int(seconds % 1 * 1_000_000),
    )
    return -duration if found[1] else duration


def parse_temporal(text: str) -> date | time | datetime | timedelta | YearsMonths | None:
    """What an at-literal such as `@"2027-01-11"` stands for; None when it is none of them."""
    for parse in (parse_date, parse_date_and_time, parse_time, parse_duration):
        try:
            return parse(text)
        except (ValueError, OverflowError):
            continue
    return None


def offset_of(moment: time | datetime) -> timedelta | None:
    """The offset from UTC; for a time of day in a named zone, the offset on the present day."""
    if moment.tzinfo is None:
        return None
    spend(ZONE_STEPS)
    if isinstance(moment, datetime):
        return moment.utcoffset()
    return moment.tzinfo.utcoffset(datetime.combine(instant().date(), moment.replace(tzinfo=None)))


def instant() -> datetime:
    """The instant of the running evaluation, in Europe/Stockholm."""
    running = account()
    return running.now() if running is not None else current_instant()


def zone_name_of(moment: time | datetime) -> str | None:
    """The IANA name of the zone, when it has one."""
    return getattr(moment.tzinfo, "key", None)


def microseconds_of(duration: timedelta) -> int:
    """A duration as whole microseconds."""
    return (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds


def time_key(moment: time) -> int:
    """Microseconds from midnight UTC (local midnight without zone), for comparison."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    offset = offset_of(moment)
    key = seconds * 1_000_000 + moment.microsecond
    return key - microseconds_of(offset) if offset is not None else key


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day; keeps a date and time's clock.

    Raises ValueError outside years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=min(last, day.day))
        except ValueError:
            if last == 28:
                raise
    raise ValueError(months)


def add_duration(moment: datetime, duration: timedelta) -> datetime:
    """Add elapsed time: across a change to daylight saving an hour is an hour."""
    if isinstance(moment.tzinfo, ZoneInfo):
        return (moment.astimezone(UTC) + duration).astimezone(moment.tzinfo)
    return moment + duration
