"""What a drawing of a running process points out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["token", "done", "missed", "incident"]
_WEIGHT: Mapping[str, int] = {"done": 0, "missed": 1, "token": 2, "incident": 3}


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on an element: work waits here, has passed here, never did, or has stopped here.

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
