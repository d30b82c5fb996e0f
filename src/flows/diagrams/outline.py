"""A diagram in words: steps in order, with every way out of them, once each."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.diagrams.beside import Beside
from flows.diagrams.facts import Facts


@dataclass(frozen=True, slots=True)
class Way:
    """A flow out of a step; `flow` is "" for a link, which no flow is drawn for.

    `leads` says how it is told: `next` the step that follows below, `branch` the steps that are
    inside it, `goto` a step told elsewhere, `back` a step that may have been done already.
    """

    flow: str
    leads: str
    target: str
    number: int
    name: str = ""
    name_en: str = ""
    condition: str = ""
    default: bool = False
    steps: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A flow node. `arrives` are the numbers of the steps that lead here from elsewhere.

    `events` are what may happen meanwhile, each a boundary event and what follows on it; `inside`
    is what a subprocess holds. `host` is what a boundary event is attached to.
    """

    id: str
    kind: str
    number: int
    name: str
    facts: Facts
    ways: tuple[Way, ...] = ()
    events: tuple[tuple["Step", ...], ...] = ()
    inside: tuple["Part", ...] = ()
    arrives: tuple[int, ...] = ()
    host: str = ""

    @property
    def is_choice(self) -> bool:
        """Whether the ways out of it are told as branches."""
        return len(self.ways) > 1

    def below(self) -> Iterator["Step"]:
        """The step and every step told inside it, in order."""
        yield self
        for sequence in self.events:
            for step in sequence:
                yield from step.below()
        for part in self.inside:
            yield from part.all_steps()
        for way in self.ways:
            for step in way.steps:
                yield from step.below()


@dataclass(frozen=True, slots=True)
class Part:
    """Steps that are told together.

    `kind` is start (from a beginning), event (an event subprocess), shared (where ways from
    several beginnings lead), loose (nothing leads there) or, for what would stand too deep where it
    belongs: continued (a way from the step `of`, or what happens meanwhile) or inside (what the
    subprocess `of` holds).
    """

    kind: str
    steps: tuple[Step, ...]
    of: str = ""

    def all_steps(self) -> Iterator[Step]:
        """Every step of it, those inside others too, in order."""
        for step in self.steps:
            yield from step.below()


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its element's id and its name in both languages."""

    id: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A process in words."""

    process_id: str
    name: str
    name_en: str
    help: str
    help_en: str
    parts: tuple[Part, ...]
    lanes: tuple[Lane, ...] = ()
    beside: Beside = field(default_factory=Beside)

    def all_steps(self) -> Iterator[Step]:
        """Every step, in the order they are told."""
        for part in self.parts:
            yield from part.all_steps()

    def by_id(self) -> dict[str, Step]:
        """Every step by its id."""
        return {step.id: step for step in self.all_steps()}

    def ways(self) -> Iterator[tuple[Step, Way]]:
        """Every way out of every step."""
        for step in self.all_steps():
            for way in step.ways:
                yield step, way
