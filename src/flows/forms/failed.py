"""What of a form takes too much to work out: noted where it fails, for whoever gathers it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from flows.expressions import Expression, ExpressionError


@dataclass(frozen=True, slots=True)
class Failure:
    """An expression that failed, and why."""

    expression: Expression
    sv: str
    en: str


_noted: ContextVar[list[Failure] | None] = ContextVar("form_failures", default=None)


@contextmanager
def failures() -> Iterator[list[Failure]]:
    """Gather what fails in the block; what surrounds it is told too."""
    found: list[Failure] = []
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)
        surrounding = _noted.get()
        if surrounding is not None:
            surrounding.extend(found)


def note_failure(expression: Expression, error: ExpressionError) -> None:
    """Tell whoever gathers that an expression failed."""
    noted = _noted.get()
    if noted is not None:
        noted.append(Failure(expression, error.sv, error.en))
