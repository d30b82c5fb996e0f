"""Who mended what, when and why: one row for each repair, in the repair's own transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.instances.advance_instance import lock_instance
from flows.instances.errors import InstanceEnded, InstanceMoved, ReasonMissing
from flows.instances.packing import packed
from flows.instances.tables import Instance, Repair

MAX_REASON = 2_000


def lock_for_repair(
    session: Session, instance_id: Any, reason: str, revision: int | None = None
) -> Instance:
    """The instance, locked, when it can be mended.

    `revision` is that of the instance as the person saw it. Raises ReasonMissing, InstanceUnknown,
    InstanceEnded, InstanceMoved.
    """
    if not reason.strip():
        raise ReasonMissing
    instance = lock_instance(session, instance_id)
    if instance.status == "ended":
        raise InstanceEnded
    if revision is not None and instance.revision != revision:
        raise InstanceMoved
    return instance


def record_repair(
    session: Session,
    instance: Instance,
    kind: str,
    *,
    actor: str,
    reason: str,
    now: datetime,
    name: str = "",
    **detail: Any,
) -> None:
    """Write a repair. The caller owns the transaction."""
    session.add(
        Repair(
            instance_id=instance.id,
            kind=kind,
            name=name,
            at=now,
            actor=actor,
            reason=reason.strip()[:MAX_REASON],
            detail=packed(detail) if detail else None,
        )
    )
