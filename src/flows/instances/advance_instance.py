"""Carry an instance on: one lock, one engine call, all written in the caller's transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.engine import Action, Outcome, advance, inspect
from flows.instances.ended_state import state_of
from flows.instances.errors import InstanceStopped, InstanceSuspended, InstanceUnknown
from flows.instances.record_outcome import record_step
from flows.instances.tables import Instance


def lock_instance(session: Session, instance_id: UUID) -> Instance:
    """The instance, freshly read and locked until the transaction ends. Raises InstanceUnknown.

    The lock lets others read the row and refer to it, and makes a second action wait.
    """
    instance = session.scalars(_LOCK, {"instance_id": instance_id}).first()
    if instance is None:
        raise InstanceUnknown
    return instance


_LOCK = (
    select(Instance)
    .where(Instance.id == bindparam("instance_id"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


def advance_instance(
    session: Session,
    instance: Instance,
    action: Action,
    *,
    now: datetime,
    actor: str | None = None,
) -> Outcome:
    """Do one action and write all that follows from it.

    The caller holds the lock (`lock_instance`) and owns the transaction. Raises TaskGone when what
    the action is for is not open any more, InstanceSuspended when the instance is paused,
    InstanceStopped when a fault in the program has stopped it.
    """
    require_going_on(instance)
    return carry_on(session, instance, action, now=now, actor=actor)


def require_going_on(instance: Instance) -> None:
    """Raises InstanceSuspended or InstanceStopped when the instance takes no step for now."""
    if instance.status == "suspended":
        raise InstanceSuspended
    if instance.status == "stopped":
        raise InstanceStopped


def carry_on(
    session: Session,
    instance: Instance,
    action: Action,
    *,
    now: datetime,
    actor: str | None = None,
) -> Outcome:
    """As `advance_instance`, for repairs: they reach an instance that stands still, too."""
    outcome = advance(
        definition_of(session, instance.version_id),
        instance.process_id,
        state_of(session, instance),
        action,
        now=now,
    )
    record_step(session, instance, outcome, actor=actor, now=now)
    return outcome


def standing_of(session: Session, instance: Instance, *, now: datetime) -> Outcome:
    """Where an instance stands, read from its state; nothing changes."""
    return inspect(
        definition_of(session, instance.version_id),
        instance.process_id,
        state_of(session, instance),
        now=now,
    )
