"""One step of an instance: take its state, do one action, run to rest, give back what is new.

Nothing here reads a clock: `now` is the caller's. Nothing is shared between steps but the
definition, which is read-only, so steps of different instances may run at the same time.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flows.engine import state as states
from flows.engine.corrections.instance import Instance
from flows.engine.corrections.task import HERE, READY, Token
from flows.engine.definition import Definition
from flows.engine.errors import Fault, TaskGone
from flows.engine.history import History
from flows.engine.observe import (
    first_incident,
    is_open,
    open_jobs,
    open_subscriptions,
    open_tasks,
    open_timers,
    places,
    waiting_part,
)
from flows.engine.outcome import (
    Action,
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    FinishJob,
    Outcome,
    Retry,
    ThrowError,
    Tick,
    Variables,
)
from flows.engine.plain_values import plain_copy
from flows.engine.script_environment import ScriptEngine
from flows.engine.specs.throwing import broadcast, throw_error
from flows.engine.specs.work import Job, User
from flows.expressions import evaluation_clock


def start(
    definition: Definition,
    process_id: str,
    variables: Mapping[str, Any],
    *,
    now: datetime,
    message: str | None = None,
    signal: str | None = None,
) -> Outcome:
    """A new instance of a process, run to its first rest.

    With `message` or `signal` it begins at the start event that waits for it. Raises KeyError for
    a process, and ValueError for a start, that isn't there.
    """
    begin = _start_event(definition, process_id, message, signal)
    history = History(now)
    instance = _instance(definition, process_id, now, history)
    instance.data.update(plain_copy(variables))
    with evaluation_clock(now):
        instance.task_tree = Token(instance, instance.spec.start)
        instance.begin([begin])
        instance.work(fire_due=False)
        return _outcome(instance, process_id, history)


def advance(
    definition: Definition, process_id: str, state: bytes, action: Action, *, now: datetime
) -> Outcome:
    """Do one action and run the instance to its next rest.

    Raises TaskGone when what the action is for is not open any more; then nothing has happened. An
    element that fails is held with all it was given, the rest of the instance goes on, and
    `Outcome.incident` says what is the matter; `Retry` tries again.
    """
    history = History(now)
    instance = _instance(definition, process_id, now, history)
    states.load(state, instance)
    with evaluation_clock(now):
        _ACTIONS[type(action)](instance, action)
        instance.work(fire_due=isinstance(action, Tick))
        return _outcome(instance, process_id, history)


def inspect(definition: Definition, process_id: str, state: bytes, *, now: datetime) -> Outcome:
    """Where an instance stands; nothing changes."""
    history = History(now)
    instance = _instance(definition, process_id, now, history)
    states.load(state, instance)
    return _outcome(instance, process_id, history, state=state)


def _start_event(
    definition: Definition, process_id: str, message: str | None, signal: str | None
) -> str:
    outline = definition.processes[process_id]
    if message is not None and message in outline.message_starts:
        return outline.message_starts[message]
    if signal is not None and signal in outline.signal_starts:
        return outline.signal_starts[signal]
    spec = definition.specs[process_id]
    plain: list[str] = [
        s.name for s in spec.start.outputs if s.name not in _triggered(definition, process_id)
    ]
    if message is not None or signal is not None or not plain:
        raise ValueError(f"{process_id} has no start event for {message or signal or 'a person'}")
    return plain[0]


def _triggered(definition: Definition, process_id: str) -> set[str]:
    outline = definition.processes[process_id]
    return {*outline.message_starts.values(), *outline.signal_starts.values()}


def _instance(definition: Definition, process_id: str, now: datetime, history: History) -> Instance:
    engine = ScriptEngine(definition.decisions, now)
    return Instance(definition.specs[process_id], definition.specs, engine, history)


def _outcome(
    instance: Instance, process_id: str, history: History, *, state: bytes | None = None
) -> Outcome:
    return Outcome(
        state=states.dump(instance, process_id) if state is None else state,
        ended=instance.completed,
        ends=tuple(instance.ends),
        variables=dict(instance.data),
        tasks=tuple(open_tasks(instance)),
        jobs=tuple(open_jobs(instance)),
        timers=tuple(open_timers(instance)),
        subscriptions=tuple(open_subscriptions(instance)),
        thrown=tuple(instance.thrown),
        history=tuple(history.events),
        tokens=tuple(places(instance)),
        incident=first_incident(instance),
    )


# ---------------------------------------------------------------- actions


def _complete_task(instance: Instance, action: CompleteTask) -> None:
    task = instance.find(action.task_id)
    if task is None or not is_open(task, User):
        raise TaskGone
    _give_result(instance, task, action.answers, "answers")


def _finish_job(instance: Instance, action: FinishJob) -> None:
    task = instance.find(action.task_id)
    if task is None or not is_open(task, Job):
        raise TaskGone
    _give_result(instance, task, action.result, "result")


def _give_result(instance: Instance, task: Token, result: Variables, what: str) -> None:
    given = plain_copy(result)
    task.internal_data["result"] = given
    task.detail[what] = given
    instance.queue.append(task)


def _throw_error(instance: Instance, action: ThrowError) -> None:
    task = instance.find(action.task_id)
    if task is None or not is_open(task, Job):
        raise TaskGone
    task.detail |= {"error": action.code, "message": action.message}
    try:
        throw_error(task, action.code, action.message)
    except Fault as fault:
        task.hold("enter", fault)


def _deliver(instance: Instance, action: DeliverMessage) -> None:
    found = waiting_part(instance, action.task_id)
    if found is None:
        raise TaskGone
    task, index = found
    triggers = task.task_spec.triggers
    if index >= len(triggers) or triggers[index].kind != "message":
        raise TaskGone
    if triggers[index].name != action.name:
        raise TaskGone
    given = plain_copy(action.variables)
    task.detail |= {"message": action.name, "variables": given}
    task.task_spec.fire(task, index, given)


def _broadcast(instance: Instance, action: BroadcastSignal) -> None:
    broadcast(instance, action.name, plain_copy(action.variables))


def _tick(instance: Instance, action: Tick) -> None:
    """Timers are looked at when the work is done."""


def _retry(instance: Instance, action: Retry) -> None:
    for task in instance.tokens():
        kept = task.internal_data.pop("incident", None)
        if kept is None:
            continue
        if kept["phase"] == "run":
            if task._state != READY:
                task._set_state(READY)
            else:
                instance.queue.append(task)
        elif task._state & HERE:
            task.task_spec._update(task)


_ACTIONS: Mapping[type[Any], Callable[[Instance, Any], None]] = {
    CompleteTask: _complete_task,
    FinishJob: _finish_job,
    ThrowError: _throw_error,
    DeliverMessage: _deliver,
    BroadcastSignal: _broadcast,
    Tick: _tick,
    Retry: _retry,
}
