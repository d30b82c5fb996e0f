"""Read what an event waits for or throws."""

from collections.abc import Mapping

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.expressions import ExpressionReader
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import TimerKind, Trigger
from flows.engine.diagram.reading import bpmn, local_name
from flows.engine.diagram.references import Globals
from flows.engine.diagram.vocabulary import REFUSED, REFUSED_WAYS, TRIGGERS, ZEEBE
from flows.engine.formula import Kind
from flows.engine.parts import CONDITION, CORRELATION_KEY, TIME
from flows.engine.timers import is_cycle, is_date, is_duration

_TIMERS = {
    "timeDate": (TimerKind.DATE, is_date, "en tidpunkt", "a point in time", "2027-01-31T09:00"),
    "timeDuration": (TimerKind.DURATION, is_duration, "en tidsrymd", "a duration", "P14D"),
    "timeCycle": (TimerKind.CYCLE, is_cycle, "en upprepning", "a cycle", "R3/P14D"),
}

_KINDS = {
    "message": ("ett meddelande", "a message"),
    "timer": ("en tid", "a timer"),
    "signal": ("en signal", "a signal"),
    "conditional": ("ett villkor", "a condition"),
    "error": ("ett fel", "an error"),
    "escalation": ("en eskalering", "an escalation"),
    "terminate": ("ett slut för hela flödet", "an end of everything"),
    "cancel": ("att avbryta en transaktion", "the cancelling of a transaction"),
    "link": ("ett hopp", "a link"),
}
_PLACES = {
    "startEvent": ("En start", "A start event"),
    "endEvent": ("Ett slut", "An end event"),
    "intermediateCatchEvent": ("En händelse som väntar", "A catching event"),
    "intermediateThrowEvent": ("En händelse som inte väntar", "A throwing event"),
    "boundaryEvent": ("En händelse på kanten", "A boundary event"),
}


class EventReader:
    """Reads the event definitions of one file."""

    def __init__(
        self, findings: Findings, expressions: ExpressionReader, globals_: Globals
    ) -> None:
        self.findings = findings
        self.expressions = expressions
        self.globals = globals_

    def triggers(self, event: etree._Element, *, in_event_subprocess: bool) -> tuple[Trigger, ...]:
        """What stands in an event, in the order of the file."""
        where = local_name(event)
        allowed = TRIGGERS["event subprocess" if in_event_subprocess else where]
        found = []
        for definition in event:
            name = local_name(definition)
            if not name.endswith("EventDefinition"):
                continue
            kind = name.removesuffix("EventDefinition")
            if name in REFUSED:
                self.findings.refuse(Element(event), "not-supported", *REFUSED[name])
            elif kind not in allowed:
                self._misplaced(event, kind, where)
            else:
                found.append(self.trigger(event, definition, kind))
        return tuple(found)

    def _misplaced(self, event: etree._Element, kind: str, where: str) -> None:
        place_sv, place_en = _PLACES[where]
        kind_sv, kind_en = _KINDS.get(kind, (kind, kind))
        sv, en = f"{place_sv} kan inte gälla {kind_sv}.", f"{place_en} can't be about {kind_en}."
        if (kind, where) == ("timer", "startEvent"):
            sv, en = REFUSED_WAYS["timer-start"]
        self.findings.refuse(Element(event), "event-here", sv, en)

    def trigger(self, event: etree._Element, definition: etree._Element, kind: str) -> Trigger:
        """What one event definition says; it may stand elsewhere than in the event."""
        if kind == "message":
            return self.message(event, definition.get("messageRef"))
        if kind == "signal":
            name = self._named(event, self.globals.signals, definition.get("signalRef"), "signal")
            return Trigger(kind, name or "")
        if kind in ("error", "escalation"):
            ref = definition.get(f"{kind}Ref")
            codes = self.globals.errors if kind == "error" else self.globals.escalations
            code = self._named(event, codes, ref, kind) if ref else None
            return Trigger(kind, code=code)
        if kind == "timer":
            return self._timer(event, definition)
        if kind == "conditional":
            text = definition.findtext(bpmn("condition"))
            return Trigger(kind, condition=self.expressions.feel(event, text, CONDITION))
        return Trigger(kind, definition.get("name", ""))

    def message(self, element: etree._Element, reference: str | None) -> Trigger:
        """A message by its id, with its correlation key."""
        message = self.globals.messages.get(reference or "")
        if message is None:
            self.findings.refuse(
                Element(element),
                "no-message",
                "Inget meddelande är valt, eller så finns det inte.",
                "No message is chosen, or it does not exist.",
            )
            return Trigger("message")
        subscription = next(message.iter(f"{{{ZEEBE}}}subscription"), None)
        text = subscription.get("correlationKey") if subscription is not None else None
        key = None
        if text:
            key = self.expressions.feel(element, text, CORRELATION_KEY, Kind.TEXT)
        return Trigger("message", message.get("name") or reference or "", key=key)

    def _named(
        self,
        event: etree._Element,
        known: Mapping[str, str | None],
        reference: str | None,
        kind: str,
    ) -> str | None:
        if reference is not None and reference in known:
            return known[reference]
        sv, en = _KINDS[kind]
        said = (
            f"Händelsen gäller {sv}, {reference}, som inte finns.",
            f"The event is about {en}, {reference}, which does not exist.",
        )
        if reference is None:
            said = (f"Det är inte valt vad händelsen gäller: {sv}.", f"Nothing is chosen: {en}.")
        self.findings.refuse(Element(event), "no-such-definition", *said)
        return None

    def _timer(self, event: etree._Element, definition: etree._Element) -> Trigger:
        for name, (timer, fits, sv, en, example) in _TIMERS.items():
            element = definition.find(bpmn(name))
            if element is None or not (element.text or "").strip():
                continue
            when = self.expressions.formula(event, element.text, TIME, Kind.TIME)
            if when.expression is None and not fits(when.literal or ""):
                self.findings.refuse(
                    Element(event),
                    "bad-time",
                    f"”{when.literal}” är inte {sv}; skriv till exempel {example}.",
                    f'"{when.literal}" is not {en}; write for example {example}.',
                )
            return Trigger("timer", timer=timer, when=when)
        self.findings.refuse(
            Element(event), "no-time", "Timern har ingen tid.", "The timer has no time."
        )
        return Trigger("timer")
