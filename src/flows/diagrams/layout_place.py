"""Find a place for a new step, beside the steps that it belongs to."""

from lxml import etree

from flows.diagrams.boxes import Box
from flows.diagrams.drawing import Drawing, Shape
from flows.diagrams.lanes import lane_of_nodes
from flows.diagrams.layout_room import MARGIN, make_room, scope_shape
from flows.diagrams.layout_sizes import size_of
from flows.diagrams.names import GATEWAYS, local_name
from flows.diagrams.workbench import Workbench

GAP = 40.0
_APART = 16.0
_STEP = 10.0


class Placer:
    """Places the new steps of one process on one plane; gathers the flows to be drawn anew."""

    def __init__(self, bench: Workbench, drawing: Drawing) -> None:
        self.bench = bench
        self.drawing = drawing
        self.lanes = lane_of_nodes(bench.process)
        self.bent: set[str] = set()
        self.settled: set[str] = set()

    def place(self, node: etree._Element) -> None:
        """Draw a step that isn't drawn."""
        if local_name(node) == "boundaryEvent":
            self._on_edge(node)
            return
        width, height = size_of(self.drawing, node)
        before, after = self._neighbours(node)
        if before is None and after is None:
            self._anywhere(node, width, height)
            return
        box = self._wished(node, before, after, width, height)
        self.drawing.add_shape(node, self._settled(node, box))

    def settle_in_lane(self, node: etree._Element) -> None:
        """Move a drawn step into the lane that it stands in now."""
        shape = self.drawing.shapes.get(str(node.get("id")))
        area = self._area(node)
        if shape is None or area is None or area.holds(shape.box):
            return
        box = shape.box
        rows = self._rows(node, area)
        y = min(rows, key=lambda row: abs(row - box.cy)) if rows else area.cy
        self.resettle(shape, Box(box.x, y - box.height / 2, box.width, box.height))

    def resettle(self, shape: Shape, wish: Box | None = None) -> None:
        """Move a drawn step, with what is on its edge, to the free place nearest to the wish."""
        settled = self._settled(shape.element, wish or shape.box)
        # What was moved to make room may be the step itself.
        dx, dy = settled.x - shape.box.x, settled.y - shape.box.y
        for one in (shape, *self.drawing.attached_to(shape.id)):
            one.move(dx, dy)
        self.settled.add(shape.id)
        self.bend_around(shape.element)

    def bend_around(self, node: etree._Element) -> None:
        """Let the flows of a step, and of what is on its edge, be drawn anew."""
        for one in (node, *self.bench.boundary_events(node)):
            flows = [*self.bench.ins(one), *self.bench.outs(one)]
            self.bent |= {str(flow.get("id")) for flow in flows}

    # ------------------------------------------------ where it would like to be

    def _neighbours(self, node: etree._Element) -> tuple[Shape | None, Shape | None]:
        shapes = self.drawing.shapes
        sources = [str(flow.get("sourceRef")) for flow in self.bench.ins(node)]
        targets = [str(flow.get("targetRef")) for flow in self.bench.outs(node)]
        befores = [shapes[one] for one in sources if one in shapes]
        afters = [shapes[one] for one in targets if one in shapes]
        before = max(befores, key=lambda one: one.box.right, default=None)
        if len(befores) > 1 and afters:
            # Several lead here, some of them from further on: the one nearest before counts.
            ahead = [one for one in befores if one.box.right <= afters[0].box.x]
            before = max(ahead, key=lambda one: one.box.right, default=befores[0])
        return before, afters[0] if afters else None

    def _wished(
        self,
        node: etree._Element,
        before: Shape | None,
        after: Shape | None,
        width: float,
        height: float,
    ) -> Box:
        """The place beside its neighbours, after everything further on has moved away."""
        if before is None:
            assert after is not None
            box = Box(after.box.x - GAP - width, after.box.cy - height / 2, width, height)
            if not self._is_free(box):
                self._push(after.box.x - GAP / 2, width + GAP)
                box.x = after.box.x - GAP - width
            return box
        y = self._row(node, before, height)
        if before.kind == "boundaryEvent":
            host = self.drawing.shapes.get(str(before.element.get("attachedToRef")))
            below = before.box.bottom if host is None else max(before.box.bottom, host.box.bottom)
            return Box(before.box.cx + GAP / 2, below + GAP, width, height)
        siblings = self._siblings(node, before)
        gap = GAP if before.kind not in GATEWAYS else 1.5 * GAP
        if self._comes_together(node, before):
            gap = 4 * GAP
        left = before.box.right + gap
        if siblings:
            return Box(siblings[0].box.cx - width / 2, y, width, height)
        if self._row_goes_on(node, before):
            # Another way goes straight on: this one begins on a row of its own.
            return Box(left, before.box.cy + 2 * GAP, width, height)
        box = Box(left, y, width, height)
        room = box.grown(GAP / 2, _APART)
        blocked = [one for one in self._others() if one.box.meets(room)]
        if after is not None and after.box.x >= left and not blocked:
            free = after.box.x - GAP - width
            if free > left and after.box.cy - height / 2 == y:
                box.x = (before.box.right + after.box.x - width) / 2
            if after.box.x - box.right >= GAP / 2:
                return box
        if after is None and not blocked:
            return box
        first = min((one.box.x for one in blocked), default=left)
        by = max(width + gap, box.right + GAP - first)
        self._push(before.box.right + min(gap, GAP) / 2, by)
        return box

    def _row(self, node: etree._Element, before: Shape, height: float) -> float:
        """The top of a step in its neighbour's row, or in the nearest row of its own lane."""
        area = self._area(node)
        if area is None or area.y <= before.box.cy <= area.bottom:
            return before.box.cy - height / 2
        rows = self._rows(node, area)
        row = min(rows, key=lambda one: abs(one - before.box.cy)) if rows else area.cy
        return row - height / 2

    def _rows(self, node: etree._Element, area: Box) -> list[float]:
        """The middles of the rows that there are in an area."""
        own = str(node.get("id"))
        return sorted(
            {
                shape.box.cy
                for shape in self.drawing.nodes()
                if shape.id != own and shape.kind != "boundaryEvent" and area.holds(shape.box)
            }
        )

    def _siblings(self, node: etree._Element, before: Shape) -> list[Shape]:
        """Drawn new steps that the same step leads to: they stand above one another."""
        found = []
        for flow in self.bench.outs(before.element):
            target = str(flow.get("targetRef"))
            if target in self.bench.added and target != node.get("id"):
                found += [one for one in self._others() if one.id == target]
        if len(self.bench.ins(node)) > 1:
            return []
        return [one for one in found if len(self.bench.ins(one.element)) == 1]

    def _row_goes_on(self, node: etree._Element, before: Shape) -> bool:
        """Whether another flow from the step before leads to the right in the same row."""
        targets = [str(flow.get("targetRef")) for flow in self.bench.outs(before.element)]
        others = [self.drawing.shapes.get(one) for one in targets if one != node.get("id")]
        return len(self.bench.ins(node)) == 1 and any(
            one is not None and abs(one.box.cy - before.box.cy) < 5 and one.box.x > before.box.right
            for one in others
        )

    def _comes_together(self, node: etree._Element, before: Shape) -> bool:
        """Whether several flows lead straight from one step to the other."""
        sources = [flow.get("sourceRef") for flow in self.bench.ins(node)]
        return sources.count(before.id) > 1

    # ------------------------------------------------ where it can be

    def _settled(self, node: etree._Element, wish: Box) -> Box:
        """The nearest free place to the wish, above or below, in the step's lane or scope."""
        area = self._widened(node, wish)
        own = str(node.get("id"))
        for box in self._tries(wish, area):
            if self._is_free(box, own):
                return box
        if area is None:
            return wish
        # The lane or subprocess has no room: it grows downwards.
        self.bent |= make_room(self.drawing, area.bottom, wish.height + GAP, down=True)
        box = Box(wish.x, area.bottom - MARGIN / 2 + GAP / 2, wish.width, wish.height)
        while not self._is_free(box, own):
            box = box.moved(_STEP, 0)
        return box

    def _widened(self, node: etree._Element, wish: Box) -> Box | None:
        """Where a step must stand; a subprocess that the wish reaches out of grows to the right."""
        lane = self.drawing.shapes.get(self.lanes.get(str(node.get("id")), ""))
        scope = scope_shape(self.drawing, node)
        if lane is None and scope is not None and scope.kind != "participant":
            more = wish.right + MARGIN - scope.box.right
            if more > 0:
                self._push(scope.box.right, more)
        return self._area(node)

    def _tries(self, wish: Box, area: Box | None) -> list[Box]:
        low = wish.y - 600 if area is None else area.y + _APART
        high = wish.y + 1200 if area is None else area.bottom - wish.height - _APART
        tries = [wish] if low <= wish.y <= high else []
        steps = int(max(high - low, 0) / _STEP) + 1
        around = [wish.moved(0, low + n * _STEP - wish.y) for n in range(min(steps, 400))]
        return tries + sorted(around, key=lambda box: (abs(box.y - wish.y), -box.y))

    def _is_free(self, box: Box, own: str = "") -> bool:
        room = box.grown(_APART)
        return not any(
            one.box.meets(room)
            for one in self._others()
            if own not in (one.id, one.element.get("attachedToRef"))
        )

    def _others(self) -> list[Shape]:
        opened = [one for one in self.drawing.shapes.values() if one.is_container and one.is_node]
        around = {id(one) for one in opened if self._holds_new(one)}
        return self.drawing.nodes() + [one for one in opened if id(one) not in around]

    def _holds_new(self, shape: Shape) -> bool:
        return any(
            shape.element in self.bench.step(step_id).iterancestors()
            for step_id in self.bench.added
        )

    def _area(self, node: etree._Element) -> Box | None:
        """The lane or the subprocess that a step must stand in."""
        lane = self.drawing.shapes.get(self.lanes.get(str(node.get("id")), ""))
        if lane is not None:
            return lane.box
        scope = scope_shape(self.drawing, node)
        if scope is None:
            return None
        return scope.box

    def _push(self, cut: float, by: float) -> None:
        self.bent |= make_room(self.drawing, cut, by)

    def _anywhere(self, node: etree._Element, width: float, height: float) -> None:
        area = self._area(node) or Box(160, 80, 600, 300)
        box = Box(area.x + 2 * MARGIN, area.y + MARGIN, width, height)
        self.drawing.add_shape(node, self._settled(node, box))

    def _on_edge(self, node: etree._Element) -> None:
        """A boundary event on the lower edge of its host, beside those that are there."""
        host = self.drawing.shapes.get(str(node.get("attachedToRef")))
        if host is None:
            return
        taken = [one.box for one in self.drawing.attached_to(host.id)]
        box = host.box
        rights = range(int(box.right - 22), int(box.x + 8), -6)
        tries = [Box(right - 18.0, box.bottom - 18, 36, 36) for right in rights]
        below = [one.box for one in self._others() if one.box.y >= box.bottom]
        clear = [one for one in tries if not any(_under(one).meets(other) for other in below)]
        tries = [*clear, *(one for one in tries if one not in clear)]
        tries += [one.moved(0, -box.height) for one in tries]
        free = [one for one in tries if not any(one.grown(4).meets(other) for other in taken)]
        event = self.drawing.add_shape(node, (free or tries)[0])
        near = [other.y for other in below if _under(event.box).meets(other)]
        if near and event.box.cy == box.bottom:
            # Its way leads down from it.
            self.bent |= make_room(
                self.drawing, box.bottom, _under(event.box).bottom - min(near), down=True
            )


def _under(event: Box) -> Box:
    """An event on a lower edge, with the beginning of its way."""
    return Box(event.x - _APART, event.y, event.width + 2 * _APART, event.height + GAP / 2)
