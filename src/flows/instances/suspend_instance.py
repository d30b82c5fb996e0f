"""Pause an instance, and let it continue."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.engine import Tick
from flows.instances.advance_instance import carry_on
from flows.instances.record_incidents import status_by_incidents
from flows.instances.record_repair import lock_for_repair, record_repair
from flows.instances.tables import Instance, Repair
from flows.instances.take_up import take_up_messages, take_up_signals, take_up_work
from flows.kernel import Conflict


class AlreadySuspended(Conflict):
    """The instance is paused already."""

    code = "already-suspended"
    sv = "Flödet är redan pausat."
    en = "This is paused already."


class NotSuspended(Conflict):
    """The instance is not paused, so there is nothing to resume."""

    code = "not-suspended"
    sv = "Flödet är inte pausat."
    en = "This is not paused."


def suspend_instance(
    session: Session, instance_id: UUID, *, actor: str, reason: str, now: datetime
) -> None:
    """Pause an instance: its tasks are seen but can't be done; timers, work and messages wait.

    Raises ReasonMissing, InstanceUnknown, InstanceEnded, AlreadySuspended. The caller owns the
    transaction.
    """
    instance = lock_for_repair(session, instance_id, reason)
    if instance.status == "suspended":
        raise AlreadySuspended
    instance.status = "suspended"
    record_repair(session, instance, "suspend", actor=actor, reason=reason, now=now)


def resume_instance(
    session: Session, instance_id: UUID, *, actor: str, reason: str, now: datetime
) -> None:
    """Let a paused instance continue with all that has waited: timers, work, signals, messages.

    Raises ReasonMissing, InstanceUnknown, InstanceEnded, NotSuspended. The caller owns the
    transaction.
    """
    instance = lock_for_repair(session, instance_id, reason)
    if instance.status != "suspended":
        raise NotSuspended
    instance.status = status_by_incidents(session, instance)
    record_repair(session, instance, "resume", actor=actor, reason=reason, now=now)
    session.flush()
    if not instance.goes_on:
        return
    paused_at = _paused_at(session, instance)
    take_up_work(session, instance)
    take_up_signals(session, instance, since=paused_at, now=now)
    if instance.goes_on:
        carry_on(session, instance, Tick(), now=now)
    take_up_messages(session, instance, now=now)


def _paused_at(session: Session, instance: Instance) -> datetime:
    found = session.scalars(
        select(Repair.at)
        .where(Repair.instance_id == instance.id, Repair.kind == "suspend")
        .order_by(Repair.id.desc())
        .limit(1)
    ).first()
    return found if found is not None else instance.started_at
