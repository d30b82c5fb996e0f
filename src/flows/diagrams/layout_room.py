"""Make room in a drawing: what stands beyond a line moves away, and what it cuts through grows."""

from collections.abc import Collection
from itertools import pairwise

from lxml import etree

from flows.diagrams.boxes import Box, Point
from flows.diagrams.drawing import Drawing, Edge, Shape
from flows.diagrams.names import SCOPES, bpmn, is_bpmn

MARGIN = 24.0
"""How far inside a container its shapes stand."""


def make_room(
    drawing: Drawing,
    cut: float,
    by: float,
    *,
    down: bool = False,
    stays: Collection[str] = (),
    goes: Collection[str] = (),
) -> set[str]:
    """Move everything to the right of a line (`down`: below it); the flows to be drawn anew.

    A container that the line cuts, or that ends at it, grows. A boundary event goes with what it
    is attached to. `stays` and `goes` are ids of what does so wherever it stands.
    """
    moved: set[str] = set()
    dx, dy = beyond = (0.0, by) if down else (by, 0.0)
    for shape in drawing.shapes.values():
        box = shape.box
        low, high = (box.y, box.bottom) if down else (box.x, box.right)
        if shape.id in stays:
            continue
        if shape.id in goes:
            moved.add(shape.id)
        elif shape.is_container:
            if low >= cut - 0.5:
                moved.add(shape.id)
            elif high >= cut - 0.5:
                shape.box = box.longer(*beyond)
        elif shape.element.get("attachedToRef") is None and (low + high) / 2 >= cut:
            moved.add(shape.id)
    for shape in drawing.shapes.values():
        host = shape.element.get("attachedToRef")
        if host is None or shape.id in stays:
            continue
        if host in moved or _beyond(drawing, str(host), shape, cut, down):
            moved.add(shape.id)
    for shape_id in moved:
        drawing.shapes[shape_id].move(dx, dy)
    bent = set()
    for edge in drawing.edges.values():
        if edge.id in goes:
            edge.points = [_at(point, by, down) for point in edge.points]
            edge.label = edge.label and edge.label.moved(dx, dy)
        elif edge.id not in stays and not _shift(edge, moved, cut, by, down=down):
            bent.add(edge.id)
    return bent


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
    if any(
        p.x != q.x and p.y != q.y and (old[n].x == old[n + 1].x or old[n].y == old[n + 1].y)
        for n, (p, q) in enumerate(pairwise(points))
    ):
        return False
    # A slanting line beside the flow may now pass through something.
    return edge.element.tag == bpmn("sequenceFlow") or not _leans_anew(old, points)


def _leans_anew(old: list[Point], points: list[Point]) -> bool:
    """Whether a slanting piece has got another slope."""
    return any(
        a.x != b.x and a.y != b.y and (q.x - p.x, q.y - p.y) != (b.x - a.x, b.y - a.y)
        for (a, b), (p, q) in zip(pairwise(old), pairwise(points), strict=True)
    )


def _at(point: Point, by: float, down: bool) -> Point:
    return Point(point.x, point.y + by) if down else Point(point.x + by, point.y)


def _along(point: Point, down: bool) -> float:
    return point.y if down else point.x


def _middle(box: Box, down: bool) -> float:
    return box.cy if down else box.cx


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
