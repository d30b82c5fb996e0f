"""Rectangles and lines on a drawing, y downwards."""

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
