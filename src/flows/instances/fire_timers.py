"""Timers: what is due becomes work, in one transaction; the work ticks the instance."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from flows.engine import Tick
from flows.instances.advance_instance import advance_instance, lock_instance
from flows.instances.queue import TICK, announce
from flows.instances.record_incidents import TIMER_INCIDENT, resolve_timers
from flows.instances.tables import IncidentRow, Instance

_DUE = text(
    """
    delete from timer
    where (instance_id, task_id) in (
        select instance_id, task_id from timer
        where due_at <= :now
        order by due_at
        for update skip locked
        limit :most
    )
    returning instance_id
    """
)


def announce_due_timers(session: Session, *, now: datetime, most: int = 200) -> int:
    """Turn due timers into work, at most `most`; returns how many. The caller owns the transaction.

    A timer row taken here comes back from the state if the instance still waits for it.
    """
    rows = session.execute(_DUE, {"now": now, "most": most}).all()
    for instance_id in {row.instance_id for row in rows}:
        announce(session, TICK, instance_id=str(instance_id))
    return len(rows)


def tick_instance(session: Session, instance_id: UUID, *, now: datetime) -> None:
    """Fire every timer of an instance that is due. Doing it twice does nothing more.

    An instance that has stopped gets its timers when it goes on. The caller owns the transaction.
    """
    instance = lock_instance(session, instance_id)
    if instance.goes_on:
        advance_instance(session, instance, Tick(), now=now)
        resolve_timers(session, instance, now=now)


def fail_timers(session: Session, instance: Instance, *, now: datetime) -> None:
    """Note that due timers could not be fired, once, as an incident that can be tried again.

    The caller holds the instance's lock and owns the transaction.
    """
    if instance.ended_at is not None or session.scalars(_OPEN, {"id": instance.id}).first():
        return
    if instance.status == "running":
        instance.status = "faulty"
    session.add(
        IncidentRow(
            instance_id=instance.id,
            collaboration_id=instance.collaboration_id,
            kind=TIMER_INCIDENT,
            task_id=None,
            element_id="",
            name="Timer",
            code="timer-failed",
            sv="En timer gick ut, men det som skulle hända avbröts gång på gång.",
            en="A timer fell due, but what was to happen was cut off again and again.",
            raised_at=now,
        )
    )


_OPEN = select(IncidentRow.id).where(
    IncidentRow.instance_id == bindparam("id"),
    IncidentRow.kind == TIMER_INCIDENT,
    IncidentRow.resolved_at.is_(None),
)
