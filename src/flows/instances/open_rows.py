"""What the tables say that an instance waits for, read in one statement."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from flows.instances.tables import Instant, Job, Subscription, Task, Timer


@dataclass(frozen=True, slots=True)
class OpenRows:
    """The task ids of the rows that are open; of a timer also the instant it is due."""

    tasks: set[str] = field(default_factory=set)
    jobs: set[str] = field(default_factory=set)
    subscriptions: set[str] = field(default_factory=set)
    timers: set[tuple[str, datetime]] = field(default_factory=set)


def open_rows(session: Session, instance_id: UUID) -> OpenRows:
    """The open rows of an instance, whose lock the caller holds."""
    found = OpenRows()
    by_kind = {"task": found.tasks, "job": found.jobs, "subscription": found.subscriptions}
    for kind, task_id, due_at in session.execute(_OPEN, {"instance_id": instance_id}):
        if kind == "timer":
            found.timers.add((task_id, due_at))
        else:
            by_kind[kind].add(task_id)
    return found


_ID: BindParameter[UUID] = bindparam("instance_id")
_NEVER = cast(null(), Instant).label("due_at")
_OPEN = union_all(
    select(literal("task").label("kind"), Task.id.label("task_id"), _NEVER).where(
        Task.instance_id == _ID, Task.closed_at.is_(None)
    ),
    select(literal("job"), Job.task_id, _NEVER).where(
        Job.instance_id == _ID, Job.closed_at.is_(None)
    ),
    select(literal("subscription"), Subscription.task_id, _NEVER).where(
        Subscription.instance_id == _ID
    ),
    select(literal("timer"), Timer.task_id, Timer.due_at).where(Timer.instance_id == _ID),
)
