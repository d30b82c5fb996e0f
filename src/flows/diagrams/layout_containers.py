"""Let subprocesses, lanes and pools be large enough for what stands in them."""

from itertools import pairwise

from lxml import etree

from flows.diagrams.boxes import Box, around
from flows.diagrams.drawing import Drawing, Shape
from flows.diagrams.layout_room import MARGIN, make_room, pool_of
from flows.diagrams.names import SCOPES, bpmn

_APART = 16.0


def fit_containers(drawing: Drawing) -> set[str]:
    """Let every container be large enough for what stands in it, from the inside out.

    Lanes stay as wide as their pool, and one that grows pushes those below it. What would come to
    lie under a subprocess moves away. The flows that must be drawn anew.
    """
    bent: set[str] = set()
    opened = [one for one in drawing.shapes.values() if one.is_container and one.kind in SCOPES]
    for shape in sorted(opened, key=lambda one: -sum(1 for _ in one.element.iterancestors())):
        inner = _members(drawing, shape.element)
        if inner:
            bent |= _grow(drawing, shape, _holding(shape.box, around(inner).grown(MARGIN)))
    roots = {id(one): one for shape in drawing.shapes.values() for one in _process_of(shape)}
    for process in roots.values():
        _fit_frame(drawing, process)
    return bent


def _process_of(shape: Shape) -> list[etree._Element]:
    """The process that a shape stands in; for a pool the one that it shows."""
    if shape.kind == "participant":
        wanted = str(shape.element.get("processRef")).rpartition(":")[2]
        root = shape.element.getroottree().getroot()
        return [one for one in root.findall(bpmn("process")) if one.get("id") == wanted]
    return list(shape.element.iterancestors(bpmn("process")))[:1]


def _grow(drawing: Drawing, shape: Shape, wanted: Box) -> set[str]:
    """Let a subprocess reach as far as a box on every side; the flows that are in the way."""
    old = shape.box
    crossing = _crossing(drawing, shape)
    bent: set[str] = set()
    outwards = {
        "right": wanted.right - old.right,
        "bottom": wanted.bottom - old.bottom,
        "left": old.x - wanted.x,
        "top": old.y - wanted.y,
    }
    for side, more in outwards.items():
        if more > 0:
            bent |= _reach_out(drawing, shape, side, more)
    return bent | (_crossing(drawing, shape) - crossing if shape.box != old else set())


def _reach_out(drawing: Drawing, shape: Shape, side: str, more: float) -> set[str]:
    """Move one side of a subprocess outwards, with the events on it; the flows that are bent.

    What stands there already moves away first.
    """
    down, back = side in ("bottom", "top"), side in ("left", "top")
    bent: set[str] = set()
    if _stands_in_the_way(drawing, shape, _reaching(shape.box, side, more)):
        inside = _ids_within(shape)
        if not back:
            # The side goes along, as that of everything that the line cuts.
            return make_room(drawing, _place(shape, side), more, down=down, stays=inside)
        bent = make_room(drawing, _place(shape, side), more, down=down, goes=inside)
    place = _place(shape, side)
    shape.box = _reaching(shape.box, side, more)
    for event in drawing.attached_to(shape.id):
        if abs((event.box.cy if down else event.box.cx) - place) < 2:
            by = -more if back else more
            event.move(*((0.0, by) if down else (by, 0.0)))
    return bent


def _place(shape: Shape, side: str) -> float:
    box = shape.box
    return {"right": box.right, "bottom": box.bottom, "left": box.x, "top": box.y}[side]


def _ids_within(shape: Shape) -> set[str]:
    inside = shape.element.iterdescendants(etree.Element)
    return {str(one.get("id")) for one in inside if one.get("id")}


def _reaching(box: Box, side: str, more: float) -> Box:
    if side == "left":
        return Box(box.x - more, box.y, box.width + more, box.height)
    if side == "top":
        return Box(box.x, box.y - more, box.width, box.height + more)
    return box.longer(more, 0) if side == "right" else box.longer(0, more)


def _stands_in_the_way(drawing: Drawing, shape: Shape, box: Box) -> bool:
    """Whether a subprocess as large as the box would lie on something that it didn't lie on."""
    room = box.grown(_APART)
    return any(
        other.box.meets(room) and not other.box.meets(shape.box)
        for other in drawing.shapes.values()
        if other.is_node
        and other.element.get("attachedToRef") != shape.id
        and shape.element not in other.element.iterancestors()
        and other.element not in shape.element.iterancestors()
    )


def _crossing(drawing: Drawing, shape: Shape) -> set[str]:
    """The flows of its own level that pass through a subprocess."""
    inner = shape.box.grown(-2)
    mine = {shape.id, *(one.id for one in drawing.attached_to(shape.id))}
    return {
        edge.id
        for edge in drawing.edges.values()
        if edge.element.getparent() is shape.element.getparent()
        and not {edge.source, edge.target} & mine
        and any(inner.crossed_by(p, q) for p, q in pairwise(edge.points))
    }


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
            shape.box = shape.box.longer(right - shape.box.right, 0)
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
            shape.box = shape.box.longer(0, by)
