"""Messages that nobody has taken, and who waits for the same name with another key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.instances.tables import Instance, Message, Subscription

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An instance that waits for a message of that name, but with another key."""

    instance_id: UUID
    title: str
    element_id: str
    key: str | None


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message that nobody has taken yet. `near` tells who almost does: name right, key not."""

    id: int
    name: str
    key: str | None
    sent_at: datetime
    expires_at: datetime
    sent_by: UUID | None
    near: Sequence[NearMiss]


def kept_messages(
    session: Session, collaboration_id: str, *, now: datetime
) -> Sequence[KeptMessage]:
    """The undelivered messages whose time has not run out, newest first; at most MOST_ROWS."""
    messages = session.scalars(
        select(Message)
        .where(
            Message.collaboration_id == collaboration_id,
            Message.kind == "message",
            Message.delivered_at.is_(None),
            Message.expires_at >= now,
        )
        .order_by(Message.id.desc())
        .limit(MOST_ROWS)
    ).all()
    waiting: dict[str, list[NearMiss]] = {}
    for name, instance_id, title, element_id, key in session.execute(
        select(
            Subscription.name,
            Subscription.instance_id,
            Instance.title,
            Subscription.element_id,
            Subscription.key,
        )
        .join(Instance, Instance.id == Subscription.instance_id)
        .where(
            Subscription.collaboration_id == collaboration_id,
            Subscription.kind == "message",
            Subscription.name.in_({message.name for message in messages}),
        )
        .order_by(Instance.started_at, Subscription.instance_id, Subscription.element_id)
    ):
        waiting.setdefault(name, []).append(NearMiss(instance_id, title, element_id, key))
    return [
        KeptMessage(
            id=message.id,
            name=message.name,
            key=message.key,
            sent_at=message.sent_at,
            expires_at=message.expires_at,
            sent_by=message.sent_by,
            near=[one for one in waiting.get(message.name, ()) if one.key != message.key],
        )
        for message in messages
    ]
