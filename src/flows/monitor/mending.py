"""Mend a stopped instance, with who and why on record."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from flows import instances
from flows.instances import Instance, InstanceUnknown
from flows.kernel import Invalid, NotAllowed, Problem
from flows.organisation import Actor


class ReasonMissing(Invalid):
    """A mending is recorded with its reason, so there has to be one."""

    code = "reason-missing"
    sv = "Skriv varför du försöker igen."
    en = "Write why you try again."


def retry_incident(
    session: Session, actor: Actor, instance_id: UUID, reason: str, *, now: datetime
) -> None:
    """Try again what has stopped. Only admins of the collaboration may.

    Raises NotAllowed, InstanceUnknown, ReasonMissing, NothingToRetry. The caller owns the
    transaction.
    """
    if not actor.is_admin:
        raise NotAllowed
    instance = session.get(Instance, instance_id)
    if instance is None or instance.collaboration_id != actor.collaboration_id:
        raise InstanceUnknown
    if not reason.strip():
        problem = Problem(ReasonMissing.code, ReasonMissing.sv, ReasonMissing.en, element="reason")
        raise ReasonMissing(problems=[problem])
    instances.retry_incident(
        session, instance_id, actor=actor.person_id, reason=reason.strip(), now=now
    )
