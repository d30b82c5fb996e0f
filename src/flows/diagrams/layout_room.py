"""Make room in a drawing: what stands beyond a line moves away, and what it cuts through grows."""

from itertools import pairwise

from lxml import etree

from flows.diagrams.boxes import Box, Point, around
from flows.diagrams.drawing import Drawing, Edge, Shape
from flows.diagrams.names import SCOPES, bpmn, is_bpmn

MARGIN = 24.0
"""How far inside a container its shapes stand."""


def make_room(drawing: Drawing, cut: float, by: float, *, down: bool = False) -> set[str]:
    """Move everything to the right of a line (`down`: below it); the flows to be drawn anew.

    A container that the line cuts, or that ends at it, grows. A boundary event goes with what it
    is attached to.
    """
    moved: set[str] = set()
    for shape in drawing.shapes.values():
        box = shape.box
        low, high = (box.y, box.bottom) if down else (box.x, box.right)
        if shape.is_container:
            if low >= cut - 0.5:
                moved.add(shape.id)
            elif high >= cut - 0.5:
                shape.box = _taller(box, by) if down else _wider(box, by)
        elif shape.element.get("attachedToRef") is None and (low + high) / 2 >= cut:
            moved.add(shape.id)
    for shape in drawing.shapes.values():
        host = shape.element.get("attachedToRef")
        if host in moved or (host is not None and _beyond(drawing, str(host), shape, cut, down)):
            moved.add(shape.id)
    dx, dy = (0.0, by) if down else (by, 0.0)
    for shape_id in moved:
        drawing.shapes[shape_id].move(dx, dy)
    return {
        edge.id for edge in drawing.edges.values() if not _shift(edge, moved, cut, by, down=down)
    }


def _beyond(drawing: Drawing, host: str, event: Shape, cut: float, down: bool) -> bool:
    """Whether an event on the far side of a subprocess that has grown goes along with that side."""
    there = drawing.shapes.get(host)
    if there is not None and not there.is_container:
        return False
    return (event.box.cy if down else event.box.cx) >= cut


def _shift(edge: Edge, moved: set[str], cut: float, by: float, *, down: bool) -> bool:
    """Move a flow's points with what they belong to; False when it must be drawn anew."""
    old = edge.points
    last = len(old) - 1
    points = []
    for place, point in enumerate(old):
        if place == 0 and edge.source:
            goes = edge.source in moved
        elif place == last and edge.target:
            goes = edge.target in moved
        else:
            goes = (point.y if down else point.x) >= cut
        points.append(_at(point, by, down) if goes else point)
    if edge.label is not None and _middle(edge.label, down) >= cut:
        edge.label = edge.label.moved(*((0.0, by) if down else (by, 0.0)))
    edge.points = points
    # A piece that stood across the direction of the move must still stand.
    for first, second in ((0, 1), (last, last - 1)):
        level = _along(old[first], down) == _along(old[second], down)
        if not level or _along(points[first], down) == _along(points[second], down):
            continue
        if last == 1:
            return False
        points[second] = (
            Point(points[second].x, points[first].y)
            if down
            else Point(points[first].x, points[second].y)
        )
    return all(
        p.x == q.x or p.y == q.y or (old[n].x != old[n + 1].x and old[n].y != old[n + 1].y)
        for n, (p, q) in enumerate(pairwise(points))
    )


def _at(point: Point, by: float, down: bool) -> Point:
    return Point(point.x, point.y + by) if down else Point(point.x + by, point.y)


def _along(point: Point, down: bool) -> float:
    return point.y if down else point.x


def _middle(box: Box, down: bool) -> float:
    return box.cy if down else box.cx


def _wider(box: Box, by: float) -> Box:
    return Box(box.x, box.y, box.width + by, box.height)


def _taller(box: Box, by: float) -> Box:
    return Box(box.x, box.y, box.width, box.height + by)


# ------------------------------------------------ containers


def scope_shape(drawing: Drawing, node: etree._Element) -> Shape | None:
    """The drawn subprocess or pool that a flow node stands in."""
    for ancestor in node.iterancestors():
        if is_bpmn(ancestor, SCOPES):
            found = drawing.shapes.get(str(ancestor.get("id")))
            return found if found is not None and found.is_container else None
        if ancestor.tag == bpmn("process"):
            return pool_of(drawing, ancestor)
    return None


def pool_of(drawing: Drawing, process: etree._Element) -> Shape | None:
    """The pool that a process is drawn in."""
    for shape in drawing.shapes.values():
        if shape.kind == "participant" and str(shape.element.get("processRef")).rpartition(":")[
            2
        ] == process.get("id"):
            return shape
    return None


def fit_containers(drawing: Drawing) -> None:
    """Let every container be large enough for what stands in it, from the inside out.

    Lanes stay as wide as their pool, and one that grows pushes those below it.
    """
    opened = [one for one in drawing.shapes.values() if one.is_container and one.kind in SCOPES]
    for shape in sorted(opened, key=lambda one: -sum(1 for _ in one.element.iterancestors())):
        inner = _members(drawing, shape.element)
        if inner:
            shape.box = _holding(shape.box, around(inner).grown(MARGIN))
    for pool in [one for one in drawing.shapes.values() if one.kind == "participant"]:
        _fit_pool(drawing, pool)


def _members(drawing: Drawing, scope: etree._Element) -> list[Box]:
    ids = {str(child.get("id")) for child in scope if child.get("id")}
    boxes = [shape.box for shape in drawing.shapes.values() if shape.id in ids]
    for edge in drawing.edges.values():
        if edge.id in ids:
            boxes += [Box(point.x, point.y, 0, 0) for point in edge.points]
    return boxes


def _holding(box: Box, inner: Box) -> Box:
    return box if box.holds(inner) else around([box, inner])


def _fit_pool(drawing: Drawing, pool: Shape) -> None:
    process_id = str(pool.element.get("processRef")).rpartition(":")[2]
    process = next(
        (one for one in pool.element.getroottree().getroot() if one.get("id") == process_id), None
    )
    if process is None:
        return
    lanes = [
        shape
        for shape in drawing.shapes.values()
        if shape.kind == "lane" and process in shape.element.iterancestors()
    ]
    upright = pool.drawn.get("isHorizontal") == "false"
    boxes = _members(drawing, process)
    if not boxes:
        return
    inner = around(boxes)
    right = max([pool.box.right, *(lane.box.right for lane in lanes)])
    if not upright:
        right = max(right, inner.right + MARGIN)
    top, bottom = pool.box.y, pool.box.bottom
    if inner.y - MARGIN / 2 < top:
        _reach(lanes, pool, "top", inner.y - MARGIN / 2)
    if inner.bottom + MARGIN / 2 > bottom:
        _reach(lanes, pool, "bottom", inner.bottom + MARGIN / 2)
    for shape in (pool, *lanes):
        if shape.box.right < right and (upright is False or shape is pool):
            shape.box = _wider(shape.box, right - shape.box.right)
    left = inner.x - MARGIN / 2
    if left < min([pool.box.x + 30, *(lane.box.x for lane in lanes)]) and not lanes:
        pool.box = Box(
            min(left - 30, pool.box.x), pool.box.y, pool.box.right - left + 30, pool.box.height
        )


def _reach(lanes: list[Shape], pool: Shape, side: str, place: float) -> None:
    """Let a pool and its outermost lanes reach further up or down."""
    edge = pool.box.y if side == "top" else pool.box.bottom
    for shape in (pool, *lanes):
        box = shape.box
        if side == "top" and abs(box.y - edge) < 1:
            shape.box = Box(box.x, place, box.width, box.bottom - place)
        elif side == "bottom" and abs(box.bottom - edge) < 1:
            shape.box = Box(box.x, box.y, box.width, place - box.y)
