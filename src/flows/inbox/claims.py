"""Take a task, and leave it back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.inbox.visible_task import visible_task
from flows.instances import Task
from flows.kernel import Conflict
from flows.organisation import Actor, person_titles


class TaskTaken(Conflict):
    """Someone else has taken the task."""

    code = "task-taken"
    sv = "Någon annan har tagit uppgiften."
    en = "Someone else has taken the task."


def claim_task(session: Session, actor: Actor, task_id: str, *, now: datetime) -> None:
    """Take a task, so that others see that it is being done. Raises TaskTaken when another has."""
    task = _locked(session, actor, task_id)
    if task.claimed_by not in {None, actor.person_id}:
        raise _taken(session, actor, task)
    task.claimed_by = actor.person_id
    task.claimed_at = now


def release_task(session: Session, actor: Actor, task_id: str) -> None:
    """Leave a task back. Anyone whose task it is may do so: the one who took it may be away."""
    task = _locked(session, actor, task_id)
    task.claimed_by = None
    task.claimed_at = None


def require_free(session: Session, actor: Actor, task: Task) -> None:
    """Raises TaskTaken when someone else has taken the task."""
    if task.claimed_by not in {None, actor.person_id}:
        raise _taken(session, actor, task)


def _locked(session: Session, actor: Actor, task_id: str) -> Task:
    visible_task(session, actor, task_id)
    session.execute(select(Task.id).where(Task.id == task_id).with_for_update())
    return visible_task(session, actor, task_id)


def _taken(session: Session, actor: Actor, task: Task) -> TaskTaken:
    title = person_titles(session, actor.collaboration_id).get(task.claimed_by or "", "")
    return TaskTaken(f"{title} har tagit uppgiften.", f"{title} has taken the task.")
