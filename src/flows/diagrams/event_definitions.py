"""What an event waits for or throws, as elements that are put into it."""

from lxml import etree

from flows.diagrams.declarations import message_for, signal_for
from flows.diagrams.edit_checks import feel_in, time_in
from flows.diagrams.errors import refuse
from flows.diagrams.names import bpmn
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import formal, make, put

CODED = ("error", "escalation")
_TIMERS = {"duration": "timeDuration", "date": "timeDate", "cycle": "timeCycle"}


def timer_definition(
    bench: Workbench, event: etree._Element, timer: str, time: str
) -> etree._Element:
    """A timer for an event. Raises EditRefused."""
    if timer not in _TIMERS:
        raise refuse("timer", "Välj vad för slags tid det är.", "Choose what kind of time it is.")
    definition = make(bpmn("timerEventDefinition"), id=bench.new_id(f"{event.get('id')}_tid"))
    put(definition, formal(bpmn(_TIMERS[timer]), time_in("time", timer, time)))
    return definition


def message_definition(
    bench: Workbench, event: etree._Element, message: str, key: str
) -> etree._Element:
    """A message for an event. Raises EditRefused."""
    reference = message_for(bench, message, key)
    return make(
        bpmn("messageEventDefinition"),
        id=bench.new_id(f"{event.get('id')}_meddelande"),
        messageRef=reference,
    )


def signal_definition(
    bench: Workbench, event: etree._Element, kind: str, signal: str
) -> etree._Element:
    """A signal, an error or an escalation for an event. Raises EditRefused.

    Without a code an error or an escalation on an edge is any.
    """
    definition = make(
        bpmn(f"{kind}EventDefinition"), id=bench.new_id(f"{event.get('id')}_{_WORDS[kind]}")
    )
    if signal.strip() or not catches_any(event, kind):
        definition.set(f"{kind}Ref", signal_for(bench, kind, signal))
    return definition


def condition_definition(bench: Workbench, event: etree._Element, condition: str) -> etree._Element:
    """A condition for an event. Raises EditRefused."""
    text = feel_in("condition", condition)
    definition = make(
        bpmn("conditionalEventDefinition"), id=bench.new_id(f"{event.get('id')}_villkor")
    )
    put(definition, formal(bpmn("condition"), text))
    return definition


def catches_any(event: etree._Element, kind: str) -> bool:
    """Whether an event may be about any error or escalation."""
    return kind in CODED and event.tag in (bpmn("boundaryEvent"), bpmn("startEvent"))


_WORDS = {"signal": "signal", "error": "fel", "escalation": "eskalering"}
