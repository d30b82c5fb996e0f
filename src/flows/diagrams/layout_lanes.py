"""Draw a lane that is new, and close the gap after one that is gone."""

from lxml import etree

from flows.diagrams.boxes import Box, around
from flows.diagrams.diagram_file import flow_nodes
from flows.diagrams.drawing import Drawing, Shape
from flows.diagrams.layout_room import MARGIN, make_room, pool_of
from flows.diagrams.names import bpmn

_BREADTH = 120.0
_TITLE = 30.0


def draw_first_lane(
    drawing: Drawing, process: etree._Element, lane: etree._Element, pool: etree._Element
) -> None:
    """Draw a lane around every step of a process, and the pool around it if it isn't drawn."""
    ids = {str(node.get("id")) for node in flow_nodes(process)}
    boxes = [shape.box for shape in drawing.shapes.values() if shape.id in ids]
    if not boxes:
        return
    held = around(boxes).grown(MARGIN * 1.5)
    there = pool_of(drawing, process)
    outer = Box(held.x - 2 * _TITLE, held.y, held.width + 2 * _TITLE, held.height)
    if there is None:
        there = drawing.add_shape(pool, outer)
    elif there.drawn.get("isHorizontal") == "false":
        box = there.box
        inner = Box(box.x, box.y + _TITLE, box.width, box.height - _TITLE)
        drawing.add_shape(lane, inner).drawn.set("isHorizontal", "false")
        return
    else:
        there.box = around([there.box, outer])
    box = there.box
    drawing.add_shape(lane, Box(box.x + _TITLE, box.y, box.width - _TITLE, box.height))


def draw_lane_after(drawing: Drawing, lane: etree._Element, before: Shape) -> set[str]:
    """Draw a lane right below another (beside it when they stand); the flows to be drawn anew."""
    box, down = before.box, _lies(before)
    edge = box.bottom if down else box.right
    inside = {str(one.get("id")) for one in before.element.iter(bpmn("lane"))}
    old = {one: drawing.shapes[one].box for one in inside if one in drawing.shapes}
    bent = make_room(drawing, edge, _BREADTH, down=down)
    for one, size in old.items():
        drawing.shapes[one].box = size
    place = (
        Box(box.x, edge, box.width, _BREADTH) if down else Box(edge, box.y, _BREADTH, box.height)
    )
    made = drawing.add_shape(lane, place)
    if not down:
        made.drawn.set("isHorizontal", "false")
    return bent


def close_lane(drawing: Drawing, lane_id: str) -> set[str]:
    """Let what stands below an empty lane take its place; the flows to be drawn anew.

    Where flows have their bends in it the lane beside it is made larger instead.
    """
    shape = drawing.shapes.pop(lane_id)
    strip, down = shape.box, _lies(shape)
    beside = _neighbours(drawing, shape)
    if not beside:
        return set()
    if not _is_used(drawing, strip):
        edge, breadth = (strip.bottom, strip.height) if down else (strip.right, strip.width)
        return make_room(drawing, edge, -breadth, down=down)
    for one in beside:
        one.box = around([one.box, strip])
    return set()


def _lies(shape: Shape) -> bool:
    return shape.drawn.get("isHorizontal") != "false"


def _neighbours(drawing: Drawing, gone: Shape) -> list[Shape]:
    """The lane before or after it in its set that meets it, with the lanes inside at that edge."""
    strip, down = gone.box, _lies(gone)
    around_it = gone.element.getparent()
    lanes = [] if around_it is None else around_it.findall(bpmn("lane"))
    drawn = [
        drawing.shapes[one] for lane in lanes if (one := str(lane.get("id"))) in drawing.shapes
    ]
    for before in (True, False):
        for shape in drawn:
            if not _meets(shape.box, strip, before=before, down=down):
                continue
            inner = [
                drawing.shapes[one]
                for lane in shape.element.iterdescendants(bpmn("lane"))
                if (one := str(lane.get("id"))) in drawing.shapes
            ]
            return [shape, *(one for one in inner if _meets(one.box, strip, before, down))]
    return []


def _meets(box: Box, strip: Box, before: bool, down: bool) -> bool:
    """Whether a lane ends where the strip begins (`before`), or begins where it ends."""
    if down:
        return abs(box.bottom - strip.y) < 1 if before else abs(box.y - strip.bottom) < 1
    return abs(box.right - strip.x) < 1 if before else abs(box.x - strip.right) < 1


def _is_used(drawing: Drawing, strip: Box) -> bool:
    """Whether anything but straight ways across is drawn in a strip.

    What only reaches into it goes with the side that its middle is on, as when room is made.
    """
    inner = strip.grown(-0.01)
    boxes = []
    for shape in drawing.shapes.values():
        if shape.kind not in ("participant", "lane", "group"):
            boxes += [shape.box, *([] if shape.label is None else [shape.label])]
    for edge in drawing.edges.values():
        boxes += [] if edge.label is None else [edge.label]
        boxes += [Box(point.x, point.y, 0, 0) for point in edge.points]
    return any(inner.holds(Box(box.cx, box.cy, 0, 0)) for box in boxes)
