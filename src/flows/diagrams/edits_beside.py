"""The changes that can be made to what is drawn beside the flow, one value for each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddNote:
    """A note at a step."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class SetNote:
    """Let a note say something else."""

    note: str
    text: str


@dataclass(frozen=True, slots=True)
class RemoveNote:
    """Take a note away."""

    note: str


@dataclass(frozen=True, slots=True)
class UseDocument:
    """Let a step read or write (`how`) a document: one that there is, or a new one by its name.

    `kind` of a new one is object (a document) or store (a register).
    """

    step: str
    how: str
    document: str = ""
    name: str = ""
    kind: str = "object"


@dataclass(frozen=True, slots=True)
class SetDocument:
    """Call a document something else."""

    document: str
    name: str


@dataclass(frozen=True, slots=True)
class LeaveDocument:
    """Let a step use a document no more."""

    step: str
    document: str


@dataclass(frozen=True, slots=True)
class RemoveDocument:
    """Take a document away from every step."""

    document: str


@dataclass(frozen=True, slots=True)
class AddGroup:
    """A frame with a name around steps."""

    name: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetGroup:
    """Call a group something else, and let it hold these steps."""

    group: str
    name: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveGroup:
    """Take a group's frame away; its steps stay."""

    group: str


@dataclass(frozen=True, slots=True)
class AddOutsider:
    """Somebody outside the flow, drawn as a closed box."""

    name: str


@dataclass(frozen=True, slots=True)
class SetOutsider:
    """Call somebody outside something else."""

    outsider: str
    name: str


@dataclass(frozen=True, slots=True)
class RemoveOutsider:
    """Take somebody outside away, with what is sent to and from them."""

    outsider: str


@dataclass(frozen=True, slots=True)
class AddExchange:
    """Draw that a step sends something to somebody outside, or gets it from them.

    `outsider` is one that there is; "" for a new one, who is called `who`.
    """

    step: str
    name: str
    sends: bool
    outsider: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class SetExchange:
    """Call what is sent something else."""

    exchange: str
    name: str


@dataclass(frozen=True, slots=True)
class RemoveExchange:
    """Draw no more that something is sent."""

    exchange: str


BesideEdit = (
    AddNote
    | SetNote
    | RemoveNote
    | UseDocument
    | SetDocument
    | LeaveDocument
    | RemoveDocument
    | AddGroup
    | SetGroup
    | RemoveGroup
    | AddOutsider
    | SetOutsider
    | RemoveOutsider
    | AddExchange
    | SetExchange
    | RemoveExchange
)
