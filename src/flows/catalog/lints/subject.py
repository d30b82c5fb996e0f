"""What the lints look at: a package as far as it could be read, and what is known around it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from flows.engine import Element, ProcessOutline, SequenceFlow
from flows.expressions import DecisionModel
from flows.forms import Form
from flows.kernel import Problem


class OperationKind(Protocol):
    """An operation, as far as a check needs it: the variables of its result with their parts."""

    @property
    def gives(self) -> Mapping[str, tuple[str, ...]]: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a package may refer to outside itself.

    `operations` by service task type; `roles` the ids of every role and `scopes` of every party,
    forum and collaboration (empty: not known); `processes` the ids of the processes of other
    packages (None: not known), and `neighbours` their outlines as far as they are at hand.
    """

    operations: Mapping[str, OperationKind]
    roles: Collection[str] = ()
    scopes: Collection[str] = ()
    processes: Collection[str] | None = None
    neighbours: Sequence[ProcessOutline] = ()


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form and the file that it stands in."""

    form: Form
    file: str
    raw: bytes

    def line_of(self, name: str) -> int:
        """The line where a field's key, path or id stands; 0 when it isn't found."""
        wanted = re.compile(rb'"(?:key|path|id)"\s*:\s*"' + re.escape(name.encode()) + rb'"')
        found = wanted.search(self.raw)
        return self.raw.count(b"\n", 0, found.start()) + 1 if found else 0


@dataclass(frozen=True, slots=True)
class Subject:
    """One package under the lints."""

    processes: Mapping[str, ProcessOutline]
    decisions: Mapping[str, DecisionModel]
    forms: Mapping[str, FormFile]
    around: Surroundings
    now: datetime
    form_uses: Mapping[str, Sequence[tuple[ProcessOutline, Element]]] = field(default_factory=dict)

    def elements(self) -> Iterator[tuple[ProcessOutline, Element]]:
        """Every element of every process."""
        for outline in self.processes.values():
            for element in outline.elements.values():
                yield outline, element


class Place(Protocol):
    """Something drawn that a finding can point at."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def line(self) -> int: ...


def at(
    outline: ProcessOutline, place: Place, code: str, sv: str, en: str, severity: str = "warning"
) -> Problem:
    """A finding at an element, a sequence flow (called after its source), a lane or a process."""
    name = place.name
    if isinstance(place, SequenceFlow) and place.source in outline.elements:
        source = outline.elements[place.source].name
        name = f"{source} → {name}" if name else source
    return Problem(
        code,
        sv,
        en,
        file=outline.file,
        line=place.line,
        element=place.id,
        name=name,
        severity=severity,
    )


def named(place: Place) -> str:
    """What a sentence calls it: its name, else its id."""
    return place.name or place.id
