"""Change what an event waits for or throws, and put events on the edges of steps."""

from lxml import etree

from flows.diagrams.declarations import message_for, signal_for
from flows.diagrams.edit_checks import feel_in, name_in
from flows.diagrams.edit_insert import destination
from flows.diagrams.edits import (
    AddEvent,
    SetCondition,
    SetInterrupts,
    SetMessage,
    SetSignal,
    SetTime,
)
from flows.diagrams.errors import refuse
from flows.diagrams.event_definitions import (
    CODED,
    catches_any,
    condition_definition,
    message_definition,
    signal_definition,
    timer_definition,
)
from flows.diagrams.names import ACTIVITIES, SCOPES, bpmn, is_bpmn, local_name
from flows.diagrams.read_facts import NAME_EN
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import make, put, set_formal, set_lines, take_out

EventSetting = SetTime | SetMessage | SetSignal | SetCondition | SetInterrupts


def set_event(bench: Workbench, node: etree._Element, edit: EventSetting) -> None:
    """Change what a step waits for or throws. Raises EditRefused."""
    match edit:
        case SetTime():
            _time(bench, node, edit)
        case SetMessage():
            _message(bench, node, edit)
        case SetSignal():
            _signal(bench, node, edit)
        case SetCondition(condition=condition):
            there = node.find(bpmn("conditionalEventDefinition"))
            if there is None:
                raise refuse(
                    "", "Steget väntar inte på ett villkor.", "The step waits for no condition."
                )
            set_formal(there, "condition", feel_in("condition", condition))
        case SetInterrupts(interrupts=interrupts):
            _interrupts(node, interrupts)


def add_event(bench: Workbench, edit: AddEvent) -> str:
    """What may happen while a step is done; the id of the event. Raises EditRefused."""
    host = bench.step(edit.step)
    require_host(bench, host)
    name = name_in("name", edit.name)
    event = make(bpmn("boundaryEvent"), id=bench.new_id(name), name=name)
    if not edit.interrupts:
        _require_beside(edit.kind)
        event.set("cancelActivity", "false")
    event.set("attachedToRef", edit.step)
    match edit.kind:
        case "timer":
            put(event, timer_definition(bench, event, "duration", edit.time))
        case "message":
            put(event, message_definition(bench, event, edit.message, edit.key))
        case "conditional":
            put(event, condition_definition(bench, event, edit.condition))
        case "signal" | "error" | "escalation":
            put(event, signal_definition(bench, event, edit.kind, edit.signal))
        case _:
            raise refuse("what", "Välj vad som kan hända.", "Choose what may happen.")
    english = " ".join(edit.name_en.split())
    if english:
        set_lines(event, "properties", "property", ("name", "value"), {NAME_EN: english})
    bench.add_step(event, host)
    target = destination(bench, edit.to, event, "to")
    if target is None:
        raise refuse("to", "Välj vart det leder.", "Choose where it leads.")
    bench.connect(event, target)
    return str(event.get("id"))


def require_host(bench: Workbench, host: etree._Element) -> None:
    """Refuse what can have nothing on its edge."""
    waits = any(local_name(bench.source(flow)) == "eventBasedGateway" for flow in bench.ins(host))
    if not is_bpmn(host, ACTIVITIES) or host.get("triggeredByEvent") == "true" or waits:
        raise refuse(
            "",
            "Under ett sådant steg kan inget annat hända.",
            "Nothing else can happen during a step of this kind.",
        )


def _time(bench: Workbench, node: etree._Element, edit: SetTime) -> None:
    there = node.find(bpmn("timerEventDefinition"))
    if there is None:
        raise refuse("", "Steget väntar inte på en tid.", "The step does not wait for a time.")
    made = timer_definition(bench, node, edit.timer, edit.time)
    for inner in list(there):
        if local_name(inner) in ("timeDate", "timeDuration", "timeCycle"):
            take_out(inner)
    put(there, made[0])


def _message(bench: Workbench, node: etree._Element, edit: SetMessage) -> None:
    there = node.find(bpmn("messageEventDefinition"))
    if there is None and local_name(node) in ("receiveTask", "sendTask"):
        there = node
    if there is None:
        raise refuse("", "Steget har inget meddelande.", "The step has no message.")
    there.set("messageRef", message_for(bench, edit.message, edit.key))


def _signal(bench: Workbench, node: etree._Element, edit: SetSignal) -> None:
    for kind in ("signal", *CODED):
        there = node.find(bpmn(f"{kind}EventDefinition"))
        if there is None:
            continue
        if edit.signal.strip() or not catches_any(node, kind):
            there.set(f"{kind}Ref", signal_for(bench, kind, edit.signal))
        elif f"{kind}Ref" in there.attrib:
            del there.attrib[f"{kind}Ref"]
        return
    raise refuse(
        "",
        "Steget handlar inte om en signal eller ett fel.",
        "The step is about no signal and no error.",
    )


def _interrupts(node: etree._Element, interrupts: bool) -> None:
    kind = local_name(node)
    scope = node.getparent()
    begins = kind == "startEvent" and scope is not None and is_bpmn(scope, SCOPES)
    if kind != "boundaryEvent" and not (
        begins and scope is not None and scope.get("triggeredByEvent") == "true"
    ):
        raise refuse(
            "",
            "Bara det som händer under tiden kan avbryta.",
            "Only what happens meanwhile can interrupt.",
        )
    name = "cancelActivity" if kind == "boundaryEvent" else "isInterrupting"
    if interrupts:
        if node.get(name) == "false":
            del node.attrib[name]
        return
    for one in node:
        _require_beside(local_name(one).removesuffix("EventDefinition"))
    if node.get("parallelMultiple") == "true":
        _require_beside("cancel")
    node.set(name, "false")


def _require_beside(kind: str) -> None:
    """Refuse that an error, or what cancels, happens beside what goes on."""
    if kind in ("error", "cancel"):
        raise refuse("interrupts", "Ett sådant avbrott avbryter alltid.", "This always interrupts.")
