"""Read a process as an outline: every step and every flow told once, in a fixed place."""

from dataclasses import dataclass, field

from lxml import etree

from flows.diagrams.diagram_file import DiagramFile, kind_of
from flows.diagrams.lanes import lane_of_nodes, leaf_lanes
from flows.diagrams.names import SCOPES, bpmn
from flows.diagrams.outline import Lane, Outline, Part, Step, Way
from flows.diagrams.read_beside import read_beside
from flows.diagrams.read_facts import HELP_EN, NAME_EN, pairs, read_facts, text_of
from flows.diagrams.scope_graph import Edge, ScopeGraph, scope_graph

_DEEPEST = 8
"""What would stand deeper than this is told in a part of its own."""


def read_outline(raw: bytes, process_id: str) -> Outline:
    """The outline of a process in a BPMN file.

    Raises FileRefused or ProcessUnknown.
    """
    return outline_of(DiagramFile(raw), process_id)


def outline_of(file: DiagramFile, process_id: str) -> Outline:
    """The outline of a process in a file that is read already. Raises ProcessUnknown."""
    return _Reader(file, file.process(process_id)).outline()


@dataclass(slots=True)
class _Told:
    """A step on its way to be told."""

    graph: ScopeGraph
    node: int
    branches: dict[int, list["_Told"]] = field(default_factory=dict)
    events: list[list["_Told"]] = field(default_factory=list)
    inside: list["_Group"] = field(default_factory=list)
    next: int | None = None

    @property
    def element(self) -> etree._Element:
        return self.graph.nodes[self.node]


@dataclass(slots=True)
class _Group:
    kind: str
    steps: list[_Told]
    of: str = ""


class _Reader:
    def __init__(self, file: DiagramFile, process: etree._Element) -> None:
        self.file = file
        self.process = process
        self.by_id = file.by_id()
        self.lanes = lane_of_nodes(process)
        self.later: list[tuple[ScopeGraph, int | None, str]] = []
        self.numbers: dict[etree._Element, int] = {}
        self.arrivals: dict[etree._Element, set[int]] = {}

    def outline(self) -> Outline:
        groups = self._scope(scope_graph(self.process), 0)
        while self.later:
            graph, node, of = self.later.pop(0)
            if node is None:
                inner = [one for group in self._scope(graph, 0) for one in group.steps]
                groups.append(_Group("inside", inner, of))
            else:
                groups.append(_Group("continued", self._sequence(graph, node, 0), of))
        for group in groups:
            self._number(group)
        for group in groups:
            self._note_arrivals(group)
        properties = dict(pairs(self.process, "properties", "property", "name", "value"))
        parts = tuple(self._part(group) for group in groups)
        return Outline(
            process_id=str(self.process.get("id")),
            name=self.process.get("name", ""),
            name_en=properties.get(NAME_EN, ""),
            help="\n\n".join(text_of(one) for one in self.process.findall(bpmn("documentation"))),
            help_en=properties.get(HELP_EN, ""),
            parts=parts,
            lanes=tuple(_lane(lane) for lane in leaf_lanes(self.process)),
            beside=read_beside(self.file, self.process, _told_order(parts)),
        )

    # ------------------------------------------------ where each step is told

    def _scope(self, graph: ScopeGraph, depth: int) -> list[_Group]:
        groups = [
            _Group(kind, self._sequence(graph, root, depth))
            for kind, root in graph.roots
            if root in graph.direct.get(0, ())
        ]
        groups += [
            _Group("shared", self._sequence(graph, node, depth)) for node in graph.joined.get(0, ())
        ]
        return groups

    def _sequence(self, graph: ScopeGraph, first: int, depth: int) -> list[_Told]:
        told = []
        waiting = [first]
        while waiting:
            one = self._tell(graph, waiting.pop(0), depth)
            told.append(one)
            onward = [] if one.next is None else [one.next]
            waiting = [*onward, *graph.joined.get(one.node, ()), *waiting]
        return told

    def _tell(self, graph: ScopeGraph, node: int, depth: int) -> _Told:
        told = _Told(graph, node, next=graph.main_way(node))
        here = graph.direct.get(node, ())
        for edge in graph.edges[node]:
            if edge.target not in here or edge.target == told.next:
                continue
            if depth >= _DEEPEST:
                self.later.append((graph, edge.target, str(told.element.get("id"))))
            elif edge.meanwhile:
                told.events.append(self._sequence(graph, edge.target, depth + 1))
            else:
                told.branches[edge.target] = self._sequence(graph, edge.target, depth + 1)
        if kind_of(told.element) in SCOPES:
            inner = scope_graph(told.element)
            if depth >= _DEEPEST:
                self.later.append((inner, None, str(told.element.get("id"))))
            else:
                told.inside = self._scope(inner, depth + 1)
        return told

    # ------------------------------------------------ numbers

    def _number(self, group: _Group) -> None:
        for told in group.steps:
            self.numbers[told.element] = len(self.numbers) + 1
            for sequence in told.events:
                self._number(_Group("", sequence))
            for inner in told.inside:
                self._number(inner)
            for branch in told.branches.values():
                self._number(_Group("", branch))

    def _note_arrivals(self, group: _Group) -> None:
        for told in group.steps:
            number = self.numbers[told.element]
            for edge in told.graph.edges[told.node]:
                elsewhere = edge.target != told.next and edge.target not in told.branches
                if elsewhere and not edge.meanwhile:
                    target = told.graph.nodes[edge.target]
                    self.arrivals.setdefault(target, set()).add(number)
            for sequence in (*told.events, *told.branches.values()):
                self._note_arrivals(_Group("", sequence))
            for inner in told.inside:
                self._note_arrivals(inner)

    # ------------------------------------------------ the outline itself

    def _part(self, group: _Group) -> Part:
        return Part(group.kind, self._steps(group.steps), group.of)

    def _steps(self, told: list[_Told]) -> tuple[Step, ...]:
        return tuple(self._step(one) for one in told)

    def _step(self, told: _Told) -> Step:
        element, graph = told.element, told.graph
        step_id = str(element.get("id"))
        ways = [self._way(told, edge) for edge in graph.edges[told.node] if not edge.meanwhile]
        ways += [
            Way(str(flow.get("id")), "nowhere", str(flow.get("targetRef", "")), 0)
            for flow in graph.dangling.get(told.node, ())
        ]
        return Step(
            id=step_id,
            kind=kind_of(element),
            number=self.numbers[element],
            name=element.get("name", "").strip(),
            facts=read_facts(element, self.by_id, lane=self.lanes.get(step_id, "")),
            ways=tuple(ways),
            events=tuple(self._steps(sequence) for sequence in told.events),
            inside=tuple(self._part(inner) for inner in told.inside),
            arrives=tuple(sorted(self.arrivals.get(element, ()))),
            host=element.get("attachedToRef", ""),
        )

    def _way(self, told: _Told, edge: Edge) -> Way:
        graph, target = told.graph, told.graph.nodes[edge.target]
        steps: tuple[Step, ...] = ()
        if edge.target == told.next:
            leads = "next"
        elif edge.target in told.branches:
            leads, steps = "branch", self._steps(told.branches[edge.target])
        elif graph.place[edge.target] <= graph.place[told.node]:
            leads = "back"
        else:
            leads = "goto"
        flow = edge.flow
        if flow is None:
            return Way("", leads, str(target.get("id")), self.numbers[target], steps=steps)
        flow_id = str(flow.get("id"))
        properties = dict(pairs(flow, "properties", "property", "name", "value"))
        return Way(
            flow=flow_id,
            leads=leads,
            target=str(target.get("id")),
            number=self.numbers[target],
            name=flow.get("name", "").strip(),
            name_en=properties.get(NAME_EN, ""),
            condition=text_of(flow.find(bpmn("conditionExpression"))),
            default=told.element.get("default") == flow_id,
            steps=steps,
        )


def _told_order(parts: tuple[Part, ...]) -> list[str]:
    """The ids of the steps and, after each, of its flows, as they are told."""
    steps = [step for part in parts for step in part.all_steps()]
    return [one for step in steps for one in (step.id, *(way.flow for way in step.ways)) if one]


def _lane(lane: etree._Element) -> Lane:
    properties = dict(pairs(lane, "properties", "property", "name", "value"))
    return Lane(str(lane.get("id")), lane.get("name", ""), properties.get(NAME_EN, ""))
