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
            _grow(drawing, shape, _holding(shape.box, around(inner).grown(MARGIN)))
    roots = {id(one): one for shape in drawing.shapes.values() for one in _process_of(shape)}
    for process in roots.values():
        _fit_frame(drawing, process)


def _process_of(shape: Shape) -> list[etree._Element]:
    """The process that a shape stands in; for a pool the one that it shows."""
    if shape.kind == "participant":
        wanted = str(shape.element.get("processRef")).rpartition(":")[2]
        root = shape.element.getroottree().getroot()
        return [one for one in root.findall(bpmn("process")) if one.get("id") == wanted]
    return list(shape.element.iterancestors(bpmn("process")))[:1]


def _grow(drawing: Drawing, shape: Shape, box: Box) -> None:
    """Let a subprocess be as large as a box; the events on its sides go with the sides."""
    old, shape.box = shape.box, box
    for event in drawing.attached_to(shape.id):
        middle = event.box
        dx = box.right - old.right if abs(middle.cx - old.right) < 2 else 0.0
        dx = box.x - old.x if abs(middle.cx - old.x) < 2 else dx
        dy = box.bottom - old.bottom if abs(middle.cy - old.bottom) < 2 else 0.0
        dy = box.y - old.y if abs(middle.cy - old.y) < 2 else dy
        event.move(dx, dy)


def _members(drawing: Drawing, scope: etree._Element) -> list[Box]:
    ids = {str(child.get("id")) for child in scope if child.get("id")}
    drawn = [shape for shape in drawing.shapes.values() if shape.id in ids]
    boxes = [shape.box for shape in drawn if shape.kind != "group"]
    for edge in drawing.edges.values():
        if edge.id in ids and edge.element.tag == bpmn("sequenceFlow"):
            # A flow may come nearer to the border than a shape.
            near = 4 - MARGIN
            boxes += [Box(point.x, point.y, 0, 0).grown(near) for point in edge.points]
    return boxes


def _holding(box: Box, inner: Box) -> Box:
    return box if box.holds(inner) else around([box, inner])


def _fit_frame(drawing: Drawing, process: etree._Element) -> None:
    """Let a process's pool and lanes be as wide and as high as what stands in them."""
    pool = pool_of(drawing, process)
    lanes = [
        shape
        for shape in drawing.shapes.values()
        if shape.kind == "lane" and process in shape.element.iterancestors()
    ]
    frame = [*lanes, *([] if pool is None else [pool])]
    boxes = _members(drawing, process)
    if not frame or not boxes:
        return
    inner, outer = around(boxes), around([shape.box for shape in frame])
    upright = any(shape.drawn.get("isHorizontal") == "false" for shape in frame)
    if inner.y - MARGIN / 2 < outer.y:
        _reach(frame, outer.y, inner.y - MARGIN / 2)
    if inner.bottom + MARGIN / 2 > outer.bottom:
        more = inner.bottom + MARGIN / 2 - outer.bottom
        _push_below(drawing, frame, outer.bottom, more)
    right = max(outer.right, inner.right + MARGIN)
    for shape in frame:
        reaches = abs(shape.box.right - outer.right) < 1
        if shape.box.right < right and (reaches or not upright):
            shape.box = _wider(shape.box, right - shape.box.right)
    left = inner.x - MARGIN / 2
    if pool is not None and not lanes and left < pool.box.x + 30:
        pool.box = Box(left - 30, pool.box.y, pool.box.right - left + 30, pool.box.height)


def _reach(frame: list[Shape], top: float, place: float) -> None:
    """Let the uppermost of a frame reach further up."""
    for shape in frame:
        box = shape.box
        if abs(box.y - top) < 1:
            shape.box = Box(box.x, place, box.width, box.bottom - place)


def _push_below(drawing: Drawing, frame: list[Shape], bottom: float, by: float) -> None:
    """Let the lowest of a frame reach further down, and the pools below it move away."""
    others = [
        shape
        for shape in drawing.shapes.values()
        if shape.kind == "participant" and shape not in frame and shape.box.y >= bottom - 1
    ]
    if others:
        make_room(drawing, bottom, by, down=True)
        return
    for shape in frame:
        if abs(shape.box.bottom - bottom) < 1:
            shape.box = _taller(shape.box, by)
