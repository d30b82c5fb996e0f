"""Find places for notes and documents beside their steps, where they cover nothing."""

import math
from itertools import pairwise

from lxml import etree

from flows.diagrams.boxes import Box, Point, around
from flows.diagrams.drawing import Drawing, Edge, Shape
from flows.diagrams.lanes import lane_of_nodes
from flows.diagrams.layout_labels import text_size
from flows.diagrams.layout_outside import ARTIFACTS, is_closed
from flows.diagrams.layout_room import MARGIN, make_room, pool_of
from flows.diagrams.names import SCOPES, bpmn, is_bpmn, local_name
from flows.diagrams.read_facts import child_text
from flows.diagrams.references import id_of

_NEAR, _FAR, _GRID = 20.0, 460.0, 20.0
_CLEAR = 6.0
_TITLE, _HEADING = 30.0, 16.0


def size_of_note(text: str) -> tuple[float, float]:
    """How large a note is drawn: about two and a half times as wide as high when it is long."""
    area = max(len(text), 1) * 6.4 * 14
    width = min(max(100.0, min(len(text) * 6.4 + 24, 170.0), math.sqrt(area * 2.5)), 700.0)
    lines = sum(
        max(1, math.ceil(len(line) * 6.6 / (width - 20))) for line in text.splitlines() or [""]
    )
    return round(width), round(lines * 15.0 + 14)


class NotePlacer:
    """Places the notes and documents of one process on one plane."""

    def __init__(self, drawing: Drawing, process: etree._Element) -> None:
        self.drawing = drawing
        self.process = process
        self.lanes = lane_of_nodes(process)
        self.bent: set[str] = set()

    def size(self, element: etree._Element) -> tuple[float, float]:
        """How large a note or a document is drawn."""
        kind = local_name(element)
        if kind == "textAnnotation":
            return size_of_note(child_text(element, "text"))
        return (50.0, 50.0) if kind == "dataStoreReference" else (36.0, 50.0)

    def place(self, element: etree._Element, near: Box | None, step: etree._Element | None) -> None:
        """Draw a note or a document, or move it, to the nearest free place.

        `near` is what it is tied to, `step` the step that this is.
        """
        width, height = self.size(element)
        there = self.drawing.shapes.get(id_of(element))
        is_note = local_name(element) == "textAnnotation"
        name = "" if is_note else (element.get("name") or "").strip()
        label = text_size(name) if name else (0.0, 0.0)
        if there is not None:
            width = max(width, there.box.width) if is_note else there.box.width
            height = max(height, there.box.height) if is_note else there.box.height
        room = (max(width, label[0]), height + (6 + label[1] if name else 0))
        box = self._found(room, there, near, self._area(element, step), element)
        place = Box(box.cx - width / 2, box.y, width, height)
        shape = there or self.drawing.add_shape(element, place)
        shape.box, shape.label = place, None
        if name:
            shape.label = Box(box.cx - label[0] / 2, place.bottom + 4, *label)

    def collisions(self) -> set[tuple[str, str]]:
        """What notes and documents lie on, or lies on them, by ids."""
        found = set()
        for shape in self.drawing.shapes.values():
            if shape.kind not in ARTIFACTS:
                continue
            foot = footprint(shape).grown(-1)
            for other in self.drawing.shapes.values():
                if other.id == shape.id or _holds_lines(other):
                    continue
                if other.box.meets(foot) or (other.label is not None and other.label.meets(foot)):
                    found.add((shape.id, other.id))
            for edge in self.drawing.edges.values():
                if shape.id in (edge.source, edge.target):
                    continue
                if edge.label is not None and edge.label.meets(foot):
                    found.add((shape.id, edge.id))
                if _is_flow(edge) and any(foot.crossed_by(p, q) for p, q in pairwise(edge.points)):
                    found.add((shape.id, edge.id))
        return found

    # ------------------------------------------------ where it can be

    def _found(
        self,
        room: tuple[float, float],
        there: Shape | None,
        near: Box | None,
        area: Box | None,
        element: etree._Element,
    ) -> Box:
        taken, lines = self._taken(element)
        about_all = near is not None and area is not None and near.holds(area)
        anchor = self._corner(area) if near is None or about_all else near
        tries = _around(anchor, *room)
        if there is not None:
            tries.insert(0, Box(there.box.cx - room[0] / 2, there.box.y, *room))
        for box in tries:
            if (area is None or area.holds(box)) and _is_free(box, taken, lines):
                return box
        if area is None:
            # Nowhere near: below everything.
            whole = around(
                [one.box for one in self.drawing.shapes.values()]
                + [
                    Box(point.x, point.y, 0, 0)
                    for edge in self.drawing.edges.values()
                    for point in edge.points
                ]
            )
            return Box(anchor.x, whole.bottom + 30, *room)
        # The lane or subprocess has no room: it grows downwards.
        inset = MARGIN if self._scope_shape(element) is not None else MARGIN / 2
        more = room[0] - area.width
        if more > 0:
            self.bent |= make_room(self.drawing, area.right + inset, more + 1)
            area = Box(area.x, area.y, area.width + more + 1, area.height)
        bottom = area.bottom + inset
        self.bent |= make_room(self.drawing, bottom, room[1] + 2 * _NEAR, down=True)
        taken, lines = self._taken(element)
        box = Box(anchor.cx - room[0] / 2, area.bottom + _NEAR / 2, *room)
        box.x = max(min(box.x, area.right - room[0]), area.x)
        row = [box]
        for number in range(1, 400):
            row += [box.moved(number * 10, 0), box.moved(-number * 10, 0)]
        inside = [one for one in row if area.x <= one.x and one.right <= area.right]
        free = next((one for one in inside if _is_free(one, taken, lines)), None)
        if free is None:
            # Flows run through all of it: it grows to the right too, where there are none.
            self.bent |= make_room(self.drawing, area.right + inset, room[0] + 2 * _NEAR)
            free = Box(area.right + _NEAR, box.y, *room)
        return free

    def _taken(self, element: etree._Element) -> tuple[list[Box], list[tuple[Point, Point]]]:
        """What a place must keep clear of: boxes and lines."""
        own = id_of(element)
        outer = {id_of(one) for one in element.iterancestors()}
        boxes = []
        for shape in self.drawing.shapes.values():
            if shape.id == own:
                continue
            if shape.label is not None:
                boxes.append(shape.label)
            if shape.kind in ("participant", "lane") and not is_closed(shape):
                box = shape.box
                lies = shape.drawn.get("isHorizontal") != "false"
                title = (_TITLE, box.height) if lies else (box.width, _TITLE)
                boxes.append(Box(box.x, box.y, *title))
            elif shape.kind != "group" and not (shape.is_container and shape.id in outer):
                boxes.append(shape.box)
        lines = []
        for edge in self.drawing.edges.values():
            if own in (edge.source, edge.target):
                continue
            if edge.label is not None:
                boxes.append(edge.label)
            lines += list(pairwise(edge.points))
        return boxes, lines

    def _area(self, element: etree._Element, step: etree._Element | None) -> Box | None:
        """Where it must stand: in the subprocess, the lane or the pool of its step."""
        around_it = self._scope_shape(element)
        if around_it is not None:
            box = around_it.box.grown(-MARGIN)
            return Box(box.x, box.y + _HEADING, box.width, box.height - _HEADING)
        if next(element.iterancestors(bpmn("collaboration")), None) is not None:
            return None
        inner = None if step is None else self._lane(step)
        pool = pool_of(self.drawing, self.process)
        shape = inner or pool
        return None if shape is None else shape.box.grown(-MARGIN / 2)

    def _scope_shape(self, element: etree._Element) -> Shape | None:
        """The opened subprocess that an element stands in."""
        for outer in element.iterancestors():
            shape = self.drawing.shapes.get(id_of(outer))
            if is_bpmn(outer, SCOPES) and shape is not None and shape.is_container:
                return shape
        return None

    def _lane(self, step: etree._Element) -> Shape | None:
        """The lane of a step, or of what it stands in or on the edge of."""
        ids = [id_of(step), str(step.get("attachedToRef"))]
        for outer in step.iterancestors():
            ids += [id_of(outer), str(outer.get("attachedToRef"))]
        lanes = (self.lanes.get(one) for one in ids)
        return next((self.drawing.shapes[one] for one in lanes if one in self.drawing.shapes), None)

    def _corner(self, area: Box | None) -> Box:
        if area is not None:
            return Box(area.x + 2 * _TITLE, area.y, 1, 1)
        nodes = [shape.box for shape in self.drawing.nodes()]
        whole = around(nodes) if nodes else Box(160, 80, 1, 1)
        return Box(whole.x, whole.y, 1, 1)


def footprint(shape: Shape) -> Box:
    """A shape with its name."""
    return shape.box if shape.label is None else around([shape.box, shape.label])


def _around(anchor: Box, width: float, height: float) -> list[Box]:
    """Places around something, the nearest first; above rather than below."""
    found = []
    across = int((_FAR * 2 + anchor.width) / _GRID)
    for column in range(across + 1):
        x = anchor.x - _FAR + column * _GRID
        for row in range(int((_FAR + height + anchor.height) * 2 / _GRID) + 1):
            y = anchor.y - _FAR - height + row * _GRID
            box = Box(x, y, width, height)
            dx = max(anchor.x - box.right, box.x - anchor.right, 0)
            dy = max(anchor.y - box.bottom, box.y - anchor.bottom, 0)
            if max(dx, dy) < _NEAR - 0.1:
                continue
            away = math.hypot(dx, dy) + 0.25 * abs(box.cx - anchor.cx)
            if box.cy > anchor.cy:
                away += 5
            found.append((away, x, y, box))
    return [box for _away, _x, _y, box in sorted(found, key=lambda one: one[:3])]


def _is_free(box: Box, taken: list[Box], lines: list[tuple[Point, Point]]) -> bool:
    room = box.grown(_CLEAR)
    return not any(room.meets(other) for other in taken) and not any(
        room.crossed_by(p, q) for p, q in lines
    )


def _holds_lines(shape: Shape) -> bool:
    """Whether notes may stand within it."""
    return shape.is_container and not is_closed(shape)


def _is_flow(edge: Edge) -> bool:
    return edge.element.tag in (bpmn("sequenceFlow"), bpmn("messageFlow"))
