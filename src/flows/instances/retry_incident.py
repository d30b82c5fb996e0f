"""Mend an incident by trying again: the engine's step, or the operation that failed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.engine import Action, Retry, Tick
from flows.instances.advance_instance import advance_instance, lock_instance
from flows.instances.messages import meet_subscriptions
from flows.instances.queue import RUN_JOB, announce
from flows.instances.tables import IncidentRow, Job, Subscription
from flows.kernel import Conflict


class NothingToRetry(Conflict):
    """The incident has been resolved already."""

    code = "nothing-to-retry"
    sv = "Stoppet är redan åtgärdat."
    en = "The incident has been resolved already."


def retry_incident(
    session: Session, instance_id: UUID, *, actor: str, reason: str, now: datetime
) -> None:
    """Resolve every open incident of an instance by trying again, with who and why.

    What fails again becomes a new incident. Raises NothingToRetry. The caller owns the transaction.
    """
    instance = lock_instance(session, instance_id)
    incidents = session.scalars(
        select(IncidentRow).where(
            IncidentRow.instance_id == instance_id, IncidentRow.resolved_at.is_(None)
        )
    ).all()
    if not incidents:
        raise NothingToRetry
    for incident in incidents:
        incident.resolved_at = now
        incident.resolved_by = actor
        incident.reason = reason
    instance.status = "running"
    session.flush()
    for task_id in {incident.task_id for incident in incidents if incident.kind == "job"}:
        job = session.get_one(Job, (instance_id, task_id))
        job.status = "open"
        job.attempts = 0
    session.flush()
    # Work, timers that fell due and messages that came while it stood still were put aside.
    for task_id in session.scalars(
        select(Job.task_id).where(Job.instance_id == instance_id, Job.status == "open")
    ):
        announce(session, RUN_JOB, instance_id=str(instance_id), task_id=task_id)
    stopped_in_engine = any(incident.kind == "engine" for incident in incidents)
    action: Action = Retry() if stopped_in_engine else Tick()
    advance_instance(session, instance, action, now=now, actor=actor)
    meet_subscriptions(
        session,
        instance.collaboration_id,
        [
            (name, key)
            for name, key in session.execute(
                select(Subscription.name, Subscription.key).where(
                    Subscription.instance_id == instance_id, Subscription.kind == "message"
                )
            )
        ],
    )
