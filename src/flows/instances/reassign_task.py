"""Give a task to someone by name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.engine import TaskGone
from flows.instances.record_repair import lock_for_repair, record_repair
from flows.instances.tables import Task, TaskCandidate
from flows.kernel import STOCKHOLM
from flows.organisation import PersonNotFound, actor_of, people_of


def reassign_task(
    session: Session,
    instance_id: UUID,
    task_id: str,
    person_id: str,
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> None:
    """Give an open task to a person of the collaboration, as if they had taken it.

    Someone who may not do it by any role may do this one task from now on. A draft stays with the
    task. Raises ReasonMissing, InstanceUnknown, InstanceEnded, TaskGone, PersonNotFound. The caller
    owns the transaction.
    """
    instance = lock_for_repair(session, instance_id, reason)
    task = session.scalars(
        select(Task)
        .where(Task.id == task_id, Task.instance_id == instance.id, Task.closed_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if task is None:
        raise TaskGone
    people = people_of(session, instance.collaboration_id)
    if person_id not in {person.id for person in people}:
        raise PersonNotFound
    record_repair(
        session,
        instance,
        "reassign",
        name=task.name,
        actor=actor,
        reason=reason,
        now=now,
        task_id=task_id,
        before=task.claimed_by or task.assignee,
        to=person_id,
    )
    if not _may_do(session, task, person_id, now):
        task.assignee = person_id
    task.claimed_by = person_id
    task.claimed_at = now


def _may_do(session: Session, task: Task, person_id: str, now: datetime) -> bool:
    """Whether the person holds one of the task's roles today, or has it by name."""
    if task.assignee == person_id:
        return True
    held = actor_of(session, person_id, now.astimezone(STOCKHOLM).date()).roles
    roles = session.execute(
        select(TaskCandidate.role, TaskCandidate.scope_kind, TaskCandidate.scope_id).where(
            TaskCandidate.task_id == task.id
        )
    )
    mine = {(role.role, role.scope_kind, role.scope_id) for role in held}
    return any(tuple(row) in mine for row in roles)
