"""Write what the engine answered: the tables follow the state, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from flows.engine import (
    HistoryEvent,
    OpenJob,
    OpenSubscription,
    OpenTask,
    OpenTimer,
    Outcome,
)
from flows.instances.messages import meet_subscriptions, send_message
from flows.instances.packing import packed
from flows.instances.queue import RUN_JOB, announce
from flows.instances.tables import (
    HistoryRow,
    IncidentRow,
    Instance,
    Job,
    Subscription,
    Task,
    TaskCandidate,
    Timer,
)
from flows.organisation import resolve_role

MESSAGE_LIFE = timedelta(days=365)
"""How long a message that nobody waits for is kept."""


def record_outcome(
    session: Session, instance: Instance, outcome: Outcome, *, actor: str | None, now: datetime
) -> None:
    """Make every table agree with the outcome. The caller holds the instance's lock."""
    instance.state = outcome.state
    instance.revision += 1
    instance.ends = [*instance.ends, *outcome.ends]
    if outcome.ended:
        instance.status = "ended"
        instance.ended_at = now
    session.flush()
    _history(session, instance, outcome.history, actor)
    _tasks(session, instance, outcome.tasks, actor=actor, now=now, history=outcome.history)
    _timers(session, instance.id, outcome.timers)
    _jobs(session, instance, outcome.jobs, now)
    _subscriptions(session, instance, outcome.subscriptions)
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
            life=MESSAGE_LIFE,
        )
    if outcome.incident is not None:
        incident = outcome.incident
        instance.status = "stopped"
        session.add(
            IncidentRow(
                instance_id=instance.id,
                collaboration_id=instance.collaboration_id,
                kind="engine",
                element_id=incident.element_id,
                name=incident.name,
                code=incident.code,
                sv=incident.sv,
                en=incident.en,
                raised_at=now,
            )
        )


def _history(
    session: Session, instance: Instance, events: Sequence[HistoryEvent], actor: str | None
) -> None:
    if events:
        session.execute(
            insert(HistoryRow),
            [
                {
                    "instance_id": instance.id,
                    "version_id": instance.version_id,
                    "element_id": event.element_id,
                    "name": event.name,
                    "type": event.type,
                    "what": event.what,
                    "at": event.at,
                    "actor": actor,
                    "task_id": event.task_id,
                    "detail": packed(event.detail) if event.detail else None,
                }
                for event in events
            ],
        )


def _tasks(
    session: Session,
    instance: Instance,
    tasks: Sequence[OpenTask],
    *,
    actor: str | None,
    now: datetime,
    history: Sequence[HistoryEvent],
) -> None:
    known = set(
        session.scalars(
            select(Task.id).where(Task.instance_id == instance.id, Task.closed_at.is_(None))
        )
    )
    still = {task.task_id for task in tasks}
    if gone := known - still:
        done = {event.task_id for event in history if event.what == "completed"}
        for ids, by in ((gone & done, actor), (gone - done, None)):
            if ids:
                session.execute(
                    update(Task)
                    .where(Task.id.in_(ids))
                    .values(closed_at=now, completed_by=by, draft=None)
                )
    fresh = [task for task in tasks if task.task_id not in known]
    if not fresh:
        return
    session.execute(
        insert(Task),
        [
            {
                "id": task.task_id,
                "instance_id": instance.id,
                "collaboration_id": instance.collaboration_id,
                "element_id": task.element_id,
                "name": task.name,
                "form_id": task.form_id,
                "assignee": task.assignee,
                "due_at": task.due_at,
                "follow_up_at": task.follow_up_at,
                "priority": task.priority,
                "item": task.item,
                "properties": dict(task.properties),
                "opened_at": now,
            }
            for task in fresh
        ],
    )
    candidates = [
        {
            "task_id": task.task_id,
            "role": role.role,
            "scope_kind": role.scope_kind,
            "scope_id": role.scope_id,
        }
        for task in fresh
        for role in {
            resolve_role(
                session,
                instance.collaboration_id,
                reference,
                instance.forum_id,
                instance.party_id,
            )
            for reference in task.groups
        }
        if role is not None
    ]
    if candidates:
        session.execute(insert(TaskCandidate), candidates)


def _timers(session: Session, instance_id: UUID, timers: Sequence[OpenTimer]) -> None:
    known = {
        (row.task_id, row.due_at)
        for row in session.execute(
            select(Timer.task_id, Timer.due_at).where(Timer.instance_id == instance_id)
        )
    }
    wanted = {(timer.task_id, timer.due_at): timer for timer in timers}
    if gone := {task_id for task_id, _ in known - wanted.keys()}:
        session.execute(
            delete(Timer).where(Timer.instance_id == instance_id, Timer.task_id.in_(gone))
        )
    fresh = [wanted[key] for key in wanted.keys() - known]
    if fresh:
        session.execute(
            insert(Timer),
            [
                {
                    "instance_id": instance_id,
                    "task_id": timer.task_id,
                    "element_id": timer.element_id,
                    "due_at": timer.due_at,
                }
                for timer in fresh
            ],
        )


def _jobs(session: Session, instance: Instance, jobs: Sequence[OpenJob], now: datetime) -> None:
    known = set(
        session.scalars(
            select(Job.task_id).where(Job.instance_id == instance.id, Job.closed_at.is_(None))
        )
    )
    if gone := known - {job.task_id for job in jobs}:
        session.execute(
            update(Job)
            .where(Job.instance_id == instance.id, Job.task_id.in_(gone))
            .values(status="cancelled", closed_at=now)
        )
        _resolve_cancelled(session, instance, gone, now)
    for job in jobs:
        if job.task_id in known:
            continue
        session.add(
            Job(
                instance_id=instance.id,
                task_id=job.task_id,
                element_id=job.element_id,
                name=job.name,
                type=job.type,
                retries=job.retries,
                headers=dict(job.headers),
                input=packed(job.input),
                opened_at=now,
            )
        )
        announce(session, RUN_JOB, instance_id=str(instance.id), task_id=job.task_id)
    session.flush()


def _resolve_cancelled(
    session: Session, instance: Instance, task_ids: set[str], now: datetime
) -> None:
    """An operation that is no longer wanted can't hold the instance up."""
    session.execute(
        update(IncidentRow)
        .where(
            IncidentRow.instance_id == instance.id,
            IncidentRow.task_id.in_(task_ids),
            IncidentRow.resolved_at.is_(None),
        )
        .values(resolved_at=now, reason="Steget behövs inte längre.")
    )
    left = session.scalars(
        select(IncidentRow.id)
        .where(IncidentRow.instance_id == instance.id, IncidentRow.resolved_at.is_(None))
        .limit(1)
    ).first()
    if left is None and instance.status == "faulty":
        instance.status = "running"


def _subscriptions(
    session: Session, instance: Instance, subscriptions: Sequence[OpenSubscription]
) -> None:
    known = set(
        session.scalars(select(Subscription.task_id).where(Subscription.instance_id == instance.id))
    )
    if gone := known - {s.task_id for s in subscriptions}:
        session.execute(
            delete(Subscription).where(
                Subscription.instance_id == instance.id, Subscription.task_id.in_(gone)
            )
        )
    fresh = [s for s in subscriptions if s.task_id not in known]
    if fresh:
        session.execute(
            insert(Subscription),
            [
                {
                    "instance_id": instance.id,
                    "task_id": s.task_id,
                    "collaboration_id": instance.collaboration_id,
                    "element_id": s.element_id,
                    "kind": s.kind,
                    "name": s.message,
                    "key": s.key,
                }
                for s in fresh
            ],
        )
        meet_subscriptions(
            session,
            instance.collaboration_id,
            [(s.message, s.key) for s in fresh if s.kind == "message"],
        )
