"""Every instance of a collaboration, with what it waits for in a few words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from flows.catalog import process_names, version_numbers
from flows.instances import IncidentRow, Instance, Task, places_of
from flows.kernel import NotAllowed
from flows.organisation import Actor, forum_names, party_names
from flows.records import registry_numbers

MOST_ROWS = 500
STATUS_WORDS = {
    "running": "pagar",
    "faulty": "stopp",
    "stopped": "stopp",
    "suspended": "pausad",
    "ended": "klar",
}


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """An instance in the list.

    `waits` names its open tasks or, when nobody has anything to do, what else it waits for: each
    in Swedish and, unless "", in English.
    `status` is pagar, stopp, pausad or klar.
    """

    id: UUID
    process_id: str
    process_name: str
    process_name_en: str
    version: int
    title: str
    case_id: int | None
    registry_number: str
    forum_name: str
    party_name: str
    status: str
    waits: Sequence[tuple[str, str]]
    incident: str
    incident_en: str
    started_at: datetime
    ended_at: datetime | None
    ends: Sequence[str]


def may_monitor(actor: Actor) -> bool:
    """Whether the person sees every instance of the collaboration."""
    return actor.is_admin or actor.is_owner


def require_monitor(actor: Actor) -> None:
    """Raises NotAllowed unless the person sees every instance."""
    if not may_monitor(actor):
        raise NotAllowed


def running(
    session: Session,
    actor: Actor,
    *,
    search: str = "",
    status: str | None = None,
    process: str | None = None,
) -> Sequence[InstanceRow]:
    """The collaboration's instances, newest first, at most MOST_ROWS. Raises NotAllowed.

    `status` is pagar, stopp, pausad, klar or None for those that have not ended.
    """
    require_monitor(actor)
    query = select(Instance).where(Instance.collaboration_id == actor.collaboration_id)
    if status is None:
        query = query.where(Instance.ended_at.is_(None))
    else:
        words = [word for word, shown in STATUS_WORDS.items() if shown == status]
        query = query.where(Instance.status.in_(words))
    if process:
        query = query.where(Instance.process_id == process)
    if search.strip():
        escaped = search.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        like = f"%{escaped}%"
        numbers = registry_numbers(session, actor.collaboration_id, like)
        query = query.where(or_(Instance.title.ilike(like), Instance.case_id.in_(numbers)))
    order = query.order_by(Instance.started_at.desc(), Instance.id).limit(MOST_ROWS)
    return rows_of(session, actor, session.scalars(order).all())


def rows_of(session: Session, actor: Actor, instances: Sequence[Instance]) -> Sequence[InstanceRow]:
    """Instances as the list shows them."""
    ids = [instance.id for instance in instances]
    waits = _waits(session, ids)
    incidents: Mapping[UUID, IncidentRow] = {
        row.instance_id: row
        for row in session.scalars(
            select(IncidentRow)
            .where(IncidentRow.instance_id.in_(ids), IncidentRow.resolved_at.is_(None))
            .order_by(IncidentRow.id)
        )
    }
    names = process_names(session)
    numbers = version_numbers(session, {instance.version_id for instance in instances})
    forums = forum_names(session, actor.collaboration_id)
    parties = party_names(session, actor.collaboration_id)
    registry = registry_numbers(session, actor.collaboration_id)
    rows = []
    for instance in instances:
        incident = incidents.get(instance.id)
        name, name_en = names.get(instance.process_id, (instance.process_id, ""))
        rows.append(
            InstanceRow(
                id=instance.id,
                process_id=instance.process_id,
                process_name=name,
                process_name_en=name_en,
                version=numbers[instance.version_id],
                title=instance.title,
                case_id=instance.case_id,
                registry_number=registry.get(instance.case_id or 0, ""),
                forum_name=forums.get(instance.forum_id or "", ""),
                party_name=parties.get(instance.party_id or "", ""),
                status=STATUS_WORDS[instance.status],
                waits=waits.get(instance.id, []),
                incident=incident.sv if incident is not None else "",
                incident_en=incident.en if incident is not None else "",
                started_at=instance.started_at,
                ended_at=instance.ended_at,
                ends=instance.ends,
            )
        )
    return rows


def _waits(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[tuple[str, str]]]:
    """What each instance waits for: its tasks, the oldest first, or else what is no person."""
    places = places_of(session, ids)
    english = {
        (instance_id, element.id): element.properties.get("name_en", "")
        for instance_id, elements in places.items()
        for element in elements
    }
    waits: dict[UUID, list[tuple[str, str]]] = {}
    for instance_id, element_id, name in session.execute(
        select(Task.instance_id, Task.element_id, Task.name)
        .where(Task.instance_id.in_(ids), Task.closed_at.is_(None))
        .order_by(Task.opened_at)
    ):
        named = (name, english.get((instance_id, element_id), ""))
        waits.setdefault(instance_id, []).append(named)
    for instance_id, elements in places.items():
        if instance_id not in waits:
            waits[instance_id] = [
                (element.name, english[instance_id, element.id])
                for element in elements
                if element.name
            ]
    return waits
