"""A process as it is drawn: what there is to know of it without running it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flows.engine.diagram.model import (
    ForEach,
    Lane,
    Node,
    Process,
    Repeat,
    Scope,
    Settings,
    Trigger,
)
from flows.engine.formula import Formula
from flows.engine.specs.work import role_of_lane


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node as it is drawn.

    `name` is its id when it has no name of its own. `scope` is the id of the process or subprocess
    that holds it; `on_event` says that it is an event subprocess, `needs_all` that it waits for all
    of its triggers. `drawn` is False for a start or end that only the reader has put there.
    """

    id: str
    name: str
    type: str
    line: int
    lane: str | None = None
    documentation: str = ""
    form_id: str | None = None
    decision_id: str | None = None
    called_process: str | None = None
    job_type: str | None = None
    candidate_groups: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    scope: str = ""
    settings: Settings = field(default_factory=Settings)
    triggers: tuple[Trigger, ...] = ()
    loop: ForEach | Repeat | None = None
    attached_to: str | None = None
    interrupting: bool = True
    on_event: bool = False
    needs_all: bool = False
    default: str | None = None
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class SequenceFlow:
    """A sequence flow as it is drawn, whose ends may be missing; `scope` as for an element."""

    id: str
    name: str
    source: str
    target: str
    line: int
    condition: Formula | None
    scope: str


@dataclass(frozen=True, slots=True)
class ProcessOutline:
    """What there is to know of a process without running it.

    `message_starts` and `signal_starts` give the start event by the name of what starts it;
    `start_id` is the plain start event, `start_roles` the roles that its lane is named after.
    """

    id: str
    name: str
    documentation: str
    file: str
    line: int
    elements: Mapping[str, Element]
    lanes: tuple[str, ...] = ()
    start_id: str | None = None
    start_form_id: str | None = None
    message_starts: Mapping[str, str] = field(default_factory=dict)
    signal_starts: Mapping[str, str] = field(default_factory=dict)
    plain_start: str | None = None
    start_roles: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    flows: tuple[SequenceFlow, ...] = ()
    drawn_lanes: tuple[Lane, ...] = ()


def outline_of(process: Process) -> ProcessOutline:
    """The outline of a process that no pass has rewritten yet."""
    starts = [node for node in process.scope.nodes.values() if node.type == "startEvent"]
    plain = next((node for node in starts if not node.triggers), None)
    by_kind: dict[str, dict[str, str]] = {"message": {}, "signal": {}}
    for node in starts:
        for trigger in node.triggers:
            by_kind.setdefault(trigger.kind, {})[trigger.name] = node.id
    return ProcessOutline(
        id=process.id,
        name=process.name,
        documentation=process.documentation,
        file=process.file,
        line=process.line,
        elements=MappingProxyType(_elements(process.scope)),
        lanes=tuple(dict.fromkeys(lane.name for lane in process.lanes if lane.holds)),
        start_id=plain.id if plain else None,
        start_form_id=plain.settings.form_id if plain else None,
        message_starts=MappingProxyType(by_kind["message"]),
        signal_starts=MappingProxyType(by_kind["signal"]),
        plain_start=plain.id if plain else None,
        start_roles=(role_of_lane(plain.lane),) if plain and plain.lane else (),
        properties=MappingProxyType(dict(process.properties)),
        flows=tuple(_flows(process.scope)),
        drawn_lanes=process.lanes,
    )


def _elements(scope: Scope) -> dict[str, Element]:
    return {
        node.id: _element(node, inner) for inner in scope.scopes() for node in inner.nodes.values()
    }


def _element(node: Node, scope: Scope) -> Element:
    settings = node.settings
    groups = settings.assignment.groups
    return Element(
        id=node.id,
        name=node.name,
        type=node.type,
        line=node.line,
        lane=node.lane,
        documentation=node.documentation,
        form_id=settings.form_id,
        decision_id=settings.decision[0] if settings.decision else None,
        called_process=settings.calls,
        job_type=settings.job.type_source if settings.job else None,
        candidate_groups=groups.source if groups else None,
        properties=MappingProxyType(dict(settings.properties)),
        scope=scope.id,
        settings=settings,
        triggers=node.triggers,
        loop=node.loop,
        attached_to=node.attached_to,
        interrupting=node.interrupting,
        on_event=node.on_event,
        needs_all=node.needs_all,
        default=node.default,
        drawn=node.drawn is not None,
    )


def _flows(scope: Scope) -> list[SequenceFlow]:
    return [
        SequenceFlow(
            flow.id, flow.name, flow.source, flow.target, flow.line, flow.condition, inner.id
        )
        for inner in scope.scopes()
        for flow in inner.flows
    ]
