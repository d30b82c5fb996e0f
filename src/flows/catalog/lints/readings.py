"""Every expression of a package with what it may read there: names, and what they are made of."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.catalog.lints.handed_over import HandedOver, Parcel
from flows.catalog.lints.known_names import Known, PackageKnown
from flows.catalog.lints.names import Names
from flows.catalog.lints.subject import Place, Subject
from flows.catalog.lints.value_shapes import FORUM_SHAPES, form_shapes
from flows.engine import Element, ForEach, Formula, Mapped, ProcessOutline, Repeat
from flows.expressions import (
    ContextShape,
    Expression,
    ListShape,
    Shape,
    compile_expression,
    either,
    shape_of,
)
from flows.expressions.errors import ExpressionError

Shapes = Mapping[str, Shape]

COUNTS = (
    "numberOfInstances",
    "numberOfCompletedInstances",
    "numberOfActiveInstances",
    "numberOfTerminatedInstances",
)
"""What the completion condition of a multi-instance sees besides its variables."""

SENDER = "avsandare"
"""The property with who may press the button of a message event, see `flows.inbox`."""

_MOST_TURNS, _LARGE = 4, 1_000


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression at a place; `known` are the names it can read, `sv` and `en` its part."""

    outline: ProcessOutline
    place: Place
    sv: str
    en: str
    expression: Expression
    known: int
    shapes: Shapes


@dataclass(frozen=True, slots=True)
class ProcessReadings:
    """The expressions of a process, and the shapes of its variables inside each user task."""

    expressions: Sequence[Reading]
    at_element: Mapping[str, Shapes]


def readings_of(
    subject: Subject, outline: ProcessOutline, known: PackageKnown, handed: HandedOver
) -> ProcessReadings:
    """The expressions of a process."""
    parcel = handed.starts.get(outline.id, Parcel())
    start = _merged(FORUM_SHAPES, parcel.variables)
    shapes = start
    for _ in range(_MOST_TURNS if len(outline.elements) < _LARGE else 1):
        walk = _Walk(subject, outline, known.of[outline.id], known.names, handed, shapes)
        walk.run()
        found = _merged(start, walk.written)
        if found == shapes:
            break
        shapes = found
    return ProcessReadings(walk.found, walk.at_element)


def _merged(one: Shapes, other: Shapes) -> dict[str, Shape]:
    both = {name: either(one[name], other[name]) for name in one.keys() & other.keys()}
    return {**one, **other, **both}


class _Walk:
    """One walk through the expressions of a process, given what is known of its variables."""

    def __init__(
        self,
        subject: Subject,
        outline: ProcessOutline,
        known: Known,
        names: Names,
        handed: HandedOver,
        shapes: Shapes,
    ) -> None:
        self.subject = subject
        self.outline = outline
        self.known = known
        self.names = names
        self.handed = handed
        self.found: list[Reading] = []
        self.written: dict[str, Shape] = {}
        self.at_element: dict[str, Shapes] = {}
        self._around: dict[str, Shapes] = {outline.id: shapes}

    def run(self) -> None:
        """Elements come in the order that what holds them comes first."""
        for element in self.outline.elements.values():
            self._element(element)
        for flow in self.outline.flows:
            source = self.outline.elements.get(flow.source)
            if flow.condition is not None and source is not None:
                names = self.known.after[source.id] | self.known.inside[source.id]
                self._read(flow, flow.condition, names, self._around[flow.scope])

    def _read(self, place: Place, formula: Formula | None, names: int, shapes: Shapes) -> Shape:
        if formula is None or formula.expression is None:
            return None
        what, expression = formula.what, formula.expression
        self.found.append(Reading(self.outline, place, what.sv, what.en, expression, names, shapes))
        return shape_of(expression, shapes)[0]

    def _write(self, name: str, shape: Shape) -> None:
        written = self.written
        written[name] = either(written[name], shape) if name in written else shape

    def _element(self, element: Element) -> None:
        known, settings, loop = self.known, element.settings, element.loop
        outer = self._around.get(element.scope, {})
        before, inside = known.before[element.id], known.inside[element.id]
        local: dict[str, Shape] = {}
        if isinstance(loop, ForEach):
            self._read(element, loop.count, before, outer)
            items = self._read(element, loop.items, before, outer)
            if loop.item:
                before |= self.names.of(loop.item)
                local[loop.item] = items.item if isinstance(items, ListShape) else None
        if loop is not None:
            before |= self.names.of("loopCounter")
        shapes: Shapes = ChainMap(local, dict(outer))
        self._lines(element, settings.inputs, before, shapes, local)
        self._around[element.id] = self.at_element[element.id] = shapes
        self._own(element, inside, shapes)
        result = self._result(element, inside, shapes)
        done = inside | known.result[element.id]
        out: dict[str, Shape] = dict(result)
        self._lines(element, settings.outputs, done, ChainMap(out, *_maps(shapes)), out)
        mapped = {line.target.partition(".")[0] for line in settings.inputs}
        handed_on = {line.target.partition(".")[0] for line in settings.outputs}
        for name in handed_on or result.keys() - mapped:
            self._write(name, out[name])
        done |= known.gives[element.id] | self.names.of(*handed_on)
        self._loop(element, done, ChainMap(out, *_maps(shapes)))

    def _lines(
        self,
        element: Element,
        lines: Sequence[Mapped],
        names: int,
        shapes: Shapes,
        into: dict[str, Shape],
    ) -> None:
        """A mapping: each line sees what those before it have set."""
        for line in lines:
            root, dot, _ = line.target.partition(".")
            shape = self._read(element, line.formula, names, shapes)
            into[root] = None if dot else shape
            names |= self.names.of(root)

    def _own(self, element: Element, inside: int, shapes: Shapes) -> None:
        assignment, job = element.settings.assignment, element.settings.job
        for formula in (
            assignment.assignee,
            assignment.groups,
            assignment.due,
            assignment.follow_up,
            assignment.priority,
            job.type if job else None,
            job.retries if job else None,
        ):
            self._read(element, formula, inside, shapes)
        if element.scope == self.outline.id and element.type == "startEvent":
            return
        armed = self._armed(element, inside)
        for trigger in element.triggers:
            self._read(element, trigger.key, armed, shapes)
            self._read(element, trigger.when, armed, shapes)
            every = inside | self.known.written[self.outline.id]
            self._read(element, trigger.condition, every, shapes)
        self._sender(element, armed, shapes)

    def _armed(self, element: Element, inside: int) -> int:
        """What is known when an event begins to wait."""
        holder = self.outline.elements.get(element.scope)
        if element.attached_to in self.known.before:
            own = self.names.of(*(line.target for line in element.settings.inputs))
            return self.known.before[element.attached_to] | own
        if element.type == "startEvent" and holder is not None and holder.on_event:
            around = self.known.graphs[holder.scope].elements
            names = self.known.entry[holder.scope]
            for start in (one for one in around if one.type == "startEvent"):
                names |= self.known.gives[start.id]
            return names
        return inside

    def _sender(self, element: Element, names: int, shapes: Shapes) -> None:
        source = element.properties.get(SENDER, "")
        if not source.startswith("="):
            return
        try:
            expression = compile_expression(source[1:])
        except ExpressionError:
            return
        self.found.append(
            Reading(self.outline, element, "Avsändaren", "The sender", expression, names, shapes)
        )

    def _result(self, element: Element, inside: int, shapes: Shapes) -> dict[str, Shape]:
        """The shapes of what the element comes to, before any output mapping."""
        settings = element.settings
        if settings.job is not None:
            operation = self.subject.around.operations.get(settings.job.type_source)
            gives = operation.gives if operation is not None else {}
            return {
                name: ContextShape(dict.fromkeys(parts)) if parts else None
                for name, parts in gives.items()
            }
        if settings.script is not None:
            shape = self._read(element, settings.script.formula, inside, shapes)
            return {settings.script.target: shape}
        if settings.decision is not None:
            return {settings.decision[1]: None}
        form = self.subject.forms.get(settings.form_id or "")
        if form is not None:
            return form_shapes(form.form)
        return self._caught(element)

    def _caught(self, element: Element) -> dict[str, Shape]:
        found: dict[str, Shape] = {}
        for trigger in element.triggers:
            if trigger.kind in ("message", "signal"):
                parcels = self.handed.messages if trigger.kind == "message" else self.handed.signals
                found.update(parcels.get(trigger.name, Parcel()).variables)
        return found

    def _loop(self, element: Element, done: int, shapes: Shapes) -> None:
        loop = element.loop
        if isinstance(loop, ForEach):
            result = self._read(element, loop.result, done, shapes)
            counts = self.names.of(*COUNTS, *([loop.results] if loop.results else []))
            self._read(element, loop.done, done | counts, shapes)
            for events in loop.throws:
                self._read(element, events.condition, done | counts, shapes)
                for trigger in events.triggers:
                    self._read(element, trigger.key, done, shapes)
            if loop.results:
                self._write(loop.results, ListShape(result) if loop.result else None)
        elif isinstance(loop, Repeat):
            self._read(element, loop.condition, done, shapes)


def _maps(shapes: Shapes) -> list[dict[str, Shape]]:
    return list(shapes.maps) if isinstance(shapes, ChainMap) else [dict(shapes)]  # type: ignore[arg-type]
