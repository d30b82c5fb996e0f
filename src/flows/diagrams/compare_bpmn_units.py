"""The units of a BPMN file: everything drawn or declared with an id of its own."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from flows.diagrams.compare_units import Unit, gather
from flows.diagrams.names import BPMN, BPMNDI, FLOW_NODES, SCOPES, bpmn, local_name

_HOLDERS = SCOPES | {
    "definitions",
    "process",
    "collaboration",
    "choreography",
    "laneSet",
    "childLaneSet",
    "lane",
    "category",
}
_PARTS = {
    "documentation",
    "extensionElements",
    "ioSpecification",
    "dataInputAssociation",
    "dataOutputAssociation",
    "property",
    "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics",
    "resourceRole",
    "potentialOwner",
    "performer",
    "humanPerformer",
}
_LINKS = {"incoming", "outgoing", "flowNodeRef"}


class BpmnUnits:
    """The units by id.

    `lanes` gives the lanes of a node, `links` how often a node names each flow, `order` what stands
    inside a unit in the order of the file.
    """

    def __init__(self, root: etree._Element) -> None:
        self.units: dict[str, Unit] = {}
        self.lanes: dict[str, list[str]] = {}
        self.links: dict[str, Counter[str]] = {}
        self.order: dict[str, list[str]] = {}
        self.ways: dict[str, list[str]] = {}
        """The flows that leave each node, in the order of the file."""
        self._add(root, "", "")
        self._connect()

    def _add(self, element: etree._Element, key: str, parent: str) -> None:
        kind = local_name(element)
        unit = Unit(key, kind, _name(element), parent)
        gather(element, unit, self._apart)
        unit.orders.pop((), None)  # told with the units inside, below
        self.units[key] = unit
        self.order[key] = [
            str(child.get("id")) if _is_unit(child) else _mark(child)
            for child in element.iterchildren(etree.Element)
        ]
        self.links[key] = Counter(
            (child.text or "").strip()
            for child in element.iterchildren(bpmn("incoming"), bpmn("outgoing"))
        )
        for child in element.iterchildren(bpmn("flowNodeRef")):
            self.lanes.setdefault((child.text or "").strip(), []).append(key)
        for child in self._children(element):
            own = str(child.get("id"))
            while own in self.units:  # an id that stands twice breaks the file, not us
                own += "#2"
            self._add(child, own, key)

    def _children(self, element: etree._Element) -> Iterator[etree._Element]:
        if local_name(element) in _HOLDERS:
            for child in element.iterchildren(etree.Element):
                if _is_unit(child):
                    yield child
                elif local_name(child) in _HOLDERS:  # one without an id
                    yield from self._children(child)

    @staticmethod
    def _apart(element: etree._Element) -> bool:
        """What is no fact of the unit around: drawings, units of their own, links to flows."""
        tag = str(element.tag)
        if tag == f"{{{BPMNDI}}}BPMNDiagram":
            return True
        if not tag.startswith(f"{{{BPMN}}}"):
            return False
        around = element.getparent()
        held = around is not None and local_name(around) in _HOLDERS
        plain = not element.attrib and not len(element)
        return (plain and local_name(element) in _LINKS) or (held and _is_unit(element))

    def _connect(self) -> None:
        """Note the lane of each node, what it is connected with, and the order of its ways."""
        near: dict[str, set[str]] = {}
        for key, unit in self.units.items():
            source, target = unit.facts.get(("@sourceRef",)), unit.facts.get(("@targetRef",))
            if source and target:
                near.setdefault(source, set()).add(target)
                near.setdefault(target, set()).add(source)
                near[key] = {source, target}
            if source and unit.kind == "sequenceFlow":
                self.ways.setdefault(source, []).append(key)
        for key, unit in self.units.items():
            unit.near = frozenset(near.get(key, ()))
        for node, lanes in self.lanes.items():
            if node in self.units:
                self.units[node].facts["@lane",] = ", ".join(lanes)
            else:
                for lane in lanes:
                    self.units[lane].facts["flowNodeRef", node] = ""

    def name(self, key: str) -> str:
        """What a unit is called: its name, else its id."""
        unit = self.units.get(key)
        return unit.name if unit is not None and unit.name else key


def is_node(unit: Unit) -> bool:
    """Whether the unit is a step, event or gateway."""
    return unit.kind in FLOW_NODES


def _is_unit(element: etree._Element) -> bool:
    name = local_name(element)
    return (
        bool(element.get("id"))
        and str(element.tag).startswith(f"{{{BPMN}}}")
        and name not in _PARTS | _LINKS
        and not name.endswith("EventDefinition")
    )


def _mark(element: etree._Element) -> str:
    """A child that is no unit, among its like."""
    name = local_name(element)
    return f"{name} {(element.text or '').strip()}" if name in _LINKS else str(element.tag)


def _name(element: etree._Element) -> str:
    if local_name(element) == "textAnnotation":
        return " ".join(str(element.findtext(bpmn("text")) or "").split())[:60]
    return str(element.get("name") or "").strip()
