"""Delete the messages that have done what they could."""

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.orm import Session

from flows.instances.tables import Message

KEPT_WHEN_TAKEN = timedelta(days=30)
"""How long a message stays after somebody has taken it."""

MOST = 1_000


def forget_messages(session: Session, *, now: datetime) -> int:
    """Delete messages that nobody can get any more, at most MOST; returns how many.

    Those whose time has run out, and those that somebody took a month ago. A signal stays as long
    as it says: who is paused hears it afterwards. The caller owns the transaction.
    """
    about = {"now": now, "taken": now - KEPT_WHEN_TAKEN, "most": MOST}
    return len(session.scalars(_FORGET, about).all())


_OVER = (
    select(Message.id)
    .where(
        or_(
            Message.expires_at < bindparam("now"),
            and_(Message.kind == "message", Message.delivered_at < bindparam("taken")),
        )
    )
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_FORGET = (
    delete(Message)
    .where(Message.id.in_(_OVER.scalar_subquery()))
    .returning(Message.id)
    .execution_options(synchronize_session=False)
)
