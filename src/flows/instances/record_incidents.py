"""Incidents: each is written once, and resolved when what it was about goes on or goes away.

The engine tells of every incident at every step, as long as it lasts. A failed operation is noted
by `fail_job`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from flows.engine import Incident, Outcome
from flows.instances.tables import IncidentRow, Instance

NOT_NEEDED = "Steget behövs inte längre."
TIMER_INCIDENT = "timer"
"""The kind of incident that tells that due timers could not be fired."""


def status_after(session: Session, instance: Instance, outcome: Outcome) -> str:
    """The status of an instance after a step: a pause lasts until it is resumed."""
    if outcome.ended:
        return "ended"
    if instance.status == "suspended":
        return "suspended"
    if any(incident.code == "internal" for incident in outcome.incidents):
        return "stopped"
    if outcome.incidents:
        return "faulty"
    if instance.status == "running":
        return "running"
    waiting = {job.task_id for job in outcome.jobs}
    failed = session.execute(
        select(IncidentRow.kind, IncidentRow.task_id).where(
            IncidentRow.instance_id == instance.id,
            IncidentRow.kind.in_(("job", TIMER_INCIDENT)),
            IncidentRow.resolved_at.is_(None),
        )
    )
    held = any(kind == TIMER_INCIDENT or task_id in waiting for kind, task_id in failed)
    return "faulty" if held else "running"


def status_by_incidents(session: Session, instance: Instance) -> str:
    """The status of an instance that has not ended, by its incidents alone."""
    kinds = session.execute(
        select(IncidentRow.kind, IncidentRow.code).where(
            IncidentRow.instance_id == instance.id, IncidentRow.resolved_at.is_(None)
        )
    ).all()
    if ("engine", "internal") in [tuple(row) for row in kinds]:
        return "stopped"
    return "faulty" if kinds else "running"


def resolve_timers(session: Session, instance: Instance, *, now: datetime) -> None:
    """The timers of an instance have been fired: an incident about them is over.

    The caller holds the instance's lock.
    """
    if instance.status == "running":
        return
    about = update(IncidentRow).where(
        IncidentRow.instance_id == instance.id,
        IncidentRow.kind == TIMER_INCIDENT,
        IncidentRow.resolved_at.is_(None),
    )
    session.execute(about.values(resolved_at=now, reason=NOT_NEEDED))
    if instance.status == "faulty":
        instance.status = status_by_incidents(session, instance)


def record_incidents(
    session: Session,
    instance: Instance,
    incidents: Sequence[Incident],
    known: Collection[int],
    *,
    now: datetime,
) -> None:
    """Make the engine's open incidents, which are `known`, the outcome's."""
    if not incidents and not known:
        return
    wanted = {(one.task_id or None, one.code, one.sv): one for one in incidents}
    for row in session.scalars(select(IncidentRow).where(IncidentRow.id.in_(known))):
        if wanted.pop((row.task_id, row.code, row.sv), None) is None:
            row.resolved_at = now
            row.reason = NOT_NEEDED
    for (task_id, code, sv), incident in wanted.items():
        session.add(
            IncidentRow(
                instance_id=instance.id,
                collaboration_id=instance.collaboration_id,
                kind="engine",
                task_id=task_id,
                element_id=incident.element_id,
                name=incident.name,
                code=code,
                sv=sv,
                en=incident.en,
                raised_at=now,
            )
        )


def resolve_cancelled(
    session: Session, instance: Instance, task_ids: Collection[str], now: datetime
) -> None:
    """An operation that is no longer wanted can't hold the instance up."""
    session.execute(
        update(IncidentRow)
        .where(
            IncidentRow.instance_id == instance.id,
            IncidentRow.kind == "job",
            IncidentRow.task_id.in_(task_ids),
            IncidentRow.resolved_at.is_(None),
        )
        .values(resolved_at=now, reason=NOT_NEEDED)
    )
