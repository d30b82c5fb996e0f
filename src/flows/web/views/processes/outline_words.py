"""The outline's words as templates ask for them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from flows.diagrams import Lane, Outline, Step, Way
from flows.diagrams.beside import Document, Exchange, Group, Note, Outsider
from flows.diagrams.beside_words import (
    beside_facts,
    beside_name,
    exchange_label,
    kind_of_document,
)
from flows.diagrams.names import ACTIVITIES, EVENTS
from flows.diagrams.spoken import Fact, Names, Spoken
from flows.diagrams.step_words import (
    days_of,
    kind_words,
    lane_name,
    split_words,
    step_facts,
    step_name,
    way_words,
)
from flows.web.language import language, said, told

_FIXED = ("startEvent", "endEvent", "boundaryEvent")


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be put in; `id` is what the form calls it."""

    id: str
    title: Spoken
    what: Spoken


KINDS = (
    Kind(
        "task",
        Spoken("Uppgift för någon", "Task for somebody"),
        Spoken("Kommer i inkorgen hos den som har rollen.", "Arrives where the role is held."),
    ),
    Kind(
        "service",
        Spoken("Något som Flows gör", "Something that Flows does"),
        Spoken(
            "Till exempel skickar e-post eller registrerar ärendet.",
            "For example sends e-mail or registers the case.",
        ),
    ),
    Kind(
        "choice",
        Spoken("Val", "Choice"),
        Spoken("En av flera vägar tas, efter villkor.", "One of several ways, by conditions."),
    ),
    Kind(
        "parallel",
        Spoken("Uppgifter samtidigt", "Tasks at the same time"),
        Spoken("Flera uppgifter som alla ska bli klara.", "Several tasks that all must be done."),
    ),
    Kind(
        "timer",
        Spoken("Vänta på en tid", "Wait for a time"),
        Spoken("Ett antal dagar, eller till ett datum.", "Some days, or until a date."),
    ),
    Kind(
        "message",
        Spoken("Vänta på ett meddelande", "Wait for a message"),
        Spoken("Från ett annat flöde.", "From another running process."),
    ),
    Kind(
        "signal",
        Spoken("Vänta på en signal", "Wait for a signal"),
        Spoken("Den når alla flöden som väntar på den.", "It reaches every process that waits."),
    ),
    Kind(
        "condition",
        Spoken("Vänta tills ett villkor gäller", "Wait until a condition holds"),
        Spoken("Till exempel att ett värde har ändrats.", "For example that a value has changed."),
    ),
    Kind(
        "send",
        Spoken("Säg till andra", "Tell others"),
        Spoken(
            "Skicka ett meddelande eller en signal till andra flöden.",
            "Send a message or a signal to other running processes.",
        ),
    ),
    Kind(
        "decision",
        Spoken("Beslutstabell", "Decision table"),
        Spoken("Regler i en tabell ger ett svar.", "Rules in a table give an answer."),
    ),
    Kind(
        "script",
        Spoken("Beräkning", "Calculation"),
        Spoken("Ett uttryck ger ett värde.", "An expression gives a value."),
    ),
    Kind(
        "call",
        Spoken("Annan process", "Another process"),
        Spoken("Körs färdigt innan flödet går vidare.", "Is done before the process goes on."),
    ),
    Kind(
        "link",
        Spoken("Gå vidare på ett annat ställe", "Go on somewhere else"),
        Spoken(
            "En länk med ett namn, i stället för en lång pil tvärs över diagrammet.",
            "A link with a name, instead of a long arrow across the diagram.",
        ),
    ),
    Kind(
        "end",
        Spoken("Slut", "End"),
        Spoken(
            "Här slutar vägen, kanske med ett fel eller ett meddelande.",
            "Here the way ends, perhaps with an error or a message.",
        ),
    ),
)


class Words:
    """What a template says of one outline, in the page's language."""

    def __init__(self, outline: Outline, names: Names) -> None:
        self.outline = outline
        self.names = names
        self.steps = outline.by_id()
        self._handlers = {
            one.id
            for step in self.steps.values()
            if step.facts.by_event
            for part in step.inside
            for one in part.steps
        }
        self.lanes = {lane.id: lane for lane in outline.lanes}
        self._alike = Counter(step_name(step).sv for step in self.steps.values())

    def kind(self, step: Step) -> str:
        """What kind of step it is."""
        return self._told(kind_words(step))

    def name(self, step: Step) -> Markup:
        """The step's name, marked as Swedish where it has no other."""
        return self._said(step_name(step))

    def telling(self, step: Step) -> Markup:
        """The step's name for a button; with its number when another is called the same."""
        name = step_name(step)
        if self._alike[name.sv] > 1 or not step.name:
            name = name + Spoken(f", steg {step.number}", f", step {step.number}")
        return self._said(name)

    def title(self, step: Step) -> str:
        """The step for the title of a page, which can't be in two languages."""
        has_name = language() == "sv" or not step.name or step.facts.name_en
        return self._told(step_name(step)) if has_name else self._told(_number(step))

    def lane(self, lane: Lane) -> Markup:
        """What a lane is called."""
        return self._said(lane_name(lane))

    def facts(self, step: Step) -> Sequence[Fact]:
        """What the step says, line by line."""
        lane = self.lanes.get(step.facts.lane)
        return step_facts(step, self.names, lane) + beside_facts(self.outline.beside, step.id)

    def beside(self, way: Way) -> Sequence[Fact]:
        """What is drawn beside a way, line by line."""
        return beside_facts(self.outline.beside, way.flow) if way.flow else ()

    def called(self, one: Note | Document | Group | Outsider | Exchange) -> Markup:
        """What something beside the flow is called."""
        return self._said(beside_name(one))

    def exchange(self, exchange: Exchange, outsider: Outsider) -> Markup:
        """Where something is sent or comes from."""
        return self._said(exchange_label(exchange, outsider))

    def what_document(self, document: Document) -> str:
        """What kind of document it is."""
        return self._told(kind_of_document(document))

    def notes_at(self, step: Step) -> list[Note]:
        """The notes at a step."""
        return [one for one in self.outline.beside.notes if step.id in one.about]

    def documents_at(self, step: Step) -> list[Document]:
        """The documents that a step uses."""
        documents = self.outline.beside.documents
        return [one for one in documents if any(use.step == step.id for use in one.uses)]

    def exchanges_at(self, step: Step) -> list[tuple[Outsider, Exchange]]:
        """What a step sends to, and gets from, those outside."""
        every = self.outline.beside.exchanges()
        return [pair for pair in every if pair[1].step == step.id]

    def loose_notes(self) -> list[Note]:
        """The notes that are tied to no step and no way."""
        flows = {way.flow for _step, way in self.outline.ways()}
        told = set(self.steps) | flows
        return [one for one in self.outline.beside.notes if not told & set(one.about)]

    def may_read(self, step: Step) -> bool:
        """Whether it can be drawn that a step reads a document."""
        ends = ("endEvent", "intermediateThrowEvent")
        return (step.kind in ACTIVITIES and not step.facts.by_event) or step.kind in ends

    def may_write(self, step: Step) -> bool:
        """Whether it can be drawn that a step writes a document."""
        catches = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
        return (step.kind in ACTIVITIES and not step.facts.by_event) or step.kind in catches

    def may_exchange(self, step: Step) -> bool:
        """Whether it can be drawn that a step sends something to somebody outside."""
        return step.kind in ACTIVITIES | EVENTS and not step.facts.by_event

    def is_link(self, step: Step, kind: str = "") -> bool:
        """Whether it is a place of a link; `kind` says which of the two."""
        is_link = any(signal.kind == "link" for signal in step.facts.signals)
        return is_link and (not kind or step.kind == kind)

    def split(self, step: Step) -> str:
        """How the ways out of it are taken."""
        spoken = split_words(step)
        return self._told(spoken) if spoken else ""

    def when(self, way: Way, step: Step) -> Markup | str:
        """When a way is taken, as a clause."""
        spoken = way_words(way, step, self.names)
        return said(spoken.sv, spoken.en) if spoken else ""

    def label(self, way: Way) -> Markup:
        """A way for a list or a label: its name, or where it leads."""
        if way.name:
            return said(way.name, way.name_en)
        target = self.steps.get(way.target)
        return escape(f"→ {way.number} ") + self.name(target) if target else escape(way.flow)

    def way_title(self, way: Way) -> str:
        """A way for the title of a page."""
        if way.name and (language() == "sv" or way.name_en):
            return told(way.name, way.name_en)
        return f"→ {way.number}"

    def members(self, lane: Lane) -> int:
        """How many steps stand in a lane."""
        return sum(step.facts.lane == lane.id for step in self.steps.values())

    def known(self, kind: str) -> list[str]:
        """The signals' names, or the codes of the errors or escalations, that the diagram has."""
        return sorted(
            {
                name
                for step in self.steps.values()
                for signal in step.facts.signals
                if signal.kind == kind
                and (name := signal.name if kind in ("signal", "link") else signal.code)
            }
        )

    def stands_apart(self, step: Step) -> bool:
        """Whether it is an event on the edge of a step that is told somewhere else."""
        host = self.steps.get(step.host)
        told = host is not None and any(step in sequence[:1] for sequence in host.events)
        return host is not None and not told

    def may_move(self, step: Step) -> bool:
        """Whether it is of a kind that can change places with its neighbours."""
        return step.kind not in _FIXED and not step.facts.by_event and not self.is_link(step)

    def is_work(self, step: Step) -> bool:
        """Whether something can happen while it is done, and it can be done several times."""
        return step.kind in ACTIVITIES and not step.facts.by_event

    def may_map(self, step: Step) -> bool:
        """Whether it can be said what goes in and out; a template says it in its own fields."""
        facts = step.facts
        may = step.kind in ACTIVITIES | EVENTS and not facts.template and not facts.by_event
        return may and (step.kind in ACTIVITIES or bool(facts.signals))

    def may_interrupt(self, step: Step) -> bool:
        """Whether it can be chosen if it breaks off what goes on."""
        kinds = {signal.kind for signal in step.facts.signals}
        begins = step.kind == "startEvent" and step.id in self._handlers
        return (step.kind == "boundaryEvent" or begins) and not kinds & {"error", "cancel"}

    def decides(self, step: Step) -> bool:
        """Whether its ways have conditions."""
        return step.kind in ("exclusiveGateway", "inclusiveGateway")

    def days(self, text: str) -> str:
        """A deadline as it is typed: the number of days when it is one."""
        days = days_of(text)
        return str(days) if days is not None else text

    def destinations(self, step: Step) -> list[Step]:
        """The steps of the same scope that a way from a step can lead to."""
        for scope in _scopes(self.outline):
            if any(one.id == step.id for one in scope):
                return [
                    one
                    for one in scope
                    if one.kind not in ("startEvent", "boundaryEvent")
                    and one.id != step.id
                    and not one.facts.by_event
                    and not self.is_link(one, "intermediateCatchEvent")
                ]
        return []

    def _told(self, spoken: Spoken) -> str:
        return told(spoken.sv, spoken.en)

    def _said(self, spoken: Spoken) -> Markup:
        return said(spoken.sv, spoken.en)


def _number(step: Step) -> Spoken:
    return Spoken(f"steg {step.number}", f"step {step.number}")


def _scopes(outline: Outline) -> list[list[Step]]:
    """The steps of the process, and of every subprocess, each in order."""
    found: list[list[Step]] = []

    def gather(steps: Sequence[Step], scope: list[Step]) -> None:
        for step in steps:
            scope.append(step)
            for sequence in (*step.events, *(way.steps for way in step.ways)):
                gather(sequence, scope)
            if step.inside:
                inner: list[Step] = []
                found.append(inner)
                for part in step.inside:
                    gather(part.steps, inner)

    whole: list[Step] = []
    found.append(whole)
    for part in outline.parts:
        gather(part.steps, whole)
    return found
