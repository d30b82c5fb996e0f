"""Messages between instances: sent in one transaction, delivered in another.

A sender never locks the receiver, so two instances that answer each other can't block each other.
Sender and receiver of one (name, key) take the same advisory lock before they look for each other,
so a message and the subscription it is meant for can't miss each other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

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
    meet(session, collaboration_id, [(name, key)])
    session.add(message)
    session.flush()
    announce(session, DELIVER, message_id=message.id)
    return message.id


def meet_subscriptions(
    session: Session,
    collaboration_id: str,
    wanted: Sequence[tuple[str, str | None]],
    *,
    now: datetime,
) -> None:
    """Announce the delivery of kept messages to those who wait for their name and key.

    As many as wait, the oldest first: the delivery of one may be under way to another.
    """
    if not wanted:
        return
    meet(session, collaboration_id, wanted)
    for name, key in dict.fromkeys(wanted):
        about = {"collaboration": collaboration_id, "name": name, "key": key, "now": now}
        for message_id in session.scalars(_KEPT[key is None], about).all():
            announce(session, DELIVER, message_id=message_id)


def _same_key(column: InstrumentedAttribute[str | None], *, keyless: bool) -> ColumnElement[bool]:
    """Whether a row has the key, or none where there is none: that is a name of its own."""
    return column.is_(None) if keyless else column == bindparam("key")


def _kept(*, keyless: bool) -> Select[int]:
    waiting = select(func.count()).where(
        Subscription.collaboration_id == bindparam("collaboration"),
        Subscription.kind == "message",
        Subscription.name == bindparam("name"),
        _same_key(Subscription.key, keyless=keyless),
    )
    return (
        select(Message.id)
        .where(
            Message.collaboration_id == bindparam("collaboration"),
            Message.name == bindparam("name"),
            _same_key(Message.key, keyless=keyless),
            Message.kind == "message",
            Message.delivered_at.is_(None),
            Message.expires_at >= bindparam("now"),
        )
        .order_by(Message.id)
        .limit(waiting.scalar_subquery())
    )


_KEPT = (_kept(keyless=False), _kept(keyless=True))


def waiting_for(
    session: Session, collaboration_id: str, kind: str, name: str, key: str | None
) -> Sequence[Subscription]:
    """The subscriptions that a message or signal, which has no key, is for."""
    about = {"collaboration": collaboration_id, "kind": kind, "name": name, "key": key}
    return session.scalars(_WAITING[key is None], about).all()


def _waiting(*, keyless: bool) -> Select[Subscription]:
    return (
        select(Subscription)
        .where(
            Subscription.collaboration_id == bindparam("collaboration"),
            Subscription.kind == bindparam("kind", type_=Text()),
            Subscription.name == bindparam("name"),
            _same_key(Subscription.key, keyless=keyless),
        )
        .order_by(Subscription.instance_id, Subscription.task_id)
    )


_WAITING = (_waiting(keyless=False), _waiting(keyless=True))


def meet(session: Session, collaboration_id: str, pairs: Sequence[tuple[str, str | None]]) -> None:
    """Let nobody else look for these names and keys until the transaction ends.

    Who needs several takes them all at once: they are taken in one order everywhere.
    """
    for name, key in sorted({(name, key or "") for name, key in pairs}):
        session.execute(_MEET, {"about": f"{collaboration_id}\n{name}\n{key}"})


_MEET = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("about"), 0)))
