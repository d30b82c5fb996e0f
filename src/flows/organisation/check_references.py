"""Check that everything an organisation file points to exists and is given once."""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import TypeVar

from flows.organisation.model import Collaboration, Forum, Membership, Party, Person, Role
from flows.organisation.read_file import Entry, FileParts
from flows.organisation.read_forum import SETTINGS
from flows.organisation.section import Section
from flows.organisation.vocabulary import PARTY_GROUPS

T = TypeVar("T")

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_HUVUDMAN = "huvudman"


def check_references(parts: FileParts) -> None:
    """Note every duplicate id, dangling reference and membership outside its party."""
    _check_ids(parts)
    for party in parts.parties:
        _check_party(party)
    forums = {entry.value.id: entry.value for entry in parts.forums}
    for forum in parts.forums:
        _check_forum(forum, forums)
    people = {entry.value.id: entry.value for entry in parts.people}
    for person in parts.people:
        _check_person(person, {entry.value.id for entry in parts.parties})
    _check_demonstration(parts.collaboration, people)
    known = _Known(
        {entry.value.id for entry in parts.parties},
        forums,
        {entry.value.id: entry.value for entry in parts.roles},
        people,
    )
    for membership in parts.memberships:
        _check_membership(membership, known)
    _check_repeated_memberships(parts.memberships)
    for contradiction in parts.contradictions:
        for setting in contradiction.value.affects:
            _check_affected(contradiction.section, setting, parts, forums)


def _check_demonstration(collaboration: Entry[Collaboration], people: Container[str]) -> None:
    for first in collaboration.value.demonstration:
        if first.id not in people:
            collaboration.section.fault(
                "demonstration",
                "dangling-reference",
                f"Personen {first.id} finns inte.",
                f"There is no person {first.id}.",
            )


def _check_ids(parts: FileParts) -> None:
    _once(parts.parties, lambda party: party.id, "Parten", "party")
    _once(parts.roles, lambda role: role.id, "Rollen", "role")
    _once(parts.forums, lambda forum: forum.id, "Forumet", "forum")
    _once(parts.people, lambda person: person.id, "Personen", "person")
    _once(parts.contradictions, lambda each: each.id, "Motsägelsen", "contradiction")
    taken = {entry.value.id for entry in parts.parties} | {parts.collaboration.value.id}
    for forum in parts.forums:
        if forum.value.id in taken:
            forum.section.fault(
                "id",
                "duplicate-id",
                f"{forum.value.id} är redan id för en part eller samverkan: roll@"
                f"{forum.value.id} blir tvetydigt.",
                f"{forum.value.id} is already the id of a party or the collaboration: role@"
                f"{forum.value.id} would be ambiguous.",
            )
    for party in parts.parties:
        if party.value.id in (*PARTY_GROUPS, parts.collaboration.value.id):
            party.section.fault(
                "id",
                "duplicate-id",
                f"{party.value.id} är upptaget: det står för en grupp av parter eller samverkan.",
                f"{party.value.id} is taken: it stands for several parties or the collaboration.",
            )


def _once(entries: Iterable[Entry[T]], id_of: Callable[[T], str], sv: str, en: str) -> None:
    first: dict[str, int] = {}
    for entry in entries:
        key = id_of(entry.value)
        if key and key in first:
            entry.section.fault(
                "id",
                "duplicate-id",
                f"{sv} {key} finns redan på rad {first[key]}.",
                f"The {en} {key} is already given on line {first[key]}.",
            )
        first.setdefault(key, entry.section.line_of("id"))


def _check_party(entry: Entry[Party]) -> None:
    party, section = entry.value, entry.section
    bodies = [body.id for body in party.bodies]
    for body in dict.fromkeys(body for body in bodies if bodies.count(body) > 1):
        section.fault(
            "bodies",
            "duplicate-id",
            f"Organet {body} finns två gånger hos {party.name}.",
            f"The body {body} is given twice in {party.name}.",
        )
    for step, body in (("beredande", party.proposes), ("beslutande", party.decides)):
        if body and body not in bodies:
            section.fault(
                "chain",
                "dangling-reference",
                f"Beslutskedjan: {step} organ {body} finns inte hos {party.name}.",
                f"The decision chain: {party.name} has no body {body} ({step}).",
            )


def _check_forum(entry: Entry[Forum], forums: dict[str, Forum]) -> None:
    forum, section = entry.value, entry.section
    named = {
        "reports_to": (forum.reports_to,),
        "part_of": (forum.part_of,),
        "prepared_by": (forum.prepared_by,),
        "levels": forum.levels,
        "joint_with": forum.joint_with,
        "recommends_to": (None if forum.recommends_to == _HUVUDMAN else forum.recommends_to,),
    }
    for key, targets in named.items():
        for target in targets:
            if target and target not in forums:
                section.fault(
                    key,
                    "dangling-reference",
                    f"Forumet {target} finns inte i filen.",
                    f"There is no forum {target} in the file.",
                )
            elif target == forum.id:
                section.fault(
                    key,
                    "contradiction",
                    f"Forumet {forum.id} hänvisar till sig självt.",
                    f"The forum {forum.id} refers to itself.",
                )
    _check_reports_end(entry, forums)


def _check_reports_end(entry: Entry[Forum], forums: dict[str, Forum]) -> None:
    seen: list[str] = []
    at: str | None = entry.value.id
    while at in forums and at not in seen:
        seen.append(at)
        at = forums[at].reports_to
    if at is not None and at == entry.value.id and len(seen) > 1:
        way = " → ".join([*seen, at])
        entry.section.fault(
            "reports_to",
            "contradiction",
            f"Forumen rapporterar till varandra i en ring: {way}.",
            f"The forums report to each other in a circle: {way}.",
        )


def _check_person(entry: Entry[Person], parties: set[str]) -> None:
    person, section = entry.value, entry.section
    if person.email and not _EMAIL.fullmatch(person.email):
        section.fault(
            "email",
            "bad-email",
            f"{person.email} är ingen e-postadress.",
            f"{person.email} is not an e-mail address.",
        )
    if person.party_id and person.party_id not in parties:
        section.fault(
            "party",
            "dangling-reference",
            f"Parten {person.party_id} finns inte i filen.",
            f"There is no party {person.party_id} in the file.",
        )


@dataclass(frozen=True, slots=True)
class _Known:
    parties: set[str]
    forums: dict[str, Forum]
    roles: dict[str, Role]
    people: dict[str, Person]


def _check_membership(entry: Entry[Membership], known: _Known) -> None:
    membership, section = entry.value, entry.section
    reference = membership.role
    if membership.until_on is not None and membership.until_on < membership.from_on:
        section.fault(
            "to",
            "bad-date",
            f"Medlemskapet slutar {membership.until_on} innan det börjar {membership.from_on}.",
            f"The membership ends {membership.until_on} before it begins {membership.from_on}.",
        )
    _check_role(entry, known.roles.get(reference.role))
    party_id = known.people[membership.person_id].party_id
    if reference.scope_kind == "party":
        if reference.scope_id not in known.parties:
            section.fault(
                "party",
                "dangling-reference",
                f"Parten {reference.scope_id} finns inte i filen.",
                f"There is no party {reference.scope_id} in the file.",
            )
        elif party_id is not None and party_id != reference.scope_id:
            _outside(section, "party", membership.person_id, party_id, reference.scope_id)
    if reference.scope_kind == "forum":
        forum = known.forums.get(reference.scope_id)
        if forum is None:
            section.fault(
                "forum",
                "dangling-reference",
                f"Forumet {reference.scope_id} finns inte i filen.",
                f"There is no forum {reference.scope_id} in the file.",
            )
        elif party_id is not None and party_id not in forum.party_ids:
            _outside(section, "forum", membership.person_id, party_id, forum.id)


def _outside(section: Section, key: str, person: str, party: str, scope: str) -> None:
    section.fault(
        key,
        "outside-party",
        f"{person} hör till {party} och kan inte ha ett medlemskap i {scope}.",
        f"{person} belongs to {party} and can't be a member in {scope}.",
    )


def _check_role(entry: Entry[Membership], role: Role | None) -> None:
    reference = entry.value.role
    if role is None:
        if reference.role:
            entry.section.fault(
                "role",
                "dangling-reference",
                f"Rollen {reference.role} finns inte i filen.",
                f"There is no role {reference.role} in the file.",
            )
    elif reference.scope_kind not in role.scopes:
        allowed = ", ".join(role.scopes)
        entry.section.fault(
            "role",
            "wrong-scope",
            f"Rollen {role.id} kan inte innehas så; den gäller för: {allowed}.",
            f"The role {role.id} can't be held that way; its scope is: {allowed}.",
        )


def _check_repeated_memberships(entries: list[Entry[Membership]]) -> None:
    held: dict[tuple[str, object], list[Membership]] = {}
    for entry in entries:
        membership = entry.value
        earlier = held.setdefault((membership.person_id, membership.role), [])
        for other in earlier:
            if other.holds_on(membership.from_on) or membership.holds_on(other.from_on):
                entry.section.fault(
                    "from",
                    "duplicate-membership",
                    f"{membership.person_id} har redan {membership.role} under den tiden.",
                    f"{membership.person_id} already has {membership.role} at that time.",
                )
        earlier.append(membership)


def _check_affected(
    section: Section, setting: str, parts: FileParts, forums: dict[str, Forum]
) -> None:
    """`affects` names `<forum>.<setting>` or `<party>.huvudman`."""
    owner, _, key = setting.partition(".")
    parties = {entry.value.id for entry in parts.parties}
    if (owner in forums and key in SETTINGS) or (owner in parties and key == _HUVUDMAN):
        return
    section.fault(
        "affects",
        "dangling-reference",
        f"{setting} är ingen inställning (skriv forum.inställning eller part.huvudman).",
        f"{setting} is not a setting (write forum.setting or party.huvudman).",
    )
