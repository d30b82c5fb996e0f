"""A process while it is being edited: its steps, its flows, and what an edit has touched."""

from dataclasses import dataclass, field

from lxml import etree

from flows.diagrams.diagram_file import DiagramFile, free_name, id_text, sequence_flows
from flows.diagrams.errors import StepUnknown
from flows.diagrams.lanes import all_lanes, lane_of_nodes
from flows.diagrams.names import FLOW_NODES, bpmn, is_bpmn, local_name
from flows.diagrams.references import READS, WRITES, ends_of
from flows.diagrams.xml_edits import make, make_text, put, put_after, put_in_order, take_out


@dataclass(slots=True)
class Workbench:
    """One process of a file. `added` are the new steps in order, `bent` the flows to draw anew.

    `beside` is what is to be drawn beside the flow.
    """

    file: DiagramFile
    process: etree._Element
    added: list[str] = field(default_factory=list)
    bent: set[str] = field(default_factory=set)
    swapped: list[tuple[list[str], list[str]]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._ids = {str(one.get("id")) for one in self.file.root.iter(etree.Element)}

    # ------------------------------------------------ what there is

    def step(self, step_id: str) -> etree._Element:
        """A flow node of the process. Raises StepUnknown."""
        for element in self.process.iter(etree.Element):
            if element.get("id") == step_id and is_bpmn(element, FLOW_NODES):
                return element
        raise StepUnknown

    def nodes(self) -> list[etree._Element]:
        """Every step of the process, those in subprocesses too, in the order of the file."""
        return [one for one in self.process.iter(etree.Element) if is_bpmn(one, FLOW_NODES)]

    def flow(self, flow_id: str) -> etree._Element:
        """A sequence flow of the process. Raises StepUnknown."""
        for element in self.process.iter(bpmn("sequenceFlow")):
            if element.get("id") == flow_id:
                return element
        raise StepUnknown

    def scope(self, node: etree._Element) -> etree._Element:
        """The process or subprocess that a step or a flow stands in."""
        parent = node.getparent()
        assert parent is not None
        return parent

    def outs(self, node: etree._Element) -> list[etree._Element]:
        """The flows that leave a step."""
        flows = sequence_flows(self.scope(node))
        return [flow for flow in flows if flow.get("sourceRef") == node.get("id")]

    def ins(self, node: etree._Element) -> list[etree._Element]:
        """The flows that lead to a step."""
        flows = sequence_flows(self.scope(node))
        return [flow for flow in flows if flow.get("targetRef") == node.get("id")]

    def source(self, flow: etree._Element) -> etree._Element:
        """The step that a flow leaves. Raises StepUnknown."""
        return self.step(str(flow.get("sourceRef")))

    def target(self, flow: etree._Element) -> etree._Element:
        """The step that a flow leads to. Raises StepUnknown."""
        return self.step(str(flow.get("targetRef")))

    def boundary_events(self, node: etree._Element) -> list[etree._Element]:
        """What is attached to a step."""
        around = self.scope(node).findall(bpmn("boundaryEvent"))
        return [one for one in around if one.get("attachedToRef") == node.get("id")]

    # ------------------------------------------------ what is changed

    def new_id(self, wish: str) -> str:
        """An id like the wish that nothing has, kept for the caller."""
        name = free_name(id_text(wish), self._ids)
        self._ids.add(name)
        return name

    def add_step(
        self, node: etree._Element, near: etree._Element, lane: str | None = None
    ) -> etree._Element:
        """Put a new step into the scope of another, right after it, and into a lane.

        `lane` None: that of the other step.
        """
        put_after(near, node)
        self.added.append(str(node.get("id")))
        self.set_lane(node, self.lane_of(near) if lane is None else lane)
        return node

    def connect(
        self, source: etree._Element, target: etree._Element, name: str = ""
    ) -> etree._Element:
        """A new flow between two steps of one scope."""
        source_id, target_id = str(source.get("id")), str(target.get("id"))
        flow = make(bpmn("sequenceFlow"), id=self.new_id(f"flode_{source_id}_till_{target_id}"))
        if name:
            flow.set("name", name)
        flow.set("sourceRef", source_id)
        flow.set("targetRef", target_id)
        flows = sequence_flows(self.scope(source))
        if flows:
            put_after(flows[-1], flow)
        else:
            put_after(source, flow)
        self._bend(flow, source, target)
        return flow

    def lead(
        self,
        flow: etree._Element,
        *,
        source: etree._Element | None = None,
        target: etree._Element | None = None,
    ) -> None:
        """Let a flow leave or lead to another step."""
        for name, node in (("sourceRef", source), ("targetRef", target)):
            if node is None:
                continue
            old = next(iter(self._nodes(str(flow.get(name)))), None)
            flow.set(name, str(node.get("id")))
            if old is not None:
                if name == "sourceRef" and old.get("default") == flow.get("id"):
                    del old.attrib["default"]
                self.note_flows(old)
        ends = [*self._nodes(str(flow.get("sourceRef"))), *self._nodes(str(flow.get("targetRef")))]
        self._bend(flow, *ends)

    def cut(self, flow: etree._Element) -> None:
        """Remove a flow, with all that points at it."""
        flow_id = str(flow.get("id"))
        ends = [*self._nodes(str(flow.get("sourceRef"))), *self._nodes(str(flow.get("targetRef")))]
        take_out(flow)
        self.forget(flow_id)
        for node in ends:
            if node.get("default") == flow_id:
                del node.attrib["default"]
            self.note_flows(node)
        self.bent.discard(flow_id)

    def remove(self, node: etree._Element) -> None:
        """Remove a step with all that is in it and on its edge; its flows are the caller's."""
        for event in self.boundary_events(node):
            self.remove(event)
        inside = [str(one.get("id")) for one in node.iter(etree.Element) if one.get("id")]
        for flow in [*self.ins(node), *self.outs(node)]:
            if flow.getparent() is not None:
                self.cut(flow)
        take_out(node)
        for one in inside:
            self.forget(one)
            self._leave_lanes(one)
            if one in self.added:
                self.added.remove(one)

    def forget(self, element_id: str) -> None:
        """Remove what is drawn for an element, and the lines that end at it."""
        for element in list(self.file.root.iter(etree.Element)):
            name = local_name(element)
            drawn = name in ("BPMNShape", "BPMNEdge") and element.get("bpmnElement") == element_id
            line = name in ("association", "messageFlow") and element_id in (
                element.get("sourceRef"),
                element.get("targetRef"),
            )
            if name in (READS, WRITES):
                source, target = ends_of(element)
                line = element_id == (source if name == READS else target)
            if (drawn or line) and element.getparent() is not None:
                leave_property(element)
                take_out(element)
                if line:
                    self.forget(str(element.get("id")))

    def note_flows(self, node: etree._Element) -> None:
        """Let a step's `incoming` and `outgoing` name its flows as they are now."""
        for name, flows in (("incoming", self.ins(node)), ("outgoing", self.outs(node))):
            wanted = [str(flow.get("id")) for flow in flows]
            for there in node.findall(bpmn(name)):
                said = (there.text or "").strip().rpartition(":")[2]
                if said in wanted:
                    wanted.remove(said)
                else:
                    take_out(there)
            for flow_id in wanted:
                put_in_order(node, make_text(bpmn(name), flow_id))

    def lane_of(self, node: etree._Element) -> str:
        """The id of the lane that a step stands in, or that its host does; "" if none."""
        lanes = lane_of_nodes(self.process)
        own = lanes.get(str(node.get("id")))
        return own or lanes.get(str(node.get("attachedToRef")), "")

    def set_lane(self, node: etree._Element, lane_id: str) -> None:
        """Move a step to a lane, with what is on its edge. Steps in subprocesses have none."""
        if self.scope(node) is not self.process:
            return
        for one in (node, *self.boundary_events(node)):
            step_id = str(one.get("id"))
            lanes = {str(lane.get("id")): lane for lane in all_lanes(self.process)}
            if lane_id not in lanes or lane_of_nodes(self.process).get(step_id) == lane_id:
                continue
            self._leave_lanes(step_id)
            lane: etree._Element | None = lanes[lane_id]
            while lane is not None and lane.tag == bpmn("lane"):
                put_reference(lane, step_id)
                around = lane.getparent()
                outer = around.getparent() if around is not None else None
                # An outer lane names its inner lanes' steps in some files, in others not.
                named = outer is not None and outer.find(bpmn("flowNodeRef")) is not None
                lane = outer if named else None

    def _leave_lanes(self, step_id: str) -> None:
        for lane in all_lanes(self.process):
            for reference in lane.findall(bpmn("flowNodeRef")):
                if (reference.text or "").strip() == step_id:
                    take_out(reference)

    def _nodes(self, node_id: str) -> list[etree._Element]:
        return [
            element
            for element in self.process.iter(etree.Element)
            if element.get("id") == node_id and is_bpmn(element, FLOW_NODES)
        ]

    def _bend(self, flow: etree._Element, *ends: etree._Element) -> None:
        self.bent.add(str(flow.get("id")))
        for node in ends:
            self.note_flows(node)


def put_reference(lane: etree._Element, step_id: str) -> None:
    """Name a step in a lane."""
    inner = lane.find(bpmn("childLaneSet"))
    reference = make_text(bpmn("flowNodeRef"), step_id)
    put(lane, reference, None if inner is None else lane.index(inner))


def leave_property(line: etree._Element) -> None:
    """Take away the place in a step that a line from a document leads to, if it is such a line."""
    step, said = line.getparent(), line.findtext(bpmn("targetRef"), "").strip()
    if local_name(line) == READS and step is not None:
        for place in step.findall(bpmn("property")):
            if place.get("id") == said:
                take_out(place)
