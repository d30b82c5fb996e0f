"""Load an organisation file into the tables, as often as one likes."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from flows.kernel import STOCKHOLM, Base, Problem
from flows.organisation.marked_yaml import MAX_BYTES, OrganisationError
from flows.organisation.organisation import Organisation
from flows.organisation.remembered import forget_version
from flows.organisation.stored_forum import packed_settings
from flows.organisation.swedish_order import swedish_sort_key
from flows.organisation.tables import (
    BodyRow,
    CollaborationRow,
    ContradictionRow,
    ForumPartyRow,
    ForumRow,
    MembershipRow,
    PartyRow,
    PersonRow,
    RoleRow,
)

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading a file did, in rows; `warnings` are the file's own."""

    collaboration_id: str
    added: int
    changed: int
    ended: int
    warnings: Sequence[Problem]

    @property
    def unchanged(self) -> bool:
        """Whether the tables already said what the file says."""
        return not (self.added or self.changed or self.ended)


def load_organisation(
    session: Session, raw: bytes, file: str, now: datetime, max_bytes: int = MAX_BYTES
) -> LoadResult:
    """Make the tables say what the file says; loading it again changes nothing.

    What has left the file is kept: parties, forums, roles and people are retired, a membership in
    force ends the day before `now`, one that has not begun is taken away, one that is over stays.
    Raises OrganisationError, also when an id belongs to another collaboration; nothing is loaded
    then. The caller owns the transaction; two loads at the same time wait for each other.
    """
    organisation = Organisation.parse(raw, file, max_bytes)
    session.execute(text("select pg_advisory_xact_lock(hashtext('flows.organisation'))"))
    _refuse_foreign_ids(session, organisation, file)
    loading = _Loading(session, organisation, now)
    loading.run()
    forget_version(session)
    return LoadResult(
        organisation.collaboration.id,
        loading.added,
        loading.changed,
        loading.ended,
        organisation.warnings,
    )


def _refuse_foreign_ids(session: Session, organisation: Organisation, file: str) -> None:
    own = organisation.collaboration.id
    tables: dict[str, type[PartyRow | ForumRow | PersonRow]] = {
        "party": PartyRow,
        "forum": ForumRow,
        "person": PersonRow,
    }
    problems = []
    for kind, table in tables.items():
        ids = [id_ for of_kind, id_ in organisation.lines if of_kind == kind]
        for id_, other in session.execute(
            select(table.id, table.collaboration_id).where(
                table.id.in_(ids), table.collaboration_id != own
            )
        ):
            problems.append(
                Problem(
                    "duplicate-id",
                    f"{id_} finns redan i samverkan {other}.",
                    f"{id_} already exists in the collaboration {other}.",
                    file=file,
                    line=organisation.lines[kind, id_],
                    name=id_,
                )
            )
    if problems:
        raise OrganisationError(problems=problems)


class _Loading:
    """One load: table by table, each row added, changed or ended."""

    def __init__(self, session: Session, organisation: Organisation, now: datetime) -> None:
        self.session, self.organisation, self.now = session, organisation, now
        self.today = now.astimezone(STOCKHOLM).date()
        self.own = organisation.collaboration.id
        self.added = self.changed = self.ended = 0

    def run(self) -> None:
        self._collaboration()
        self._parties()
        self._forums()
        self._roles()
        self._people()
        self._memberships()
        self._contradictions()

    def _collaboration(self) -> None:
        wanted = asdict(self.organisation.collaboration)
        wanted["demonstration"] = list(wanted["demonstration"])
        row = self.session.get(CollaborationRow, self.own)
        if row is None:
            self.session.add(CollaborationRow(**wanted, loaded_at=self.now))
            self.added += 1
        else:
            self._change(row, wanted)
            row.loaded_at = self.now
            flag_modified(row, "loaded_at")  # also at the same instant: what is remembered is old
        self.session.flush()

    def _parties(self) -> None:
        parties = self.organisation.parties
        gone = self._match(
            PartyRow,
            lambda row: row.id,
            {
                party.id: {
                    "id": party.id,
                    "name": party.name,
                    "short": party.short,
                    "sort_key": swedish_sort_key(party.name),
                    "kind": party.kind,
                    "huvudman": party.huvudman,
                    "position": position,
                    "retired_at": None,
                }
                for position, party in enumerate(parties)
            },
        )
        self._retire(gone)
        self._delete(
            self._match(
                BodyRow,
                lambda row: (row.party_id, row.id),
                {
                    (party.id, body.id): {
                        "party_id": party.id,
                        **asdict(body),
                        "position": position,
                        "proposes": body.id == party.proposes,
                        "decides": body.id == party.decides,
                    }
                    for party in parties
                    for position, body in enumerate(party.bodies)
                },
            ),
            keep={row.id for row in gone},
            owner=lambda row: row.party_id,
        )

    def _forums(self) -> None:
        forums = self.organisation.forums
        gone = self._match(
            ForumRow,
            lambda row: row.id,
            {
                forum.id: {
                    "id": forum.id,
                    "name": forum.name,
                    "short": forum.short,
                    "sort_key": swedish_sort_key(forum.name),
                    "kind": forum.kind,
                    "position": position,
                    "settings": packed_settings(forum),
                    "retired_at": None,
                }
                for position, forum in enumerate(forums)
            },
        )
        self._retire(gone)
        self._delete(
            self._match(
                ForumPartyRow,
                lambda row: (row.forum_id, row.party_id),
                {
                    (forum.id, party_id): {
                        "forum_id": forum.id,
                        "party_id": party_id,
                        "position": position,
                    }
                    for forum in forums
                    for position, party_id in enumerate(forum.party_ids)
                },
            ),
            keep={row.id for row in gone},
            owner=lambda row: row.forum_id,
        )

    def _roles(self) -> None:
        self._retire(
            self._match(
                RoleRow,
                lambda row: row.id,
                {
                    role.id: {
                        "id": role.id,
                        "name": role.name,
                        "name_en": role.name_en,
                        "scopes": list(role.scopes),
                        "position": position,
                        "retired_at": None,
                    }
                    for position, role in enumerate(self.organisation.roles)
                },
            )
        )

    def _people(self) -> None:
        self._retire(
            self._match(
                PersonRow,
                lambda row: row.id,
                {
                    person.id: {
                        **asdict(person),
                        "sort_key": swedish_sort_key(person.title),
                        "retired_at": None,
                    }
                    for person in self.organisation.people
                },
            )
        )

    def _memberships(self) -> None:
        gone = self._match(
            MembershipRow,
            lambda row: (row.person_id, row.role, row.scope_id, row.from_on),
            {
                (each.person_id, each.role.role, each.role.scope_id, each.from_on): {
                    "person_id": each.person_id,
                    **asdict(each.role),
                    "seat": each.seat,
                    "from_on": each.from_on,
                    "until_on": each.until_on,
                }
                for each in self.organisation.memberships
            },
        )
        yesterday = self.today - timedelta(days=1)
        for row in gone:
            if row.from_on >= self.today:
                self.session.delete(row)
                self.ended += 1
            elif (row.until_on or date.max) >= self.today:
                row.until_on = yesterday
                self.ended += 1
        self.session.flush()

    def _contradictions(self) -> None:
        self._delete(
            self._match(
                ContradictionRow,
                lambda row: row.id,
                {
                    each.id: {
                        "id": each.id,
                        "name": each.name,
                        "name_en": each.name_en,
                        "statements": [asdict(statement) for statement in each.statements],
                        "chosen": each.chosen,
                        "chosen_en": each.chosen_en,
                        "affects": list(each.affects),
                        "position": position,
                    }
                    for position, each in enumerate(self.organisation.contradictions)
                },
            )
        )

    def _match(
        self,
        table: type[Row],
        key_of: Callable[[Row], Hashable],
        wanted: Mapping[Any, Mapping[str, Any]],
    ) -> list[Row]:
        """Add and change rows until the table has those wanted; the others are returned."""
        rows = {
            key_of(row): row
            for row in self.session.scalars(
                select(table).where(table.collaboration_id == self.own)  # type: ignore[attr-defined]
            )
        }
        for key, values in wanted.items():
            row = rows.pop(key, None)
            if row is None:
                self.session.add(table(collaboration_id=self.own, **values))
                self.added += 1
            else:
                self._change(row, values)
        self.session.flush()
        return list(rows.values())

    def _change(self, row: Base, values: Mapping[str, Any]) -> None:
        different = {key: value for key, value in values.items() if getattr(row, key) != value}
        for key, value in different.items():
            setattr(row, key, value)
        self.changed += bool(different)

    def _retire(self, rows: Iterable[PartyRow | ForumRow | RoleRow | PersonRow]) -> None:
        for row in rows:
            if row.retired_at is None:
                row.retired_at = self.now
                self.ended += 1
        self.session.flush()

    def _delete(
        self,
        rows: Iterable[Row],
        keep: frozenset[str] | set[str] = frozenset(),
        owner: Callable[[Row], str] = lambda row: "",
    ) -> None:
        """Delete rows, but not those of a retired owner: it stays as it was."""
        for row in rows:
            if owner(row) not in keep:
                self.session.delete(row)
                self.ended += 1
        self.session.flush()
