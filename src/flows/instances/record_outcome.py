"""Write what the engine answered: the tables follow the state, in the same transaction.

The statements are made once and only what differs is written: a completed task costs one statement
for each table that changes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.engine import HistoryEvent, OpenJob, Outcome
from flows.instances.insert_rows import insert_rows
from flows.instances.messages import meet, send_message
from flows.instances.open_rows import OpenRows, store_step
from flows.instances.packing import packed
from flows.instances.record_incidents import record_incidents, status_after
from flows.instances.record_tasks import record_tasks
from flows.instances.record_waiting import record_jobs, record_subscriptions, record_timers
from flows.instances.tables import HistoryRow, Instance, Job

MESSAGE_LIFE = timedelta(days=365)
"""How long a message that nobody waits for is kept, when nothing else is said."""


def record_step(
    session: Session, instance: Instance, outcome: Outcome, *, actor: str | None, now: datetime
) -> None:
    """Make every table agree with a step's outcome. The caller holds the instance's lock."""
    session.flush()
    values = {
        "state": outcome.state,
        "revision": instance.revision + 1,
        "ends": [*instance.ends, *outcome.ends],
        "status": status_after(session, instance, outcome),
        "ended_at": now if outcome.ended else None,
    }
    known = store_step(session, instance, values)
    record_outcome(session, instance, outcome, known, actor=actor, now=now)


def record_start(
    session: Session, instance: Instance, outcome: Outcome, *, actor: str | None, now: datetime
) -> None:
    """Write a new instance with all that follows from its start."""
    instance.ends = list(outcome.ends)
    instance.status = "running"
    instance.status = status_after(session, instance, outcome)
    instance.ended_at = now if outcome.ended else None
    session.add(instance)
    session.flush()
    record_outcome(session, instance, outcome, OpenRows(), actor=actor, now=now)


def record_outcome(
    session: Session,
    instance: Instance,
    outcome: Outcome,
    known: OpenRows,
    *,
    actor: str | None,
    now: datetime,
) -> None:
    """Write what happened, and make the open rows, which are `known`, what the outcome says."""
    opened = {task.task_id for task in outcome.tasks}
    _record_history(
        session,
        instance,
        # That a user task has begun is told by its own row.
        [
            event
            for event in outcome.history
            if event.what != "started" or event.task_id not in opened
        ],
        actor,
    )
    record_tasks(
        session,
        instance,
        outcome.tasks,
        known.tasks,
        done={event.task_id for event in outcome.history if event.what == "completed"},
        actor=actor,
        now=now,
    )
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


def _record_history(
    session: Session, instance: Instance, events: Sequence[HistoryEvent], actor: str | None
) -> None:
    insert_rows(
        session,
        HistoryRow,
        [
            {
                "element_id": event.element_id,
                "name": event.name,
                "type": event.type,
                "what": event.what,
                "at": event.at,
                "task_id": event.task_id,
                "detail": packed(event.detail) if event.detail else None,
            }
            for event in events
        ],
        instance_id=instance.id,
        version_id=instance.version_id,
        actor=actor,
    )
