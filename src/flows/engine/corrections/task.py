"""One token at one element.

3.2.0 copies all data from task to task and merges it at joins (two branches that change the same
list keep one change, and a value that one branch set is undone by the other's older copy). Here
variables live in scopes (`flows.engine.variables`), and a task only carries its own.

3.2.0 also completes a task that was cancelled by the very event it threw, predicts the whole
future at every step (a recursion error in long diagrams), and writes a log record at each change.
"""

from base64 import b32encode
from os import urandom
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from flows.engine.errors import Fault

READY, WAITING, STARTED = TaskState.READY, TaskState.WAITING, TaskState.STARTED
COMPLETED, CANCELLED, FUTURE = TaskState.COMPLETED, TaskState.CANCELLED, TaskState.FUTURE
FINISHED = TaskState.FINISHED_MASK
HERE = READY | WAITING | STARTED
"""A token stands at the element."""


def new_task_id() -> str:
    """An id that is unique everywhere: 80 random bits as 16 letters and digits."""
    return b32encode(urandom(10)).decode("ascii").lower()


class Token(Task):  # type: ignore[misc]
    """A task of SpiffWorkflow's tree, with scoped variables and without the copies."""

    def __init__(
        self, workflow: Any, task_spec: Any, parent: Any = None, state: int = FUTURE, id: Any = None
    ) -> None:
        self.id: str = id or new_task_id()
        self.workflow = workflow
        self.task_spec = task_spec
        self.thread_id = 0
        self.triggered = False
        self.data: dict[str, Any] = {}
        self.internal_data: dict[str, Any] = {}
        self.detail: dict[str, Any] = {}
        self.chosen: list[Any] | None = None
        self.last_state_change = 0.0
        self._parent = parent.id if parent is not None else None
        self._children: list[str] = []
        self._state = state
        workflow.tasks[self.id] = self
        workflow.top_workflow.size += 1
        if parent is not None:
            parent._children.append(self.id)

    def _add_child(self, task_spec: Any, state: int = FUTURE) -> "Token":
        return Token(self.workflow, task_spec, self, state)

    def _inherit_data(self) -> None:
        """Nothing to copy: variables live in scopes."""

    @property
    def is_here(self) -> bool:
        """Whether a token stands at the element."""
        return bool(self._state & HERE)

    @property
    def local(self) -> dict[str, Any]:
        """The variables that only this element sees; empty when it has none."""
        found: dict[str, Any] = self.internal_data.get("local") or {}
        return found

    @property
    def incident(self) -> dict[str, str] | None:
        """Why the token can't go on, when it can't."""
        return self.internal_data.get("incident")

    def _set_state(self, value: int) -> None:
        before = self._state
        if value != before:
            self._state = value
            self.workflow.top_workflow.moved(self, before, value)

    def _ready(self) -> None:
        if not self._state & FINISHED:
            self._set_state(READY)

    def run(self) -> None:
        """Do the element's work; a Fault leaves everything as it was, and holds the token."""
        kept = self.internal_data
        try:
            done = "given" in kept or self.task_spec._run(self)
            if done and self.triggered:
                kept["given"] = True
                self.parent.task_spec.collect(self.parent, self)
        except Fault as fault:
            self.hold("run", fault)
            return
        if self._state & FINISHED:
            return
        if done:
            self.complete()
        else:
            self._set_state(STARTED)

    def hold(self, phase: str, fault: Fault) -> None:
        """Stop here until someone tries again; `phase` is enter or run."""
        self.internal_data["incident"] = {
            "phase": phase,
            "code": fault.code,
            "sv": fault.sv,
            "en": fault.en,
        }
        if self.detail:
            self.internal_data["detail"] = self.detail
        if not self._state & HERE:
            self._set_state(WAITING)

    def cancel(self) -> None:
        """Take the token away, with all that hangs under it."""
        if self._state & FINISHED:
            return
        self._set_state(CANCELLED)
        self.task_spec._on_cancel(self)
        self.workflow.remove(self)
