"""What the engine is asked to do and what it answers: plain data, no SpiffWorkflow, no SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Variables = dict[str, Any]
"""Process variables: JSON values only (text, exact numbers, bool, None, lists, dicts)."""


# ---------------------------------------------------------------- actions


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """A person has answered an open user task; `answers` are merged into its variables."""

    task_id: str
    answers: Variables


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed: fire every timer that is due at the `now` given to `advance`."""


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """A message for the catching task `task_id`; `variables` are merged into its variables."""

    task_id: str
    name: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BroadcastSignal:
    """A signal for every task of the instance that waits for it."""

    name: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FinishJob:
    """A service task's work is done; `result` is mapped back by its outputs."""

    task_id: str
    result: Variables


@dataclass(frozen=True, slots=True)
class ThrowError:
    """A service task's work ended in a BPMN error, for the boundary event with that code."""

    task_id: str
    code: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """Run again what stands in an incident."""


@dataclass(frozen=True, slots=True)
class EditVariables:
    """Set variables as the waiting element `task_id` sees them, or those of the process itself."""

    variables: Variables
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class MoveToken:
    """Take a token from where it stands, its work cancelled, to another element of its scope."""

    task_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class CancelInstance:
    """End the instance at once: everything that stands in it is cancelled."""


Action = (
    CompleteTask
    | Tick
    | DeliverMessage
    | BroadcastSignal
    | FinishJob
    | ThrowError
    | Retry
    | EditVariables
    | MoveToken
    | CancelInstance
)


# ---------------------------------------------------------------- answers


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A user task that waits for a person.

    `task_id` is stable as long as the task is open. `groups` are role references as the diagram
    gives them ("sekreterare", "registrator@ockelbo"), from candidateGroups or else the lane.
    `variables` is what the form may read. `item` is the loop counter, from 1, in a multi-instance.
    """

    task_id: str
    element_id: str
    name: str
    form_id: str | None
    assignee: str | None
    groups: Sequence[str]
    lane: str | None
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    item: int | None
    variables: Variables
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A service task that waits for its work; `input` is what its input mapping gave."""

    task_id: str
    element_id: str
    name: str
    type: str
    retries: int
    headers: Mapping[str, str]
    input: Variables


@dataclass(frozen=True, slots=True)
class OpenTimer:
    """A timer that waits, due at an aware instant in UTC."""

    task_id: str
    element_id: str
    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSubscription:
    """An element that waits for a message (with its correlation key) or a signal (key None)."""

    task_id: str
    element_id: str
    name: str
    kind: str
    message: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message or signal that left the instance in this step.

    A signal has already reached whatever waited for it in the instance itself. `expires_at` is an
    aware instant in UTC when the diagram says how long it is kept.
    """

    kind: str
    name: str
    key: str | None
    variables: Variables
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One element that was entered, completed or cancelled, in order.

    `what` is one of: started, completed, cancelled. What passes at once is only completed, and a
    boundary event is only told of when it happens. `detail` holds, where they exist: answers (user
    task), result (job, script), decision and hits, message and variables, error and message,
    item (the round of a multi-instance, from 1).
    """

    element_id: str
    name: str
    type: str
    what: str
    at: datetime
    task_id: str
    detail: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incident:
    """Why something stands still: the element and the cause in words.

    `task_id` is empty when a fault in the program stopped the step itself; `code` is then internal,
    the instance is as it was before the step, and what was to be done is kept for `Retry`.
    """

    element_id: str
    name: str
    code: str
    sv: str
    en: str
    task_id: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """One place where the instance stands: an element and what it waits for.

    `waits_for` is one of: person, job, timer, message, signal, condition, child, join, incident.
    """

    element_id: str
    name: str
    waits_for: str
    task_id: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The instance after a step: the new state and all that waits in it.

    `incidents` say what holds a token, if anything does; each is given again until it is mended.
    `ends` are the ids of the end events reached at process level in this step; `ended` is true
    when nothing is left to do. `variables` are those of the process level.
    """

    state: bytes
    ended: bool
    ends: Sequence[str]
    variables: Variables
    tasks: Sequence[OpenTask]
    jobs: Sequence[OpenJob]
    timers: Sequence[OpenTimer]
    subscriptions: Sequence[OpenSubscription]
    thrown: Sequence[Thrown]
    history: Sequence[HistoryEvent]
    tokens: Sequence[Token]
    incidents: Sequence[Incident] = ()

    @property
    def incident(self) -> Incident | None:
        """The first incident, if there is any."""
        return self.incidents[0] if self.incidents else None
