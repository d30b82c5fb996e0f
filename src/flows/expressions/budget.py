"""What one evaluation may take, and what it has to tell.

An evaluation (one call of `Expression.evaluate`, or of a whole decision) shares one `Account`,
kept in a context variable so that threads and nested calls never share by mistake. It counts
abstract steps (about one per syntax node that is run, more for work on long texts and lists),
the depth of function calls and the time spent in regular expressions, and it gathers warnings.

Many evaluations that together make one page or one answer can share a `Purse` besides: each has
its own account, and none may spend what the others have left nothing of.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from typing import Final

from flows.expressions.errors import over_limit
from flows.kernel import STOCKHOLM, Clock, Problem

MAX_STEPS: Final = 150_000
MAX_CALL_DEPTH: Final = 64
MAX_TEXT: Final = 1_000_000
MAX_REGEX_SECONDS: Final = 0.04
MAX_WARNINGS: Final = 50
_PATTERN_STEPS: Final = 20
_PURSE_STEPS: Final = 10 * MAX_STEPS
_PURSE_REGEX_SECONDS: Final = 0.4


class Purse:
    """What is left for many evaluations together."""

    __slots__ = ("regex_seconds", "steps")

    def __init__(self, steps: int = _PURSE_STEPS) -> None:
        self.steps = steps
        self.regex_seconds = _PURSE_REGEX_SECONDS


_purse: ContextVar[Purse | None] = ContextVar("expression_purse", default=None)


@contextmanager
def shared_budget() -> Iterator[None]:
    """Let every evaluation of the block live on one purse, or on the surrounding one."""
    if _purse.get() is not None:
        yield
        return
    token = _purse.set(Purse())
    try:
        yield
    finally:
        _purse.reset(token)


@contextmanager
def spending_from(purse: Purse) -> Iterator[None]:
    """Let every evaluation of the block live on that purse, whichever surrounds it."""
    token = _purse.set(purse)
    try:
        yield
    finally:
        _purse.reset(token)


@contextmanager
def pattern_time(most: float) -> Iterator[float]:
    """Seconds that one pattern outside expressions may take, out of the purse if there is one.

    Raises TimeoutError when nothing is left.
    """
    purse = _purse.get()
    left = min(most, purse.regex_seconds) if purse is not None else most
    if left <= 0:
        raise TimeoutError
    started = time.monotonic()
    try:
        yield left
    finally:
        if purse is not None:
            purse.regex_seconds -= time.monotonic() - started


class Account:
    """What is left of one evaluation's budget, its instant and its warnings."""

    __slots__ = (
        "_began",
        "_clock",
        "_now",
        "_purse",
        "depth",
        "regex_seconds",
        "steps",
        "warnings",
    )

    def __init__(self, clock: Clock | None = None) -> None:
        self._purse = _purse.get()
        self.steps, self.regex_seconds = MAX_STEPS, MAX_REGEX_SECONDS
        if self._purse is not None:
            self.steps = min(self.steps, self._purse.steps)
            self.regex_seconds = min(self.regex_seconds, self._purse.regex_seconds)
        self._began = self.steps, self.regex_seconds
        self.depth = 0
        self.warnings: list[Problem] = []
        self._clock = clock
        self._now: datetime | None = None

    def close(self) -> None:
        """Take what was spent out of the purse."""
        if self._purse is not None:
            self._purse.steps -= self._began[0] - max(self.steps, 0)
            self._purse.regex_seconds -= self._began[1] - self.regex_seconds

    def spend(self, steps: int) -> None:
        """Take steps from the budget; raises ExpressionError when it is used up."""
        self.steps -= steps
        if self.steps < 0:
            raise over_limit(
                "Uttrycket kräver för många steg.", "The expression takes too many steps."
            )

    def enter_call(self) -> None:
        """Go one function call deeper; raises ExpressionError when that is too deep."""
        self.depth += 1
        if self.depth > MAX_CALL_DEPTH:
            raise too_deep()

    def now(self) -> datetime:
        """The instant of this evaluation in Europe/Stockholm, the same each time it is asked."""
        if self._now is None:
            self._now = self._clock().astimezone(STOCKHOLM) if self._clock else current_instant()
        return self._now


_account: ContextVar[Account | None] = ContextVar("expression_account", default=None)
_fixed_now: ContextVar[datetime | None] = ContextVar("expression_now", default=None)


class opened_account:  # noqa: N801 -- used as a `with` statement's function
    """A fresh budget for the block, or the surrounding evaluation's when there is one.

    Python's own RecursionError in the block becomes the ExpressionError for too deep nesting.
    """

    __slots__ = ("_clock", "_opened", "_token")

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock
        self._opened: Account | None = None
        self._token: Token[Account | None] | None = None

    def __enter__(self) -> Account:
        surrounding = _account.get()
        if surrounding is not None:
            return surrounding
        opened = self._opened = Account(self._clock)
        self._token = _account.set(opened)
        return opened

    def __exit__(self, kind: type[BaseException] | None, error: object, traceback: object) -> None:
        if self._token is None or self._opened is None:
            return
        _account.reset(self._token)
        self._opened.close()
        if kind is not None and issubclass(kind, RecursionError):
            raise too_deep() from None


@contextmanager
def evaluation_clock(now: datetime) -> Iterator[None]:
    """Fix `now()` and `today()` for the block. `now` is aware."""
    if now.tzinfo is None:
        raise ValueError("an evaluation clock needs an aware instant")
    token = _fixed_now.set(now.astimezone(STOCKHOLM))
    try:
        yield
    finally:
        _fixed_now.reset(token)


def current_instant() -> datetime:
    """The instant that the evaluation clock or the machine's clock shows, in Europe/Stockholm."""
    return _fixed_now.get() or datetime.now(UTC).astimezone(STOCKHOLM)


def account() -> Account | None:
    """The account of the evaluation that is running, if one is."""
    return _account.get()


def spend(steps: int) -> None:
    """Take steps from the running evaluation's budget."""
    running = _account.get()
    if running is not None:
        running.spend(steps)


def sized_text(text: str) -> str:
    """The text, when it is not too long; its length is charged."""
    length = len(text)
    if length > 1000:
        limit_text(length)
        spend(length // 100)
    return text


def limit_text(length: int) -> None:
    """Raise ExpressionError for a text that would become too long, before it is made."""
    if length > MAX_TEXT:
        raise over_limit("En text blev för lång.", "A text became too long.")


def listening() -> bool:
    """Whether a warning would be kept: where many are given, asked before it is worded."""
    running = _account.get()
    return running is not None and len(running.warnings) < MAX_WARNINGS


def warn(code: str, sv: str, en: str, line: int = 0) -> None:
    """Tell the running evaluation's caller why something became null."""
    running = _account.get()
    if running is not None and len(running.warnings) < MAX_WARNINGS:
        running.warnings.append(Problem(code, sv, en, line=line, severity="warning"))


@contextmanager
def regex_time() -> Iterator[float]:
    """Seconds left for regular expressions; what the block uses is taken from the account.

    Raises ExpressionError when nothing is left, or when the pattern timed out.
    """
    running = _account.get()
    left = running.regex_seconds if running is not None else MAX_REGEX_SECONDS
    spend(_PATTERN_STEPS)
    started = time.monotonic()
    try:
        if left <= 0:
            raise TimeoutError
        yield left
    except TimeoutError:
        raise over_limit(
            "Ett textmönster tar för lång tid.", "A text pattern takes too long."
        ) from None
    finally:
        if running is not None:
            running.regex_seconds -= time.monotonic() - started


def too_deep() -> Exception:
    """The error for nesting or recursion without end."""
    return over_limit(
        "Uttrycket är nästlat för djupt eller anropar sig självt utan slut.",
        "The expression is nested too deeply or calls itself without end.",
    )
