"""Messages that nobody has taken, for administrators."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from flows import instances
from flows.instances import KeptMessage
from flows.monitor.rights import require_admin
from flows.organisation import Actor


def kept_messages(session: Session, actor: Actor, *, now: datetime) -> Sequence[KeptMessage]:
    """The collaboration's messages that nobody has taken, newest first. Raises NotAllowed."""
    require_admin(actor)
    return instances.kept_messages(session, actor.collaboration_id, now=now)
