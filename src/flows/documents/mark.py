"""What a drawing points out: of what runs, of what was tried, of what differs from before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["token", "done", "missed", "incident", "changed", "added", "removed"]
_WEIGHT: Mapping[str, int] = {
    "done": 0,
    "missed": 1,
    "token": 2,
    "incident": 3,
    "changed": 4,
    "added": 5,
    "removed": 6,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on an element: work waits here, has passed here, never did, or has stopped here.

    Where versions are compared: it has changed, it is new, or it is gone in the other one.

    `count` is how many (tokens, say); `label` says the same in words, for the pointer to find.
    """

    kind: Kind
    count: int = 1
    label: str = ""


def together(marks: Iterable[Mark]) -> Mark:
    """The marks of several elements as one: the gravest kind, with the count of that kind.

    Raises ValueError when there are none.
    """
    every = list(marks)
    gravest = max((mark.kind for mark in every), key=lambda kind: _WEIGHT[kind])
    alike = [mark for mark in every if mark.kind == gravest]
    labels = dict.fromkeys(mark.label for mark in alike if mark.label)
    return Mark(gravest, sum(mark.count for mark in alike), "; ".join(labels))
