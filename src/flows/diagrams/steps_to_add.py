"""What can be put into a diagram through its outline, one value for each kind of step."""

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
class SignalStep:
    """A wait for a signal, by its name."""

    name: str
    signal: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ConditionStep:
    """A wait until a condition holds."""

    name: str
    condition: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class SendStep:
    """Something that is told: `kind` is message, signal or escalation.

    `signal` is the signal's name or the escalation's code, `message` and `key` say which message.
    """

    name: str
    kind: str
    signal: str = ""
    message: str = ""
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
    """An end. `kind` is "" or what it does: message, signal, escalation, error or terminate.

    `signal` is the signal's name, or the code of the error or the escalation.
    """

    name: str
    name_en: str = ""
    kind: str = ""
    signal: str = ""
    message: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class LinkStep:
    """A leap: the way ends here and goes on elsewhere, by a link that both places are named after.

    `to` is where it goes on: the id of a step, or "" for what followed here, or where the link
    of that name leads already.
    """

    name: str
    to: str = ""
    name_en: str = ""


SimpleStep = (
    TaskStep
    | ServiceStep
    | ScriptStep
    | DecisionStep
    | CallStep
    | TimerStep
    | MessageStep
    | SignalStep
    | ConditionStep
    | SendStep
    | EndStep
)
"""One element; the others are gateways with their ways."""

NewStep = SimpleStep | ChoiceStep | ParallelStep | LinkStep
