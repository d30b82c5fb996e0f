"""Mend an incident by trying again: the engine's step, or the operation that failed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.engine import Action, Retry, Tick
from flows.instances.advance_instance import carry_on
from flows.instances.errors import InstanceSuspended
from flows.instances.queue import TICK, announce
from flows.instances.record_incidents import TIMER_INCIDENT
from flows.instances.record_repair import lock_for_repair, record_repair
from flows.instances.tables import IncidentRow, Job
from flows.instances.take_up import take_up_messages, take_up_signals, take_up_work
from flows.kernel import Conflict


class NothingToRetry(Conflict):
    """The incident has been resolved already."""

    code = "nothing-to-retry"
    sv = "Stoppet är redan åtgärdat."
    en = "The incident has been resolved already."


def retry_incident(
    session: Session, instance_id: UUID, *, actor: str, reason: str, now: datetime
) -> None:
    """Try every open incident of an instance again, with who and why.

    A step that fails again for the same cause keeps its incident; an operation is given all its
    tries anew, and gets a new one if they are used up. Raises ReasonMissing, InstanceUnknown,
    InstanceEnded, InstanceSuspended, NothingToRetry. The caller owns the transaction.
    """
    instance = lock_for_repair(session, instance_id, reason)
    if instance.status == "suspended":
        raise InstanceSuspended
    incidents = session.scalars(
        select(IncidentRow).where(
            IncidentRow.instance_id == instance_id, IncidentRow.resolved_at.is_(None)
        )
    ).all()
    if not incidents:
        raise NothingToRetry
    for incident in incidents:
        if incident.kind == "engine":
            continue
        incident.resolved_at = now
        if incident.kind == TIMER_INCIDENT:
            announce(session, TICK, instance_id=str(instance_id))
            continue
        job = session.get_one(Job, (instance_id, incident.task_id))
        job.status = "open"
        job.attempts = 0
    names = list(dict.fromkeys(incident.name for incident in incidents if incident.name))
    record_repair(
        session, instance, "retry", name=", ".join(names), actor=actor, reason=reason, now=now
    )
    session.flush()
    stopped_at = [incident.raised_at for incident in incidents if incident.code == "internal"]
    take_up_work(session, instance)
    in_engine = any(incident.kind == "engine" for incident in incidents)
    action: Action = Retry() if in_engine else Tick()
    carry_on(session, instance, action, now=now, actor=actor)
    for incident in incidents:
        if incident.resolved_at is not None:
            incident.resolved_by = actor
            incident.reason = reason
    if stopped_at and instance.goes_on:
        take_up_signals(session, instance, since=min(stopped_at), now=now)
    take_up_messages(session, instance, now=now)
