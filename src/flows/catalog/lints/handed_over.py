"""What processes hand to one another: variables of a start, of a message and of a signal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.engine import Element, Formula, ProcessOutline, Settings
from flows.expressions import ContextShape, Shape, either, shape_of
from flows.expressions.syntax import Literal

START, MESSAGE = "process.starta", "meddelande.skicka"
"""The operations that start a process and that send a message."""


@dataclass(slots=True)
class Parcel:
    """The variables that may come along; `closed` when there can be no others."""

    variables: dict[str, Shape] = field(default_factory=dict)
    closed: bool = True

    def add(self, shape: Shape) -> None:
        """One more sender, and the shape of what it sends."""
        if not isinstance(shape, ContextShape):
            self.closed = False
            return
        for name, part in shape.parts.items():
            known = self.variables
            known[name] = either(known[name], part) if name in known else part


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Parcels by the process they start, and by the name of a message and of a signal.

    `awaited` are the names of messages that some process waits for.
    """

    starts: Mapping[str, Parcel]
    messages: Mapping[str, Parcel]
    signals: Mapping[str, Parcel]
    awaited: frozenset[str]


def handed_over(outlines: Iterable[ProcessOutline]) -> HandedOver:
    """Everything that these processes send."""
    starts: dict[str, Parcel] = {}
    messages: dict[str, Parcel] = {}
    signals: dict[str, Parcel] = {}
    awaited = set[str]()
    for element in (element for outline in outlines for element in outline.elements.values()):
        inputs = inputs_of(element.settings)
        if element.job_type == START:
            _send(starts, inputs, "process")
        elif element.job_type == MESSAGE:
            _send(messages, inputs, "namn")
        for trigger in element.triggers:
            if not _throws(element):
                awaited |= {trigger.name} if trigger.kind == "message" else set()
            elif trigger.kind == "signal":
                signals.setdefault(trigger.name, Parcel()).add(_mapped(element))
            elif trigger.kind == "message":
                sent = _mapped(element) if element.settings.inputs else None
                messages.setdefault(trigger.name, Parcel()).add(sent)
    return HandedOver(starts, messages, signals, frozenset(awaited))


def inputs_of(settings: Settings) -> dict[str, Formula]:
    """The input mapping by the variable that each line sets."""
    return {line.target: line.formula for line in settings.inputs}


def fixed_text(formula: Formula | None) -> str | None:
    """The text that a formula always gives, as far as it shows."""
    if formula is None:
        return None
    if formula.expression is None:
        return formula.literal if isinstance(formula.literal, str) else None
    tree = formula.expression.tree
    value = tree.value if isinstance(tree, Literal) else None
    return value if isinstance(value, str) else None


def _send(parcels: dict[str, Parcel], inputs: Mapping[str, Formula], to: str) -> None:
    receiver = fixed_text(inputs.get(to))
    if receiver is None:
        return
    variables = inputs.get("variabler")
    expression = variables.expression if variables is not None else None
    sent: Shape = ContextShape({}) if variables is None else None
    if expression is not None:
        sent = shape_of(expression, {})[0]
    parcels.setdefault(receiver, Parcel()).add(sent)


def _mapped(element: Element) -> ContextShape:
    parts: dict[str, Shape] = {}
    for line in element.settings.inputs:
        expression = line.formula.expression
        whole = "." not in line.target and expression is not None
        shape = shape_of(expression, {})[0] if whole and expression is not None else None
        parts[line.target.partition(".")[0]] = shape
    return ContextShape(parts)


def _throws(element: Element) -> bool:
    return element.type in ("intermediateThrowEvent", "endEvent", "sendTask")
