"""Draw what isn't drawn: every step of a process from left to right, lanes as rows."""

from dataclasses import dataclass, field

from lxml import etree

from flows.diagrams.boxes import Box, around
from flows.diagrams.diagram_file import DiagramFile, flow_nodes, kind_of, scopes_in, sequence_flows
from flows.diagrams.drawing import Drawing, planes, read_drawing
from flows.diagrams.lanes import all_lanes, lane_of_nodes, leaf_lanes
from flows.diagrams.layout_beside import draw_all_beside
from flows.diagrams.layout_containers import fit_containers
from flows.diagrams.layout_flows import draw_flow
from flows.diagrams.layout_labels import label_shape
from flows.diagrams.layout_rows import columns, rows
from flows.diagrams.layout_sizes import size_of
from flows.diagrams.names import BPMNDI, SCOPES, bpmn, local_name
from flows.diagrams.scope_graph import scope_graph
from flows.diagrams.xml_edits import make, put, take_out

_ACROSS, _DOWN = 64.0, 44.0
_INSIDE = 36.0
_TITLE = 30.0
_LEFT, _TOP = 160.0, 80.0


@dataclass(slots=True)
class _Placed:
    """Where the steps of a scope stand, from its own corner; where each lane begins and ends."""

    boxes: dict[str, Box] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0
    lanes: dict[str, tuple[float, float]] = field(default_factory=dict)


def lay_out(raw: bytes, *, anew: bool = False) -> bytes:
    """The file with everything drawn that wasn't; `anew`: with everything drawn from the beginning.

    Raises FileRefused.
    """
    file = DiagramFile(raw)
    if anew:
        for diagram in file.root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
            take_out(diagram)
    lay_out_file(file)
    return file.written()


def lay_out_file(file: DiagramFile) -> None:
    """Draw every process of a file that has no step drawn, below what there is."""
    by_id = file.by_id()
    drawn = [read_drawing(plane, by_id) for plane in planes(file.root)]
    shown = {shape_id for drawing in drawn for shape_id in drawing.shapes}
    waiting = [
        process for process in file.processes() if flow_nodes(process) and not _ids(process) & shown
    ]
    if not waiting:
        return
    collaboration = file.root.find(bpmn("collaboration"))
    drawing = _plane_for(file, drawn, collaboration, waiting[0])
    top = max((shape.box.bottom + 60 for shape in drawing.shapes.values()), default=_TOP)
    for process in waiting:
        top = _Drawer(file, drawing).draw(process, top) + 60
    draw_all_beside(drawing, waiting)
    drawing.write()


def _ids(process: etree._Element) -> set[str]:
    return {str(node.get("id")) for scope in scopes_in(process) for node in flow_nodes(scope)}


def _plane_for(
    file: DiagramFile,
    drawn: list[Drawing],
    collaboration: etree._Element | None,
    process: etree._Element,
) -> Drawing:
    wanted = str((process if collaboration is None else collaboration).get("id"))
    for drawing in drawn:
        if drawing.plane.get("bpmnElement") == wanted:
            return drawing
    taken = {str(one.get("id")) for one in file.root.iter(etree.Element)}
    names = [f"diagram_{wanted}", f"plan_{wanted}"]
    while names[0] in taken or names[1] in taken:
        names = [f"{name}_2" for name in names]
    diagram = make(f"{{{BPMNDI}}}BPMNDiagram", id=names[0])
    plane = make(f"{{{BPMNDI}}}BPMNPlane", id=names[1], bpmnElement=wanted)
    put(file.root, diagram)
    put(diagram, plane)
    return Drawing(plane)


class _Drawer:
    def __init__(self, file: DiagramFile, drawing: Drawing) -> None:
        self.file = file
        self.drawing = drawing

    def draw(self, process: etree._Element, top: float) -> float:
        """Draw a process at a height; the height where it ends."""
        placed = self._scope(process, lane_of_nodes(process), leaf_lanes(process))
        pool = self._participant(process)
        left = _LEFT
        if pool is not None:
            self.drawing.add_shape(pool, Box(left, top, placed.width + 2 * _TITLE, placed.height))
            left += _TITLE
        if placed.lanes:
            self._lanes(process, placed, left, top)
            left += _TITLE
        self._put(process, placed, left, top)
        for scope in scopes_in(process):
            for flow in sequence_flows(scope):
                if str(flow.get("id")) not in self.drawing.edges:
                    self.drawing.add_edge(flow)
        own = {str(flow.get("id")) for s in scopes_in(process) for flow in sequence_flows(s)}
        edges = [edge for edge in self.drawing.edges.values() if edge.id in own]
        for edge in edges:
            edge.points = []
        shapes = self.drawing.shapes
        for edge in [one for one in edges if {one.source, one.target} - set(shapes)]:
            take_out(edge.drawn)
            del self.drawing.edges[edge.id]
            edges.remove(edge)
        edges.sort(key=lambda one: abs(shapes[one.source].box.cx - shapes[one.target].box.cx))
        for edge in edges:
            draw_flow(self.drawing, edge)
        for node in [node for scope in scopes_in(process) for node in flow_nodes(scope)]:
            shape = shapes.get(str(node.get("id")))
            if shape is not None:
                label_shape(self.drawing, shape)
        return self._grown(process, pool, top + placed.height)

    def _grown(self, process: etree._Element, pool: etree._Element | None, bottom: float) -> float:
        """Let the pool hold flows that went around its outermost steps."""
        fit_containers(self.drawing)
        if pool is None:
            return max([bottom, *(shape.box.bottom for shape in self.drawing.shapes.values())])
        return max(bottom, self.drawing.shapes[str(pool.get("id"))].box.bottom)

    def _participant(self, process: etree._Element) -> etree._Element | None:
        for one in self.file.root.iter(bpmn("participant")):
            if str(one.get("processRef")).rpartition(":")[2] == process.get("id"):
                return one
        return None

    # ------------------------------------------------ places

    def _scope(
        self,
        scope: etree._Element,
        lane_of: dict[str, str],
        lanes: list[etree._Element],
    ) -> _Placed:
        graph = scope_graph(scope)
        column = columns(graph)
        row = rows(graph, column)
        inner = {
            node: self._scope(element, {}, [])
            for node, element in enumerate(graph.nodes)
            if node and kind_of(element) in SCOPES
        }
        sizes = {node: self._size(graph.nodes[node], inner.get(node)) for node in column}
        steps = [node for node in column if kind_of(graph.nodes[node]) != "boundaryEvent"]
        steps += [
            node for node in column if node not in steps and not self._host(graph.nodes[node])
        ]
        bands = self._bands(
            {node: str(graph.nodes[node].get("id")) for node in steps}, lane_of, lanes, row, column
        )
        placed = _Placed()
        lefts = self._lefts(steps, column, sizes)
        top = 0.0
        for lane_id, lane_rows in bands:
            begins = top
            top += _INSIDE * 0.75
            for members in lane_rows:
                height = max([60.0, *(sizes[node][1] for node in members)])
                for node in members:
                    width, own = sizes[node]
                    left, room = lefts[column[node]]
                    placed.boxes[str(graph.nodes[node].get("id"))] = Box(
                        left + (room - width) / 2, top + (height - own) / 2, width, own
                    )
                top += height + _DOWN
            top = max(top - _DOWN / 4, begins + 120 if lane_id else 0)
            if lane_id:
                placed.lanes[lane_id] = (begins, top)
        ends = [left + room for left, room in lefts.values()]
        placed.width = max(ends, default=100.0) + _ACROSS
        placed.height = max(top, 80.0)
        for node, inside in inner.items():
            self._shift_in(placed, str(graph.nodes[node].get("id")), inside)
        return placed

    def _shift_in(self, placed: _Placed, scope_id: str, own: _Placed) -> None:
        """Take up the places inside a subprocess."""
        box = placed.boxes.get(scope_id)
        if box is not None:
            for step_id, inner in own.boxes.items():
                placed.boxes[step_id] = inner.moved(box.x, box.y + _TITLE / 2)

    def _size(self, node: etree._Element, inner: _Placed | None) -> tuple[float, float]:
        if inner is None:
            return size_of(None, node)
        return max(inner.width, 140.0), max(inner.height + _TITLE, 100.0)

    def _host(self, node: etree._Element) -> bool:
        around_it = node.getparent()
        host = node.get("attachedToRef")
        return around_it is not None and any(
            one.get("id") == host and one is not node for one in flow_nodes(around_it)
        )

    def _lefts(
        self, steps: list[int], column: dict[int, int], sizes: dict[int, tuple[float, float]]
    ) -> dict[int, tuple[float, float]]:
        """For every column where it begins and how wide it is."""
        found = {}
        left = _ACROSS
        for one in sorted({column[node] for node in steps}):
            room = max(sizes[node][0] for node in steps if column[node] == one)
            found[one] = (left, room)
            left += room + _ACROSS
        return found

    def _bands(
        self,
        ids: dict[int, str],
        lane_of: dict[str, str],
        lanes: list[etree._Element],
        row: dict[int, int],
        column: dict[int, int],
    ) -> list[tuple[str, list[list[int]]]]:
        """For every lane, from above, its rows; a row without steps in it is left out.

        Rows that share no column become one.
        """
        names = [str(lane.get("id")) for lane in lanes]
        found: list[tuple[str, list[list[int]]]] = []
        for lane_id in [*names, ""]:
            members = [
                node
                for node in ids
                if (lane_of.get(ids[node], "") if names else "") == lane_id
                or (lane_id == "" and names and lane_of.get(ids[node], "") not in names)
            ]
            if not members and not lane_id:
                continue
            kept: list[list[int]] = []
            for one in sorted({row[node] for node in members}):
                here = [node for node in members if row[node] == one]
                used = {column[node] for node in kept[-1]} if kept else set()
                merges = names and kept and not used & {column[node] for node in here}
                if merges:
                    kept[-1] += here
                else:
                    kept.append(here)
            found.append((lane_id, kept))
        return found

    # ------------------------------------------------ shapes

    def _lanes(self, process: etree._Element, placed: _Placed, left: float, top: float) -> None:
        width = placed.width + _TITLE
        boxes = {
            lane_id: Box(left, top + begins, width, ends - begins)
            for lane_id, (begins, ends) in placed.lanes.items()
        }
        for lane in all_lanes(process):
            inner = [
                boxes[str(one.get("id"))]
                for one in lane.iter(bpmn("lane"))
                if str(one.get("id")) in boxes
            ]
            if inner:
                self.drawing.add_shape(lane, around(inner))

    def _put(self, process: etree._Element, placed: _Placed, left: float, top: float) -> None:
        for scope in scopes_in(process):
            nodes = flow_nodes(scope)
            for node in nodes:
                box = placed.boxes.get(str(node.get("id")))
                if box is not None:
                    self.drawing.add_shape(node, box.moved(left, top))
            self._events(nodes)

    def _events(self, nodes: list[etree._Element]) -> None:
        """The events on the edges, side by side along the lower edge from the right."""
        by_host: dict[str, list[etree._Element]] = {}
        for node in nodes:
            if (
                local_name(node) == "boundaryEvent"
                and str(node.get("id")) not in self.drawing.shapes
            ):
                by_host.setdefault(str(node.get("attachedToRef")), []).append(node)
        for host_id, events in by_host.items():
            host = self.drawing.shapes[host_id].box
            apart = min(44.0, max(host.width - 44, 1) / max(len(events) - 1, 1))
            for number, event in enumerate(events):
                right = host.right - 8 - number * apart
                self.drawing.add_shape(event, Box(right - 36, host.bottom - 18, 36, 36))
