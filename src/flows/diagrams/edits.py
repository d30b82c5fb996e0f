"""The changes that can be made to a diagram through its outline, one value for each.

The names of their fields are the names that a refusal's problems speak of.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.diagrams.edits_beside import AddExchange as AddExchange
from flows.diagrams.edits_beside import AddGroup as AddGroup
from flows.diagrams.edits_beside import AddNote as AddNote
from flows.diagrams.edits_beside import AddOutsider as AddOutsider
from flows.diagrams.edits_beside import BesideEdit as BesideEdit
from flows.diagrams.edits_beside import LeaveDocument as LeaveDocument
from flows.diagrams.edits_beside import RemoveDocument as RemoveDocument
from flows.diagrams.edits_beside import RemoveExchange as RemoveExchange
from flows.diagrams.edits_beside import RemoveGroup as RemoveGroup
from flows.diagrams.edits_beside import RemoveNote as RemoveNote
from flows.diagrams.edits_beside import RemoveOutsider as RemoveOutsider
from flows.diagrams.edits_beside import SetDocument as SetDocument
from flows.diagrams.edits_beside import SetExchange as SetExchange
from flows.diagrams.edits_beside import SetGroup as SetGroup
from flows.diagrams.edits_beside import SetNote as SetNote
from flows.diagrams.edits_beside import SetOutsider as SetOutsider
from flows.diagrams.edits_beside import UseDocument as UseDocument
from flows.diagrams.steps_to_add import CallStep as CallStep
from flows.diagrams.steps_to_add import ChoiceStep as ChoiceStep
from flows.diagrams.steps_to_add import ConditionStep as ConditionStep
from flows.diagrams.steps_to_add import DecisionStep as DecisionStep
from flows.diagrams.steps_to_add import EndStep as EndStep
from flows.diagrams.steps_to_add import LinkStep as LinkStep
from flows.diagrams.steps_to_add import MessageStep as MessageStep
from flows.diagrams.steps_to_add import NewBranch as NewBranch
from flows.diagrams.steps_to_add import NewStep as NewStep
from flows.diagrams.steps_to_add import ParallelStep as ParallelStep
from flows.diagrams.steps_to_add import Place as Place
from flows.diagrams.steps_to_add import ScriptStep as ScriptStep
from flows.diagrams.steps_to_add import SendStep as SendStep
from flows.diagrams.steps_to_add import ServiceStep as ServiceStep
from flows.diagrams.steps_to_add import SignalStep as SignalStep
from flows.diagrams.steps_to_add import TaskStep as TaskStep
from flows.diagrams.steps_to_add import Template as Template
from flows.diagrams.steps_to_add import TimerStep as TimerStep


@dataclass(frozen=True, slots=True)
class InsertStep:
    """Put in a step. `lane` "" is the lane of the step before it."""

    place: Place
    step: NewStep
    lane: str = ""


@dataclass(frozen=True, slots=True)
class SetTexts:
    """Name a step and say what is done in it, in both languages."""

    step: str
    name: str
    name_en: str = ""
    help: str = ""
    help_en: str = ""


@dataclass(frozen=True, slots=True)
class SetRole:
    """Say who does a step: its lane ("" leaves it), and the roles when they aren't the lane's.

    `assignee` is one person, as FEEL; None leaves it.
    """

    step: str
    lane: str = ""
    groups: str = ""
    assignee: str | None = None


@dataclass(frozen=True, slots=True)
class SetForm:
    """Choose the form of a task, or of a start; "" takes it away."""

    step: str
    form: str


@dataclass(frozen=True, slots=True)
class SetDue:
    """Say when a task is due, and when it should be followed up: a date, days, or FEEL."""

    step: str
    due: str = ""
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class SetTime:
    """Set the time of a timer: `timer` is duration, date or cycle."""

    step: str
    timer: str
    time: str


@dataclass(frozen=True, slots=True)
class SetMessage:
    """Choose the message that a step waits for or sends."""

    step: str
    message: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class SetScript:
    """Set a calculation."""

    step: str
    expression: str
    result: str


@dataclass(frozen=True, slots=True)
class SetDecision:
    """Choose the decision table of a step."""

    step: str
    decision: str
    result: str


@dataclass(frozen=True, slots=True)
class SetOperation:
    """Choose the operation of a step, by its template, and fill it in."""

    step: str
    template: Template
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetSignal:
    """Choose the signal (by name), error or escalation (by code) that an event is about.

    What waits for an error or an escalation without a code waits for any.
    """

    step: str
    signal: str


@dataclass(frozen=True, slots=True)
class SetLink:
    """Call a link something else, at both its places."""

    step: str
    link: str


@dataclass(frozen=True, slots=True)
class SetCondition:
    """Set the condition that an event waits for."""

    step: str
    condition: str


@dataclass(frozen=True, slots=True)
class SetInterrupts:
    """Say whether an event breaks off what is going on, or happens beside it."""

    step: str
    interrupts: bool


@dataclass(frozen=True, slots=True)
class SetRepeat:
    """Do a step several times: `order` is "" (once), turn, together or again.

    turn, together: once for each of the list `items`, each of them called `item`, or `count` times.
    The value of `result` is gathered in the list `results`; it stops early when `until` holds.
    again: as long as `again` holds, at most `most` times.
    """

    step: str
    order: str = ""
    items: str = ""
    item: str = ""
    count: str = ""
    results: str = ""
    result: str = ""
    until: str = ""
    again: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Say how urgent a task is, as a number or FEEL; "" is as usual."""

    step: str
    priority: str


@dataclass(frozen=True, slots=True)
class SetCall:
    """Choose the process that a step does."""

    step: str
    process: str


@dataclass(frozen=True, slots=True)
class SetMappings:
    """Say which variables go into a step and come out, one a line: `name: value` or `name: =FEEL`.

    Nothing is what goes by itself: all variables.
    """

    step: str
    inputs: str = ""
    outputs: str = ""


@dataclass(frozen=True, slots=True)
class SetProcess:
    """Name the process and say what it is for, in both languages."""

    name: str
    name_en: str = ""
    help: str = ""
    help_en: str = ""


@dataclass(frozen=True, slots=True)
class AddLane:
    """A new lane below the lane `after` ("": below all). The first lane holds every step."""

    name: str
    name_en: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SetLane:
    """Call a lane something else. Who does the steps in it is the role that it is called after."""

    lane: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class RemoveLane:
    """Take away a lane that no step stands in."""

    lane: str


@dataclass(frozen=True, slots=True)
class AddEvent:
    """What may happen while a step is being done, and where it leads.

    `kind` is error, message, signal, escalation, timer or conditional. `signal` is the signal's
    name, or the code of the error or the escalation ("": any). `to` is `end` or the id of a step.
    """

    step: str
    kind: str
    name: str
    to: str = "end"
    interrupts: bool = True
    signal: str = ""
    message: str = ""
    key: str = ""
    time: str = ""
    condition: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class AddReminder:
    """Remind somebody while a step waits: a notice, by a template, after a time (`P14D`).

    `times` how many reminders at most (each after the same time again); 0: until it is done.
    """

    step: str
    name: str
    time: str
    template: Template
    values: Mapping[str, str]
    times: int = 1


@dataclass(frozen=True, slots=True)
class MoveStep:
    """Let a step change places with the one before it (`up`) or after it."""

    step: str
    up: bool


@dataclass(frozen=True, slots=True)
class RemoveStep:
    """Take a step away; what led to it leads on to what it led to."""

    step: str


@dataclass(frozen=True, slots=True)
class SetWay:
    """Name a way, say when it is taken, or let it be the one that is taken otherwise."""

    flow: str
    name: str = ""
    condition: str = ""
    default: bool = False
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class AddWay:
    """A further way out of a choice, to a step or (`end`) to a new end."""

    step: str
    name: str
    condition: str
    to: str


@dataclass(frozen=True, slots=True)
class LeadWay:
    """Let a way lead to another step, or (`end`) to a new end."""

    flow: str
    to: str


@dataclass(frozen=True, slots=True)
class RemoveWay:
    """Take a way away, and the steps that only it led to."""

    flow: str


Edit = (
    InsertStep
    | SetTexts
    | SetRole
    | SetForm
    | SetDue
    | SetTime
    | SetMessage
    | SetScript
    | SetDecision
    | SetOperation
    | SetSignal
    | SetCondition
    | SetInterrupts
    | SetRepeat
    | SetPriority
    | SetCall
    | SetMappings
    | SetProcess
    | AddLane
    | SetLane
    | RemoveLane
    | AddEvent
    | AddReminder
    | MoveStep
    | RemoveStep
    | SetWay
    | AddWay
    | LeadWay
    | RemoveWay
    | SetLink
    | BesideEdit
)
