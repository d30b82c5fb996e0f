"""An organisation file in memory: all of it checked, no database needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flows.kernel import Problem
from flows.organisation.check_composition import check_composition
from flows.organisation.check_references import check_references
from flows.organisation.errors import ForumNotFound, PartyNotFound
from flows.organisation.forum_variables import forum_variables, party_variables
from flows.organisation.marked_yaml import MAX_BYTES, OrganisationError, marked_root
from flows.organisation.model import (
    Collaboration,
    Contradiction,
    Forum,
    Membership,
    Party,
    Person,
    Role,
    RoleRef,
)
from flows.organisation.notes import Notes
from flows.organisation.read_file import FileParts, read_file
from flows.organisation.role_reference import resolve_reference
from flows.organisation.swedish_order import swedish_sort_key


@dataclass(frozen=True)
class Organisation:
    """One collaboration with its parties, forums, roles, people and memberships."""

    collaboration: Collaboration
    parties: tuple[Party, ...]
    forums: tuple[Forum, ...]
    roles: tuple[Role, ...]
    people: tuple[Person, ...]
    memberships: tuple[Membership, ...]
    contradictions: tuple[Contradiction, ...]
    warnings: tuple[Problem, ...] = ()
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict, repr=False)
    """The line on which a (party | forum | person, id) stands in the file."""

    @classmethod
    def parse(cls, raw: bytes, file: str = "", max_bytes: int = MAX_BYTES) -> "Organisation":
        """Read and check an organisation file.

        Raises OrganisationError with every problem found; warnings alone do not raise and are
        kept in `warnings`.
        """
        parts, problems = _read(raw, file, max_bytes)
        if parts is None or any(problem.severity == "error" for problem in problems):
            raise OrganisationError(problems=problems)
        return cls(
            collaboration=parts.collaboration.value,
            parties=tuple(entry.value for entry in parts.parties),
            forums=tuple(entry.value for entry in parts.forums),
            roles=tuple(entry.value for entry in parts.roles),
            people=tuple(entry.value for entry in parts.people),
            memberships=tuple(entry.value for entry in parts.memberships),
            contradictions=tuple(entry.value for entry in parts.contradictions),
            warnings=tuple(problems),
            lines={
                (kind, entry.value.id): entry.section.line_of("id")
                for kind, entries in (
                    ("party", parts.parties),
                    ("forum", parts.forums),
                    ("person", parts.people),
                )
                for entry in entries
            },
        )

    def forum(self, forum_id: str) -> Forum:
        """The forum with that id. Raises ForumNotFound."""
        for forum in self.forums:
            if forum.id == forum_id:
                return forum
        raise ForumNotFound(
            f"Forumet {forum_id} finns inte i {self.collaboration.name}.",
            f"There is no forum {forum_id} in {self.collaboration.name_en}.",
        )

    def party(self, party_id: str) -> Party:
        """The party with that id. Raises PartyNotFound."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise PartyNotFound(
            f"Parten {party_id} finns inte i {self.collaboration.name}.",
            f"There is no party {party_id} in {self.collaboration.name_en}.",
        )

    def forum_context(self, forum_id: str) -> dict[str, Any]:
        """The variable `forum` of an instance. Raises ForumNotFound."""
        forum = self.forum(forum_id)
        return forum_variables(
            forum,
            self.collaboration,
            {party.id: party for party in self.parties},
            self.forum,
        )

    def party_context(self, party_id: str) -> dict[str, Any]:
        """The variable `part` of an instance. Raises PartyNotFound."""
        return party_variables(self.party(party_id))

    def picker_lists(self) -> dict[str, list[dict[str, str]]]:
        """What the pickers of a form choose from, as for the tables' `picker_lists`."""
        people = sorted(self.people, key=lambda person: (swedish_sort_key(person.title), person.id))
        return {
            "organisationer": [{"id": party.id, "namn": party.name} for party in self.parties],
            "huvudman": [
                {"id": party.id, "namn": party.name} for party in self.parties if party.huvudman
            ],
            "personer": [{"id": person.id, "namn": person.title} for person in people],
        }

    def resolve_role(
        self, reference: str, forum_id: str | None = None, party_id: str | None = None
    ) -> RoleRef | None:
        """The role that a diagram means by a reference; None when there is none."""
        return resolve_reference(
            reference,
            scopes_of=self._scopes_of,
            kind_of=self._kind_of,
            collaboration_id=self.collaboration.id,
            forum_id=forum_id,
            party_id=party_id,
        )

    def memberships_of(self, person_id: str, on: date) -> list[RoleRef]:
        """The roles a person holds that day."""
        return [
            membership.role
            for membership in self.memberships
            if membership.person_id == person_id and membership.holds_on(on)
        ]

    def people_with(self, role: RoleRef, on: date) -> list[Person]:
        """The people who hold the role that day, in the order of the file."""
        holders = {
            membership.person_id
            for membership in self.memberships
            if membership.role == role and membership.holds_on(on)
        }
        return [person for person in self.people if person.id in holders]

    def has_role(self, person_id: str, reference: str | RoleRef, on: date) -> bool:
        """Whether a person holds a role (`role@scope`, or a RoleRef) that day."""
        role = reference if isinstance(reference, RoleRef) else self.resolve_role(reference)
        return role is not None and role in self.memberships_of(person_id, on)

    def _scopes_of(self, role_id: str) -> tuple[str, ...]:
        return next((role.scopes for role in self.roles if role.id == role_id), ())

    def _kind_of(self, scope_id: str) -> str | None:
        if scope_id == self.collaboration.id:
            return "collaboration"
        if any(party.id == scope_id for party in self.parties):
            return "party"
        return "forum" if any(forum.id == scope_id for forum in self.forums) else None


def check_organisation(raw: bytes, file: str = "", max_bytes: int = MAX_BYTES) -> list[Problem]:
    """Every problem in an organisation file, errors and warnings, by line. Never raises Invalid."""
    return _read(raw, file, max_bytes)[1]


def _read(raw: bytes, file: str, max_bytes: int) -> tuple[FileParts | None, list[Problem]]:
    try:
        root = marked_root(raw, file, max_bytes)
    except OrganisationError as error:
        return None, list(error.problems)
    notes = Notes(file)
    parts = read_file(root, notes)
    if parts is not None and not notes.full:
        check_references(parts)
        if not notes.broken:
            check_composition(parts)
    return parts, notes.in_order()
