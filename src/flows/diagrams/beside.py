"""What is drawn beside the flow: notes, documents, groups, and those outside that it talks with."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A text annotation. `about` are the ids of what it is tied to, in the order they are told."""

    id: str
    text: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """How a step uses a document: `how` is reads, writes or "" (it is only drawn beside it)."""

    step: str
    how: str


@dataclass(frozen=True, slots=True)
class Document:
    """Something that steps read or write: `kind` is object (a document) or store (a register)."""

    id: str
    kind: str
    name: str
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A frame around steps, those on edges and in subprocesses left out when their host is in."""

    id: str
    name: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message flow: the flow sends to somebody outside, or gets from them.

    `step` is the step that it is drawn to, "" when it is the whole process. `there` is what the
    step at the other end is called, "" when it is drawn to the other pool, or to one without name.
    """

    id: str
    name: str
    sends: bool
    step: str = ""
    there: str = ""


@dataclass(frozen=True, slots=True)
class Outsider:
    """Another pool. `process` is the process that is drawn in it; "" when it is a closed box."""

    id: str
    name: str
    process: str = ""
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that is drawn beside the flow of one process, each in the order of the file."""

    notes: tuple[Note, ...] = ()
    documents: tuple[Document, ...] = ()
    groups: tuple[Group, ...] = ()
    outsiders: tuple[Outsider, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.notes or self.documents or self.groups or self.outsiders)

    def exchanges(self) -> Iterator[tuple[Outsider, Exchange]]:
        """Every message flow, with who is at its other end."""
        for outsider in self.outsiders:
            for exchange in outsider.exchanges:
                yield outsider, exchange

    def ids(self) -> set[str]:
        """The ids of all of it."""
        found = {note.id for note in self.notes} | {one.id for one in self.documents}
        found |= {group.id for group in self.groups} | {one.id for one in self.outsiders}
        return found | {exchange.id for _who, exchange in self.exchanges()}
