"""What each action does to an instance before its work goes on."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flows.engine.corrections.instance import Instance
from flows.engine.corrections.task import HERE, READY, Token
from flows.engine.errors import Fault, TaskGone
from flows.engine.observe import is_open, waiting_part
from flows.engine.outcome import (
    Action,
    BroadcastSignal,
    CancelInstance,
    CompleteTask,
    DeliverMessage,
    EditVariables,
    FinishJob,
    MoveToken,
    Retry,
    ThrowError,
    Tick,
    Variables,
)
from flows.engine.plain_values import plain_copy
from flows.engine.repairs import cancel_instance, edit_variables, move_token
from flows.engine.specs.throwing import broadcast, throw_error
from flows.engine.specs.work import Job, User


def perform(instance: Instance, action: Action) -> None:
    """Do the action; the caller then lets the instance work. Raises TaskGone, RepairRefused."""
    _ACTIONS[type(action)](instance, action)


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
    if triggers[index].name != action.name or index in task.internal_data.get("seen", ()):
        raise TaskGone
    given = plain_copy(action.variables)
    task.detail |= {"message": action.name, "variables": given}
    task.task_spec.fire(task, index, given)


def _broadcast(instance: Instance, action: BroadcastSignal) -> None:
    broadcast(instance, action.name, plain_copy(action.variables))


def _tick(instance: Instance, action: Tick) -> None:
    """Timers are looked at when the work is done."""


def _retry(instance: Instance, action: Retry) -> None:
    if instance.stopped is not None:
        again, instance.stopped = instance.stopped.actions, None
        for earlier in again:
            # What others have done, cancelled or moved since then needs no second try.
            with suppress(TaskGone):
                perform(instance, earlier)
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
    EditVariables: edit_variables,
    MoveToken: move_token,
    CancelInstance: cancel_instance,
}
