"""The changes that can be made to a diagram through its outline, one value for each.

The names of their fields are the names that a refusal's problems speak of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Template = Mapping[str, Any]
"""An element template: what a service task of one operation looks like."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new step goes: `on` a flow, `after` or `before` a step."""

    where: str
    id: str


@dataclass(frozen=True, slots=True)
class TaskStep:
    """A task for people."""

    name: str
    form: str = ""
    groups: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """An operation that Flows does, by its template; `values` by the template's property ids."""

    name: str
    template: Template
    values: Mapping[str, str] = field(default_factory=dict)
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """A calculation."""

    name: str
    expression: str
    result: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """A decision table."""

    name: str
    decision: str
    result: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class CallStep:
    """Another process, waited for."""

    name: str
    process: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class TimerStep:
    """A wait for a time: `timer` is duration or date."""

    name: str
    timer: str
    time: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class MessageStep:
    """A wait for a message."""

    name: str
    message: str
    key: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A way out of a choice. `to` is "" (on after the choice), `end`, or the id of a step."""

    name: str
    condition: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceStep:
    """A choice; the last branch is taken when no condition holds."""

    name: str
    branches: tuple[NewBranch, ...]
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ParallelStep:
    """Tasks side by side, one for each of the names, waited for together."""

    name: str
    tasks: tuple[str, ...]
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class EndStep:
    """An end."""

    name: str
    name_en: str = ""


NewStep = (
    TaskStep
    | ServiceStep
    | ScriptStep
    | DecisionStep
    | CallStep
    | TimerStep
    | MessageStep
    | ChoiceStep
    | ParallelStep
    | EndStep
)


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
    """Say who does a step: its lane ("" leaves it), and the roles when they aren't the lane's."""

    step: str
    lane: str = ""
    groups: str = ""


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
    | AddReminder
    | MoveStep
    | RemoveStep
    | SetWay
    | AddWay
    | LeadWay
    | RemoveWay
)
