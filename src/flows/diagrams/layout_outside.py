"""Draw those outside the flow: closed pools in a row below, and the messages to and from them."""

from itertools import pairwise

from lxml import etree

from flows.diagrams.boxes import Box, Point, around
from flows.diagrams.diagram_file import flow_nodes
from flows.diagrams.drawing import Drawing, Edge, Shape
from flows.diagrams.layout_labels import label_edge
from flows.diagrams.layout_room import MARGIN, pool_of
from flows.diagrams.layout_router import Terrain, route
from flows.diagrams.names import bpmn, local_name
from flows.diagrams.pools import process_of

ARTIFACTS = frozenset({"textAnnotation", "dataObjectReference", "dataStoreReference"})
_WIDTH, _HEIGHT, _TITLE = 200.0, 60.0, 30.0
_GAP = 80.0
_STEP = 10.0
_NEVER = 100_000.0


def is_closed(shape: Shape) -> bool:
    """Whether a pool is drawn as a box without steps."""
    if shape.kind != "participant":
        return False
    root = shape.element.getroottree().getroot()
    shown = [
        one for one in root.findall(bpmn("process")) if one.get("id") == process_of(shape.element)
    ]
    return not any(flow_nodes(process) for process in shown)


def obstacles(drawing: Drawing) -> dict[str, Box]:
    """What no line may pass through: steps, closed pools, notes and documents."""
    return {
        shape.id: shape.box
        for shape in drawing.shapes.values()
        if (shape.is_node and not shape.is_container) or shape.kind in ARTIFACTS or is_closed(shape)
    }


def draw_own_pool(drawing: Drawing, process: etree._Element, pool: etree._Element) -> None:
    """Draw a pool around everything of a process that isn't drawn in one."""
    ids = {str(child.get("id")) for child in process if child.get("id")}
    boxes = [shape.box for shape in drawing.shapes.values() if shape.id in ids]
    if not boxes or not any(str(one.get("id")) in drawing.shapes for one in flow_nodes(process)):
        return
    if pool_of(drawing, process) is None:
        for edge in drawing.edges.values():
            if edge.id in ids:
                boxes += [Box(point.x, point.y, 0, 0) for point in edge.points]
        held = around(boxes).grown(MARGIN * 1.5)
        drawing.add_shape(pool, Box(held.x - _TITLE, held.y, held.width + _TITLE, held.height))


def draw_closed_pool(drawing: Drawing, pool: etree._Element, near: float | None = None) -> None:
    """Draw a pool without steps in the row below everything else, under `near` if there is room."""
    others = [shape for shape in drawing.shapes.values() if not is_closed(shape)]
    if not others:
        return
    whole = around([shape.box for shape in others])
    bottoms = [point.y for edge in drawing.edges.values() for point in edge.points]
    row = [
        shape.box
        for shape in drawing.shapes.values()
        if is_closed(shape) and shape.box.y >= whole.bottom
    ]
    y = min([box.y for box in row], default=max([whole.bottom, *bottoms]) + _GAP)
    row = [box for box in row if box.y < y + _HEIGHT + 20]
    first = whole.x if near is None else max(near - _WIDTH / 2, whole.x)
    tries = [first]
    for number in range(1, 200):
        tries += [first + number * 2 * _STEP, first - number * 2 * _STEP]
    wished = [Box(x, y, _WIDTH, _HEIGHT) for x in tries if x >= whole.x]
    free = (one for one in wished if not any(one.grown(20).meets(box) for box in row))
    drawing.add_shape(pool, next(free, Box(around(row or [whole]).right + 40, y, _WIDTH, _HEIGHT)))


def draw_message_flow(drawing: Drawing, edge: Edge) -> bool:
    """Find a way for a message flow whose ends are drawn, and a place for its name.

    False when it can't be drawn here.
    """
    source, target = drawing.shapes.get(edge.source), drawing.shapes.get(edge.target)
    if source is None or target is None or source is target:
        return False
    if target.kind == "participant":
        edge.points = _way(drawing, edge, source, target)
    elif source.kind == "participant":
        edge.points = _way(drawing, edge, target, source)[::-1]
    else:
        terrain = Terrain(obstacles(drawing), _lines(drawing, edge))
        terrain.shapes |= {source.id: source.box, target.id: target.box}
        edge.points = route(terrain, source.id, target.id)
    label_edge(drawing, edge)
    return True


def _way(drawing: Drawing, edge: Edge, step: Shape, pool: Shape) -> list[Point]:
    """The points from a step, or a pool, to a pool: straight down or up, else around."""
    start, goal = step.box, pool.box
    down = goal.cy >= start.cy
    first, last = (start.bottom, goal.y) if down else (start.y, goal.bottom)
    blocked = {one: box for one, box in obstacles(drawing).items() if one not in (step.id, pool.id)}
    for x in _places(start, goal, step.kind == "participant"):
        a, b = Point(x, first), Point(x, last)
        passes = any(box.grown(6).crossed_by(a, b) for box in blocked.values())
        if (first < last) == down and not passes and not _shares(drawing, edge, a, b):
            return [a, b]
    x = min(max(start.cx, goal.x + 20), goal.right - 20)
    terrain = Terrain(blocked, _lines(drawing, edge))
    terrain.shapes |= {step.id: start, pool.id: Box(x - 15, goal.y, 30, goal.height)}
    if step.kind == "participant":
        x = min(max(goal.cx, start.x + 40), start.right - 20)
        terrain.shapes[step.id] = Box(x - 15, start.y, 30, start.height)
    out, into = (0.0, 120.0) if down else (120.0, 0.0)
    return route(
        terrain,
        step.id,
        pool.id,
        sides_out=(40, out, into, 40),
        sides_in=(_NEVER, _NEVER if down else 0, 0 if down else _NEVER, _NEVER),
    )


def _places(start: Box, goal: Box, wide: bool) -> list[float]:
    """Where a straight line may meet both, the nearest to the middle first."""
    low, high = max(start.x + 6, goal.x + 10), min(start.right - 6, goal.right - 10)
    if wide:
        low = max(low, start.x + 40)
    if high < low:
        return []
    middle = goal.cx if wide else start.cx
    found = [middle] if low <= middle <= high else []
    count = int((high - low) / _STEP) + 1
    found += [low + number * _STEP for number in range(min(count, 200))]
    return sorted(found, key=lambda x: abs(x - middle))


def _shares(drawing: Drawing, own: Edge, a: Point, b: Point) -> bool:
    """Whether a line up or down would lie on another."""
    low, high = min(a.y, b.y), max(a.y, b.y)
    return any(
        p.x == q.x and abs(p.x - a.x) < 5 and min(p.y, q.y) < high and max(p.y, q.y) > low
        for edge in drawing.edges.values()
        if edge.id != own.id
        for p, q in pairwise(edge.points)
    )


def _lines(drawing: Drawing, own: Edge) -> dict[str, list[Point]]:
    return {
        edge.id: edge.points for edge in drawing.edges.values() if edge.points and edge.id != own.id
    }


def is_message_flow(edge: Edge) -> bool:
    """Whether a line is a message flow."""
    return local_name(edge.element) == "messageFlow"
