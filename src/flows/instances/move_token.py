"""Take an instance from one step to another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.engine import MoveToken, TaskGone
from flows.instances.advance_instance import carry_on, standing_of
from flows.instances.record_repair import lock_for_repair, record_repair


def move_token(
    session: Session,
    instance_id: UUID,
    task_id: str,
    element_id: str,
    *,
    actor: str,
    reason: str,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Cancel what stands at one step and enter another instead.

    Raises ReasonMissing, InstanceUnknown, InstanceEnded, InstanceMoved, TaskGone and RepairRefused.
    The caller owns the transaction.
    """
    instance = lock_for_repair(session, instance_id, reason, revision)
    standing = standing_of(session, instance, now=now)
    token = next((token for token in standing.tokens if token.task_id == task_id), None)
    if token is None:
        raise TaskGone
    elements = definition_of(session, instance.version_id).processes[instance.process_id].elements
    target = elements.get(element_id)
    carry_on(session, instance, MoveToken(task_id, element_id), now=now, actor=actor)
    record_repair(
        session,
        instance,
        "move_token",
        name=token.name,
        actor=actor,
        reason=reason,
        now=now,
        from_element=token.element_id,
        to_element=element_id,
        to_name=target.name if target is not None else element_id,
    )
