"""Groups: what they are called, and which steps are in them."""

from collections.abc import Sequence

from lxml import etree

from flows.diagrams.diagram_file import DiagramFile
from flows.diagrams.drawing import Drawing, planes, read_drawing
from flows.diagrams.names import FLOW_NODES, SCOPES, bpmn, is_bpmn
from flows.diagrams.references import id_of, last_part
from flows.diagrams.xml_edits import make_text, put_in_order

_SCOPES = tuple(bpmn(name) for name in sorted(SCOPES))


def group_value(root: etree._Element, group: etree._Element) -> etree._Element | None:
    """The category value that a group takes its name from."""
    wanted = last_part(group.get("categoryValueRef"))
    values = root.iter(bpmn("categoryValue"))
    return next((one for one in values if wanted and one.get("id") == wanted), None)


def group_name(root: etree._Element, group: etree._Element) -> str:
    """What a group is called."""
    value = group_value(root, group)
    return "" if value is None else value.get("value", "").strip()


def says_it_is_in(node: etree._Element, group: etree._Element) -> bool:
    """Whether a step says that it is in a group."""
    wanted = last_part(group.get("categoryValueRef"))
    said = node.findall(bpmn("categoryValueRef"))
    return bool(wanted) and any(last_part(one.text) == wanted for one in said)


def put_in_group(node: etree._Element, group: etree._Element) -> None:
    """Let a step say that it is in a group."""
    value = last_part(group.get("categoryValueRef"))
    if value and not says_it_is_in(node, group):
        put_in_order(node, make_text(bpmn("categoryValueRef"), value))


def members_of(
    file: DiagramFile, process: etree._Element, group: etree._Element
) -> list[etree._Element]:
    """The steps of a process that are in a group, in the order of the file.

    Those that say so, as long as they stand within its frame; when none says so, those that stand
    there. What stands in or on the edge of a step in the group is not named by itself.
    """
    nodes = [one for one in process.iter(etree.Element) if is_bpmn(one, FLOW_NODES)]
    said = [node for node in nodes if says_it_is_in(node, group)]
    by_id = file.by_id()
    for plane in planes(file.root):
        if any(one.get("bpmnElement") == group.get("id") for one in plane):
            return outermost(within(read_drawing(plane, by_id), id_of(group), said or nodes))
    return outermost(said)


def within(
    drawing: Drawing, group_id: str, nodes: Sequence[etree._Element]
) -> list[etree._Element]:
    """The steps whose middle stands within a group's frame."""
    frame = drawing.shapes.get(group_id)
    if frame is None:
        return []
    shapes = drawing.shapes
    return [
        node
        for node in nodes
        if id_of(node) in shapes and frame.box.holds_middle(shapes[id_of(node)].box)
    ]


def outermost(nodes: Sequence[etree._Element]) -> list[etree._Element]:
    """Steps without those that stand in, or on the edge of, another of them."""
    ids = {id_of(node) for node in nodes}
    return [
        node
        for node in nodes
        if node.get("attachedToRef") not in ids
        and not any(id_of(one) in ids for one in node.iterancestors(*_SCOPES))
    ]
