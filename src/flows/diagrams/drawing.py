"""A plane of a file's diagram interchange part: shapes and edges that can be moved and written."""

import math
from dataclasses import dataclass, field

from lxml import etree

from flows.diagrams.boxes import Box, Point
from flows.diagrams.names import BPMNDI, DC, DI, FLOW_NODES, SCOPES, local_name
from flows.diagrams.references import ends_of
from flows.diagrams.xml_edits import make, put

_CONTAINERS = frozenset({"participant", "lane", "group"})
_FAR = 1_000_000.0


@dataclass(slots=True)
class Shape:
    """One drawn element with an area."""

    id: str
    kind: str
    box: Box
    drawn: etree._Element
    element: etree._Element
    label: Box | None = None

    @property
    def is_container(self) -> bool:
        """Whether other shapes stand inside it."""
        expanded = self.drawn.get("isExpanded") == "true"
        return self.kind in _CONTAINERS or (self.kind in SCOPES and expanded)

    @property
    def is_node(self) -> bool:
        """Whether flows can meet it."""
        return self.kind in FLOW_NODES

    def move(self, dx: float, dy: float) -> None:
        """Move it, with its label."""
        self.box = self.box.moved(dx, dy)
        if self.label is not None:
            self.label = self.label.moved(dx, dy)


@dataclass(slots=True)
class Edge:
    """One drawn line."""

    id: str
    points: list[Point]
    drawn: etree._Element
    element: etree._Element
    source: str
    target: str
    label: Box | None = None


@dataclass(slots=True)
class Drawing:
    """Everything on one plane, by the ids of the elements that it shows."""

    plane: etree._Element
    shapes: dict[str, Shape] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)

    def write(self) -> None:
        """Put the places back into the file; what has not moved stays as it is written."""
        for shape in self.shapes.values():
            bounds = shape.drawn.find(f"{{{DC}}}Bounds")
            if bounds is None:
                bounds = make(f"{{{DC}}}Bounds")
                put(shape.drawn, bounds, 0)
            _write_box(bounds, shape.box)
            _write_label(shape.drawn, shape.label)
        for edge in self.edges.values():
            _write_points(edge)
            _write_label(edge.drawn, edge.label)

    def add_shape(self, element: etree._Element, box: Box) -> Shape:
        """Draw an element that isn't drawn yet."""
        element_id = str(element.get("id"))
        drawn = make(f"{{{BPMNDI}}}BPMNShape", id=f"{element_id}_di", bpmnElement=element_id)
        kind = local_name(element)
        if kind == "exclusiveGateway":
            drawn.set("isMarkerVisible", "true")
        if kind in SCOPES:
            drawn.set("isExpanded", "true")
        if kind in ("participant", "lane"):
            drawn.set("isHorizontal", "true")
        put(drawn, make(f"{{{DC}}}Bounds"))
        last = next(iter(self.plane.iterchildren(f"{{{BPMNDI}}}BPMNShape", reversed=True)), None)
        put(self.plane, drawn, 0 if last is None else self.plane.index(last) + 1)
        shape = Shape(element_id, kind, box, drawn, element)
        self.shapes[element_id] = shape
        return shape

    def add_edge(self, element: etree._Element) -> Edge:
        """Draw a flow that isn't drawn yet; its points are still to come."""
        element_id = str(element.get("id"))
        drawn = make(f"{{{BPMNDI}}}BPMNEdge", id=f"{element_id}_di", bpmnElement=element_id)
        put(self.plane, drawn)
        edge = Edge(
            element_id,
            [],
            drawn,
            element,
            *ends_of(element),
        )
        self.edges[element_id] = edge
        return edge

    def nodes(self) -> list[Shape]:
        """The shapes that no other may lie on: flow nodes that aren't opened subprocesses."""
        return [one for one in self.shapes.values() if one.is_node and not one.is_container]

    def attached_to(self, host: str) -> list[Shape]:
        """The boundary events on the edge of a shape."""
        return [one for one in self.shapes.values() if one.element.get("attachedToRef") == host]


def read_drawing(plane: etree._Element, by_id: dict[str, etree._Element]) -> Drawing:
    """What a plane shows of the elements that there are; what has no place in numbers is left."""
    drawing = Drawing(plane)
    for drawn in plane.findall(f"{{{BPMNDI}}}BPMNShape"):
        element = by_id.get(str(drawn.get("bpmnElement")))
        bounds = drawn.find(f"{{{DC}}}Bounds")
        box = None if bounds is None else _box(bounds)
        if element is None or box is None:
            continue
        shape_id = str(element.get("id"))
        shape = Shape(shape_id, local_name(element), box, drawn, element, _label(drawn))
        drawing.shapes.setdefault(shape_id, shape)
    for drawn in plane.findall(f"{{{BPMNDI}}}BPMNEdge"):
        element = by_id.get(str(drawn.get("bpmnElement")))
        points = [_point(one) for one in drawn.findall(f"{{{DI}}}waypoint")]
        if element is None or len(points) < 2 or None in points:
            continue
        edge_id = str(element.get("id"))
        drawing.edges.setdefault(
            edge_id,
            Edge(
                edge_id,
                [point for point in points if point is not None],
                drawn,
                element,
                *ends_of(element),
                _label(drawn),
            ),
        )
    return drawing


def planes(root: etree._Element) -> list[etree._Element]:
    """The planes of a file, in order."""
    return list(root.iter(f"{{{BPMNDI}}}BPMNPlane"))


def _label(drawn: etree._Element) -> Box | None:
    bounds = drawn.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds")
    return None if bounds is None else _box(bounds)


def _box(bounds: etree._Element) -> Box | None:
    numbers = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    x, y, width, height = numbers
    if x is None or y is None or width is None or height is None:
        return None
    return Box(x, y, max(width, 0), max(height, 0))


def _point(drawn: etree._Element) -> Point | None:
    x, y = _number(drawn.get("x")), _number(drawn.get("y"))
    return None if x is None or y is None else Point(x, y)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= _FAR else None


def _text(number: float) -> str:
    return f"{round(number, 2):g}" if abs(number) < 100_000 else f"{round(number)}"


def _write_box(bounds: etree._Element, box: Box) -> None:
    for name, number in (
        ("x", box.x),
        ("y", box.y),
        ("width", box.width),
        ("height", box.height),
    ):
        if _number(bounds.get(name)) != number:
            bounds.set(name, _text(number))


def _write_label(drawn: etree._Element, label: Box | None) -> None:
    if label is None:
        return
    there = drawn.find(f"{{{BPMNDI}}}BPMNLabel")
    if there is None:
        there = make(f"{{{BPMNDI}}}BPMNLabel")
        put(drawn, there)
    bounds = there.find(f"{{{DC}}}Bounds")
    if bounds is None:
        bounds = make(f"{{{DC}}}Bounds")
        put(there, bounds)
    _write_box(bounds, label)


def _write_points(edge: Edge) -> None:
    there = edge.drawn.findall(f"{{{DI}}}waypoint")
    if [_point(one) for one in there] == edge.points:
        return
    for one in there:
        edge.drawn.remove(one)
    for place, point in enumerate(edge.points):
        drawn = make(f"{{{DI}}}waypoint")
        drawn.set("x", _text(point.x))
        drawn.set("y", _text(point.y))
        put(edge.drawn, drawn, place)
