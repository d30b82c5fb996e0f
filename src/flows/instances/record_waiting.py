"""Timers, jobs and subscriptions: only what differs from the open rows is written."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from flows.engine import OpenJob, OpenSubscription, OpenTimer
from flows.instances.insert_rows import insert_rows
from flows.instances.messages import meet_subscriptions
from flows.instances.packing import packed
from flows.instances.queue import RUN_JOB, announce
from flows.instances.record_incidents import resolve_cancelled
from flows.instances.tables import Instance, Job, Subscription, Timer


def record_timers(
    session: Session,
    instance: Instance,
    timers: Sequence[OpenTimer],
    known: Collection[tuple[str, datetime]],
) -> None:
    """Make the timers, which are `known` by task and instant, the outcome's."""
    wanted = {(timer.task_id, timer.due_at): timer for timer in timers}
    if gone := {task_id for task_id, _ in set(known) - wanted.keys()}:
        session.execute(
            delete(Timer).where(Timer.instance_id == instance.id, Timer.task_id.in_(gone))
        )
    insert_rows(
        session,
        Timer,
        [
            {"task_id": timer.task_id, "element_id": timer.element_id, "due_at": timer.due_at}
            for key, timer in wanted.items()
            if key not in known
        ],
        instance_id=instance.id,
    )


def record_jobs(
    session: Session,
    instance: Instance,
    jobs: Sequence[OpenJob],
    known: Collection[str],
    *,
    now: datetime,
) -> None:
    """Make the open jobs, which are `known`, the outcome's, and announce the new ones."""
    if gone := set(known) - {job.task_id for job in jobs}:
        session.execute(
            update(Job)
            .where(Job.instance_id == instance.id, Job.task_id.in_(gone))
            .values(status="cancelled", closed_at=now)
        )
        resolve_cancelled(session, instance, gone, now)
    fresh = [job for job in jobs if job.task_id not in known]
    insert_rows(
        session,
        Job,
        [
            {
                "task_id": job.task_id,
                "element_id": job.element_id,
                "name": job.name,
                "type": job.type,
                "retries": job.retries,
                "headers": dict(job.headers),
                "input": packed(job.input),
            }
            for job in fresh
        ],
        instance_id=instance.id,
        opened_at=now,
    )
    for job in fresh:
        announce(session, RUN_JOB, instance_id=str(instance.id), task_id=job.task_id)


def record_subscriptions(
    session: Session,
    instance: Instance,
    subscriptions: Sequence[OpenSubscription],
    known: Collection[str],
    *,
    now: datetime,
) -> None:
    """Make the subscriptions, which are `known`, the outcome's; kept messages find the new ones."""
    if gone := set(known) - {waiting.task_id for waiting in subscriptions}:
        session.execute(
            delete(Subscription).where(
                Subscription.instance_id == instance.id, Subscription.task_id.in_(gone)
            )
        )
    fresh = [waiting for waiting in subscriptions if waiting.task_id not in known]
    insert_rows(
        session,
        Subscription,
        [
            {
                "task_id": waiting.task_id,
                "element_id": waiting.element_id,
                "kind": waiting.kind,
                "name": waiting.message,
                "key": waiting.key,
            }
            for waiting in fresh
        ],
        instance_id=instance.id,
        collaboration_id=instance.collaboration_id,
    )
    meet_subscriptions(
        session,
        instance.collaboration_id,
        [(waiting.message, waiting.key) for waiting in fresh if waiting.kind == "message"],
        now=now,
    )
