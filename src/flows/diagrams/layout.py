"""Keep a file's drawing true to its process after an edit, and as it was drawn where possible."""

from itertools import pairwise

from lxml import etree

from flows.diagrams.boxes import Box, Point, around
from flows.diagrams.diagram_file import flow_nodes, scopes_in, sequence_flows
from flows.diagrams.drawing import Drawing, Edge, Shape, planes, read_drawing
from flows.diagrams.groups import put_in_group
from flows.diagrams.layout_beside import Surroundings
from flows.diagrams.layout_containers import fit_containers
from flows.diagrams.layout_flows import draw_flow
from flows.diagrams.layout_full import lay_out_file
from flows.diagrams.layout_labels import label_shape
from flows.diagrams.layout_place import Placer
from flows.diagrams.names import bpmn
from flows.diagrams.workbench import Workbench

_ROUNDS = 4


def mend_drawing(bench: Workbench, moved: set[str]) -> None:
    """Draw what an edit has added, and draw anew the flows that it has bent.

    `moved` are steps whose lane has changed. A process that isn't drawn at all is laid out from
    the beginning, with everything else in its file.
    """
    by_id = bench.file.by_id()
    drawings = [read_drawing(plane, by_id) for plane in planes(bench.file.root)]
    old = [
        str(node.get("id"))
        for scope in scopes_in(bench.process)
        for node in flow_nodes(scope)
        if node.get("id") not in bench.added
    ]
    if not any(step_id in drawing.shapes for drawing in drawings for step_id in old):
        lay_out_file(bench.file)
        return
    for drawing in drawings:
        _Mender(bench, drawing).mend(moved)


class _Mender:
    def __init__(self, bench: Workbench, drawing: Drawing) -> None:
        self.bench = bench
        self.drawing = drawing
        self.placer = Placer(bench, drawing)
        self.beside = Surroundings(drawing, bench.process, bench.bent)

    def mend(self, moved: set[str]) -> None:
        """Everything on one plane."""
        drawing, bench = self.drawing, self.bench
        for first, second in bench.swapped:
            self._swap(first, second)
        for step_id in bench.added:
            node = bench.step(step_id)
            if step_id not in drawing.shapes and self._belongs_here(node):
                self.placer.place(node)
        for step_id in moved:
            if step_id in drawing.shapes:
                self.placer.settle_in_lane(bench.step(step_id))
        self.placer.bent |= fit_containers(drawing)
        self._draw_flows()
        for _round in range(_ROUNDS):
            # A flow that was drawn anew may need more room than there was.
            self.placer.bent = fit_containers(drawing)
            if not self.placer.bent:
                break
            self._draw_flows()
        for step_id in bench.added:
            if step_id in drawing.shapes:
                label_shape(drawing, drawing.shapes[step_id])
        by_id = bench.file.by_id()
        beside = [by_id[one] for one in dict.fromkeys(bench.beside) if one in by_id]
        for node, group in self.beside.draw(beside):
            put_in_group(node, group)
        drawing.write()

    def _belongs_here(self, node: etree._Element) -> bool:
        """Whether the step's scope is drawn on this plane."""
        siblings = flow_nodes(self.bench.scope(node))
        return any(str(one.get("id")) in self.drawing.shapes for one in siblings)

    # ------------------------------------------------ steps that have changed places

    def _swap(self, first: list[str], second: list[str]) -> None:
        one, other = self._drawn(first), self._drawn(second)
        if not one or not other:
            return
        a, b = _hull(one), _hull(other)
        alike = len(one) == len(other) == 1 and self._same_lane(one[0], other[0])
        if alike:
            moves = ((a, b.cx - a.cx, b.cy - a.cy), (b, a.cx - b.cx, a.cy - b.cy))
        elif b.x >= a.right:
            moves = ((a, b.right - a.right, 0.0), (b, a.x - b.x, 0.0))
        else:
            moves = ((a, b.cx - a.cx, 0.0), (b, a.cx - b.cx, 0.0))
        for shapes, (_box, dx, dy) in zip((one, other), moves, strict=True):
            self._move(shapes, dx, dy)
        for shape in (*one, *other):
            if shape.kind != "boundaryEvent" and self._lies_on_another(shape):
                self.placer.resettle(shape)
            self.placer.bend_around(shape.element)

    def _drawn(self, ids: list[str]) -> list[Shape]:
        return [self.drawing.shapes[one] for one in ids if one in self.drawing.shapes]

    def _same_lane(self, one: Shape, other: Shape) -> bool:
        lanes = self.placer.lanes
        return lanes.get(one.id) == lanes.get(other.id)

    def _move(self, shapes: list[Shape], dx: float, dy: float) -> None:
        """Move shapes with all that is inside them, and the flows between them."""
        moved = {shape.id for shape in shapes}
        for shape in shapes:
            inside = shape.element.iterdescendants(etree.Element)
            moved |= {str(one.get("id")) for one in inside if one.get("id")}
        for shape in self.drawing.shapes.values():
            if shape.id in moved:
                shape.move(dx, dy)
        for edge in self.drawing.edges.values():
            if edge.source in moved and edge.target in moved:
                edge.points = [Point(point.x + dx, point.y + dy) for point in edge.points]
                edge.label = edge.label and edge.label.moved(dx, dy)

    def _lies_on_another(self, shape: Shape) -> bool:
        mine = {shape.id, str(shape.element.get("attachedToRef"))}
        mine |= {one.id for one in self.drawing.attached_to(shape.id)}
        inside = {str(one.get("id")) for one in shape.element.iterdescendants(etree.Element)}
        return any(
            other.box.meets(shape.box)
            for other in self.drawing.nodes()
            if other.id not in mine and other.id not in inside
        )

    # ------------------------------------------------ flows

    def _draw_flows(self) -> None:
        drawing, bench = self.drawing, self.bench
        bent = (bench.bent | self.placer.bent) & self._flows()
        bent |= {edge.id for edge in drawing.edges.values() if self._runs_over(edge)}
        waiting: list[Edge] = []
        for scope in scopes_in(bench.process):
            for flow in sequence_flows(scope):
                ends = [str(flow.get("sourceRef")), str(flow.get("targetRef"))]
                if not all(end in drawing.shapes for end in ends):
                    continue
                edge = drawing.edges.get(str(flow.get("id")))
                if edge is None:
                    edge = drawing.add_edge(flow)
                elif edge.id not in bent:
                    continue
                edge.source, edge.target, edge.points = ends[0], ends[1], []
                waiting.append(edge)
        for edge in sorted(waiting, key=self._span):
            draw_flow(drawing, edge)

    def _flows(self) -> set[str]:
        return {str(flow.get("id")) for flow in self.bench.process.iter(bpmn("sequenceFlow"))}

    def _runs_over(self, edge: Edge) -> bool:
        """Whether a flow now passes through a new step, and so must be drawn anew."""
        if edge.id not in self._flows():
            return False
        boxes = [
            self.drawing.shapes[one].box.grown(4)
            for one in (*self.bench.added, *self.placer.settled)
            if one in self.drawing.shapes
            and one not in (edge.source, edge.target)
            and not self.drawing.shapes[one].is_container
        ]
        return any(box.crossed_by(p, q) for box in boxes for p, q in pairwise(edge.points))

    def _span(self, edge: Edge) -> float:
        a, b = self.drawing.shapes[edge.source].box, self.drawing.shapes[edge.target].box
        return abs(a.cx - b.cx) + abs(a.cy - b.cy)


def _hull(shapes: list[Shape]) -> Box:
    return around([shape.box for shape in shapes if shape.kind != "boundaryEvent"])
