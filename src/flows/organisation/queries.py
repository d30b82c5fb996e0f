"""Names and lists of a collaboration, in Swedish order or in the order of its file."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.organisation.model import (
    Collaboration,
    Contradiction,
    FirstPerson,
    Person,
    Role,
    Statement,
)
from flows.organisation.remembered import remembered
from flows.organisation.role_queries import person_from
from flows.organisation.tables import (
    CollaborationRow,
    ContradictionRow,
    ForumRow,
    PartyRow,
    PersonRow,
    RoleRow,
)


def collaborations(session: Session) -> Sequence[Collaboration]:
    """Every collaboration in the house, by id."""
    return [
        Collaboration(
            row.id,
            row.name,
            row.name_en,
            row.registry_prefix,
            tuple(FirstPerson(**each) for each in row.demonstration),
        )
        for row in session.scalars(select(CollaborationRow).order_by(CollaborationRow.id))
    ]


@remembered
def forum_names(session: Session, collaboration_id: str) -> Mapping[str, str]:
    """The name of every forum by id, retired ones too, in file order."""
    return dict(
        session.execute(
            select(ForumRow.id, ForumRow.name)
            .where(ForumRow.collaboration_id == collaboration_id)
            .order_by(ForumRow.position)
        ).all()
    )


@remembered
def party_names(session: Session, collaboration_id: str) -> Mapping[str, str]:
    """The name of every party by id, retired ones too, in file order."""
    return dict(
        session.execute(
            select(PartyRow.id, PartyRow.name)
            .where(PartyRow.collaboration_id == collaboration_id)
            .order_by(PartyRow.position)
        ).all()
    )


@remembered
def person_titles(session: Session, collaboration_id: str) -> Mapping[str, str]:
    """The title of every person by id, also of those who have left, in Swedish order."""
    return dict(
        session.execute(
            select(PersonRow.id, PersonRow.title)
            .where(PersonRow.collaboration_id == collaboration_id)
            .order_by(PersonRow.sort_key, PersonRow.id)
        ).all()
    )


def name_of_person(session: Session, person_id: str, *, own: str) -> str:
    """The title of a person of the collaboration `own`, or else of any other.

    What is nobody's id, such as the name of a command, is given back as it is.
    """
    others = [each.id for each in collaborations(session) if each.id != own]
    for collaboration_id in (own, *others):
        known = person_titles(session, collaboration_id)
        if person_id in known:
            return known[person_id]
    return person_id


@remembered
def people_of(session: Session, collaboration_id: str) -> Sequence[Person]:
    """Everyone who takes part, in Swedish order of their titles."""
    return [
        person_from(row)
        for row in session.scalars(
            select(PersonRow)
            .where(PersonRow.collaboration_id == collaboration_id, PersonRow.retired_at.is_(None))
            .order_by(PersonRow.sort_key, PersonRow.id)
        )
    ]


@remembered
def roles_of(session: Session, collaboration_id: str) -> Sequence[Role]:
    """Every role that a diagram may name, in file order."""
    return [
        Role(row.id, row.name, row.name_en, tuple(row.scopes))
        for row in session.scalars(
            select(RoleRow)
            .where(RoleRow.collaboration_id == collaboration_id, RoleRow.retired_at.is_(None))
            .order_by(RoleRow.position)
        )
    ]


def contradictions_of(session: Session, collaboration_id: str) -> Sequence[Contradiction]:
    """Where the collaboration's agreements disagree, in file order."""
    return [
        Contradiction(
            id=row.id,
            name=row.name,
            name_en=row.name_en,
            statements=tuple(Statement(**each) for each in row.statements),
            chosen=row.chosen,
            chosen_en=row.chosen_en,
            affects=tuple(row.affects),
        )
        for row in session.scalars(
            select(ContradictionRow)
            .where(ContradictionRow.collaboration_id == collaboration_id)
            .order_by(ContradictionRow.position)
        )
    ]


@remembered
def picker_lists(session: Session, collaboration_id: str) -> dict[str, list[dict[str, str]]]:
    """What the pickers of a form choose from: organisationer, huvudman and personer.

    Each is a list of {"id", "namn"}; parties in file order, people in Swedish order.
    """
    parties = session.execute(
        select(PartyRow.id, PartyRow.name, PartyRow.huvudman)
        .where(PartyRow.collaboration_id == collaboration_id, PartyRow.retired_at.is_(None))
        .order_by(PartyRow.position)
    ).all()
    return {
        "organisationer": [{"id": party.id, "namn": party.name} for party in parties],
        "huvudman": [{"id": party.id, "namn": party.name} for party in parties if party.huvudman],
        "personer": [
            {"id": person.id, "namn": person.title}
            for person in people_of(session, collaboration_id)
        ],
    }
