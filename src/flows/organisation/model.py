"""What an organisation file says: parties, forums, roles, people and their memberships, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class RoleRef:
    """A role in one scope; `scope_kind` is collaboration, forum or party."""

    role: str
    scope_kind: str
    scope_id: str

    def __str__(self) -> str:
        return f"{self.role}@{self.scope_id}"


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Someone to begin with when a collaboration is shown, and what they do, in a sentence."""

    id: str
    does: str
    does_en: str


@dataclass(frozen=True, slots=True)
class Collaboration:
    """A tenant: the parties of one county that have agreed to work together.

    `demonstration` holds the people to begin with when it is shown, in that order.
    """

    id: str
    name: str
    name_en: str
    registry_prefix: str
    demonstration: tuple[FirstPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A deciding or preparing body inside a party; `kind` is one of `BODY_KINDS`."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in the collaboration; `kind` is region, kommun or forbund.

    A huvudman counts in the n/11 (n/8) of a recommendation; an associated party does not (C1).
    `proposes` and `decides` are the ids of the bodies in its decision chain (VS-01).
    """

    id: str
    name: str
    short: str
    kind: str
    huvudman: bool
    bodies: tuple[Body, ...]
    proposes: str
    decides: str

    def body(self, body_id: str) -> Body:
        """The body with that id; the file's check has made sure that it exists."""
        return next(body for body in self.bodies if body.id == body_id)


@dataclass(frozen=True, slots=True)
class Seat:
    """A kind of place in a forum: how many, and from which kind of party.

    With `per_party` the numbers count for each of the forum's parties of that kind.
    """

    id: str
    name: str
    minimum: int
    maximum: int | None
    kind: str | None
    per_party: bool
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompositionRule:
    """A rule over the holders of several seats.

    `rule` is different_parties (no two from the same party) or different_kinds (region and
    kommun must both be there, no two from the same kind of party).
    """

    rule: str
    seats: tuple[str, ...]
    advisory: bool
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedMeetings:
    """How many meetings of one sort a forum holds in a year."""

    name: str
    per_year: int


@dataclass(frozen=True, slots=True)
class Forum:
    """A place where parties meet, and everything that makes it differ from other forums.

    `source` gives the rule ids behind each setting; `silent` names the settings on which the
    agreements say nothing, so that the value is the collaboration's own choice.
    """

    id: str
    name: str
    short: str
    kind: str
    party_ids: tuple[str, ...]
    has_beredning: bool
    notice_days: int | None
    record: str
    decision_forms: tuple[str, ...]
    chair_rule: str
    minimum_meetings: int | None
    substitutes: bool
    answer_reminder_days: int | None = None
    answer_escalation_days: int | None = None
    reports_to: str | None = None
    levels: tuple[str, ...] = ()
    part_of: str | None = None
    prepared_by: str | None = None
    recommends_to: str | None = None
    advisory_only: bool = False
    registry_prefix: str | None = None
    record_approval: str | None = None
    record_status: str | None = None
    intake: str | None = None
    financing: str | None = None
    revision: str | None = None
    meetings_are: str | None = None
    weekday: str | None = None
    area: str | None = None
    nominated_by: str | None = None
    meetings: tuple[PlannedMeetings, ...] = ()
    joint_with: tuple[str, ...] = ()
    standing_items: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    composition_rules: tuple[CompositionRule, ...] = ()
    source: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a diagram may name; `scopes` says where it can be held, party first."""

    id: str
    name: str
    name_en: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who signs in; `id` is the user name. Never a personnummer, in demo files a role."""

    id: str
    title: str
    email: str
    elected: bool
    party_id: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """A person holds a role in a scope from a day until a day, both included.

    `until_on` None: until further notice. `seat` is the place in the forum's composition.
    """

    person_id: str
    role: RoleRef
    from_on: date
    until_on: date | None
    seat: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the membership is in force that day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one agreement says in a contradiction, in its own words."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Where the agreements disagree, what was chosen, and which settings change it."""

    id: str
    name: str
    name_en: str
    statements: tuple[Statement, ...]
    chosen: str
    chosen_en: str
    affects: tuple[str, ...]
