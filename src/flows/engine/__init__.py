"""The engine: from a drawn diagram to what happens next.

Turns a package of diagrams (Camunda 8 flavoured BPMN with FEEL) into a definition, and carries
instances of it on: `(definition, state, action) -> Outcome`. The only room that knows
SpiffWorkflow; no SQL, no web, no clock.
"""

from flows.engine import pinned  # noqa: F401  (refuses another SpiffWorkflow before it is used)
from flows.engine.advance import advance, inspect, possible_moves, start
from flows.engine.definition import (
    Definition,
    FileSet,
    Reading,
    check,
    deploy,
    process_ids,
    read_package,
)
from flows.engine.diagram.model import ForEach, Lane, Mapped, Repeat, Settings, TimerKind, Trigger
from flows.engine.errors import (
    DialectError,
    MigrationRefused,
    NotPlain,
    RepairRefused,
    TaskGone,
    TooLarge,
    UnknownProcess,
    UnknownStart,
)
from flows.engine.fixed_instant import fixed_instant
from flows.engine.formula import Formula
from flows.engine.limits import set_limits
from flows.engine.migrate import Migrated, migrate
from flows.engine.outcome import (
    Action,
    BroadcastSignal,
    CancelInstance,
    CompleteTask,
    DeliverMessage,
    EditVariables,
    FinishJob,
    HistoryEvent,
    Incident,
    MoveToken,
    OpenJob,
    OpenSubscription,
    OpenTask,
    OpenTimer,
    Outcome,
    Retry,
    ThrowError,
    Thrown,
    Tick,
    Token,
    Variables,
)
from flows.engine.outline import Element, ProcessOutline, SequenceFlow
from flows.engine.specs.work import role_of_lane
from flows.engine.state import BadState, loosened
from flows.engine.timers import is_life, parse_duration
from flows.engine.trials import Trial, Trials

__all__ = [
    "Action",
    "BadState",
    "BroadcastSignal",
    "CancelInstance",
    "CompleteTask",
    "Definition",
    "DeliverMessage",
    "DialectError",
    "EditVariables",
    "Element",
    "FileSet",
    "FinishJob",
    "ForEach",
    "Formula",
    "HistoryEvent",
    "Incident",
    "Lane",
    "Mapped",
    "Migrated",
    "MigrationRefused",
    "MoveToken",
    "NotPlain",
    "OpenJob",
    "OpenSubscription",
    "OpenTask",
    "OpenTimer",
    "Outcome",
    "ProcessOutline",
    "Reading",
    "RepairRefused",
    "Repeat",
    "Retry",
    "SequenceFlow",
    "Settings",
    "TaskGone",
    "ThrowError",
    "Thrown",
    "Tick",
    "TimerKind",
    "Token",
    "TooLarge",
    "Trial",
    "Trials",
    "Trigger",
    "UnknownProcess",
    "UnknownStart",
    "Variables",
    "advance",
    "check",
    "deploy",
    "fixed_instant",
    "inspect",
    "is_life",
    "loosened",
    "migrate",
    "parse_duration",
    "possible_moves",
    "process_ids",
    "read_package",
    "role_of_lane",
    "set_limits",
    "start",
]
