"""What an instance may take, where an installation may say otherwise. Set once, at the start."""

from typing import Final

DEFAULT_ROUNDS: Final = 1_000
MOST_ROUNDS: Final = 5_000
"""Wider than this an instance would not hold all that is going on in it."""


class _Limits:
    """The limits of this process of the program; what is running already is not touched."""

    __slots__ = ("rounds",)

    def __init__(self) -> None:
        self.rounds = DEFAULT_ROUNDS


limits: Final = _Limits()


def set_limits(*, rounds: int) -> None:
    """Let one multi-instance go through so many items, 1 to MOST_ROUNDS. Raises ValueError."""
    if not 1 <= rounds <= MOST_ROUNDS:
        raise ValueError(f"{rounds} is not between 1 and {MOST_ROUNDS}")
    limits.rounds = rounds
