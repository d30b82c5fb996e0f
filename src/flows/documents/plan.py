"""A diagram file's drawing plan: what stands where, read from its diagram interchange part."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from flows.kernel import Invalid
from flows.kernel.broken_files import xml_fault
from flows.kernel.hostile_xml import parse_hostile_xml

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_DD = "{http://www.omg.org/spec/DD/20100524/DI}"


class DiagramUnreadable(Invalid):
    """The file can't be drawn: it isn't BPMN, or it has no diagram."""

    code = "diagram-unreadable"
    sv = "Diagrammet går inte att rita."
    en = "The diagram can't be drawn."


class Point(NamedTuple):
    """A place on the drawing, in its own units, y downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing."""

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
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def grown(self, margin: float) -> "Box":
        """The box with a margin on every side."""
        return Box(
            self.x - margin, self.y - margin, self.width + 2 * margin, self.height + 2 * margin
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """One element with an area. `element` is its BPMN element, `kind` that element's local name."""

    id: str
    kind: str
    name: str
    element: etree._Element
    box: Box
    label: Box | None = None
    expanded: bool = True
    horizontal: bool = True
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Edge:
    """One line between shapes, along its points."""

    id: str
    kind: str
    name: str
    element: etree._Element
    points: tuple[Point, ...]
    label: Box | None = None
    is_default: bool = False
    is_conditional: bool = False
    envelope: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to draw, and which drawn shape stands for an element that has none itself."""

    shapes: tuple[Shape, ...]
    edges: tuple[Edge, ...]
    stands_for: Mapping[str, str]


def read_plan(bpmn: bytes) -> Plan:
    """The plan of the file's first diagram.

    Raises DiagramUnreadable when the file isn't XML, has no diagram, or a place isn't a number.
    """
    root = _root(bpmn)
    plane = root.find(f".//{_DI}BPMNPlane")
    if plane is None:
        raise DiagramUnreadable("Filen saknar diagram.", "The file has no diagram.")
    elements = {
        str(element.get("id")): element
        for element in root.iter(etree.Element)
        if element.get("id") and str(element.tag).startswith(_BPMN)
    }
    shapes = tuple(_shapes(plane, elements))
    edges = tuple(_edges(plane, elements))
    if not shapes:
        raise DiagramUnreadable("Diagrammet är tomt.", "The diagram is empty.")
    drawn = {shape.id for shape in shapes} | {edge.id for edge in edges}
    return Plan(shapes, edges, _stand_ins(elements, drawn))


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The BPMN children with a local name."""
    return element.findall(f"{_BPMN}{name}")


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def _root(bpmn: bytes) -> etree._Element:
    try:
        root = parse_hostile_xml(bpmn)
    except (etree.XMLSyntaxError, ValueError) as fault:
        said = xml_fault(fault)
        raise DiagramUnreadable(said.sv, said.en) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DiagramUnreadable("Filen har en DTD.", "The file has a DTD.")
    return root


def _shapes(plane: etree._Element, elements: Mapping[str, etree._Element]) -> Iterator[Shape]:
    for drawn in plane.findall(f"{_DI}BPMNShape"):
        element = elements.get(str(drawn.get("bpmnElement")))
        bounds = drawn.find(f"{_DC}Bounds")
        if element is None or bounds is None:
            continue
        yield Shape(
            id=str(element.get("id")),
            kind=local_name(element),
            name=_name(element),
            element=element,
            box=_box(bounds),
            label=_label(drawn),
            expanded=drawn.get("isExpanded") == "true",
            horizontal=drawn.get("isHorizontal") != "false",
            marked=drawn.get("isMarkerVisible") != "false",
        )


def _edges(plane: etree._Element, elements: Mapping[str, etree._Element]) -> Iterator[Edge]:
    for drawn in plane.findall(f"{_DI}BPMNEdge"):
        element = elements.get(str(drawn.get("bpmnElement")))
        points = tuple(
            Point(_number(point, "x"), _number(point, "y"))
            for point in drawn.findall(f"{_DD}waypoint")
        )
        if element is None or len(points) < 2:
            continue
        kind, edge_id = local_name(element), str(element.get("id"))
        source = elements.get(str(element.get("sourceRef")))
        from_gateway = source is not None and local_name(source).endswith("Gateway")
        conditional = kind == "sequenceFlow" and bool(children(element, "conditionExpression"))
        yield Edge(
            id=edge_id,
            kind=kind,
            name=_name(element),
            element=element,
            points=points,
            label=_label(drawn),
            is_default=source is not None and source.get("default") == edge_id,
            is_conditional=conditional and not from_gateway,
            envelope=str(drawn.get("messageVisibleKind") or ""),
        )


def _name(element: etree._Element) -> str:
    if local_name(element) == "textAnnotation":
        return str(element.findtext(f"{_BPMN}text") or "").strip()
    return str(element.get("name") or "").strip()


def _label(drawn: etree._Element) -> Box | None:
    bounds = drawn.find(f"{_DI}BPMNLabel/{_DC}Bounds")
    return None if bounds is None else _box(bounds)


def _box(bounds: etree._Element) -> Box:
    x, y, width, height = (_number(bounds, name) for name in ("x", "y", "width", "height"))
    return Box(x, y, max(width, 0), max(height, 0))


def _number(place: etree._Element, name: str) -> float:
    try:
        number = float(str(place.get(name)))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1_000_000:
        raise DiagramUnreadable(
            f"En plats i diagrammet är inget tal, rad {place.sourceline}.",
            f"A place in the diagram isn't a number, line {place.sourceline}.",
        )
    return number


def _stand_ins(elements: Mapping[str, etree._Element], drawn: set[str]) -> dict[str, str]:
    """For every element inside something drawn, such as a closed subprocess, what is drawn."""
    stands_for: dict[str, str] = {}
    for element_id, element in elements.items():
        if element_id in drawn:
            stands_for[element_id] = element_id
            continue
        for ancestor in element.iterancestors():
            if ancestor.get("id") in drawn:
                stands_for[element_id] = str(ancestor.get("id"))
                break
    return stands_for
