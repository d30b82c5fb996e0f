"""Time as a parameter: aware and in UTC inside, Europe/Stockholm at the edge."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

Clock = Callable[[], datetime]
"""Any callable that returns the present instant, aware, in UTC."""


def system_clock() -> datetime:
    """The machine's present instant, aware, in UTC."""
    return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved: for tests, scenarios and rehearsals."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self.at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, step: timedelta) -> None:
        """Move the clock by a step, forwards or back."""
        self.at += step
