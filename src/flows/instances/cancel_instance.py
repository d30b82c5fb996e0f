"""End an instance before its time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from flows.engine import CancelInstance
from flows.instances.advance_instance import carry_on
from flows.instances.record_repair import lock_for_repair, record_repair


def cancel_instance(
    session: Session,
    instance_id: UUID,
    *,
    actor: str,
    reason: str,
    now: datetime,
    revision: int | None = None,
) -> None:
    """End an instance at once: its tasks, work, timers and subscriptions are cancelled.

    What it has registered stays, and instances that it has started go on. Raises ReasonMissing,
    InstanceUnknown, InstanceEnded, InstanceMoved. The caller owns the transaction.
    """
    instance = lock_for_repair(session, instance_id, reason, revision)
    record_repair(session, instance, "cancel", actor=actor, reason=reason, now=now)
    carry_on(session, instance, CancelInstance(), now=now, actor=actor)
