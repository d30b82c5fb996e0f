"""Drive one instance, with its state stored and read again between any two steps."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.engine import (
    Action,
    BroadcastSignal,
    CompleteTask,
    Definition,
    DeliverMessage,
    FinishJob,
    OpenJob,
    OpenTask,
    Outcome,
    Retry,
    ThrowError,
    Tick,
    advance,
    deploy,
    start,
)

BEGIN = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)


class Run:
    """An instance and all that it has answered so far."""

    def __init__(
        self,
        raw: bytes | Definition,
        variables: Mapping[str, Any] | None = None,
        *,
        process: str = "p",
        now: datetime = BEGIN,
        message: str | None = None,
        **files: bytes,
    ) -> None:
        if isinstance(raw, bytes):
            raw = deploy({"p.bpmn": raw, **{k.replace("_", "."): v for k, v in files.items()}})
        self.definition = raw
        self.process = process
        self.now = now
        self.ends: list[str] = []
        self.passed: list[str] = []
        self.thrown: list[tuple[str, str, str | None]] = []
        self.outcome: Outcome
        self._note(start(raw, process, variables or {}, now=now, message=message))

    def _note(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.ends.extend(outcome.ends)
        self.passed.extend(e.element_id for e in outcome.history if e.what == "completed")
        self.thrown.extend((t.kind, t.name, t.key) for t in outcome.thrown)

    def do(self, action: Action) -> "Run":
        """One step."""
        self._note(advance(self.definition, self.process, self.outcome.state, action, now=self.now))
        return self

    # ------------------------------------------------ what is open

    @property
    def open(self) -> list[str]:
        """The elements that wait for a person or a job, in order of id."""
        waiting = [*self.outcome.tasks, *self.outcome.jobs]
        return sorted(task.element_id for task in waiting)

    @property
    def variables(self) -> dict[str, Any]:
        return self.outcome.variables

    @property
    def due(self) -> dict[str, datetime]:
        """When each waiting timer is due, by element."""
        return {timer.element_id: timer.due_at for timer in self.outcome.timers}

    def task(self, element: str, item: int | None = None) -> OpenTask:
        """The open task of an element."""
        found = [t for t in self.outcome.tasks if t.element_id == element]
        return next(t for t in found if item is None or t.item == item)

    def job(self, element: str) -> OpenJob:
        """The open job of an element."""
        return next(j for j in self.outcome.jobs if j.element_id == element)

    # ------------------------------------------------ what happens

    def complete(self, element: str, item: int | None = None, /, **answers: Any) -> "Run":
        """A person answers."""
        return self.do(CompleteTask(self.task(element, item).task_id, answers))

    def finish(self, element: str, /, **result: Any) -> "Run":
        """A job is done."""
        return self.do(FinishJob(self.job(element).task_id, result))

    def fail(self, element: str, code: str, message: str = "") -> "Run":
        """A job ends in a BPMN error."""
        return self.do(ThrowError(self.job(element).task_id, code, message))

    def wait(self, **length: float) -> "Run":
        """Time passes."""
        self.now += timedelta(**length)
        return self.do(Tick())

    def message(self, element: str, /, **variables: Any) -> "Run":
        """The message that an element waits for comes."""
        waiting = next(s for s in self.outcome.subscriptions if s.element_id == element)
        return self.do(DeliverMessage(waiting.task_id, waiting.message, variables))

    def signal(self, name: str, /, **variables: Any) -> "Run":
        """A signal comes."""
        return self.do(BroadcastSignal(name, variables))

    def retry(self) -> "Run":
        """Try again what is held."""
        return self.do(Retry())
