"""The people of a demonstration, by collaboration and by the forum or party they belong to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from flows.kernel import STOCKHOLM
from flows.organisation import (
    Collaboration,
    Person,
    collaborations,
    forum_names,
    party_names,
    people_of,
    roles_of,
)
from flows.organisation.tables import MembershipRow


@dataclass(frozen=True, slots=True)
class DemonstrationGroup:
    """The people of one forum or party in a collaboration."""

    collaboration: str
    name: str
    people: tuple[Person, ...]

    def has(self, person_id: str) -> bool:
        """Whether the person is one of them."""
        return any(person.id == person_id for person in self.people)


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone to begin with, and what they do in a sentence: empty unless the file says it."""

    id: str
    title: str
    does: str
    does_en: str


@dataclass(frozen=True, slots=True)
class FirstGuests:
    """The handful to begin with in one collaboration."""

    collaboration: str
    guests: tuple[Guest, ...]

    def has(self, person_id: str) -> bool:
        """Whether the person is one of them."""
        return any(guest.id == person_id for guest in self.guests)


def demonstration_people(session: Session, now: datetime) -> list[DemonstrationGroup]:
    """Everyone whom a visitor may be, the groups of a collaboration side by side.

    A person stands once: at the first forum where they have a role, else at their party, else
    with those who look after the whole collaboration.
    """
    return [group for each in collaborations(session) for group in _groups(session, each, now)]


def first_people(session: Session, now: datetime) -> list[FirstGuests]:
    """Whom to begin with, by collaboration.

    They are those whom the organisation's file names; if it names none, the first who holds each
    role.
    """
    return [
        FirstGuests(each.name, tuple(_first_of(session, each, now)))
        for each in collaborations(session)
    ]


def _first_of(session: Session, collaboration: Collaboration, now: datetime) -> list[Guest]:
    people = {person.id: person for person in people_of(session, collaboration.id)}
    if collaboration.demonstration:
        return [
            Guest(each.id, people[each.id].title, each.does, each.does_en)
            for each in collaboration.demonstration
            if each.id in people
        ]
    holders: dict[str, list[str]] = {}
    for person_id, role in session.execute(
        select(MembershipRow.person_id, MembershipRow.role).where(*_held(collaboration, now))
    ):
        if person_id in people:
            holders.setdefault(role, []).append(person_id)
    order = {person_id: place for place, person_id in enumerate(people)}
    chosen = [
        min(holders[role.id], key=order.__getitem__)
        for role in roles_of(session, collaboration.id)
        if role.id in holders
    ]
    return [Guest(each, people[each].title, "", "") for each in dict.fromkeys(chosen)]


def _held(collaboration: Collaboration, now: datetime) -> list[ColumnElement[bool]]:
    """The memberships that are in force."""
    today = now.astimezone(STOCKHOLM).date()
    return [
        MembershipRow.collaboration_id == collaboration.id,
        MembershipRow.from_on <= today,
        or_(MembershipRow.until_on.is_(None), MembershipRow.until_on >= today),
    ]


def _groups(
    session: Session, collaboration: Collaboration, now: datetime
) -> list[DemonstrationGroup]:
    names = {
        **forum_names(session, collaboration.id),
        **party_names(session, collaboration.id),
        collaboration.id: collaboration.name,
    }
    order = {scope_id: place for place, scope_id in enumerate(names)}
    home: dict[str, str] = {}
    for person_id, scope_id in session.execute(
        select(MembershipRow.person_id, MembershipRow.scope_id).where(*_held(collaboration, now))
    ):
        best = home.get(person_id, scope_id)
        home[person_id] = min(best, scope_id, key=order.__getitem__)
    groups: dict[str, list[Person]] = {}
    for person in people_of(session, collaboration.id):
        if person.id in home:
            groups.setdefault(home[person.id], []).append(person)
    return [
        DemonstrationGroup(collaboration.name, names[scope_id], tuple(groups[scope_id]))
        for scope_id in sorted(groups, key=order.__getitem__)
    ]
