"""Who holds which role: the tables' answers about roles, memberships and people."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from flows.organisation.actor import Actor
from flows.organisation.errors import PersonNotFound
from flows.organisation.model import Person, RoleRef
from flows.organisation.remembered import VERSION, note_version, remembered
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
    found = resolve_roles(session, collaboration_id, [reference], forum_id, party_id)
    return found[reference]


def resolve_roles(
    session: Session,
    collaboration_id: str,
    references: Collection[str],
    forum_id: str | None,
    party_id: str | None,
) -> Mapping[str, RoleRef | None]:
    """The role meant by each reference, as `resolve_role` finds it, in one statement."""
    if not references:
        return {}
    return _resolved(session, collaboration_id, frozenset(references), forum_id, party_id)


@remembered
def _resolved(
    session: Session,
    collaboration_id: str,
    references: frozenset[str],
    forum_id: str | None,
    party_id: str | None,
) -> Mapping[str, RoleRef | None]:
    parts = [reference.partition("@") for reference in references]
    rows = session.execute(
        _ROLES_AND_SCOPES,
        {
            "collaboration": collaboration_id,
            "roles": [role.strip() for role, _, _ in parts],
            "scopes": [scope.strip() for _, at, scope in parts if at],
        },
    )
    scopes_of: dict[str, tuple[str, ...]] = {}
    kind_of: dict[str, str] = {}
    for kind, id_, scopes in rows:
        if kind == "role":
            scopes_of[id_] = tuple(scopes)
        else:
            kind_of[id_] = kind
    kind_of[collaboration_id] = "collaboration"
    return {
        reference: resolve_reference(
            reference,
            scopes_of=lambda role: scopes_of.get(role, ()),
            kind_of=kind_of.get,
            collaboration_id=collaboration_id,
            forum_id=forum_id,
            party_id=party_id,
        )
        for reference in references
    }


def _named_in(table: type[RoleRow | PartyRow | ForumRow], ids: str) -> ColumnElement[bool]:
    named: ColumnElement[bool] = table.id == any_(bindparam(ids, type_=ARRAY(Text)))
    return (table.collaboration_id == bindparam("collaboration")) & named


_NO_SCOPES = cast(null(), ARRAY(Text))
_ROLES_AND_SCOPES: CompoundSelect[str, str, list[str]] = union_all(
    select(literal("role"), RoleRow.id, RoleRow.scopes).where(_named_in(RoleRow, "roles")),
    select(literal("party"), PartyRow.id, _NO_SCOPES).where(_named_in(PartyRow, "scopes")),
    select(literal("forum"), ForumRow.id, _NO_SCOPES).where(_named_in(ForumRow, "scopes")),
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
    rows = session.execute(_ACTOR, {"person": person_id, "day": on}).all()
    if not rows:
        raise PersonNotFound
    note_version(session, rows[0].version)
    roles = frozenset(
        RoleRef(row.role, row.scope_kind, row.scope_id) for row in rows if row.role is not None
    )
    return Actor(person_id, rows[0].title, rows[0].collaboration_id, roles)


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


def _in_force(on: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(
        MembershipRow.from_on <= on,
        or_(MembershipRow.until_on.is_(None), MembershipRow.until_on >= on),
    )


_ACTOR = (
    select(
        PersonRow.title,
        PersonRow.collaboration_id,
        MembershipRow.role,
        MembershipRow.scope_kind,
        MembershipRow.scope_id,
        VERSION.label("version"),
    )
    .outerjoin(
        MembershipRow,
        and_(MembershipRow.person_id == PersonRow.id, _in_force(bindparam("day", type_=Date()))),
    )
    .where(PersonRow.id == bindparam("person"), PersonRow.retired_at.is_(None))
)
