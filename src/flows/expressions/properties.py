"""What stands after a dot: entries of contexts, parts of temporal values, bounds of ranges."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from flows.expressions.budget import listening, spend, warn
from flows.expressions.decimals import DECIMAL128
from flows.expressions.temporal import microseconds_of, offset_of, zone_name_of
from flows.expressions.values import Range, Value, YearsMonths, kind_in_swedish, kind_of

_Properties = dict[str, Callable[..., Value]]
_SECOND: Final = Decimal(1_000_000)


def _whole_part(size: int, cycle: int) -> Callable[[timedelta], Decimal]:
    def part(duration: timedelta) -> Decimal:
        seconds = duration.days * 86_400 + duration.seconds
        if seconds < 0 and duration.microseconds:
            seconds += 1
        amount = abs(seconds) // size % cycle
        return Decimal(-amount if seconds < 0 else amount)

    return part


def _seconds_part(duration: timedelta) -> Decimal:
    seconds = DECIMAL128.divide(Decimal(abs(microseconds_of(duration)) % 60_000_000), _SECOND)
    return -seconds if duration < timedelta() else seconds


def _second(moment: time | datetime) -> Decimal:
    fraction = DECIMAL128.divide(Decimal(moment.microsecond), _SECOND)
    return DECIMAL128.add(Decimal(moment.second), fraction)


def _months_part(duration: YearsMonths) -> Decimal:
    months = abs(duration.months) % 12
    return Decimal(-months if duration.months < 0 else months)


def _years_part(duration: YearsMonths) -> Decimal:
    years = abs(duration.months) // 12
    return Decimal(-years if duration.months < 0 else years)


_DAY: _Properties = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(day.isoweekday()),
}
_CLOCK: _Properties = {
    "hour": lambda moment: Decimal(moment.hour),
    "minute": lambda moment: Decimal(moment.minute),
    "second": _second,
    "time offset": offset_of,
    "timezone": zone_name_of,
}
_PROPERTIES: dict[type, _Properties] = {
    date: _DAY,
    datetime: _DAY | _CLOCK,
    time: _CLOCK,
    timedelta: {
        "days": _whole_part(86_400, 10**10),
        "hours": _whole_part(3600, 24),
        "minutes": _whole_part(60, 60),
        "seconds": _seconds_part,
    },
    YearsMonths: {"years": _years_part, "months": _months_part},
    Range: {
        "start": lambda span: span.low,
        "end": lambda span: span.high,
        "start included": lambda span: span.low_included,
        "end included": lambda span: span.high_included,
    },
}


def property_of(value: Value, name: str) -> Value:
    """`value.name`; for a list, the list of its items' properties; null when there is none."""
    kind = type(value)
    if kind is dict:
        if name not in value and listening():
            warn(
                "no-entry",
                f"Det finns ingen uppgift som heter {name}.",
                f"There is no entry called {name}.",
            )
        return value.get(name)
    if kind is list:
        spend(len(value))
        return [property_of(item, name) for item in value]
    read = _PROPERTIES.get(kind, {}).get(name)
    if read is not None:
        return read(value)
    if value is not None and listening():
        warn(
            "no-property",
            f"Ett värde av slaget {kind_in_swedish(value)} har inget som heter {name}.",
            f"A {kind_of(value)} has nothing called {name}.",
        )
    return None
