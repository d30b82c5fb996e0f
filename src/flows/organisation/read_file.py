"""Read an organisation file into its parts, each with the place it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from yaml.nodes import MappingNode, Node

from flows.organisation import vocabulary
from flows.organisation.model import (
    Body,
    Collaboration,
    Contradiction,
    FirstPerson,
    Forum,
    Membership,
    Party,
    Person,
    Role,
    RoleRef,
    Statement,
)
from flows.organisation.notes import Notes
from flows.organisation.read_forum import read_forum
from flows.organisation.section import Section

T = TypeVar("T")

MAX_ENTRIES = 5000
"""Forums or people in a file, those for each party counted: a short list must not unfold far."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A part of the file and the mapping it was read from."""

    value: T
    section: Section


@dataclass(slots=True)
class FileParts:
    """Everything in one organisation file, references not yet checked."""

    collaboration: Entry[Collaboration]
    parties: list[Entry[Party]] = field(default_factory=list)
    roles: list[Entry[Role]] = field(default_factory=list)
    forums: list[Entry[Forum]] = field(default_factory=list)
    people: list[Entry[Person]] = field(default_factory=list)
    memberships: list[Entry[Membership]] = field(default_factory=list)
    contradictions: list[Entry[Contradiction]] = field(default_factory=list)


def read_file(root: Node, notes: Notes) -> FileParts | None:
    """The parts of the file; None when it is not even a mapping. Faults go to `notes`."""
    top = Section(root, "", notes)
    if not isinstance(root, MappingNode):
        return None
    parts = FileParts(_collaboration(top))
    parts.parties = [Entry(_party(each), each) for each in top.sections("parties", required=True)]
    parties = [entry.value for entry in parts.parties]
    parts.roles = [Entry(_role(each), each) for each in top.sections("roles", required=True)]
    for section in _unfolded(top, "forums", parties):
        ids = _party_ids(section, "parties", parties)
        parts.forums.append(Entry(read_forum(section, ids), section))
    for section in _unfolded(top, "people", parties):
        _read_person(section, parts)
    for section in top.sections("contradictions"):
        parts.contradictions.append(Entry(_contradiction(section), section))
    top.close()
    return parts


def _collaboration(top: Section) -> Entry[Collaboration]:
    section = top.section("collaboration")
    if section is None:
        top.fault(
            "collaboration",
            "missing-key",
            "Nyckeln collaboration saknas.",
            "The key collaboration is missing.",
        )
        return Entry(Collaboration("", "", "", ""), top)
    collaboration = Collaboration(
        id=section.identifier("id"),
        name=section.text("name"),
        name_en=section.text("name_en"),
        registry_prefix=section.text("registry_prefix"),
        demonstration=tuple(_first_person(each) for each in section.sections("demonstration")),
    )
    section.close()
    return Entry(collaboration, section)


def _first_person(section: Section) -> FirstPerson:
    first = FirstPerson(section.identifier("id"), section.text("does"), section.text("does_en"))
    section.close()
    return first


def _party(section: Section) -> Party:
    section.name = section.optional_text("id") or ""
    name = section.text("name")
    bodies = []
    for each in section.sections("bodies", required=True):
        kind = each.choice("kind", vocabulary.BODY_KINDS)
        bodies.append(Body(each.identifier("id"), each.text("name"), kind))
        each.close()
    proposes = decides = ""
    chain = section.section("chain")
    if chain is None:
        section.fault("chain", "missing-key", "Nyckeln chain saknas.", "The key chain is missing.")
    else:
        proposes, decides = chain.text("beredande"), chain.text("beslutande")
        chain.close()
    party = Party(
        id=section.identifier("id"),
        name=name,
        short=section.optional_text("short") or name,
        kind=section.choice("kind", vocabulary.PARTY_KINDS),
        huvudman=section.truth("huvudman"),
        bodies=tuple(bodies),
        proposes=proposes,
        decides=decides,
    )
    section.close()
    return party


def _role(section: Section) -> Role:
    section.name = section.optional_text("id") or ""
    scopes = section.choices("scope", vocabulary.SCOPES, required=True)
    role = Role(
        id=section.identifier("id"),
        name=section.text("name"),
        name_en=section.text("name_en"),
        scopes=tuple(scope for scope in vocabulary.SCOPES if scope in scopes),
    )
    section.close()
    return role


def _unfolded(top: Section, key: str, parties: list[Party]) -> Iterator[Section]:
    """Each entry of a list, those with `for_each_party` once for each of their parties."""
    by_id = {party.id: party for party in parties}
    entries = 0
    for section in top.sections(key, required=True):
        if entries > MAX_ENTRIES:
            section.fault(
                "",
                "too-many",
                f"{key} blir fler än {MAX_ENTRIES}.",
                f"{key} become more than {MAX_ENTRIES}.",
            )
            return
        entries += 1
        if not section.has("for_each_party"):
            yield section
            continue
        for party_id in _party_ids(section, "for_each_party", parties):
            entries += 1
            yield section.with_words(_words_of(by_id[party_id]))


def _words_of(party: Party) -> Mapping[str, str]:
    return {"party": party.id, "party_name": party.name, "party_short": party.short}


def _party_ids(section: Section, key: str, parties: list[Party]) -> tuple[str, ...]:
    """The parties that a list names, group words unfolded, in the order of the list."""
    found: list[str] = []
    known = {party.id for party in parties}
    for word in section.texts(key, required=True):
        if word in vocabulary.PARTY_GROUPS:
            found += [party.id for party in parties if _in_group(party, word)]
        elif word in known:
            found.append(word)
        elif word:
            section.fault(
                key,
                "dangling-reference",
                f"Parten {word} finns inte i filen.",
                f"There is no party {word} in the file.",
            )
    return tuple(dict.fromkeys(found))


def _in_group(party: Party, word: str) -> bool:
    return word == "all" or (party.huvudman if word == "huvudman" else party.kind == word)


def _read_person(section: Section, parts: FileParts) -> None:
    section.name = section.optional_text("id") or ""
    section.texts("for_each_party")
    person = Person(
        id=section.identifier("id"),
        title=section.text("title"),
        email=section.text("email"),
        elected=section.truth("elected", default=False),
        party_id=section.optional_text("party"),
    )
    parts.people.append(Entry(person, section))
    collaboration_id = parts.collaboration.value.id
    for each in section.sections("memberships", required=True):
        membership = _membership(each, person.id, collaboration_id)
        parts.memberships.append(Entry(membership, each))
    section.close()


def _membership(section: Section, person_id: str, collaboration_id: str) -> Membership:
    forum, party = section.optional_text("forum"), section.optional_text("party")
    if forum and party:
        section.fault(
            "party",
            "contradiction",
            "Ett medlemskap gäller ett forum eller en part, inte båda.",
            "A membership is in a forum or in a party, not both.",
        )
    role = section.text("role")
    if forum:
        reference = RoleRef(role, "forum", forum)
    elif party:
        reference = RoleRef(role, "party", party)
    else:
        reference = RoleRef(role, "collaboration", collaboration_id)
    membership = Membership(
        person_id=person_id,
        role=reference,
        from_on=section.day("from"),
        until_on=section.optional_day("to"),
        seat=section.optional_text("seat"),
    )
    section.close()
    return membership


def _contradiction(section: Section) -> Contradiction:
    section.name = section.optional_text("id") or ""
    statements = []
    for each in section.sections("statements", required=True):
        statements.append(Statement(each.text("source"), each.text("text")))
        each.close()
    contradiction = Contradiction(
        id=section.text("id"),
        name=section.text("name"),
        name_en=section.text("name_en"),
        statements=tuple(statements),
        chosen=section.text("chosen"),
        chosen_en=section.text("chosen_en"),
        affects=section.texts("affects"),
    )
    section.close()
    return contradiction
