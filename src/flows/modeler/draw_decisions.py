"""The drawing of a decision model, kept in step with its parts (DMN 1.5 §13).

What is drawn stays where it stands. What has no shape gets one beside the others, what has no line
gets one, and what is gone loses its own.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from flows.expressions.dmn_xml import Element, child, children, local_name
from flows.modeler.decision_file import laid_out, new_id

_DC = "http://www.omg.org/spec/DMN/20180521/DC/"
_DI = "http://www.omg.org/spec/DMN/20180521/DI/"
_SIZES = {
    "decision": (180, 80),
    "inputData": (125, 45),
    "businessKnowledgeModel": (135, 46),
    "knowledgeSource": (100, 63),
}
_TOP = {"decision": 100, "inputData": 300}
_LINES = ("informationRequirement", "knowledgeRequirement", "authorityRequirement")
_BEGINS = (
    "requiredDecision",
    "requiredInput",
    "requiredKnowledge",
    "requiredAuthority",
)
_LEFT, _GAP = 160, 60


class _Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


def complete_drawing(root: Element) -> None:
    """Draw what isn't drawn, and take away the drawing of what is no longer there."""
    diagram = _diagram(root)
    with laid_out(diagram):
        known = {each.get("id") for each in root.iter() if isinstance(each.tag, str)}
        for drawn in list(children(diagram, "DMNShape", "DMNEdge")):
            if drawn.get("dmnElementRef") not in known:
                diagram.remove(drawn)
        boxes = dict(_boxes(diagram))
        for part in children(root, *_SIZES):
            key = part.get("id") or ""
            if key and key not in boxes:
                boxes[key] = _beside(boxes, local_name(part))
                diagram.append(_shape(diagram, key, boxes[key]))
        drawn_lines = {each.get("dmnElementRef") for each in children(diagram, "DMNEdge")}
        for start, line, end in list(_lines(root)):
            if line not in drawn_lines and start in boxes and end in boxes:
                diagram.append(_edge(diagram, line, boxes[start], boxes[end]))


def _diagram(root: Element) -> Element:
    interchange = child(root, "DMNDI")
    if interchange is None:
        namespace = (etree.QName(root).namespace or "").replace("/MODEL/", "/DMNDI/")
        names = {"dmndi": namespace}
        with laid_out(root):
            interchange = etree.SubElement(root, f"{{{namespace}}}DMNDI", nsmap=names)
    diagram = child(interchange, "DMNDiagram")
    if diagram is None:
        namespace = etree.QName(interchange).namespace or ""
        with laid_out(interchange):
            diagram = etree.SubElement(
                interchange, f"{{{namespace}}}DMNDiagram", id=new_id("diagram")
            )
    return diagram


def _boxes(diagram: Element) -> Iterator[tuple[str, _Box]]:
    for shape in children(diagram, "DMNShape"):
        bounds = child(shape, "Bounds")
        if bounds is not None:
            numbers = (_number(bounds.get(name)) for name in _Box._fields)
            yield shape.get("dmnElementRef") or "", _Box(*numbers)


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0


def _beside(boxes: dict[str, _Box], kind: str) -> _Box:
    """A place to the right of all that is drawn, inputs below decisions."""
    right = max((box.x + box.width + _GAP for box in boxes.values()), default=_LEFT)
    return _Box(right, _TOP.get(kind, 420), *_SIZES[kind])


def _shape(diagram: Element, key: str, box: _Box) -> Element:
    shape = _drawn(diagram, "DMNShape", "figur", key)
    bounds = etree.SubElement(shape, f"{{{_DC}}}Bounds", nsmap={"dc": _DC})
    for name, number in zip(_Box._fields, box, strict=True):
        bounds.set(name, f"{number:g}")
    return shape


def _edge(diagram: Element, key: str, start: _Box, end: _Box) -> Element:
    edge = _drawn(diagram, "DMNEdge", "linje", key)
    for x, y in _ends(start, end):
        point = etree.SubElement(edge, f"{{{_DI}}}waypoint", nsmap={"di": _DI})
        point.set("x", f"{x:g}")
        point.set("y", f"{y:g}")
    return edge


def _drawn(diagram: Element, name: str, kind: str, key: str) -> Element:
    namespace = etree.QName(diagram).namespace
    return etree.Element(f"{{{namespace}}}{name}", id=new_id(kind), dmnElementRef=key)


def _ends(start: _Box, end: _Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """From the one's border to the other's, by the sides that face one another."""
    across, along = start.x + start.width / 2, end.x + end.width / 2
    if start.y >= end.y + end.height:
        return (across, start.y), (along, end.y + end.height)
    if end.y >= start.y + start.height:
        return (across, start.y + start.height), (along, end.y)
    middle, other = start.y + start.height / 2, end.y + end.height / 2
    if start.x < end.x:
        return (start.x + start.width, middle), (end.x, other)
    return (start.x, middle), (end.x + end.width, other)


def _lines(root: Element) -> Iterator[tuple[str, str, str]]:
    """What is required, the requirement and what requires it, by their ids."""
    for part in children(root, *_SIZES):
        for line in children(part, *_LINES):
            if not line.get("id"):
                line.set("id", new_id("krav"))
            for begin in children(line, *_BEGINS):
                href = (begin.get("href") or "").removeprefix("#")
                yield href, line.get("id") or "", part.get("id") or ""
