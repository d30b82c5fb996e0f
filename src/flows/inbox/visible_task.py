"""Which tasks a person may see and do: those of their roles, and those given to them by name."""

from sqlalchemy import ColumnElement, exists, or_, select, tuple_
from sqlalchemy.orm import Session

from flows.instances import Task, TaskCandidate, TaskGone
from flows.kernel import NotFound
from flows.organisation import Actor


class TaskUnknown(NotFound):
    """There is no such task for this person."""

    code = "task-unknown"
    sv = "Uppgiften finns inte, eller är inte din."
    en = "There is no such task, or it is not yours."


def is_for(actor: Actor) -> ColumnElement[bool]:
    """The condition on `task` that it is for this person to do."""
    roles = [(role.role, role.scope_kind, role.scope_id) for role in actor.roles]
    by_role = exists(
        select(TaskCandidate.task_id).where(
            TaskCandidate.task_id == Task.id,
            tuple_(TaskCandidate.role, TaskCandidate.scope_kind, TaskCandidate.scope_id).in_(roles),
        )
    )
    return (Task.collaboration_id == actor.collaboration_id) & or_(
        Task.assignee == actor.person_id, by_role
    )


def visible_task(session: Session, actor: Actor, task_id: str) -> Task:
    """The open task. Raises TaskUnknown when it isn't this person's, TaskGone when closed."""
    task = session.scalars(select(Task).where(Task.id == task_id, is_for(actor))).first()
    if task is None:
        raise TaskUnknown
    if task.closed_at is not None:
        raise TaskGone
    return task
