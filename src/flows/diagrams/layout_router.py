"""Find a way for a flow between two shapes: straight pieces at right angles, around the others.

A* over the few lines that matter: the middles and the sides of the shapes. A way costs its length,
its bends, the flows that it crosses, and dearly what it shares with another flow.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from flows.diagrams.boxes import Box, Point

_CLEAR = 10.0
"""How near a flow may pass a shape that isn't its own."""
_STUB = 16.0
_BESIDE = 8.0
_APART = 5.0
_BEND, _CROSSING, _SHARED, _NEAR = 45.0, 35.0, 12.0, 6.0
_MOST_STEPS = 60_000
_WINDOW = 260.0

_SIDES = ((1, 0), (0, 1), (0, -1), (-1, 0))
"""Right, below, above, left."""


@dataclass(slots=True)
class Terrain:
    """What a flow has to go around, and the flows that are drawn already."""

    shapes: dict[str, Box]
    lines: dict[str, list[Point]] = field(default_factory=dict)
    siblings: frozenset[str] = frozenset()
    within: Box | None = None


@dataclass(slots=True)
class _Pieces:
    """The drawn pieces of one direction, by their place across it."""

    at: list[float] = field(default_factory=list)
    spans: list[tuple[float, float]] = field(default_factory=list)


@dataclass(slots=True)
class _Port:
    point: Point
    side: int
    cost: float


def route(
    terrain: Terrain,
    source: str,
    target: str,
    *,
    sides_out: tuple[float, ...] = (0, 20, 20, 120),
    sides_in: tuple[float, ...] = (120, 20, 20, 0),
) -> list[Point]:
    """The points of a flow between two shapes of the terrain.

    `sides_out` and `sides_in` say what leaving or arriving costs on the right, below, above and on
    the left. A way that can't be free of shapes goes straight.
    """
    start, goal = terrain.shapes[source], terrain.shapes[target]
    outs, ins = _ports(terrain, start, sides_out), _ports(terrain, goal, sides_in)
    straight = _straight(terrain, source, target, outs[0], ins[3])
    if straight is not None:
        return straight
    for window in (_WINDOW, 10_000_000.0):
        found = _Search(terrain, source, target, window).find(outs, ins)
        if found is not None:
            return found
    return [outs[0].point, ins[3].point]


def _ports(terrain: Terrain, box: Box, costs: tuple[float, ...]) -> list[_Port]:
    points = (
        Point(box.right, box.cy),
        Point(box.cx, box.bottom),
        Point(box.cx, box.y),
        Point(box.x, box.cy),
    )
    used: dict[Point, float] = {}
    for line_id, line in terrain.lines.items():
        for point in (line[0], line[-1]):
            price = 8.0 if line_id in terrain.siblings else 30.0
            used[point] = max(price, used.get(point, 0.0))
    return [
        _Port(point, side, costs[side] + used.get(point, 0.0)) for side, point in enumerate(points)
    ]


def _straight(
    terrain: Terrain, source: str, target: str, out: _Port, into: _Port
) -> list[Point] | None:
    """The shortest of all, when nothing is in its way."""
    a, b = out.point, into.point
    if a.y != b.y or b.x <= a.x or out.cost >= 30 or into.cost >= 30:
        return None
    for shape_id, box in terrain.shapes.items():
        if shape_id not in (source, target) and box.grown(_CLEAR - 1).crossed_by(a, b):
            return None
    for line in terrain.lines.values():
        for p, q in pairwise(line):
            if p.y == q.y == a.y and min(p.x, q.x) < b.x and max(p.x, q.x) > a.x:
                return None
    return [a, b]


class _Search:
    def __init__(self, terrain: Terrain, source: str, target: str, window: float) -> None:
        start, goal = terrain.shapes[source], terrain.shapes[target]
        area = Box(
            min(start.x, goal.x) - window,
            min(start.y, goal.y) - window,
            abs(start.cx - goal.cx) + max(start.width, goal.width) + 2 * window,
            abs(start.cy - goal.cy) + max(start.height, goal.height) + 2 * window,
        )
        if terrain.within is not None:
            area = _common(area, terrain.within)
        self.walls = [
            box if shape_id in (source, target) else box.grown(_CLEAR - 0.5)
            for shape_id, box in terrain.shapes.items()
            if box.meets(area)
        ]
        self.down, self.across = _pieces(terrain)
        self.xs = _lines(
            [(box.x, box.right) for box in self.walls],
            {x for box in (start, goal) for x in (box.x, box.cx, box.right)},
            self.down.at,
            area.x,
            area.right,
        )
        self.ys = _lines(
            [(box.y, box.bottom) for box in self.walls],
            {y for box in (start, goal) for y in (box.y, box.cy, box.bottom)},
            self.across.at,
            area.y,
            area.bottom,
        )
        self.goal = goal
        self._rows: dict[int, list[tuple[float, float]]] = {}
        self._columns: dict[int, list[tuple[float, float]]] = {}
        self._costs: dict[tuple[int, int, int], float | None] = {}

    def find(self, outs: list[_Port], ins: list[_Port]) -> list[Point] | None:
        """The cheapest way from any of the ports to any other, or None."""
        goals: dict[tuple[int, int, int], float] = {}
        for port in ins:
            dx, dy = _SIDES[port.side]
            # One arrives against the side's own direction.
            goals[(*self._at(port.point), _direction(-dx, -dy))] = port.cost
        heap: list[tuple[float, float, tuple[int, int, int], tuple[int, int, int] | None]] = []
        for port in outs:
            state = (*self._at(port.point), port.side)
            heappush(heap, (port.cost + self._left(state), port.cost, state, None))
        came: dict[tuple[int, int, int], tuple[int, int, int] | None] = {}
        steps = 0
        while heap and steps < _MOST_STEPS:
            _guess, cost, state, before = heappop(heap)
            if state in came:
                continue
            came[state] = before
            steps += 1
            if state[2] == 4:
                return self._points(came, state)
            if state in goals and before is not None:
                end = (state[0], state[1], 4)
                came.pop(end, None)
                total = cost + goals[state]
                heappush(heap, (total, total, end, state))
            for direction in range(4):
                if before is None and direction != state[2]:
                    continue
                if direction == 3 - state[2]:
                    continue
                step = self._step(state[0], state[1], direction)
                if step is None:
                    continue
                onward, price = step
                if direction != state[2]:
                    price += _BEND
                following = (*onward, direction)
                if following not in came:
                    total = cost + price
                    heappush(heap, (total + self._left(following), total, following, state))
        return None

    def _at(self, point: Point) -> tuple[int, int]:
        return bisect_left(self.xs, point.x), bisect_left(self.ys, point.y)

    def _left(self, state: tuple[int, int, int]) -> float:
        """At least what is left: the way to the goal's box, and a bend when it lies aside."""
        x, y = self.xs[state[0]], self.ys[state[1]]
        box = self.goal
        across = box.x - x if x < box.x else x - box.right if x > box.right else 0.0
        down = box.y - y if y < box.y else y - box.bottom if y > box.bottom else 0.0
        return across + down + (_BEND if across and down else 0.0)

    def _step(self, ix: int, iy: int, direction: int) -> tuple[tuple[int, int], float] | None:
        dx, dy = _SIDES[direction]
        jx, jy = ix + dx, iy + dy
        if not (0 <= jx < len(self.xs) and 0 <= jy < len(self.ys)):
            return None
        key = (min(ix, jx), min(iy, jy), abs(dx))
        if key not in self._costs:
            self._costs[key] = self._price(key)
        price = self._costs[key]
        return None if price is None else ((jx, jy), price)

    def _price(self, key: tuple[int, int, int]) -> float | None:
        ix, iy, flat = key
        if flat:
            low, high, place = self.xs[ix], self.xs[ix + 1], self.ys[iy]
            walls = self._rows.get(iy)
            if walls is None:
                walls = self._rows[iy] = [
                    (box.x, box.right) for box in self.walls if box.y < place < box.bottom
                ]
            along, over = self.across, self.down
        else:
            low, high, place = self.ys[iy], self.ys[iy + 1], self.xs[ix]
            walls = self._columns.get(ix)
            if walls is None:
                walls = self._columns[ix] = [
                    (box.y, box.bottom) for box in self.walls if box.x < place < box.right
                ]
            along, over = self.down, self.across
        if any(a < high and low < b for a, b in walls):
            return None
        shared = _overlap(along, place, low, high)
        crossed = _crossings(over, place, low, high)
        return (high - low) + _SHARED * shared + _CROSSING * crossed

    def _points(
        self,
        came: dict[tuple[int, int, int], tuple[int, int, int] | None],
        state: tuple[int, int, int] | None,
    ) -> list[Point]:
        points: list[Point] = []
        while state is not None:
            points.append(Point(self.xs[state[0]], self.ys[state[1]]))
            state = came[state]
        return simplified(points[::-1])


def simplified(points: list[Point]) -> list[Point]:
    """The points without those that stand on a straight line between others."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and (
            kept[-2].x == kept[-1].x == point.x or kept[-2].y == kept[-1].y == point.y
        ):
            kept[-1] = point
        else:
            kept.append(point)
    return kept


def _common(one: Box, other: Box) -> Box:
    left, top = max(one.x, other.x), max(one.y, other.y)
    right, bottom = min(one.right, other.right), min(one.bottom, other.bottom)
    return Box(left, top, max(right - left, 0), max(bottom - top, 0))


def _direction(dx: int, dy: int) -> int:
    return _SIDES.index((dx, dy))


def _pieces(terrain: Terrain) -> tuple[_Pieces, _Pieces]:
    """The pieces that go down and those that go across, each sorted by its place."""
    down: list[tuple[float, float, float]] = []
    across: list[tuple[float, float, float]] = []
    for line_id, line in terrain.lines.items():
        if line_id in terrain.siblings:
            # Flows that leave or reach the same step may share a stretch, as one draws by hand.
            continue
        for p, q in pairwise(line):
            if p.x == q.x:
                down.append((p.x, min(p.y, q.y), max(p.y, q.y)))
            elif p.y == q.y:
                across.append((p.y, min(p.x, q.x), max(p.x, q.x)))
    return _sorted(down), _sorted(across)


def _sorted(found: list[tuple[float, float, float]]) -> _Pieces:
    found.sort()
    return _Pieces([one[0] for one in found], [(one[1], one[2]) for one in found])


def _overlap(pieces: _Pieces, place: float, low: float, high: float) -> float:
    """How much of a stretch runs on or close beside another flow."""
    first, last = bisect_left(pieces.at, place - _NEAR), bisect_right(pieces.at, place + _NEAR)
    return sum(max(0.0, min(high, b) - max(low, a)) for a, b in pieces.spans[first:last])


def _crossings(pieces: _Pieces, place: float, low: float, high: float) -> int:
    first, last = bisect_left(pieces.at, low), bisect_left(pieces.at, high)
    return sum(1 for a, b in pieces.spans[first:last] if a < place < b)


def _lines(
    spans: list[tuple[float, float]],
    own: set[float],
    taken: list[float],
    low: float,
    high: float,
) -> list[float]:
    """The places at which a flow may turn."""
    found = set(own)
    sides = sorted({side for span in spans for side in span})
    for a, b in spans:
        found |= {a - _BESIDE, b + _BESIDE}
    for a, b in pairwise(sides):
        if b - a > 2 * _STUB:
            found.add((a + b) / 2)
    for place in taken:
        # Beside a flow that is drawn already there may be room for one more.
        found |= {place - _STUB, place + _STUB}
    return _thinned([one for one in sorted(found) if low <= one <= high], own)


def _thinned(places: list[float], own: set[float]) -> list[float]:
    """The places without those that are hardly apart from another; one's own are all kept."""
    kept: list[float] = []
    for place in places:
        near = bool(kept) and place - kept[-1] < _APART
        if not near or place in own:
            if near and kept[-1] not in own:
                kept.pop()
            kept.append(place)
    return kept
