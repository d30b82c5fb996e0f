"""Timers: what is due becomes work, in one transaction; the work ticks the instance."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from flows.engine import Tick
from flows.instances.advance_instance import advance_instance, lock_instance
from flows.instances.queue import TICK, announce

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
