"""A diagram as the engine sees it: scopes of nodes and flows, each node with all that it says.

The dialect passes change this model; `building` makes SpiffWorkflow's specs of it. Made-up nodes
have names that no XML id can have (they hold a space), and `drawn` is the id they stand for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from flows.engine.formula import Formula


class TimerKind(Enum):
    """How a timer is given."""

    DATE = "date"
    DURATION = "duration"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event definition: what is waited for, or thrown."""

    kind: str
    name: str = ""
    code: str | None = None
    key: Formula | None = None
    timer: TimerKind | None = None
    when: Formula | None = None
    condition: Formula | None = None


@dataclass(frozen=True, slots=True)
class Mapped:
    """One line of an input or output mapping; `target` may be a path with dots."""

    target: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class JobSetting:
    """What kind of job an element is."""

    type: Formula
    type_source: str
    retries: Formula
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gets a user task, and when it is due."""

    assignee: Formula | None = None
    groups: Formula | None = None
    due: Formula | None = None
    follow_up: Formula | None = None
    priority: Formula | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the Zeebe extensions of an element say."""

    form_id: str | None = None
    assignment: Assignment = Assignment()
    job: JobSetting | None = None
    inputs: tuple[Mapped, ...] = ()
    outputs: tuple[Mapped, ...] = ()
    script: Mapped | None = None
    decision: tuple[str, str] | None = None
    calls: str | None = None
    all_down: bool = True
    all_up: bool = True
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoundEvents:
    """What a finished round throws; with a condition only when that holds."""

    triggers: tuple[Trigger, ...]
    condition: Formula | None = None


@dataclass(frozen=True, slots=True)
class ForEach:
    """Multi-instance: one round for each of `items`, or `count` rounds.

    `throws` is thrown by every round that is done, or only by the first. One with a condition that
    holds ends the rounds as well.
    """

    sequential: bool
    items: Formula | None
    count: Formula | None
    item: str | None
    results: str | None
    result: Formula | None
    done: Formula | None
    throws: tuple[RoundEvents, ...] = ()
    first_only: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """A standard loop: again while the condition holds, at most so many times."""

    test_before: bool
    condition: Formula | None
    most: int | None


@dataclass(slots=True, eq=False)
class Node:
    """A flow node."""

    id: str
    type: str
    name: str = ""
    line: int = 0
    lane: str | None = None
    documentation: str = ""
    settings: Settings = Settings()
    triggers: tuple[Trigger, ...] = ()
    needs_all: bool = False
    interrupting: bool = True
    attached_to: str | None = None
    on_event: bool = False
    default: str | None = None
    scope: "Scope | None" = None
    loop: ForEach | Repeat | None = None
    drawn: str | None = None
    guards: str | None = None
    """What an event subprocess, and the edge that its start became, watch over in their scope."""

    def __post_init__(self) -> None:
        if self.drawn is None and " " not in self.id:
            self.drawn = self.id


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: Formula | None = None
    name: str = ""
    line: int = 0


@dataclass(slots=True, eq=False)
class Scope:
    """What a process or a subprocess holds. `made` marks one that nobody drew.

    `kind` is process, subProcess or transaction.

    `strangers` are the ids of elements that aren't understood; they have been refused already.
    """

    id: str
    name: str
    line: int
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    kind: str = "process"
    made: bool = False
    strangers: set[str] = field(default_factory=set)

    def leaving(self) -> dict[str, list[Flow]]:
        """The flows that leave each node, in the order of the file."""
        found: dict[str, list[Flow]] = {node_id: [] for node_id in self.nodes}
        for flow in self.flows:
            found.setdefault(flow.source, []).append(flow)
        return found

    def scopes(self) -> "Iterator[Scope]":
        """This scope and every scope inside it, inner ones last."""
        waiting = [self]
        while waiting:
            scope = waiting.pop()
            yield scope
            waiting.extend(node.scope for node in scope.nodes.values() if node.scope)


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane; `name` is its id when it has no name of its own, `holds` the nodes drawn in it."""

    id: str
    name: str
    line: int
    holds: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Process:
    """A process: its scope and what else the file says about it."""

    id: str
    name: str
    line: int
    documentation: str
    file: str
    scope: Scope
    lanes: tuple[Lane, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
