"""Store an instance's step, and read what the tables say that it waits for, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Table,
    Text,
    bindparam,
    literal,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from flows.instances.tables import IncidentRow, Instance, Instant, Job, Subscription, Task, Timer


class OpenUserTask(NamedTuple):
    """What history is to tell of a user task when it is closed."""

    began_at: datetime
    due_at: datetime | None
    assignee: str | None


@dataclass(frozen=True, slots=True)
class OpenRows:
    """The task ids of the rows that are open; of a timer also the instant it is due.

    `incidents` are the ids of the engine's incidents that are not resolved.
    """

    tasks: dict[str, OpenUserTask] = field(default_factory=dict)
    jobs: set[str] = field(default_factory=set)
    subscriptions: set[str] = field(default_factory=set)
    timers: set[tuple[str, datetime]] = field(default_factory=set)
    incidents: set[int] = field(default_factory=set)


def store_step(session: Session, instance: Instance, values: Mapping[str, Any]) -> OpenRows:
    """Give the instance the values that a step changes; returns the rows that are open.

    The caller holds the instance's lock.
    """
    found = OpenRows()
    by_kind = {"job": found.jobs, "subscription": found.subscriptions}
    rows = session.execute(_STORE_AND_READ, {"instance_id": instance.id, **values})
    for kind, task_id, due_at, began_at, assignee in rows:
        if kind == "task":
            found.tasks[task_id] = OpenUserTask(began_at, due_at, assignee)
        elif kind == "timer":
            found.timers.add((task_id, due_at))
        elif kind == "incident":
            found.incidents.add(int(task_id))
        else:
            by_kind[kind].add(task_id)
    for name, value in values.items():
        set_committed_value(instance, name, value)
    return found


STEP_COLUMNS = ("state", "kept_forum_id", "revision", "ends", "status", "ended_at")
_ID: BindParameter[UUID] = bindparam("instance_id")
_NEVER = sql_cast(null(), Instant).label("due_at")
_NO_TASK = (sql_cast(null(), Instant).label("began_at"), sql_cast(null(), Text).label("assignee"))
_TABLE = cast(Table, Instance.__table__)
_STORE = (
    update(_TABLE)
    .where(_TABLE.c.id == _ID)
    .values({name: bindparam(name) for name in STEP_COLUMNS})
)
_STORE_AND_READ: Any = union_all(
    select(
        literal("task").label("kind"),
        Task.id.label("task_id"),
        Task.due_at,
        Task.opened_at.label("began_at"),
        Task.assignee,
    ).where(Task.instance_id == _ID, Task.closed_at.is_(None)),
    select(literal("job"), Job.task_id, _NEVER, *_NO_TASK).where(
        Job.instance_id == _ID, Job.closed_at.is_(None)
    ),
    select(literal("subscription"), Subscription.task_id, _NEVER, *_NO_TASK).where(
        Subscription.instance_id == _ID
    ),
    select(literal("timer"), Timer.task_id, Timer.due_at, *_NO_TASK).where(
        Timer.instance_id == _ID
    ),
    select(literal("incident"), sql_cast(IncidentRow.id, Text), _NEVER, *_NO_TASK).where(
        IncidentRow.instance_id == _ID,
        IncidentRow.kind == "engine",
        IncidentRow.resolved_at.is_(None),
    ),
).add_cte(_STORE.cte("stored"))
