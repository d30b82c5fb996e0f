"""Correct what an instance knows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from flows.engine import EditVariables, NotPlain, Outcome, TaskGone
from flows.instances.advance_instance import carry_on, standing_of
from flows.instances.packing import packed
from flows.instances.record_repair import lock_for_repair, record_repair


def edit_variables(
    session: Session,
    instance_id: UUID,
    variables: Mapping[str, Any],
    *,
    actor: str,
    reason: str,
    now: datetime,
    task_id: str | None = None,
    revision: int | None = None,
) -> None:
    """Set variables of the instance, or as one of its open tasks sees them; others are left alone.

    What they were is kept on record. Raises ReasonMissing, InstanceUnknown, InstanceEnded,
    InstanceMoved, TaskGone, NotPlain and RepairRefused. The caller owns the transaction.
    """
    instance = lock_for_repair(session, instance_id, reason, revision)
    name, known = _seen(standing_of(session, instance, now=now), task_id)
    given = dict(variables)
    try:
        packed(given)
    except TypeError as error:
        raise NotPlain from error
    carry_on(session, instance, EditVariables(given, task_id), now=now, actor=actor)
    record_repair(
        session,
        instance,
        "edit_variables",
        name=name,
        actor=actor,
        reason=reason,
        now=now,
        before={key: known[key] for key in given if key in known},
        after=given,
        task_id=task_id,
    )


def _seen(standing: Outcome, task_id: str | None) -> tuple[str, Mapping[str, Any]]:
    """The name of the task, and the variables that it sees. Raises TaskGone."""
    if task_id is None:
        return "", standing.variables
    for task in standing.tasks:
        if task.task_id == task_id:
            return task.name, task.variables
    raise TaskGone
