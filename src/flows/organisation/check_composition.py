"""Check that the memberships fill the seats of each forum as its agreement demands.

A seat too many or from the wrong kind of party is an error. An empty seat is a warning: posts
fall vacant in real life, and the file must load all the same (NV-17, HS-20).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from flows.organisation.model import CompositionRule, Forum, Membership, Party, Person, Seat
from flows.organisation.read_file import Entry, FileParts

_A_DAY = timedelta(days=1)
_KINDS_IN_WORDS = {
    "region": ("regionen", "the region"),
    "kommun": ("en kommun", "a kommun"),
    "forbund": ("ett förbund", "a förbund"),
}


def check_composition(parts: FileParts) -> None:
    """Note every broken composition rule, with the day on which it breaks (NV-11, LL-03, HS-14)."""
    people = {entry.value.id: entry.value for entry in parts.people}
    parties = {entry.value.id: entry.value for entry in parts.parties}
    for forum in parts.forums:
        seated = [
            entry
            for entry in parts.memberships
            if entry.value.role.scope_kind == "forum"
            and entry.value.role.scope_id == forum.value.id
            and entry.value.seat is not None
        ]
        _ForumCheck(forum, seated, people, parties).run()
    _check_seats_without_forum(parts)


def _check_seats_without_forum(parts: FileParts) -> None:
    for entry in parts.memberships:
        if entry.value.seat is not None and entry.value.role.scope_kind != "forum":
            entry.section.fault(
                "seat",
                "dangling-reference",
                "Bara medlemskap i ett forum kan ha en plats.",
                "Only a membership in a forum can have a seat.",
            )


class _ForumCheck:
    """The seats of one forum, looked at on every day on which a membership begins or ends."""

    def __init__(
        self,
        forum: Entry[Forum],
        seated: list[Entry[Membership]],
        people: dict[str, Person],
        parties: dict[str, Party],
    ) -> None:
        self.forum, self.seated = forum.value, seated
        self.section = forum.section
        self.people, self.parties = people, parties

    def run(self) -> None:
        seats = {seat.id: seat for seat in self.forum.seats}
        for entry in self.seated:
            seat = seats.get(entry.value.seat or "")
            if seat is None:
                entry.section.fault(
                    "seat",
                    "dangling-reference",
                    f"{self.forum.name} har ingen plats {entry.value.seat}.",
                    f"{self.forum.name} has no seat {entry.value.seat}.",
                )
            else:
                self._check_kind(entry, seat)
        days = sorted(_days_of_change(entry.value for entry in self.seated))
        for day in days:
            for seat in self.forum.seats:
                self._check_too_many(seat, day)
            for rule in self.forum.composition_rules:
                self._check_rule(rule, day)
        for seat in self.forum.seats:
            self._check_vacant(seat)

    def _party_of(self, membership: Membership) -> Party | None:
        person = self.people.get(membership.person_id)
        return self.parties.get(person.party_id or "") if person else None

    def _holders(self, seat_id: str, day: date) -> list[Entry[Membership]]:
        return [
            entry
            for entry in self.seated
            if entry.value.seat == seat_id and entry.value.holds_on(day)
        ]

    def _check_kind(self, entry: Entry[Membership], seat: Seat) -> None:
        party = self._party_of(entry.value)
        if seat.kind is not None and (party is None or party.kind != seat.kind):
            sv, en = _KINDS_IN_WORDS[seat.kind]
            entry.section.fault(
                "seat",
                "composition",
                f"Platsen {seat.name} i {self.forum.name} ska ha någon från {sv}"
                f"{_by(seat.source)}; {entry.value.person_id} är det inte.",
                f"The seat {seat.name} in {self.forum.name} must have someone from {en}"
                f"{_by(seat.source)}; {entry.value.person_id} is not.",
            )

    def _groups(self, seat: Seat, day: date) -> list[tuple[str, list[Entry[Membership]]]]:
        """The holders of a seat, per party where the numbers count for each party."""
        holders = self._holders(seat.id, day)
        if not seat.per_party:
            return [("", holders)]
        return [
            (
                party.short,
                [entry for entry in holders if self._party_of(entry.value) is party],
            )
            for party in (self.parties[party_id] for party_id in self.forum.party_ids)
            if seat.kind is None or party.kind == seat.kind
        ]

    def _check_too_many(self, seat: Seat, day: date) -> None:
        for party, holders in self._groups(seat, day):
            if seat.maximum is not None and len(holders) > seat.maximum:
                of_sv, of_en = (f" för {party}", f" for {party}") if party else ("", "")
                holders[-1].section.fault(
                    "seat",
                    "composition",
                    f"{self.forum.name} har {len(holders)} på platsen {seat.name}{of_sv} den {day};"
                    f" högst {seat.maximum} är tillåtet{_by(seat.source)}.",
                    f"{self.forum.name} has {len(holders)} in the seat {seat.name}{of_en} on {day};"
                    f" at most {seat.maximum} are allowed{_by(seat.source)}.",
                )

    def _check_vacant(self, seat: Seat) -> None:
        last = max((entry.value.from_on for entry in self.seated), default=date.min)
        vacant = [
            party for party, holders in self._groups(seat, last) if len(holders) < seat.minimum
        ]
        if not vacant:
            return
        of_sv = f" för {', '.join(vacant)}" if seat.per_party else ""
        of_en = f" for {', '.join(vacant)}" if seat.per_party else ""
        self.section.fault(
            "composition",
            "vacancy",
            f"{self.forum.name} ska ha minst {seat.minimum} på platsen {seat.name}{of_sv}"
            f"{_by(seat.source)}, men har färre.",
            f"{self.forum.name} must have at least {seat.minimum} in the seat {seat.name}{of_en}"
            f"{_by(seat.source)}, but has fewer.",
            severity="warning",
        )

    def _check_rule(self, rule: CompositionRule, day: date) -> None:
        held = [entry for seat in rule.seats for entry in self._holders(seat, day)]
        parties = [party for entry in held if (party := self._party_of(entry.value)) is not None]
        if rule.rule == "different_parties":
            marks = [party.id for party in parties]
            sv, en = "olika parter", "different parties"
        else:
            marks = [party.kind for party in parties]
            sv, en = "både regionen och kommunerna", "both the region and the kommuner"
        if len(set(marks)) < len(marks):
            seats = ", ".join(seat.name for seat in self.forum.seats if seat.id in rule.seats)
            held[-1].section.fault(
                "seat",
                "composition",
                f"{self.forum.name}: {seats} ska komma från {sv}{_by(rule.source)},"
                f" men gör det inte den {day}.",
                f"{self.forum.name}: {seats} must come from {en}{_by(rule.source)},"
                f" but do not on {day}.",
                severity="warning" if rule.advisory else "error",
            )


def _days_of_change(memberships: Iterable[Membership]) -> set[date]:
    days: set[date] = set()
    for membership in memberships:
        days.add(membership.from_on)
        if membership.until_on is not None and membership.until_on < date.max:
            days.add(membership.until_on + _A_DAY)
    return days


def _by(source: tuple[str, ...]) -> str:
    return f" ({', '.join(source)})" if source else ""
