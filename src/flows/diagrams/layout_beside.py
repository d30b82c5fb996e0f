"""Draw what stands beside the flow, and keep it clear of what an edit has moved."""

from collections.abc import Collection
from itertools import pairwise

from lxml import etree

from flows.diagrams.boxes import Box, Point, around_ways, straight
from flows.diagrams.drawing import Drawing, Edge
from flows.diagrams.groups import outermost, says_it_is_in
from flows.diagrams.layout_containers import fit_containers
from flows.diagrams.layout_flows import draw_flow
from flows.diagrams.layout_groups import draw_group, frames_of, keep_frames
from flows.diagrams.layout_labels import label_edge
from flows.diagrams.layout_notes import NotePlacer
from flows.diagrams.layout_outside import (
    ARTIFACTS,
    draw_closed_pool,
    draw_message_flow,
    draw_own_pool,
    is_message_flow,
    obstacles,
)
from flows.diagrams.layout_router import Terrain, route
from flows.diagrams.names import FLOW_NODES, bpmn, is_bpmn, local_name
from flows.diagrams.references import READS, WRITES, ends_of, id_of

_LINES = ("association", READS, WRITES)
_ROUNDS = 8


class Surroundings:
    """What stands beside the flow of one process on one plane, as it was before an edit.

    `bent` are lines that the edit has moved already: how they are is no reason to leave them so.
    """

    def __init__(
        self, drawing: Drawing, process: etree._Element, bent: Collection[str] = ()
    ) -> None:
        self.drawing = drawing
        self.process = process
        self.notes = NotePlacer(drawing, process)
        self.frames = frames_of(drawing, process)
        self.covered = self.notes.collisions()
        self.crossed = {pair for pair in self._crossed() if pair[0] not in bent}
        self.slanting = self._slanting()
        self.adrift = self._adrift()

    def draw(self, elements: list[etree._Element]) -> list[tuple[etree._Element, etree._Element]]:
        """Draw what is new or has changed, and mend the rest; steps that groups have taken in."""
        found = keep_frames(self.drawing, self.process, self.frames)
        for element in elements:
            kind = local_name(element)
            if kind == "participant":
                self._pool(element, elements)
            elif kind in ARTIFACTS:
                self._note(element)
        for line in elements:
            edge = self.drawing.edges.get(id_of(line))
            if edge is not None:
                label_edge(self.drawing, edge)
            elif local_name(line) in (*_LINES, "messageFlow"):
                self._line(line)
        self._mend()
        return found

    # ------------------------------------------------ one thing

    def _pool(self, pool: etree._Element, elements: list[etree._Element]) -> None:
        drawing = self.drawing
        if id_of(pool) in drawing.shapes or not self._is_shown(pool):
            return
        if pool.get("processRef") == self.process.get("id"):
            draw_own_pool(drawing, self.process, pool)
            return
        ends = [ends_of(one) for one in elements if local_name(one) == "messageFlow"]
        tied = {end for both in ends if id_of(pool) in both for end in both}
        near = [drawing.shapes[one].box.cx for one in tied - {id_of(pool)} if one in drawing.shapes]
        draw_closed_pool(drawing, pool, sum(near) / len(near) if near else None)

    def _note(self, element: etree._Element) -> None:
        tied = [
            one
            for line in self._all_lines()
            for one in ends_of(line)
            if id_of(element) in ends_of(line) and one != id_of(element)
        ]
        shapes = [self.drawing.shapes[one] for one in tied if one in self.drawing.shapes]
        near = [one for one in shapes if one.is_node]
        edges = [self.drawing.edges[one] for one in tied if one in self.drawing.edges]
        if near:
            self.notes.place(element, near[0].box, near[0].element)
        elif edges:
            source = self._element(edges[0].source)
            self.notes.place(element, _middles(edges[0])[0], source)
        elif self._is_shown(element):
            self.notes.place(element, shapes[0].box if shapes else None, None)

    def _line(self, line: etree._Element) -> None:
        drawing = self.drawing
        edge = drawing.edges.get(id_of(line)) or drawing.add_edge(line)
        edge.source, edge.target = ends_of(line)
        if not (draw_message_flow if is_message_flow(edge) else self._tie)(drawing, edge):
            if edge.drawn.getparent() is not None:
                edge.drawn.getparent().remove(edge.drawn)  # type: ignore[union-attr]
            drawing.edges.pop(edge.id, None)

    def _tie(self, drawing: Drawing, edge: Edge) -> bool:
        """Draw the line from a note or a document to what it is about."""
        sources, targets = self._ends(edge.source), self._ends(edge.target)
        if not sources or not targets:
            return False
        own = self._own(edge)
        blocking = [box for one, box in obstacles(drawing).items() if one not in own]
        pairs = [(a, b) for a in sources for b in targets]
        tries = [straight(a, b) for a, b in pairs]
        tries += [points for a, b in pairs for points in around_ways(a, b)]
        ways = (points for points in tries if not _meets(points, blocking))
        clear = next(ways, None)
        if clear is None:
            routed = (self._routed(edge, a, b) for a, b in pairs)
            clear = next((points for points in routed if not _meets(points, blocking)), tries[0])
        edge.points = clear
        return True

    def _routed(self, edge: Edge, a: Box, b: Box) -> list[Point]:
        """A way around everything, at right angles."""
        if a.holds(b) or b.holds(a):
            return straight(a, b)
        own = self._own(edge)
        boxes = {one: box for one, box in obstacles(self.drawing).items() if one not in own}
        terrain = Terrain(boxes)
        terrain.shapes |= {edge.source: a.grown(0 if a.width else 1)}
        terrain.shapes |= {edge.target: b.grown(0 if b.width else 1)}
        sides = (5.0,) * 4
        return route(terrain, edge.source, edge.target, sides_out=sides, sides_in=sides)

    # ------------------------------------------------ what has been moved

    def _mend(self) -> None:
        """Move notes off what now lies on them, and draw lines anew that no longer fit."""
        for _round in range(_ROUNDS):
            wrong = sorted({note for note, _other in self.notes.collisions() - self.covered})
            for note in wrong:
                self._note(self.drawing.shapes[note].element)
                self.covered = {pair for pair in self.covered if pair[0] != note}
            self.notes.bent |= fit_containers(self.drawing)
            self._redraw_flows()
            if not self._redraw_lines() and not wrong:
                return

    def _redraw_flows(self) -> None:
        """Sequence flows that were in the way when room was made for a note."""
        bent, self.notes.bent = self.notes.bent, set()
        for edge in self.drawing.edges.values():
            is_own = edge.element.tag == bpmn("sequenceFlow") and edge.points
            if is_own and (edge.id in bent or self._is_loose(edge)):
                draw_flow(self.drawing, edge)

    def _redraw_lines(self) -> bool:
        """Draw anew the lines whose ends have moved, or that pass through something; if any."""
        passing = {one for one, _shape in self._crossed() - self.crossed}
        wrong = passing | (self._slanting() - self.slanting) | (self._adrift() - self.adrift)
        found = [
            edge
            for edge in self.drawing.edges.values()
            if _is_beside(edge) and (edge.id in wrong or self._is_loose(edge))
        ]
        for edge in found:
            self._line(edge.element)
        # What could not be drawn better stays as it is.
        self.crossed, self.slanting = self._crossed(), self._slanting()
        self.adrift = self._adrift()
        return bool(found)

    def _is_loose(self, edge: Edge) -> bool:
        """Whether a line no longer ends at what it ends at."""
        for point, end in ((edge.points[0], edge.source), (edge.points[-1], edge.target)):
            shape = self.drawing.shapes.get(end)
            if shape is not None and not shape.box.grown(1).holds(Box(point.x, point.y, 0, 0)):
                return True
        return False

    def _adrift(self) -> set[str]:
        """The lines that end at a flow, but beside it."""
        edges = self.drawing.edges
        return {
            edge.id
            for edge in edges.values()
            for point, end in ((edge.points[0], edge.source), (edge.points[-1], edge.target))
            if _is_beside(edge) and end in edges and not _is_on(point, edges[end])
        }

    def _slanting(self) -> set[str]:
        """The message flows that aren't at right angles."""
        return {
            edge.id
            for edge in self.drawing.edges.values()
            if is_message_flow(edge)
            and any(p.x != q.x and p.y != q.y for p, q in pairwise(edge.points))
        }

    def _crossed(self) -> set[tuple[str, str]]:
        """Lines beside the flow that pass through something, by ids."""
        boxes = obstacles(self.drawing)
        return {
            (edge.id, shape_id)
            for edge in self.drawing.edges.values()
            if _is_beside(edge)
            for shape_id, box in boxes.items()
            if shape_id not in self._own(edge)
            and any(box.grown(-2).crossed_by(p, q) for p, q in pairwise(edge.points))
        }

    def _own(self, edge: Edge) -> set[str]:
        """What a line may pass over: its ends, what they are on the edge of, the ends of a flow."""
        ends = {edge.source, edge.target}
        for one in ends & set(self.drawing.edges):
            ends = ends | {self.drawing.edges[one].source, self.drawing.edges[one].target}
        shapes = [self.drawing.shapes[one] for one in ends if one in self.drawing.shapes]
        return ends | {str(one.element.get("attachedToRef")) for one in shapes}

    # ------------------------------------------------ what there is

    def _ends(self, element_id: str) -> list[Box]:
        """Where a line can end: at a shape, or in the middle of a piece of another line."""
        shape = self.drawing.shapes.get(element_id)
        if shape is not None:
            return [shape.box]
        edge = self.drawing.edges.get(element_id)
        return [] if edge is None else _middles(edge)

    def _all_lines(self) -> list[etree._Element]:
        root = self.process.getroottree().getroot()
        return list(root.iter(*(bpmn(name) for name in _LINES)))

    def _element(self, node_id: str) -> etree._Element | None:
        for one in self.process.iter(etree.Element):
            if one.get("id") == node_id:
                return one
        return None

    def _is_shown(self, element: etree._Element) -> bool:
        """Whether the scope that an element stands in is drawn on this plane."""
        scope = element.getparent()
        if scope is None or local_name(scope) == "collaboration":
            scope = self.process
        return any(id_of(one) in self.drawing.shapes for one in scope if is_bpmn(one, FLOW_NODES))


def draw_all_beside(drawing: Drawing, processes: list[etree._Element]) -> None:
    """Draw everything that stands beside the flows of processes that have just been laid out."""
    root = drawing.plane.getroottree().getroot()
    for process in processes:
        for group in process.iter(bpmn("group")):
            _frame(drawing, process, group)
    collaboration = root.find(bpmn("collaboration"))
    if collaboration is not None:
        for group in collaboration.iter(bpmn("group")):
            _frame(drawing, processes[0], group)
    names = ("participant", *sorted(ARTIFACTS), *_LINES, "messageFlow")
    for process in processes:
        owners = [*([] if collaboration is None else [collaboration]), process]
        elements = [
            one
            for owner in owners
            for one in owner.iter(*(bpmn(name) for name in names))
            if id_of(one) not in drawing.shapes and id_of(one) not in drawing.edges and id_of(one)
        ]
        Surroundings(drawing, process).draw(elements)


def _frame(drawing: Drawing, process: etree._Element, group: etree._Element) -> None:
    nodes = [one for one in process.iter(etree.Element) if is_bpmn(one, FLOW_NODES)]
    members = outermost([one for one in nodes if says_it_is_in(one, group)])
    if members and all(id_of(one) in drawing.shapes for one in members):
        draw_group(drawing, process, group, members)
    fit_containers(drawing)


def _is_beside(edge: Edge) -> bool:
    return local_name(edge.element) in (*_LINES, "messageFlow")


def _is_on(point: Point, edge: Edge) -> bool:
    spot = Box(point.x, point.y, 0, 0).grown(2)
    return any(spot.crossed_by(p, q) for p, q in pairwise(edge.points))


def _meets(points: list[Point], boxes: list[Box]) -> bool:
    return any(box.crossed_by(p, q) for box in boxes for p, q in pairwise(points))


def _middles(edge: Edge) -> list[Box]:
    """The middles of the pieces of a line, the middle piece's first, as boxes without size."""
    pairs = list(pairwise(edge.points))
    order = sorted(range(len(pairs)), key=lambda place: abs(place - len(pairs) // 2))
    found = [pairs[place] for place in order]
    return [Box((p.x + q.x) / 2, (p.y + q.y) / 2, 0, 0) for p, q in found]
