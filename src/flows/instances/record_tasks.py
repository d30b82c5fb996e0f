"""User tasks: those that are gone are closed, new ones opened for the roles that may do them.

Candidates are kept for open tasks only, so that finding a person's tasks never gets slower, and
tasks for running instances only: of what is closed, history tells.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import (
    ARRAY,
    Table,
    Text,
    any_,
    bindparam,
    case,
    delete,
    exists,
    null,
    select,
    update,
)
from sqlalchemy.orm import Session

from flows.engine import OpenTask
from flows.instances.insert_rows import insert_rows
from flows.instances.tables import HistoryRow, Instance, Task, TaskCandidate
from flows.organisation import resolve_roles


def record_tasks(
    session: Session,
    instance: Instance,
    tasks: Sequence[OpenTask],
    known: Collection[str],
    *,
    done: Collection[str],
    actor: str | None,
    now: datetime,
) -> None:
    """Make the open tasks, which are `known`, the outcome's; those in `done` the actor has done."""
    gone = set(known) - {task.task_id for task in tasks}
    if gone:
        given = {"gone": sorted(gone), "done": sorted(gone & set(done)), "actor": actor, "now": now}
        session.execute(_CLOSE, given)
    fresh = [task for task in tasks if task.task_id not in known]
    if fresh:
        _open(session, instance, fresh, now)


def forget_tasks(session: Session, instance: Instance) -> None:
    """Drop the rows of an ended instance's tasks: history tells all that they do."""
    session.execute(_FORGET, {"instance_id": instance.id})


_TEXTS = ARRAY(Text)
_TABLE = cast(Table, Task.__table__)
_TASK = _TABLE.c
_CANDIDATES = cast(Table, TaskCandidate.__table__)
_GONE = bindparam("gone", type_=_TEXTS)
_CLOSE = (
    update(_TABLE)
    .where(_TASK.id == any_(_GONE))
    .values(
        closed_at=bindparam("now"),
        completed_by=case(
            (_TASK.id == any_(bindparam("done", type_=_TEXTS)), bindparam("actor", type_=Text())),
            else_=null(),
        ),
        draft=null(),
    )
    .add_cte(delete(_CANDIDATES).where(_CANDIDATES.c.task_id == any_(_GONE)).cte("forgotten"))
)
_FORGET = delete(_TABLE).where(
    _TASK.instance_id == bindparam("instance_id"),
    exists(
        select(HistoryRow.id).where(
            HistoryRow.instance_id == _TASK.instance_id,
            HistoryRow.task_id == _TASK.id,
            HistoryRow.began_at.is_not(None),
        )
    ),
)


def _open(session: Session, instance: Instance, tasks: Sequence[OpenTask], now: datetime) -> None:
    insert_rows(
        session,
        Task,
        [
            {
                "id": task.task_id,
                "element_id": task.element_id,
                "name": task.name,
                "form_id": task.form_id,
                "assignee": task.assignee,
                "due_at": task.due_at,
                "follow_up_at": task.follow_up_at,
                "priority": task.priority,
                "item": task.item,
                "properties": dict(task.properties),
            }
            for task in tasks
        ],
        instance_id=instance.id,
        collaboration_id=instance.collaboration_id,
        opened_at=now,
    )
    roles = resolve_roles(
        session,
        instance.collaboration_id,
        {reference for task in tasks for reference in task.groups},
        instance.forum_id,
        instance.party_id,
    )
    candidates = {
        (task.task_id, role)
        for task in tasks
        for role in (roles[reference] for reference in task.groups)
        if role is not None
    }
    insert_rows(
        session,
        TaskCandidate,
        [
            {
                "task_id": task_id,
                "role": role.role,
                "scope_kind": role.scope_kind,
                "scope_id": role.scope_id,
            }
            for task_id, role in sorted(candidates, key=str)
        ],
    )
