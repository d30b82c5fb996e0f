"""Who holds which role: the tables' answers about roles, memberships and people."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session

from flows.organisation.actor import Actor
from flows.organisation.errors import PersonNotFound
from flows.organisation.model import Person, RoleRef
from flows.organisation.role_reference import resolve_reference
from flows.organisation.tables import ForumRow, MembershipRow, PartyRow, PersonRow, RoleRow


def resolve_role(
    session: Session,
    collaboration_id: str,
    reference: str,
    forum_id: str | None,
    party_id: str | None,
) -> RoleRef | None:
    """The role that a diagram means by `role` or `role@scope`; None when there is none.

    A bare role is looked up in the instance's party, else its forum, else the collaboration.
    """

    def scopes_of(role_id: str) -> tuple[str, ...]:
        row = session.get(RoleRow, (collaboration_id, role_id))
        return tuple(row.scopes) if row is not None else ()

    def kind_of(scope_id: str) -> str | None:
        if scope_id == collaboration_id:
            return "collaboration"
        return session.scalar(
            union_all(
                select(literal("party")).where(
                    PartyRow.id == scope_id, PartyRow.collaboration_id == collaboration_id
                ),
                select(literal("forum")).where(
                    ForumRow.id == scope_id, ForumRow.collaboration_id == collaboration_id
                ),
            )
        )

    return resolve_reference(
        reference,
        scopes_of=scopes_of,
        kind_of=kind_of,
        collaboration_id=collaboration_id,
        forum_id=forum_id,
        party_id=party_id,
    )


def memberships_of(session: Session, person_id: str, on: date) -> list[RoleRef]:
    """The roles that a person holds that day."""
    return [
        RoleRef(row.role, row.scope_kind, row.scope_id)
        for row in session.scalars(
            select(MembershipRow)
            .where(MembershipRow.person_id == person_id, _in_force(on))
            .order_by(MembershipRow.role, MembershipRow.scope_id)
        )
    ]


def people_with(session: Session, role: RoleRef, on: date) -> list[Person]:
    """The people who hold a role that day, in Swedish order."""
    return [
        person_from(row)
        for row in session.scalars(
            select(PersonRow)
            .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
            .where(
                MembershipRow.role == role.role,
                MembershipRow.scope_kind == role.scope_kind,
                MembershipRow.scope_id == role.scope_id,
                PersonRow.retired_at.is_(None),
                _in_force(on),
            )
            .order_by(PersonRow.sort_key, PersonRow.id)
        )
    ]


def actor_of(session: Session, person_id: str, on: date) -> Actor:
    """The person with the roles of that day. Raises PersonNotFound, also for one who has left."""
    row = session.get(PersonRow, person_id)
    if row is None or row.retired_at is not None:
        raise PersonNotFound
    return Actor(
        row.id, row.title, row.collaboration_id, frozenset(memberships_of(session, person_id, on))
    )


def role_titles(
    session: Session, collaboration_id: str, roles: Iterable[RoleRef]
) -> Mapping[RoleRef, tuple[str, str]]:
    """What each role is called with its place, in Swedish and English.

    As in "Sekreterare, Nätverk Välfärd"; a role in the whole collaboration stands alone. A role
    that is not known is called by its id.
    """
    wanted = set(roles)
    names = {
        row.id: (row.name, row.name_en)
        for row in session.scalars(
            select(RoleRow).where(
                RoleRow.collaboration_id == collaboration_id,
                RoleRow.id.in_({role.role for role in wanted}),
            )
        )
    }
    places: dict[str, str] = {}
    for kind, table in (("forum", ForumRow), ("party", PartyRow)):
        ids = {role.scope_id for role in wanted if role.scope_kind == kind}
        places |= dict(
            session.execute(
                select(table.id, table.name).where(
                    table.collaboration_id == collaboration_id, table.id.in_(ids)
                )
            ).all()
        )
    titles = {}
    for role in wanted:
        sv, en = names.get(role.role, (role.role, role.role))
        place = places.get(role.scope_id)
        titles[role] = (f"{sv}, {place}", f"{en}, {place}") if place else (sv, en)
    return titles


def person_from(row: PersonRow) -> Person:
    """The person of a row."""
    return Person(row.id, row.title, row.email, row.elected, row.party_id)


def _in_force(on: date) -> ColumnElement[bool]:
    return and_(
        MembershipRow.from_on <= on,
        or_(MembershipRow.until_on.is_(None), MembershipRow.until_on >= on),
    )
