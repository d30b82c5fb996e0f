"""What the tables say of a forum and a party: the variables `forum` and `part` of an instance."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.organisation.errors import ForumNotFound, PartyNotFound
from flows.organisation.forum_variables import forum_variables, forums_named, party_variables
from flows.organisation.model import Body, Collaboration, Forum, Party, RoleRef
from flows.organisation.remembered import remembered
from flows.organisation.stored_forum import unpacked_forum
from flows.organisation.tables import (
    BodyRow,
    CollaborationRow,
    ForumPartyRow,
    ForumRow,
    PartyRow,
)


@remembered
def forum_context(session: Session, forum_id: str) -> dict[str, Any]:
    """The variable `forum` of an instance. Raises ForumNotFound."""
    row = _forum_row(session, forum_id)
    forum = unpacked_forum(row, _party_ids(session, forum_id))
    collaboration = session.get_one(CollaborationRow, row.collaboration_id)
    named = {
        other.id: unpacked_forum(other, ())
        for other in session.scalars(select(ForumRow).where(ForumRow.id.in_(forums_named(forum))))
    }
    return forum_variables(
        forum,
        Collaboration(
            collaboration.id,
            collaboration.name,
            collaboration.name_en,
            collaboration.registry_prefix,
        ),
        {party.id: party for party in _parties(session, forum.party_ids)},
        named.__getitem__,
    )


@remembered
def party_context(session: Session, party_id: str) -> dict[str, Any]:
    """The variable `part` of an instance. Raises PartyNotFound."""
    found = _parties(session, [party_id])
    if not found:
        raise PartyNotFound
    return party_variables(found[0])


@remembered
def collaboration_of(session: Session, forum_id: str) -> str:
    """The id of the collaboration that a forum belongs to. Raises ForumNotFound."""
    return _forum_row(session, forum_id).collaboration_id


@remembered
def registry_prefix(session: Session, forum_id: str) -> str:
    """What the forum's registry numbers begin with: its own prefix or the collaboration's.

    Raises ForumNotFound.
    """
    row = _forum_row(session, forum_id)
    own: str | None = row.settings.get("registry_prefix")
    return own or session.get_one(CollaborationRow, row.collaboration_id).registry_prefix


@remembered
def forum_of(session: Session, forum_id: str) -> Forum:
    """A forum with all its settings. Raises ForumNotFound."""
    return unpacked_forum(_forum_row(session, forum_id), _party_ids(session, forum_id))


@remembered
def forums_open_to(session: Session, role: RoleRef) -> Sequence[tuple[str, str]]:
    """The forums where the holder of a role may raise a case, as (id, name), in file order.

    A role at a party opens the forums that the party takes part in (NV-02), a role in a forum
    that forum and the one it reports to (NV-03), a role in the collaboration all its forums.
    Forums that decide nothing themselves take no cases.
    """
    open_forums = (
        select(ForumRow)
        .where(
            ForumRow.retired_at.is_(None),
            func.jsonb_array_length(ForumRow.settings["decision_forms"]) > 0,
        )
        .order_by(ForumRow.position)
    )
    if role.scope_kind == "party":
        open_forums = open_forums.join(ForumPartyRow, ForumPartyRow.forum_id == ForumRow.id).where(
            ForumPartyRow.party_id == role.scope_id
        )
    elif role.scope_kind == "forum":
        own = session.get(ForumRow, role.scope_id)
        ids = [] if own is None else [own.id, own.settings.get("reports_to")]
        open_forums = open_forums.where(ForumRow.id.in_([id_ for id_ in ids if id_]))
    else:
        open_forums = open_forums.where(ForumRow.collaboration_id == role.scope_id)
    return [(row.id, row.name) for row in session.scalars(open_forums)]


def _forum_row(session: Session, forum_id: str) -> ForumRow:
    row = session.get(ForumRow, forum_id)
    if row is None:
        raise ForumNotFound
    return row


def _party_ids(session: Session, forum_id: str) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(ForumPartyRow.party_id)
            .where(ForumPartyRow.forum_id == forum_id)
            .order_by(ForumPartyRow.position)
        )
    )


def _parties(session: Session, party_ids: Sequence[str]) -> list[Party]:
    bodies: dict[str, list[BodyRow]] = {}
    for body in session.scalars(
        select(BodyRow).where(BodyRow.party_id.in_(party_ids)).order_by(BodyRow.position)
    ):
        bodies.setdefault(body.party_id, []).append(body)
    return [
        Party(
            id=row.id,
            name=row.name,
            short=row.short,
            kind=row.kind,
            huvudman=row.huvudman,
            bodies=tuple(Body(body.id, body.name, body.kind) for body in bodies[row.id]),
            proposes=next(body.id for body in bodies[row.id] if body.proposes),
            decides=next(body.id for body in bodies[row.id] if body.decides),
        )
        for row in session.scalars(
            select(PartyRow).where(PartyRow.id.in_(party_ids)).order_by(PartyRow.position)
        )
    ]
