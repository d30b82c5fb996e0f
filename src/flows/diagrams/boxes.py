"""Rectangles and lines on a drawing, y downwards."""

import math
from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    """A place on the drawing."""

    x: float
    y: float


@dataclass(slots=True)
class Box:
    """A rectangle that can be moved."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def cx(self) -> float:
        return self.x + self.width / 2

    @property
    def cy(self) -> float:
        return self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> "Box":
        """The box somewhere else."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, across: float, down: float | None = None) -> "Box":
        """The box with a margin to the sides, and above and below."""
        down = across if down is None else down
        return Box(self.x - across, self.y - down, self.width + 2 * across, self.height + 2 * down)

    def longer(self, across: float, down: float) -> "Box":
        """The box with its right and its lower side further out."""
        return Box(self.x, self.y, self.width + across, self.height + down)

    def meets(self, other: "Box") -> bool:
        """Whether the two have any area in common."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other is within this one."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def holds_middle(self, other: "Box") -> bool:
        """Whether the middle of the other is within this one."""
        return self.x <= other.cx <= self.right and self.y <= other.cy <= self.bottom

    def crossed_by(self, a: Point, b: Point) -> bool:
        """Whether a straight line passes through the inside. Slanting lines too."""
        if max(a.x, b.x) <= self.x or min(a.x, b.x) >= self.right:
            return False
        if max(a.y, b.y) <= self.y or min(a.y, b.y) >= self.bottom:
            return False
        if a.x == b.x or a.y == b.y:
            return True
        # Liang and Barsky: the stretch of the line that is inside both pairs of sides.
        first, last = 0.0, 1.0
        for start, step, low, high in (
            (a.x, b.x - a.x, self.x, self.right),
            (a.y, b.y - a.y, self.y, self.bottom),
        ):
            one, other = (low - start) / step, (high - start) / step
            first, last = max(first, min(one, other)), min(last, max(one, other))
        return first < last - 1e-9


def around(boxes: list[Box]) -> Box:
    """The smallest box around several."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top)


def straight(a: Box, b: Box) -> list[Point]:
    """The straight line between two boxes: from border to border, on the way between their middles.

    From a box within the other it goes to the nearest side.
    """
    if a.holds(b) or b.holds(a):
        return around_ways(a, b)[0]
    return [_border(a, b), _border(b, a)]


def around_ways(a: Box, b: Box) -> list[list[Point]]:
    """Straight lines between places on the borders of two boxes, the shortest first.

    From a box within the other they go to its four sides.
    """
    if a.holds(b):
        return [points[::-1] for points in around_ways(b, a)]
    if b.holds(a):
        found = [
            [Point(a.x, a.cy), Point(b.x, a.cy)],
            [Point(a.right, a.cy), Point(b.right, a.cy)],
            [Point(a.cx, a.y), Point(a.cx, b.y)],
            [Point(a.cx, a.bottom), Point(a.cx, b.bottom)],
        ]
    else:
        found = [[p, q] for p in _places(a) for q in _places(b)]
    return sorted(found, key=lambda pair: math.dist(*pair))


def _places(box: Box) -> list[Point]:
    """Places all around the border of a box."""
    shares = (0.5, 0.25, 0.75, 0.1, 0.9)
    across = [Point(box.x + box.width * share, y) for share in shares for y in (box.y, box.bottom)]
    return across + [
        Point(x, box.y + box.height * share) for share in shares for x in (box.x, box.right)
    ]


def _border(box: Box, other: Box) -> Point:
    """Where the line between the middles of two boxes leaves the first."""
    dx, dy = other.cx - box.cx, other.cy - box.cy
    pairs = ((box.width / 2, dx), (box.height / 2, dy))
    share = min([1.0, *(half / abs(away) for half, away in pairs if abs(away) > 1e-9)])
    return Point(round(box.cx + dx * share, 1), round(box.cy + dy * share, 1))
