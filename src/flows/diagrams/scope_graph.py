"""One process or subprocess as a graph, and where each of its steps is told.

A step is told under the last step that every way to it passes (its dominator). What only one flow
leads to is told right where that flow is; what several flows lead to is told after the step where
their ways parted. So every step has one place, in every diagram, however its flows are drawn.
"""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from flows.diagrams.diagram_file import flow_nodes, kind_of, sequence_flows
from flows.diagrams.flow_graph import after_dominators, dominators, reverse_postorder
from flows.diagrams.names import SCOPES, bpmn

_LONG = 3
"""Among several ways, one of at least so many steps may be told as the way that goes on."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow, a link (`flow` None) or what may happen meanwhile (`meanwhile`)."""

    target: int
    flow: etree._Element | None = None
    meanwhile: bool = False


@dataclass(slots=True)
class ScopeGraph:
    """The nodes of a scope by number (0 is the beginning of everything) and how they are told."""

    scope: etree._Element
    nodes: list[etree._Element] = field(default_factory=list)
    edges: list[list[Edge]] = field(default_factory=list)
    dangling: dict[int, list[etree._Element]] = field(default_factory=dict)
    roots: list[tuple[str, int]] = field(default_factory=list)
    place: dict[int, int] = field(default_factory=dict)
    direct: dict[int, list[int]] = field(default_factory=dict)
    joined: dict[int, list[int]] = field(default_factory=dict)
    _size: dict[int, int] = field(default_factory=dict)
    _next_common: dict[int, int] = field(default_factory=dict)

    def main_way(self, node: int) -> int | None:
        """The step that is told next on the same level, if one of the ways simply goes on."""
        flows = [edge for edge in self.edges[node] if not edge.meanwhile]
        straight = [edge.target for edge in flows if edge.target in self.direct.get(node, ())]
        if not straight:
            return None
        if len(flows) == 1:
            return straight[0]
        if self._next_common.get(node) in self.joined.get(node, ()):
            return None
        if len(straight) == 1:
            return straight[0]
        if kind_of(self.nodes[node]) in ("parallelGateway", "inclusiveGateway"):
            return None
        longest = max(straight, key=lambda one: self._size[one])
        others = [self._size[one] for one in straight if one != longest]
        return longest if self._size[longest] >= max(_LONG, 1 + max(others)) else None


def scope_graph(scope: etree._Element) -> ScopeGraph:
    """The graph of a process or subprocess."""
    graph = ScopeGraph(scope, nodes=[scope, *flow_nodes(scope)])
    _connect(graph)
    _find_roots(graph)
    _place(graph)
    return graph


def _connect(graph: ScopeGraph) -> None:
    number_of: dict[str, int] = {}
    for number, node in enumerate(graph.nodes[1:], 1):
        number_of.setdefault(str(node.get("id")), number)
    graph.edges = [[] for _ in graph.nodes]
    for flow in sequence_flows(graph.scope):
        source = number_of.get(str(flow.get("sourceRef")))
        target = number_of.get(str(flow.get("targetRef")))
        if source is not None and target is not None:
            graph.edges[source].append(Edge(target, flow))
        elif source is not None:
            graph.dangling.setdefault(source, []).append(flow)
    caught: dict[str | None, int] = {}
    for number, node in enumerate(graph.nodes[1:], 1):
        if kind_of(node) == "intermediateCatchEvent" and _link(node) is not None:
            caught.setdefault(_link(node), number)
    for number, node in enumerate(graph.nodes[1:], 1):
        if kind_of(node) == "intermediateThrowEvent" and _link(node) in caught:
            graph.edges[number].append(Edge(caught[_link(node)]))
        host = number_of.get(str(node.get("attachedToRef")))
        if kind_of(node) == "boundaryEvent" and host is not None and host != number:
            graph.edges[host].append(Edge(number, meanwhile=True))


def _link(node: etree._Element) -> str | None:
    definition = node.find(bpmn("linkEventDefinition"))
    return None if definition is None else definition.get("name", "")


def _find_roots(graph: ScopeGraph) -> None:
    led_to = {edge.target for edges in graph.edges for edge in edges}
    free = [number for number in range(1, len(graph.nodes)) if number not in led_to]
    starts = [one for one in free if kind_of(graph.nodes[one]) == "startEvent"]
    handlers = [one for one in free if _is_handler(graph.nodes[one])]
    begins = {*starts, *handlers}
    # A scope with no start event begins where nothing leads.
    others = [one for one in free if one not in begins]
    kind = "loose" if starts else "start"
    graph.roots = [("start", one) for one in starts] + [(kind, one) for one in others]
    reached: set[int] = set()
    for _kind, root in [*graph.roots, *(("event", one) for one in handlers)]:
        _reach(graph, root, reached)
    while len(reached) < len(graph.nodes) - 1:
        root = _entry(graph, reached)
        graph.roots.append(("loose", root))
        _reach(graph, root, reached)
    graph.roots += [("event", one) for one in handlers]
    graph.edges[0] = [Edge(root) for _kind, root in graph.roots]


def _entry(graph: ScopeGraph, reached: set[int]) -> int:
    """Where to begin among steps that only lead round to one another.

    The first, in the order of the file, of a circle that nothing outside it leads to; not an event
    on an edge, for that is told with what it is attached to.
    """
    left = [number for number in range(1, len(graph.nodes)) if number not in reached]
    following = [[edge.target for edge in edges] for edges in graph.edges]
    following[0] = left
    first = reverse_postorder(following)[1]
    before: dict[int, list[int]] = {}
    for node in left:
        for target in following[node]:
            before.setdefault(target, []).append(node)
    circle, waiting = {first}, [first]
    while waiting:
        for node in before.get(waiting.pop(), ()):
            if node not in circle:
                circle.add(node)
                waiting.append(node)
    steps = [node for node in circle if kind_of(graph.nodes[node]) != "boundaryEvent"]
    return min(steps or circle)


def _is_handler(node: etree._Element) -> bool:
    return kind_of(node) in SCOPES and node.get("triggeredByEvent") == "true"


def _reach(graph: ScopeGraph, root: int, reached: set[int]) -> None:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += [edge.target for edge in graph.edges[node]]


def _place(graph: ScopeGraph) -> None:
    following = [[edge.target for edge in edges] for edges in graph.edges]
    order = reverse_postorder(following)
    graph.place = {node: number for number, node in enumerate(order)}
    over = dominators(following)
    ahead = Counter(
        target
        for node in order
        for target in following[node]
        if graph.place[node] < graph.place[target]
    )
    for node in order[1:]:
        alone = ahead[node] == 1 and node in following[over[node]]
        (graph.direct if alone else graph.joined).setdefault(over[node], []).append(node)
    graph._size = dict.fromkeys(order, 1)
    for node in reversed(order[1:]):
        graph._size[over[node]] += graph._size[node]
    graph._next_common = after_dominators(following)
