"""Where instances stand, as the elements of their diagrams: for those who say it in words."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from flows.catalog import definition_of
from flows.engine import Element
from flows.instances.tables import Instance, Subscription, Task, Timer


def places_of(session: Session, instance_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Element]]:
    """The elements where a person, a message or a time is awaited, by instance."""
    waiting = union_all(
        select(Task.instance_id, Task.element_id).where(
            Task.instance_id.in_(instance_ids), Task.closed_at.is_(None)
        ),
        select(Subscription.instance_id, Subscription.element_id).where(
            Subscription.instance_id.in_(instance_ids)
        ),
        select(Timer.instance_id, Timer.element_id).where(Timer.instance_id.in_(instance_ids)),
    ).subquery()
    places: dict[UUID, dict[str, Element]] = {}
    for instance_id, version_id, process_id, element_id in session.execute(
        select(Instance.id, Instance.version_id, Instance.process_id, waiting.c.element_id).join(
            waiting, waiting.c.instance_id == Instance.id
        )
    ):
        elements = definition_of(session, version_id).processes[process_id].elements
        if element_id in elements:
            places.setdefault(instance_id, {})[element_id] = elements[element_id]
    return {instance_id: list(found.values()) for instance_id, found in places.items()}
