"""What a drawing must be: nothing on anything else, and every flow between its two ends."""

from itertools import combinations, pairwise

from lxml import etree

from flows.diagrams import DiagramFile, read_outline
from flows.diagrams.boxes import Box, Point
from flows.diagrams.diagram_file import flow_nodes, scopes_in, sequence_flows
from flows.diagrams.drawing import Drawing, planes, read_drawing
from flows.diagrams.lanes import lane_of_nodes
from flows.diagrams.layout_notes import footprint
from flows.diagrams.layout_outside import ARTIFACTS, is_closed
from flows.diagrams.names import bpmn, local_name


def drawings(raw: bytes) -> list[Drawing]:
    file = DiagramFile(raw)
    return [read_drawing(plane, file.by_id()) for plane in planes(file.root)]


def faults_of(raw: bytes, process_id: str = "p") -> list[str]:
    """Everything that is wrong with the drawing of a process, in words."""
    file = DiagramFile(raw)
    process = file.process(process_id)
    (drawing,) = drawings(raw)
    faults = []
    for scope in scopes_in(process):
        ids = [str(node.get("id")) for node in flow_nodes(scope)]
        faults += [f"{one} is not drawn" for one in ids if one not in drawing.shapes]
        faults += _overlaps(drawing, ids)
        around = drawing.shapes.get(str(scope.get("id")))
        if around is not None and scope is not process:
            faults += [
                f"{one} is not within {around.id}"
                for one in ids
                if not around.box.holds(drawing.shapes[one].box)
            ]
        for flow in sequence_flows(scope):
            faults += _flow_faults(drawing, flow, ids)
    lanes = lane_of_nodes(process)
    for step, lane in lanes.items():
        box = drawing.shapes[step].box
        if lane in drawing.shapes and not drawing.shapes[lane].box.grown(20).holds(box):
            faults.append(f"{step} is not within its lane {lane}")
    shown = [
        drawing.shapes[one].box for one in dict.fromkeys(lanes.values()) if one in drawing.shapes
    ]
    faults += ["two lanes overlap" for a, b in combinations(shown, 2) if a.grown(-1).meets(b)]
    return faults


def crossed_shapes(raw: bytes, process_id: str = "p") -> list[str]:
    """Flows that pass through a shape that isn't one of their ends."""
    file = DiagramFile(raw)
    (drawing,) = drawings(raw)
    found = []
    for scope in scopes_in(file.process(process_id)):
        ids = [str(node.get("id")) for node in flow_nodes(scope)]
        for flow in sequence_flows(scope):
            edge = drawing.edges.get(str(flow.get("id")))
            if edge is None:
                continue
            ends = {edge.source, edge.target}
            ends |= {str(drawing.shapes[one].element.get("attachedToRef")) for one in ends}
            for one in ids:
                inner = drawing.shapes[one].box.grown(-2)
                if one not in ends and any(
                    inner.crossed_by(p, q) for p, q in pairwise(edge.points)
                ):
                    found.append(f"{edge.id} passes through {one}")
    return found


def beside_faults(raw: bytes, process_id: str = "p") -> list[str]:
    """Everything wrong with what is drawn beside the flow: it must cover nothing.

    Notes, documents and closed pools lie on nothing and under no flow; the lines to them end where
    they say, and pass through nothing else; what a group says that it holds stands within it.
    """
    file = DiagramFile(raw)
    process = file.process(process_id)
    (drawing,) = drawings(raw)
    shapes = drawing.shapes.values()
    things = [one for one in shapes if one.kind in ARTIFACTS or is_closed(one)]
    solid = [one for one in shapes if one.is_node and not one.is_container]
    faults = [
        f"{one.id} lies on {other.id}"
        for one in things
        for other in [*solid, *things]
        if other.id > one.id or other in solid
        if footprint(one).grown(-1).meets(footprint(other) if other in things else other.box)
    ]
    for edge in drawing.edges.values():
        ends = {edge.source, edge.target}
        for one in ends & set(drawing.edges):
            ends = ends | {drawing.edges[one].source, drawing.edges[one].target}
        name = local_name(edge.element)
        own = ends | {
            str(drawing.shapes[one].element.get("attachedToRef"))
            for one in ends
            if one in drawing.shapes
        }
        flows = name in ("sequenceFlow", "messageFlow")
        passed = [*(things if flows else []), *(solid if name != "sequenceFlow" else [])]
        faults += [
            f"{edge.id} passes through {one.id}"
            for one in passed
            if one.id not in own
            and any(one.box.grown(-2).crossed_by(p, q) for p, q in pairwise(edge.points))
        ]
        if name != "sequenceFlow":
            faults += [
                f"{edge.id} does not end at {end}"
                for point, end in ((edge.points[0], edge.source), (edge.points[-1], edge.target))
                if end in drawing.shapes and not _touches(point, drawing.shapes[end].box)
            ]
    faults += _undrawn(file, process, drawing)
    return faults


def _undrawn(file: DiagramFile, process: etree._Element, drawing: Drawing) -> list[str]:
    faults = []
    for group in read_outline(file.written(), str(process.get("id"))).beside.groups:
        if group.id in drawing.shapes:
            faults += [
                f"{one} is not within {group.id}"
                for one in group.steps
                if not drawing.shapes[group.id].box.holds(drawing.shapes[one].box)
            ]
    kinds = (*ARTIFACTS, "participant", "messageFlow", "association")
    faults += [
        f"{one.get('id')} is not drawn"
        for one in file.root.iter(*(bpmn(kind) for kind in kinds))
        if one.get("id") not in drawing.shapes and one.get("id") not in drawing.edges
    ]
    return faults


def _overlaps(drawing: Drawing, ids: list[str]) -> list[str]:
    shapes = [drawing.shapes[one] for one in ids if one in drawing.shapes]
    found = []
    for one, other in combinations(shapes, 2):
        attached = (one.element.get("attachedToRef"), other.element.get("attachedToRef"))
        if one.id in attached or other.id in attached:
            continue
        if one.box.grown(-1).meets(other.box):
            found.append(f"{one.id} lies on {other.id}")
    for shape in shapes:
        host = drawing.shapes.get(str(shape.element.get("attachedToRef")))
        if host is not None and not _on_border(shape.box, host.box):
            found.append(f"{shape.id} is not on the border of {host.id}")
    return found


def _on_border(event: Box, host: Box) -> bool:
    inside = host.x - 1 <= event.cx <= host.right + 1 and host.y - 1 <= event.cy <= host.bottom + 1
    near = min(
        abs(event.cx - host.x),
        abs(event.cx - host.right),
        abs(event.cy - host.y),
        abs(event.cy - host.bottom),
    )
    return inside and near < 2


def _flow_faults(drawing: Drawing, flow: etree._Element, ids: list[str]) -> list[str]:
    source, target = str(flow.get("sourceRef")), str(flow.get("targetRef"))
    if source not in ids or target not in ids:
        return []
    edge = drawing.edges.get(str(flow.get("id")))
    if edge is None:
        return [f"{flow.get('id')} is not drawn"]
    faults = []
    ends = ((edge.points[0], source), (edge.points[-1], target))
    for point, shape in ends:
        if not _touches(point, drawing.shapes[shape].box):
            faults.append(f"{edge.id} does not end at {shape}")
    if any(p.x != q.x and p.y != q.y for p, q in pairwise(edge.points)):
        faults.append(f"{edge.id} slants")
    return faults


def _touches(point: Point, box: Box) -> bool:
    return box.grown(1.5).holds(Box(point.x, point.y, 0, 0))
