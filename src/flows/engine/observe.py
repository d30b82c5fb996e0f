"""What waits in an instance: tasks for people, jobs, timers, subscriptions, and where it stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flows.engine.corrections.instance import Instance
from flows.engine.corrections.joins import Gateway
from flows.engine.corrections.task import READY, WAITING, Token
from flows.engine.outcome import (
    Incident,
    OpenJob,
    OpenSubscription,
    OpenTask,
    OpenTimer,
    Variables,
)
from flows.engine.outcome import Token as Place
from flows.engine.specs.waiting import Waiting, is_spent
from flows.engine.specs.work import Job, User
from flows.engine.variables import everything


def open_tasks(tokens: Sequence[Token]) -> list[OpenTask]:
    """The user tasks that wait for a person."""
    return [_task(task) for task in _ready(tokens, User)]


def open_jobs(tokens: Sequence[Token]) -> list[OpenJob]:
    """The jobs that wait for their work."""
    return [_job(task) for task in _ready(tokens, Job)]


def open_timers(tokens: Sequence[Token]) -> list[OpenTimer]:
    """The timers that wait, each with the instant it is due."""
    return [
        OpenTimer(
            _part(task, index),
            task.task_spec.bpmn_id,
            task.task_spec.bpmn_name,
            datetime.fromisoformat(wait["due"]),
        )
        for task, index, trigger, wait in _waits(tokens)
        if trigger.kind == "timer"
    ]


def open_subscriptions(tokens: Sequence[Token]) -> list[OpenSubscription]:
    """The messages and signals that something waits for."""
    return [
        OpenSubscription(
            _part(task, index),
            task.task_spec.bpmn_id,
            task.task_spec.bpmn_name,
            trigger.kind,
            trigger.name,
            wait.get("key"),
        )
        for task, index, trigger, wait in _waits(tokens)
        if trigger.kind in ("message", "signal")
    ]


def places(tokens: Sequence[Token]) -> list[Place]:
    """Where the instance stands, in drawn elements."""
    found = []
    for task in tokens:
        spec = task.task_spec
        if not spec.bpmn_id or (spec.is_edge and not task.incident) or hasattr(spec, "each"):
            continue
        found.append(Place(spec.bpmn_id, spec.bpmn_name, _waits_for(task), task.id))
    return found


def incidents(instance: Instance, tokens: Sequence[Token]) -> list[Incident]:
    """What stopped the last step, and every incident that holds a token."""
    found = []
    if instance.stopped is not None:
        found.append(Incident("", "", "internal", instance.stopped.sv, instance.stopped.en))
    for task in tokens:
        kept, spec = task.incident, task.task_spec
        if kept is not None:
            name = spec.bpmn_name
            words = (kept["code"], kept["sv"], kept["en"])
            found.append(Incident(spec.bpmn_id or "", name, *words, task.id))
    return [*found, *map(_in_vain, _waiting_in_vain(tokens))]


def _waiting_in_vain(tokens: Sequence[Token]) -> list[Token]:
    """The joins, one token of each, of the scopes where nothing is left but what waits in joins.

    What goes on around such a scope, or watches over it, brings it nothing.
    """
    found: dict[int, dict[str, Token]] = {}
    going_on = set[int]()
    for task in tokens:
        spec, scope = task.task_spec, id(task.workflow)
        if spec.joins and task._state == WAITING and not task.incident:
            found.setdefault(scope, {}).setdefault(spec.name, task)
        else:
            going_on.add(scope)
    in_vain = [joins for scope, joins in found.items() if scope not in going_on]
    return [task for joins in in_vain for task in joins.values()]


def _in_vain(task: Token) -> Incident:
    spec = task.task_spec
    return Incident(
        spec.bpmn_id or "",
        spec.bpmn_name,
        "waits-in-vain",
        f"I ”{spec.bpmn_name}” ska flera vägar mötas, men ingenting mer är på väg dit.",
        f'Several ways are to meet in "{spec.bpmn_name}", but nothing more is on its way there.',
        task.id,
    )


def waiting_part(instance: Instance, task_id: str) -> tuple[Token, int] | None:
    """The waiting event, and which of its triggers, that a subscription or timer is for."""
    own, _, part = task_id.partition(".")
    task = instance.find(own)
    if task is None or task._state != WAITING or task.incident:
        return None
    if not isinstance(task.task_spec, Waiting):
        return None
    return task, int(part or 0)


def is_open(task: Token | None, kind: type) -> bool:
    """Whether a task of this kind waits for its result."""
    return (
        task is not None
        and isinstance(task.task_spec, kind)
        and task._state == READY
        and not task.incident
        and "result" not in task.internal_data
    )


def _ready(tokens: Sequence[Token], kind: type) -> list[Token]:
    return [task for task in tokens if is_open(task, kind)]


def _part(task: Token, index: int) -> str:
    return f"{task.id}.{index}" if index else task.id


def _waits(tokens: Sequence[Token]) -> Iterator[tuple[Token, int, Any, dict[str, Any]]]:
    for task in tokens:
        if task._state != WAITING or task.incident or "waits" not in task.internal_data:
            continue
        seen = task.internal_data.get("seen", ())
        for index, wait in enumerate(task.internal_data["waits"]):
            if index not in seen and not is_spent(wait):
                yield task, index, task.task_spec.triggers[index], wait


def _task(task: Token) -> OpenTask:
    spec, kept = task.task_spec, task.internal_data["task"]
    return OpenTask(
        task_id=task.id,
        element_id=spec.bpmn_id,
        name=spec.bpmn_name,
        form_id=spec.settings.form_id,
        assignee=kept["assignee"],
        groups=tuple(kept["groups"]),
        lane=spec.lane,
        due_at=_instant(kept["due"]),
        follow_up_at=_instant(kept["follow_up"]),
        priority=kept["priority"],
        item=task.internal_data["round"] + 1 if task.triggered else None,
        variables=everything(task),
        properties=dict(spec.settings.properties),
    )


def _job(task: Token) -> OpenJob:
    spec, kept = task.task_spec, task.internal_data["job"]
    given: Variables = (
        {name: task.local[name] for name in task.internal_data["mapped"]}
        if spec.settings.inputs
        else everything(task)
    )
    return OpenJob(
        task_id=task.id,
        element_id=spec.bpmn_id,
        name=spec.bpmn_name,
        type=kept["type"],
        retries=kept["retries"],
        headers=dict(spec.settings.job.headers),
        input=given,
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _waits_for(task: Token) -> str:
    spec = task.task_spec
    if task.incident:
        return "incident"
    if isinstance(spec, User):
        return "person"
    if isinstance(spec, Job):
        return "job"
    if isinstance(spec, Waiting):
        kind = spec.triggers[0].kind
        return kind if kind in ("timer", "message", "signal") else "condition"
    return "join" if isinstance(spec, Gateway) else "child"
