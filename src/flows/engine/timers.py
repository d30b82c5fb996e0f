"""Points in time as diagrams write them: dates, durations and cycles of ISO 8601, or FEEL values.

`now` is always given by the caller. A time without an offset is Swedish time. Days, hours and
below are absolute lengths (a day is 24 hours, as in FEEL); months and years follow the calendar,
and a day that the month lacks becomes its last one.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from flows.engine.errors import Fault
from flows.engine.parts import Part
from flows.kernel import STOCKHOLM

_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>\d*)/(?:(?P<start>[^/]+)/)?(?P<every>P[^/]+)")
_ZONE_NAME = re.compile(r"(\[[A-Za-z_/+-]+\]|@[A-Za-z_/+-]+)$")
_FEW_TURNS = 60
"""So many turns may follow one another within less than a minute."""

_SHORTEST_LIFE = timedelta(minutes=1)
_FURTHEST = datetime(9000, 1, 1, tzinfo=UTC)
_FOREVER = timedelta(days=9_000 * 366)


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months and an absolute length, neither negative."""

    months: int
    length: timedelta

    def several(self, number: int) -> "Duration":
        """So many times as long."""
        return Duration(self.months * number, min(self.length, _FOREVER // max(1, number)) * number)

    def after(self, start: datetime) -> datetime:
        """The instant so long after `start`, in UTC; never beyond the year 9000."""
        try:
            local = start.astimezone(STOCKHOLM)
            if self.months:
                count = local.year * 12 + local.month - 1 + self.months
                year, month = divmod(count, 12)
                last = calendar.monthrange(year, month + 1)[1]
                local = local.replace(year=year, month=month + 1, day=min(local.day, last))
            return min(local.astimezone(UTC) + self.length, _FURTHEST)
        except (OverflowError, ValueError):
            return _FURTHEST


@dataclass(frozen=True, slots=True)
class Cycle:
    """`times` firings (None: no end), the first at `start` or one period after the beginning."""

    times: int | None
    start: datetime | None
    every: Duration

    def beginning(self, now: datetime, text: str) -> str:
        """The cycle's text with the instant that months are counted from: now, unless it says.

        Counted from one turn to the next, the 31st would become the 28th for good.
        """
        if self.start is not None or not self.every.months:
            return text
        times = "" if self.times is None else self.times
        return f"R{times}/{now.isoformat()}/{text.strip().rpartition('/')[2]}"

    def next_turn(self, due: datetime, now: datetime) -> tuple[datetime, int]:
        """The first turn after both, and how many turns it is on from `due`.

        Never beyond the year 9000.
        """
        start = self.start if self.start is not None and self.every.months else due
        number = self._number_after(start, max(due, now))
        passed = self._number_after(start, due) - 1
        return self.every.several(number).after(start), max(1, number - passed)

    def _number_after(self, start: datetime, instant: datetime) -> int:
        """The number of the first turn after an instant, the start being number 0."""
        longest = timedelta(days=32) * self.every.months + min(self.every.length, _FOREVER)
        number, turn = 0, start
        while turn <= instant and turn < _FURTHEST:
            number += max(1, (instant - turn) // longest)
            turn = self.every.several(number).after(start)
        return number


def parse_duration(text: str) -> Duration:
    """An ISO 8601 duration that isn't negative. Raises ValueError."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a duration: {text!r}")
    part = {name: value or "0" for name, value in match.groupdict().items()}
    try:
        length = timedelta(
            weeks=int(part["weeks"]),
            days=int(part["days"]),
            hours=int(part["hours"]),
            minutes=int(part["minutes"]),
            seconds=float(Decimal(part["seconds"].replace(",", "."))),
        )
        months = int(part["years"]) * 12 + int(part["months"])
    except OverflowError:
        raise ValueError(f"too long a duration: {text[:40]!r}") from None
    return Duration(min(months, 120_000), length)


def parse_instant(text: str) -> datetime:
    """A date (its first moment) or date and time, as an instant in UTC. Raises ValueError."""
    written = _ZONE_NAME.sub("", text.strip())
    if len(written) == 10:
        found = datetime.combine(date.fromisoformat(written), time())
    else:
        found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        found = found.replace(tzinfo=STOCKHOLM)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"out of range: {text!r}") from None


def parse_cycle(text: str) -> Cycle:
    """A repeating interval: R3/P14D, R/P1D, R3/2027-01-01T09:00/P7D. Raises ValueError.

    One that goes on without end, or for many turns, keeps at least a minute between them.
    """
    match = _CYCLE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a cycle: {text!r}")
    every = parse_duration(match["every"])
    if match["times"] and not int(match["times"]):
        raise ValueError(f"a cycle without turns: {text!r}")
    times = int(match["times"]) if match["times"] else None
    few = times is not None and times <= _FEW_TURNS
    shortest = timedelta(seconds=1 if few else 60)
    if not every.months and every.length < shortest:
        raise ValueError(f"a cycle shorter than {shortest}: {text!r}")
    return Cycle(
        times,
        parse_instant(match["start"]) if match["start"] else None,
        every,
    )


def is_date(text: str) -> bool:
    """Whether the text is a date or date and time."""
    return _reads(parse_instant, text)


def is_duration(text: str) -> bool:
    """Whether the text is a duration."""
    return _reads(parse_duration, text)


def is_life(text: str) -> bool:
    """Whether the text is a time to live for a message: a duration of at least a minute."""
    if not is_duration(text):
        return False
    life = parse_duration(text)
    return life.months > 0 or life.length >= _SHORTEST_LIFE


def is_cycle(text: str) -> bool:
    """Whether the text is a repeating interval."""
    return _reads(parse_cycle, text)


def _reads(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def instant_of(value: Any, what: Part) -> datetime | None:
    """The instant that a formula gave as text; None for nothing. Raises Fault."""
    if value is None or value == "":
        return None
    try:
        return parse_instant(value)
    except (ValueError, TypeError):
        raise _unreadable(value, what) from None


def due_after(value: Any, now: datetime, what: Part) -> datetime:
    """When a timer with this date or duration is due. Raises Fault."""
    try:
        if isinstance(value, str) and value.lstrip().startswith(("P", "-")):
            return parse_duration(value).after(now)
        return parse_instant(value)
    except (ValueError, TypeError, AttributeError):
        raise _unreadable(value, what) from None


def cycle_of(value: Any, what: Part) -> Cycle:
    """The cycle that a formula gave as text. Raises Fault."""
    try:
        return parse_cycle(value)
    except (ValueError, TypeError):
        raise _unreadable(value, what) from None


def _unreadable(value: Any, what: Part) -> Fault:
    shown = "null" if value is None else str(value)[:60]
    return Fault(
        "bad-time",
        f"{what.sv}: ”{shown}” är varken en tidpunkt eller en tidsrymd framåt.",
        f'{what.en}: "{shown}" is neither a point in time nor a duration forward.',
    )
