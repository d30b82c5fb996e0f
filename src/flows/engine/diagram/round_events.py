"""Read what the finished rounds of a multi-instance throw (BPMN 2.0.2, 10.3.8 and 13.3.7).

`behavior` is None when each round that is done throws an event, One when only the first does,
Complex when conditions say which events are thrown, and All, unless it says, when nothing is.
"""

from collections.abc import Iterable, Sequence

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.events import EventReader
from flows.engine.diagram.expressions import ExpressionReader
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import ForEach, RoundEvents, Scope, Trigger
from flows.engine.diagram.reading import bpmn, local_name
from flows.engine.diagram.vocabulary import REFUSED_WAYS
from flows.engine.formula import Kind
from flows.engine.parts import CONDITION

THROWN = ("signal", "message", "escalation")
"""The kinds of event that a round may throw; an error would end what is to go on."""

_REFERS = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}
_COMPLEX = "complexBehaviorDefinition"


class RoundEventReader:
    """Reads the behaviour of one file's multi-instances."""

    def __init__(
        self, findings: Findings, expressions: ExpressionReader, events: EventReader
    ) -> None:
        self.findings = findings
        self.expressions = expressions
        self.events = events

    def thrown(self, activity: etree._Element, rounds: etree._Element) -> tuple[RoundEvents, ...]:
        """What the rounds of an activity throw."""
        behavior = rounds.get("behavior", "All")
        self._warn_of_the_rest(activity, rounds, behavior)
        if behavior in _REFERS:
            wanted = rounds.get(_REFERS[behavior], "").rpartition(":")[2]
            found = self.events.globals.definitions.get(wanted)
            return (RoundEvents(self._triggers(activity, [] if found is None else [found])),)
        if behavior == "Complex":
            return self._complex(activity, rounds.findall(bpmn(_COMPLEX)))
        if behavior != "All":
            self._refuse(activity, "multi-instance-behavior")
        return ()

    def _complex(
        self, activity: etree._Element, definitions: Sequence[etree._Element]
    ) -> tuple[RoundEvents, ...]:
        if not definitions:
            self._refuse(activity, "round-event")
        return tuple(
            RoundEvents(
                self._triggers(activity, definition.iterfind(f"{bpmn('event')}/*")),
                self.expressions.feel(
                    activity, definition.findtext(bpmn("condition")), CONDITION, Kind.BOOLEAN
                ),
            )
            for definition in definitions
        )

    def _triggers(
        self, activity: etree._Element, definitions: Iterable[etree._Element]
    ) -> tuple[Trigger, ...]:
        found = []
        for definition in definitions:
            kind, _, rest = local_name(definition).partition("EventDefinition")
            if kind in THROWN and not rest:
                found.append(self.events.trigger(activity, definition, kind))
            elif local_name(definition).endswith("EventDefinition"):
                self._refuse(activity, "round-event")
        if not found:
            self._refuse(activity, "round-event")
        return tuple(found)

    def _refuse(self, activity: etree._Element, code: str) -> None:
        self.findings.refuse(Element(activity), code, *REFUSED_WAYS[code])

    def _warn_of_the_rest(
        self, activity: etree._Element, rounds: etree._Element, behavior: str
    ) -> None:
        given = [name for name in _REFERS.values() if rounds.get(name)]
        given += [_COMPLEX] if rounds.find(bpmn(_COMPLEX)) is not None else []
        for name in given:
            if name not in (_REFERS.get(behavior), _COMPLEX if behavior == "Complex" else None):
                self.findings.warn(
                    Element(activity),
                    "setting-ignored",
                    f"Inställningen {name} gör ingenting när behavior är {behavior}.",
                    f"The setting {name} does nothing when behavior is {behavior}.",
                )


def settle_edges_of_rounds(scope: Scope, findings: Findings) -> None:
    """What rounds throw tells how far they have come, so catching it leaves the activity going on.

    An event on the edge that is drawn interrupting but catches just that becomes one that doesn't
    interrupt, and a warning says so. One that also catches other things is refused.
    """
    for node in scope.nodes.values():
        host = scope.nodes.get(node.attached_to or "")
        if host is None or not isinstance(host.loop, ForEach) or not node.interrupting:
            continue
        thrown = [trigger for events in host.loop.throws for trigger in events.triggers]
        own = [one for one in node.triggers if any(_catches(one, other) for other in thrown)]
        if not own:
            continue
        if len(node.triggers) > 1 or node.needs_all or _takes_any(own[0]):
            code = "round-event-with-others"
            findings.refuse(node, code, *REFUSED_WAYS[code])
            continue
        node.interrupting = False
        findings.warn(
            node,
            "round-event-goes-on",
            f"”{host.name}” avbryts inte av händelsen: den kastas av de varv som är klara, och "
            "övriga varv fortsätter. Rita den gärna icke avbrytande.",
            f'"{host.name}" is not interrupted by the event: it is thrown by rounds that are done, '
            "and the others go on. Rather draw it non-interrupting.",
        )


def _catches(trigger: Trigger, thrown: Trigger) -> bool:
    if trigger.kind != thrown.kind:
        return False
    if trigger.kind == "escalation":
        return _takes_any(trigger) or trigger.code == thrown.code
    return trigger.name == thrown.name


def _takes_any(trigger: Trigger) -> bool:
    return trigger.kind == "escalation" and trigger.code is None
