"""The process of a running instance in words, as it was in the version that it runs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from flows.catalog import Package, diagram_of, package_of
from flows.diagrams import Outline, read_outline
from flows.instances import Instance, InstanceUnknown, standing_of
from flows.monitor.instance_list import require_monitor
from flows.organisation import Actor


@dataclass(frozen=True, slots=True)
class InstanceOutline:
    """The outline, the package that it is of, and the ids of the steps that it stands at."""

    outline: Outline
    package: Package
    standing: frozenset[str]


def instance_outline(
    session: Session, actor: Actor, instance_id: UUID, *, now: datetime
) -> InstanceOutline:
    """An instance's process in words. Raises InstanceUnknown, NotAllowed."""
    require_monitor(actor)
    instance = session.get(Instance, instance_id)
    if instance is None or instance.collaboration_id != actor.collaboration_id:
        raise InstanceUnknown
    raw = diagram_of(session, instance.version_id, instance.process_id)
    standing = standing_of(session, instance, now=now)
    return InstanceOutline(
        read_outline(raw, instance.process_id),
        package_of(session, instance.version_id),
        frozenset(token.element_id for token in standing.tokens),
    )
