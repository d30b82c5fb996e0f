"""Who may mend: administrators, in their own collaboration."""

from uuid import UUID

from sqlalchemy.orm import Session

from flows.instances import Instance, InstanceUnknown
from flows.kernel import NotAllowed
from flows.organisation import Actor


def require_admin(actor: Actor) -> None:
    """Raises NotAllowed unless the person may mend what runs in the collaboration."""
    if not actor.is_admin:
        raise NotAllowed


def instance_to_mend(session: Session, actor: Actor, instance_id: UUID) -> Instance:
    """The instance, when the person may mend it. Raises NotAllowed, InstanceUnknown."""
    require_admin(actor)
    instance = session.get(Instance, instance_id)
    if instance is None or instance.collaboration_id != actor.collaboration_id:
        raise InstanceUnknown
    return instance
