"""Mina uppgifter: the open tasks of a person, most urgent first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from flows.inbox.visible_task import IS_MINE, who
from flows.instances import Instance, Task
from flows.organisation import Actor, forum_names, party_names, person_titles
from flows.records import Case

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as the list shows it. `name_en` is empty when the process gives none."""

    id: str
    name: str
    name_en: str
    instance_id: UUID
    case_id: int | None
    case_title: str
    registry_number: str
    forum_name: str
    party_name: str
    due_at: datetime | None
    follow_up_at: datetime | None
    opened_at: datetime
    claimed_by: str | None
    claimed_by_title: str
    mine: bool
    has_draft: bool


def open_tasks(
    session: Session, actor: Actor, *, now: datetime, search: str = ""
) -> Sequence[TaskRow]:
    """The tasks a person may do now: due first, then oldest; at most MOST_ROWS.

    A task with a follow-up date is listed from that date on. `search` looks in the task's name,
    the case's title and its registry number.
    """
    query = (
        select(Task, Instance, Case)
        .join(Instance, Instance.id == Task.instance_id)
        .outerjoin(Case, Case.id == Instance.case_id)
        .where(Task.closed_at.is_(None), IS_MINE)
        .where(or_(Task.follow_up_at.is_(None), Task.follow_up_at <= now))
    )
    if search.strip():
        escaped = search.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        like = f"%{escaped}%"
        query = query.where(
            or_(
                Task.name.ilike(like),
                Instance.title.ilike(like),
                Case.registry_number.ilike(like),
            )
        )
    order = (Task.due_at.asc().nulls_last(), Task.priority.desc(), Task.opened_at, Task.id)
    found = session.execute(query.order_by(*order).limit(MOST_ROWS), who(actor)).all()
    names = names_of(session, actor)
    return [row_of(actor, names, task, instance, case) for task, instance, case in found]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a collaboration's forums, parties and people by id."""

    forums: Mapping[str, str]
    parties: Mapping[str, str]
    people: Mapping[str, str]


def names_of(session: Session, actor: Actor) -> Names:
    """The names that rows are made with."""
    return Names(
        forum_names(session, actor.collaboration_id),
        party_names(session, actor.collaboration_id),
        person_titles(session, actor.collaboration_id),
    )


def row_of(
    actor: Actor, names: Names, task: Task, instance: Instance, case: Case | None
) -> TaskRow:
    """A task as the list shows it."""
    return TaskRow(
        id=task.id,
        name=task.name,
        name_en=task.properties.get("name_en", ""),
        instance_id=instance.id,
        case_id=case.id if case is not None else None,
        case_title=case.title if case is not None else instance.title,
        registry_number=case.registry_number if case is not None else "",
        forum_name=names.forums.get(instance.forum_id or "", ""),
        party_name=names.parties.get(instance.party_id or "", ""),
        due_at=task.due_at,
        follow_up_at=task.follow_up_at,
        opened_at=task.opened_at,
        claimed_by=task.claimed_by,
        claimed_by_title=names.people.get(task.claimed_by or "", ""),
        mine=task.claimed_by == actor.person_id,
        has_draft=task.draft is not None,
    )
