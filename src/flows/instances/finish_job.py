"""The ends of a service task's work: effect and result in one commit, or a failed attempt."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from flows.engine import FinishJob, ThrowError
from flows.instances.advance_instance import advance_instance
from flows.instances.queue import RUN_JOB, announce
from flows.instances.tables import IncidentRow, Instance, Job

FIRST_WAIT = timedelta(seconds=5)


def open_job(session: Session, instance_id: UUID, task_id: str) -> Job | None:
    """The work, while it is still to be done."""
    return session.scalars(_OPEN, {"instance_id": instance_id, "task_id": task_id}).first()


_OPEN = (
    select(Job)
    .where(
        Job.instance_id == bindparam("instance_id"),
        Job.task_id == bindparam("task_id"),
        Job.status == "open",
    )
    .execution_options(populate_existing=True)
)


def finish_job(
    session: Session, instance: Instance, job: Job, result: dict[str, Any], *, now: datetime
) -> None:
    """Close the work and carry the instance on with its result.

    The caller holds the instance's lock, has found the job open under it, and owns the transaction.
    """
    job.status = "done"
    job.closed_at = now
    session.flush()
    advance_instance(session, instance, FinishJob(job.task_id, result), now=now)


def throw_job_error(
    session: Session, instance: Instance, job: Job, code: str, message: str, *, now: datetime
) -> None:
    """Close the work as a BPMN error, for the boundary event with that code."""
    job.status = "done"
    job.closed_at = now
    job.fault = f"{code}: {message}"
    session.flush()
    advance_instance(session, instance, ThrowError(job.task_id, code, message), now=now)


def fail_job(
    session: Session, instance: Instance, job: Job, *, sv: str, en: str, now: datetime
) -> bool:
    """Note a failed attempt: try again later with a growing wait, or stop when tries are used up.

    Returns whether it will be tried again. The caller holds the instance's lock and owns the
    transaction.
    """
    job.attempts += 1
    job.fault = en
    if job.attempts < max(1, job.retries):
        wait = FIRST_WAIT * (4 ** (job.attempts - 1))
        announce(session, RUN_JOB, after=wait, instance_id=str(instance.id), task_id=job.task_id)
        return True
    job.status = "failed"
    if instance.status == "running":
        instance.status = "faulty"
    session.add(
        IncidentRow(
            instance_id=instance.id,
            collaboration_id=instance.collaboration_id,
            kind="job",
            task_id=job.task_id,
            element_id=job.element_id,
            name=job.name,
            code="operation-failed",
            sv=sv,
            en=en,
            raised_at=now,
        )
    )
    return False
