"""Which tasks a person may see and do: those of their roles, and those given to them by name."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from flows.instances import HistoryRow, Instance, Task, TaskCandidate, TaskGone
from flows.kernel import NotFound
from flows.organisation import Actor


class TaskUnknown(NotFound):
    """There is no such task for this person."""

    code = "task-unknown"
    sv = "Uppgiften finns inte, eller är inte din."
    en = "There is no such task, or it is not yours."


class TaskDone(TaskGone):
    """The person has done the task already, at the instant `at`, in the instance."""

    code = "task-done"
    sv = "Du har redan gjort uppgiften, och det du skickade då gäller."
    en = "You have done this task already, and what you sent then stands."

    def __init__(self, at: datetime, instance_id: UUID) -> None:
        super().__init__()
        self.at = at
        self.instance_id = instance_id


def who(actor: Actor) -> dict[str, Any]:
    """The person as the parameters of `IS_MINE`."""
    roles = sorted(actor.roles, key=str)
    return {
        "my_id": actor.person_id,
        "my_collaboration": actor.collaboration_id,
        "my_roles": [role.role for role in roles],
        "my_kinds": [role.scope_kind for role in roles],
        "my_scopes": [role.scope_id for role in roles],
    }


def visible_task(session: Session, actor: Actor, task_id: str) -> Task:
    """The open task, freshly read.

    Raises TaskUnknown when it isn't this person's, TaskGone when it is closed: whose it was is not
    known any more, and that it is done is no secret within the collaboration. TaskDone when it was
    this person who did it.
    """
    task = session.scalars(_TASK, {"task_id": task_id, **who(actor)}).first()
    if task is None:
        raise _no_longer(session, actor, task_id)
    if task.closed_at is not None:
        if task.completed_by == actor.person_id:
            raise TaskDone(task.closed_at, task.instance_id)
        raise TaskGone
    return task


def lock_instance_of(session: Session, actor: Actor, task_id: str) -> Instance:
    """The instance of a task, locked as `lock_instance` does it.

    Whether the task is open can only be told once the lock is held. Raises TaskUnknown when it is
    open and isn't this person's, TaskGone and TaskDone when the instance has ended.
    """
    instance = session.scalars(_LOCK, {"task_id": task_id, **who(actor)}).first()
    if instance is None:
        raise _no_longer(session, actor, task_id)
    return instance


def _no_longer(session: Session, actor: Actor, task_id: str) -> NotFound | TaskGone:
    """What became of a task that has no row: history tells it of instances that have ended."""
    found = session.execute(
        _TOLD, {"task_id": task_id, "my_collaboration": actor.collaboration_id}
    ).first()
    if found is None:
        return TaskUnknown()
    if found.what == "completed" and found.actor == actor.person_id:
        return TaskDone(found.at, found.instance_id)
    return TaskGone()


_MY_ROLES = (
    func.unnest(
        *(bindparam(name, type_=ARRAY(Text)) for name in ("my_roles", "my_kinds", "my_scopes"))
    )
    .table_valued("role", "kind", "scope")
    .render_derived()
)

IS_MINE = (Task.collaboration_id == bindparam("my_collaboration")) & or_(
    Task.assignee == bindparam("my_id"),
    exists(
        select(TaskCandidate.task_id)
        .join(
            _MY_ROLES,
            (TaskCandidate.role == _MY_ROLES.c.role)
            & (TaskCandidate.scope_kind == _MY_ROLES.c.kind)
            & (TaskCandidate.scope_id == _MY_ROLES.c.scope),
        )
        .where(TaskCandidate.task_id == Task.id)
    ),
)
"""The condition on `task` that it is for a person, whose parameters `who` gives, to do."""

_IS_GONE = (Task.collaboration_id == bindparam("my_collaboration")) & Task.closed_at.is_not(None)
_TOLD = (
    select(HistoryRow.what, HistoryRow.actor, HistoryRow.at, HistoryRow.instance_id)
    .join(Instance, Instance.id == HistoryRow.instance_id)
    .where(
        HistoryRow.task_id == bindparam("task_id"),
        HistoryRow.began_at.is_not(None),
        Instance.collaboration_id == bindparam("my_collaboration"),
        Instance.ended_at.is_not(None),
    )
    .order_by(HistoryRow.id.desc())
    .limit(1)
)
_TASK = (
    select(Task)
    .where(Task.id == bindparam("task_id"), or_(_IS_GONE, IS_MINE))
    .execution_options(populate_existing=True)
)
_LOCK = (
    select(Instance)
    .where(
        Instance.id
        == select(Task.instance_id)
        .where(Task.id == bindparam("task_id"), or_(_IS_GONE, IS_MINE))
        .scalar_subquery()
    )
    .with_for_update(key_share=True, of=Instance)
    .execution_options(populate_existing=True)
)
