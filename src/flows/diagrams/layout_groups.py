"""Draw the frame of a group around its steps, and keep it around them."""

from collections.abc import Iterable, Sequence

from lxml import etree

from flows.diagrams.boxes import Box, around
from flows.diagrams.drawing import Drawing, Shape
from flows.diagrams.groups import outermost, says_it_is_in, within
from flows.diagrams.names import FLOW_NODES, SCOPES, is_bpmn
from flows.diagrams.references import id_of

_MARGIN = 14.0


def draw_group(
    drawing: Drawing,
    process: etree._Element,
    group: etree._Element,
    members: Sequence[etree._Element],
) -> list[etree._Element]:
    """Draw a group around steps that are drawn; the steps that then stand within its frame.

    What the frame would cut through comes along.
    """
    held = list(members)
    while True:
        frame = _frame(drawing, held)
        more = [one for one in _cut(drawing, process, frame) if one not in held]
        more = [one for one in more if not any(one in inner.iterancestors() for inner in held)]
        if not more:
            break
        held = outermost([*held, *more])
    there = drawing.shapes.get(id_of(group))
    if there is None:
        drawing.add_shape(group, frame)
    else:
        there.box, there.label = frame, None
    return held


def frames_of(drawing: Drawing, process: etree._Element) -> dict[str, set[str]]:
    """What stands within the frame of each drawn group that steps say they are in."""
    nodes = _nodes(process)
    return {
        shape.id: {id_of(node) for node in within(drawing, shape.id, nodes)}
        for shape in _said(drawing, nodes)
    }


def keep_frames(
    drawing: Drawing, process: etree._Element, before: dict[str, set[str]]
) -> list[tuple[etree._Element, etree._Element]]:
    """Let groups follow their steps; steps that a group has taken in meanwhile, with the group."""
    nodes = _nodes(process)
    found = []
    for shape in _said(drawing, nodes):
        if shape.id not in before:
            continue
        members = [
            node
            for node in nodes
            if says_it_is_in(node, shape.element) and id_of(node) in before[shape.id]
        ]
        members = [node for node in members if id_of(node) in drawing.shapes]
        held = members
        if members and not all(shape.box.holds(_footprint(drawing, one)) for one in members):
            held = draw_group(drawing, process, shape.element, outermost(members))
        inside = [one for one in within(drawing, shape.id, nodes) if id_of(one)]
        fresh = [one for one in inside if id_of(one) not in before[shape.id]]
        if not all(shape.box.holds(_footprint(drawing, one)) for one in fresh):
            # What came to stand across the frame comes in wholly.
            held = draw_group(drawing, process, shape.element, outermost([*held, *fresh]))
            inside = [one for one in within(drawing, shape.id, nodes) if id_of(one)]
        new = [one for one in inside if id_of(one) not in before[shape.id]]
        found += [(one, shape.element) for one in outermost([*held, *new]) if one not in members]
    return found


def _said(drawing: Drawing, nodes: Iterable[etree._Element]) -> list[Shape]:
    nodes = list(nodes)
    return [
        shape
        for shape in drawing.shapes.values()
        if shape.kind == "group" and any(says_it_is_in(node, shape.element) for node in nodes)
    ]


def _nodes(process: etree._Element) -> list[etree._Element]:
    return [one for one in process.iter(etree.Element) if is_bpmn(one, FLOW_NODES)]


def _frame(drawing: Drawing, members: Sequence[etree._Element]) -> Box:
    return around([_footprint(drawing, one) for one in members]).grown(_MARGIN)


def _footprint(drawing: Drawing, node: etree._Element) -> Box:
    """A step with what is on its edge, and their names."""
    shape = drawing.shapes[id_of(node)]
    each = [shape, *drawing.attached_to(shape.id)]
    return around([box for one in each for box in (one.box, one.label) if box is not None])


def _cut(drawing: Drawing, process: etree._Element, frame: Box) -> list[etree._Element]:
    """The steps that a frame has any part of, but not the subprocesses that it stands in."""
    inner = frame.grown(-_MARGIN / 2)
    found = []
    for node in _nodes(process):
        shape = drawing.shapes.get(id_of(node))
        if shape is None or not shape.box.meets(inner):
            continue
        if is_bpmn(node, SCOPES) and shape.is_container and shape.box.holds(inner):
            continue
        found.append(node)
    return outermost(found)
