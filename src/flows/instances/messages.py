"""Messages between instances: sent in one transaction, delivered in another.

A sender never locks the receiver, so two instances that answer each other can't block each other.
Sender and receiver of one (name, key) take the same advisory lock before they look for each other,
so a message and the subscription it is meant for can't miss each other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Text, bindparam, func, or_, select
from sqlalchemy.orm import Session

from flows.instances.packing import packed
from flows.instances.queue import DELIVER, announce
from flows.instances.tables import Message, Subscription


def send_message(
    session: Session,
    collaboration_id: str,
    name: str,
    key: str | None,
    variables: dict[str, Any],
    *,
    now: datetime,
    life: timedelta,
    kind: str = "message",
    sent_by: UUID | None = None,
) -> int:
    """Keep a message and announce its delivery. The caller owns the transaction."""
    message = Message(
        collaboration_id=collaboration_id,
        kind=kind,
        name=name,
        key=key,
        variables=packed(variables),
        sent_by=sent_by,
        sent_at=now,
        expires_at=now + life,
    )
    _meet(session, collaboration_id, [(name, key)])
    session.add(message)
    session.flush()
    announce(session, DELIVER, message_id=message.id)
    return message.id


def meet_subscriptions(
    session: Session, collaboration_id: str, wanted: Sequence[tuple[str, str | None]]
) -> None:
    """Announce the delivery of every kept message that a new subscription waits for."""
    if not wanted:
        return
    _meet(session, collaboration_id, wanted)
    for name, key in wanted:
        about = {"collaboration": collaboration_id, "name": name, "key": key}
        waiting = session.scalars(_KEPT, about).first()
        if waiting is not None:
            announce(session, DELIVER, message_id=waiting)


_KEPT = (
    select(Message.id)
    .where(
        Message.collaboration_id == bindparam("collaboration"),
        Message.name == bindparam("name"),
        Message.key == bindparam("key"),
        Message.kind == "message",
        Message.delivered_at.is_(None),
    )
    .order_by(Message.id)
    .limit(1)
)


def waiting_for(
    session: Session, collaboration_id: str, kind: str, name: str, key: str | None
) -> Sequence[Subscription]:
    """The subscriptions that a message or signal is for, oldest instance first."""
    about = {"collaboration": collaboration_id, "kind": kind, "name": name, "key": key}
    return session.scalars(_WAITING, about).all()


_WAITING = (
    select(Subscription)
    .where(
        Subscription.collaboration_id == bindparam("collaboration"),
        Subscription.kind == bindparam("kind", type_=Text()),
        Subscription.name == bindparam("name"),
        or_(Subscription.kind == "signal", Subscription.key == bindparam("key")),
    )
    .order_by(Subscription.instance_id, Subscription.task_id)
)


def _meet(session: Session, collaboration_id: str, pairs: Sequence[tuple[str, str | None]]) -> None:
    for name, key in sorted({(name, key or "") for name, key in pairs}):
        session.execute(_MEET, {"about": f"{collaboration_id}\n{name}\n{key}"})


_MEET = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("about"), 0)))
