"""A running process instance and the order in which its work is done.

3.2.0 walks the whole tree for every step, never looks again at a join when the token it waits for
ends elsewhere, takes an instance deeper than 1,000 tasks for completed, keeps every finished task
for ever, and without a script engine evaluates Python. Here ready work stands in a queue, finished
tasks are dropped at once, and a process is complete when no token is left in it.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from flows.engine.corrections.task import COMPLETED, FINISHED, FUTURE, HERE, READY, WAITING, Token
from flows.engine.errors import Fault
from flows.engine.history import History
from flows.engine.outcome import Action, Thrown
from flows.engine.script_environment import ScriptEngine

MAX_STEPS = 10_000
"""Elements passed in one step before the instance is taken to go round in a circle."""

MAX_TOKENS = 10_000
"""Tokens that may stand in one instance at a time."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A fault in the program stopped a step: the actions that are to be tried again, and why."""

    actions: tuple[Action, ...]
    sv: str
    en: str


class _Holding:
    """What a process and a subprocess have in common: the tokens that stand in it."""

    tasks: dict[str, Token]
    task_tree: Token
    completed: bool

    def begin(self, starts: list[str]) -> None:
        """Put a token on each start event named, or on the plain one."""
        root = self.task_tree
        root._state = COMPLETED
        for spec in self.spec.start.outputs:  # type: ignore[attr-defined]
            if spec.name in starts or not (starts or spec.node.triggers):
                child = root._add_child(spec, FUTURE)
                child.task_spec._update(child)

    def standing(self) -> list[Token]:
        """The tokens that stand in this scope, in the order they came."""
        return [task for task in self.tasks.values() if task._state & HERE]

    def remove(self, task: Token) -> None:
        """Drop a finished task: what hangs under it moves up, unless it holds them together."""
        if task is self.task_tree or task.id not in self.tasks:
            return
        if task._children and task.task_spec.keeps_children:
            return
        root = self.task_tree
        for child_id in task._children:
            self.tasks[child_id]._parent = root.id
            root._children.append(child_id)
        parent = self.tasks[task._parent] if task._parent else root
        parent._children.remove(task.id)
        del self.tasks[task.id]
        self.top_workflow.size -= 1  # type: ignore[attr-defined]
        if parent is not root and parent._state & FINISHED and not parent._children:
            self.remove(parent)

    def _task_completed_notify(self, task: Token) -> None:
        self.remove(task)
        self.settle()

    def settle(self) -> None:
        """Complete the scope when nothing is left in it but events that watch over the rest."""
        if self.completed:
            return
        watching = []
        for task in self.tasks.values():
            if task._state == WAITING and _watches(task):
                watching.append(task)
            elif task._state & (HERE | FUTURE):
                return
        for task in watching:
            task.cancel()
        self.finish()

    def finish(self) -> None:
        """Nothing is left to do here."""
        self.completed = True

    def cancel_all(self) -> None:
        """Take every token away."""
        for task in self.standing():
            task.cancel()


def _watches(task: Token) -> bool:
    spec = task.task_spec
    return bool(spec.is_edge and spec.node.guards)


class Subprocess(_Holding, BpmnSubWorkflow):  # type: ignore[misc]
    """A subprocess or called process that runs inside an instance."""

    def __init__(self, spec: Any, parent: Token, top: "Instance", *, called: bool) -> None:
        self.owner = parent
        self.called = called
        self.written: set[str] = set()
        super().__init__(spec, parent.id, top, deserializing=True)

    def _calculate_depth(self) -> int:
        above = self.owner.workflow
        return int(above.depth) + 1

    def finish(self) -> None:
        super().finish()
        self.owner.task_spec.inner_finished(self.owner, self)


class Instance(_Holding, BpmnWorkflow):  # type: ignore[misc]
    """A process instance in memory, for the time of one step."""

    def __init__(
        self,
        spec: Any,
        specs: Any,
        engine: ScriptEngine,
        watch: History,
    ) -> None:
        self.size = 0
        self.full = False
        super().__init__(spec, specs, script_engine=engine, deserializing=True)
        self.watch = watch
        self.steps = 0
        self.queue: deque[Token] = deque()
        self.armed: set[str] = set()
        self.thrown: list[Thrown] = []
        self.ends: list[str] = []
        self.written: set[str] = set()
        self.called = True
        self.stopped: Stopped | None = None

    # ------------------------------------------------ what the tokens tell

    def moved(self, task: Token, before: int, after: int) -> None:
        """A token has changed its state."""
        self.watch(task, before, after)
        if after == READY and not task.task_spec.manual:
            self.queue.append(task)

    def throw(self, thrown: Thrown) -> None:
        """Something leaves the instance."""
        self.thrown.append(thrown)

    # ------------------------------------------------ where the tokens are

    def workflows(self) -> Iterator[Any]:
        """The instance and every subprocess that runs in it."""
        yield self
        yield from list(self.subprocesses.values())

    def tokens(self) -> list[Token]:
        """Every token of the instance."""
        return [task for workflow in self.workflows() for task in workflow.standing()]

    def find(self, task_id: str) -> Token | None:
        """The task with this id, if it is still there."""
        for workflow in self.workflows():
            task: Token | None = workflow.tasks.get(task_id)
            if task is not None:
                return task
        return None

    def open_subprocess(self, task: Token, spec_name: str, *, called: bool) -> Subprocess:
        """A new subprocess under a task; its root is there, no token yet."""
        inner = Subprocess(self.subprocess_specs[spec_name], task, self, called=called)
        inner.task_tree = Token(inner, inner.spec.start)
        self.subprocesses[task.id] = inner
        return inner

    def close_subprocess(self, task: Token) -> Subprocess | None:
        """Forget the subprocess under a task, if there is one."""
        inner: Subprocess | None = self.subprocesses.pop(task.id, None)
        if inner is not None:
            inner.completed = True
            inner.cancel_all()
            self.size -= len(inner.tasks)
        return inner

    def make_room(self, more: int) -> None:
        """Raise Fault when the instance would hold more tokens than any process needs."""
        self.full = self.full or self.size + more > MAX_TOKENS
        if self.full:
            raise Fault(
                "too-many-tokens",
                f"Mer än {MAX_TOKENS} saker skulle pågå samtidigt i processen.",
                f"More than {MAX_TOKENS} things would be going on at once in the process.",
            )

    def let_go(self) -> None:
        """Drop all that is held, at once: tokens and their instance refer to one another."""
        for workflow in self.workflows():
            workflow.tasks.clear()
            workflow.data = {}
            workflow.task_tree = None
        self.subprocesses.clear()
        self.queue.clear()

    # ------------------------------------------------ work

    def work(self, *, fire_due: bool) -> None:
        """Do all that can be done without waiting. `fire_due` fires timers that are due."""
        while True:
            while self.queue:
                task = self.queue.popleft()
                if task._state != READY or task.incident or task.id not in task.workflow.tasks:
                    continue
                self.steps += 1
                if self.steps > MAX_STEPS:
                    self._stop_turning([task, *self.queue])
                    self.queue.clear()
                    break
                task.run()
            if not self._wake(fire_due=fire_due):
                return

    def _wake(self, *, fire_due: bool) -> bool:
        """Look again at what waits for something inside the instance; whether anything moved."""
        fresh, self.armed = self.armed, set()
        joins_seen: set[tuple[int, str]] = set()
        for task in self.tokens():
            spec = task.task_spec
            if task._state != WAITING or task.incident:
                continue
            if spec.joins:
                join = (id(task.workflow), spec.name)
                if join in joins_seen:
                    continue
                joins_seen.add(join)
            spec.look(task, due=fire_due or task.id in fresh)
        return bool(self.queue)

    def _stop_turning(self, tasks: list[Token]) -> None:
        fault = Fault(
            "step-limit",
            f"Processen gick igenom fler än {MAX_STEPS} steg utan att stanna. "
            "Se efter om en slinga saknar slut.",
            f"The process passed more than {MAX_STEPS} steps without resting. "
            "See whether a loop never ends.",
        )
        for task in tasks:
            if task._state == READY and not task.incident:
                task.hold("run", fault)
