"""From the model of a diagram to SpiffWorkflow's specs.

SpiffWorkflow's own parser isn't used: it walks the diagram by recursion, looks ids up across files,
drops what it can't reach and reads expressions as Python text.
"""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from flows.engine.corrections.joins import EventBased, Exclusive, Gateway, Inclusive, Parallel
from flows.engine.diagram.model import ForEach, Node, Process, Repeat, Scope
from flows.engine.specs.flow_node import FlowNode, Passing, Split
from flows.engine.specs.inner import Call, Inner
from flows.engine.specs.rounds import Rounds, Turns
from flows.engine.specs.throwing import End, Throwing
from flows.engine.specs.waiting import Boundary, Waiting
from flows.engine.specs.work import Decision, Job, Script, User

PLAIN: Mapping[str, type[FlowNode]] = {
    "startEvent": Passing,
    "endEvent": End,
    "intermediateThrowEvent": Throwing,
    "intermediateCatchEvent": Waiting,
    "boundaryEvent": Boundary,
    "task": Passing,
    "manualTask": Passing,
    "userTask": User,
    "serviceTask": Job,
    "sendTask": Throwing,
    "receiveTask": Waiting,
    "scriptTask": Script,
    "businessRuleTask": Decision,
    "exclusiveGateway": Exclusive,
    "parallelGateway": Parallel,
    "inclusiveGateway": Inclusive,
    "eventBasedGateway": EventBased,
}


class _Root(BpmnStartTask):  # type: ignore[misc]
    """What every token of a scope hangs under."""

    keeps_children = False
    is_edge = False


class ScopeSpec(WorkflowSpec):  # type: ignore[misc]
    """The spec of a process or subprocess: a start, and the elements."""

    def __init__(self, name: str, *, made: bool = False) -> None:
        super().__init__(name=name)
        self.made = made
        self.start = _Root(self, "(start)")
        self.data_objects: dict[str, Any] = {}


def build(process: Process) -> dict[str, ScopeSpec]:
    """The spec of a process under its id, and of each of its subprocesses under `process/id`."""
    specs: dict[str, ScopeSpec] = {}
    for scope in process.scope.scopes():
        name = process.id if scope is process.scope else f"{process.id}/{scope.id}"
        specs[name] = _scope_spec(process.id, name, scope)
    return specs


def _scope_spec(process_id: str, name: str, scope: Scope) -> ScopeSpec:
    spec = ScopeSpec(name, made=scope.made)
    doors: dict[str, Any] = {}
    edges: dict[str, list[Node]] = {}
    for node in scope.nodes.values():
        if node.type == "boundaryEvent":
            edges.setdefault(node.attached_to or "", []).append(node)
    for node in scope.nodes.values():
        doors[node.id] = _element(process_id, spec, node, guarded=node.id in edges)
    for host, events in edges.items():
        for event in events:
            doors[host].connect(spec.task_specs[event.id])
    for node in scope.nodes.values():
        if node.type == "startEvent":
            spec.start.connect(doors[node.id])
    for flow in scope.flows:
        source, target = spec.task_specs[flow.source], doors[flow.target]
        source.connect(target)
        if isinstance(source, Exclusive | Inclusive):
            _add_way(source, target, flow.condition, default=flow.id == source.node.default)
    sources = _sources(scope)
    for element in spec.task_specs.values():
        if isinstance(element, Inclusive):
            element.sources = sources
    return spec


def _add_way(source: Gateway, target: Any, condition: Any, *, default: bool) -> None:
    if default:
        source.otherwise = target.name
    else:
        source.ways.append((target.name, condition))


def _element(process_id: str, spec: ScopeSpec, node: Node, *, guarded: bool) -> Any:
    """Make the spec of a node; returns where flows to it lead."""
    looped = node.loop is not None
    name = f"{node.id} [round]" if looped else node.id
    door: Any = _plain(process_id, spec, node, name)
    if isinstance(node.loop, ForEach):
        door = Rounds(spec, node.id, node, name)
    elif isinstance(node.loop, Repeat):
        door = Turns(spec, node.id, node, name)
    if guarded:
        holder = Split(spec, f"{node.id} [edges]", Node(f"{node.id} [edges]", "task", node.name))
        holder.connect(door)
        door = holder
    return door


def _plain(process_id: str, spec: ScopeSpec, node: Node, name: str) -> FlowNode:
    if node.scope is not None:
        return Inner(spec, name, node, f"{process_id}/{node.scope.id}")
    if node.settings.calls is not None:
        return Call(spec, name, node, node.settings.calls)
    if node.settings.job is not None:
        return Job(spec, name, node)
    if node.type == "intermediateCatchEvent" and not node.triggers:
        return Passing(spec, name, node)
    return PLAIN[node.type](spec, name, node)


def _sources(scope: Scope) -> dict[str, list[str]]:
    """The nodes that lead straight to each node; an activity leads to its boundary events."""
    sources: dict[str, list[str]] = {}
    for flow in scope.flows:
        sources.setdefault(flow.target, []).append(flow.source)
    for node in scope.nodes.values():
        if node.attached_to is not None:
            sources.setdefault(node.id, []).append(node.attached_to)
    return sources
