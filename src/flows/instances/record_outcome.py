"""Write what the engine answered: the tables follow the state, in the same transaction.

The statements are made once and only what differs is written: a completed task costs one statement
for each table that changes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.engine import OpenJob, Outcome
from flows.instances.ended_state import pack_ended
from flows.instances.insert_rows import insert_rows
from flows.instances.messages import meet, send_message
from flows.instances.open_rows import OpenRows, OpenUserTask, store_step
from flows.instances.packing import packed
from flows.instances.record_incidents import record_incidents, status_after
from flows.instances.record_tasks import forget_tasks, record_tasks
from flows.instances.record_waiting import record_jobs, record_subscriptions, record_timers
from flows.instances.tables import HistoryRow, Instance, Job

MESSAGE_LIFE = timedelta(days=365)
"""How long a message that nobody waits for is kept, when nothing else is said."""


def record_step(
    session: Session, instance: Instance, outcome: Outcome, *, actor: str | None, now: datetime
) -> None:
    """Make every table agree with a step's outcome. The caller holds the instance's lock."""
    session.flush()
    happened = _happened(outcome)
    values = {
        **_state(session, instance, outcome, happened),
        "revision": instance.revision + 1,
        "ends": [*instance.ends, *outcome.ends],
        "status": status_after(session, instance, outcome),
        "ended_at": now if outcome.ended else None,
    }
    known = store_step(session, instance, values)
    record_outcome(session, instance, outcome, happened, known, actor=actor, now=now)


def record_start(
    session: Session, instance: Instance, outcome: Outcome, *, actor: str | None, now: datetime
) -> None:
    """Write a new instance with all that follows from its start."""
    instance.ends = list(outcome.ends)
    instance.status = "running"
    instance.status = status_after(session, instance, outcome)
    instance.ended_at = now if outcome.ended else None
    happened = _happened(outcome)
    for name, value in _state(session, instance, outcome, happened).items():
        setattr(instance, name, value)
    session.add(instance)
    session.flush()
    record_outcome(session, instance, outcome, happened, OpenRows(), actor=actor, now=now)


def _state(
    session: Session,
    instance: Instance,
    outcome: Outcome,
    happened: Sequence[dict[str, Any]],
) -> Mapping[str, Any]:
    if not outcome.ended:
        return {"state": outcome.state, "kept_forum_id": None}
    details = [row["detail"] for row in happened]
    state, kept_forum_id = pack_ended(session, instance, outcome, details)
    return {"state": state, "kept_forum_id": kept_forum_id}


def record_outcome(
    session: Session,
    instance: Instance,
    outcome: Outcome,
    happened: Sequence[dict[str, Any]],
    known: OpenRows,
    *,
    actor: str | None,
    now: datetime,
) -> None:
    """Write what `happened`, and make the open rows, which are `known`, what the outcome says."""
    _record_history(session, instance, happened, known, actor)
    record_tasks(
        session,
        instance,
        outcome.tasks,
        known.tasks,
        done={event.task_id for event in outcome.history if event.what == "completed"},
        actor=actor,
        now=now,
    )
    if outcome.ended:
        forget_tasks(session, instance)
    record_timers(session, instance, outcome.timers, known.timers)
    record_jobs(session, instance, _undone_jobs(session, instance, outcome), known.jobs, now=now)
    _meet_others(session, instance, outcome, known)
    record_subscriptions(session, instance, outcome.subscriptions, known.subscriptions, now=now)
    for thrown in outcome.thrown:
        send_message(
            session,
            instance.collaboration_id,
            thrown.name,
            thrown.key,
            thrown.variables,
            kind=thrown.kind,
            sent_by=instance.id,
            now=now,
            life=thrown.expires_at - now if thrown.expires_at else MESSAGE_LIFE,
        )
    record_incidents(session, instance, outcome.incidents, known.incidents, now=now)


def _meet_others(session: Session, instance: Instance, outcome: Outcome, known: OpenRows) -> None:
    """Take all that is sent and newly waited for in one order, so that nobody waits in a circle."""
    sent = [(thrown.name, thrown.key) for thrown in outcome.thrown]
    awaited = [
        (waiting.message, waiting.key)
        for waiting in outcome.subscriptions
        if waiting.kind == "message" and waiting.task_id not in known.subscriptions
    ]
    if sent and len({*sent, *awaited}) > 1:
        meet(session, instance.collaboration_id, [*sent, *awaited])


def _undone_jobs(session: Session, instance: Instance, outcome: Outcome) -> Sequence[OpenJob]:
    """The jobs that wait for their work.

    A fault in the program gives back the state as it was: the result of a job that is done is then
    kept among what is to be tried again, and its work must not be done twice.
    """
    if all(incident.code != "internal" for incident in outcome.incidents):
        return outcome.jobs
    done = session.scalars(
        select(Job.task_id).where(Job.instance_id == instance.id, Job.status == "done")
    ).all()
    return [job for job in outcome.jobs if job.task_id not in done]


def _happened(outcome: Outcome) -> Sequence[dict[str, Any]]:
    """What history is to tell of the step. That a user task is open is told by its own row."""
    opened = {task.task_id for task in outcome.tasks}
    return [
        {
            "element_id": event.element_id,
            "name": event.name,
            "type": event.type,
            "what": event.what,
            "at": event.at,
            "task_id": event.task_id,
            "detail": packed(event.detail) if event.detail else None,
        }
        for event in outcome.history
        if event.what != "started" or event.task_id not in opened
    ]


def _record_history(
    session: Session,
    instance: Instance,
    happened: Sequence[dict[str, Any]],
    known: OpenRows,
    actor: str | None,
) -> None:
    insert_rows(
        session,
        HistoryRow,
        [row | _of_the_task(known, row) for row in happened],
        instance_id=instance.id,
        version_id=instance.version_id,
        actor=actor,
    )


def _of_the_task(known: OpenRows, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the row of a user task that is closed now knew of it."""
    task = known.tasks.get(row["task_id"]) if row["what"] != "started" else None
    return task._asdict() if task is not None else _NO_TASK


_NO_TASK: dict[str, Any] = dict.fromkeys(OpenUserTask._fields)
