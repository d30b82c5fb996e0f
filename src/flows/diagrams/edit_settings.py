"""Change what a step or a way says, without moving any flow."""

from lxml import etree

from flows.diagrams.edit_checks import due_in, feel_in, literal_or_feel, name_in
from flows.diagrams.edit_events import EventSetting, set_event
from flows.diagrams.edit_links import set_link
from flows.diagrams.edit_mappings import set_mappings
from flows.diagrams.edit_repeat import set_repeat
from flows.diagrams.edits import (
    SetCall,
    SetDecision,
    SetDue,
    SetForm,
    SetLink,
    SetMappings,
    SetOperation,
    SetPriority,
    SetProcess,
    SetRepeat,
    SetRole,
    SetScript,
    SetTexts,
    SetWay,
)
from flows.diagrams.errors import refuse
from flows.diagrams.lanes import all_lanes
from flows.diagrams.names import local_name
from flows.diagrams.new_steps import apply_template, chosen, set_decision, set_script
from flows.diagrams.read_facts import HELP_EN, NAME_EN
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import set_child_text, set_extension, set_formal, set_lines

Setting = (
    SetTexts
    | SetRole
    | SetForm
    | SetDue
    | SetPriority
    | SetScript
    | SetDecision
    | SetOperation
    | SetCall
    | SetLink
    | SetMappings
    | SetRepeat
    | EventSetting
)
_MAY_BE_NAMELESS = ("endEvent", "Gateway", "startEvent", "boundaryEvent")


def set_step(bench: Workbench, edit: Setting) -> None:
    """Change a step's settings. Raises EditRefused or StepUnknown."""
    node = bench.step(edit.step)
    match edit:
        case SetTexts():
            _texts(node, edit)
        case SetRole():
            _role(bench, node, edit)
        case SetForm(form=form):
            _require(node, "userTask", "startEvent")
            set_extension(node, "formDefinition", formId=form.strip())
        case SetDue():
            _require(node, "userTask")
            due, follow_up = due_in("due", edit.due), due_in("follow_up", edit.follow_up)
            set_extension(node, "taskSchedule", dueDate=due, followUpDate=follow_up)
        case SetPriority(priority=priority):
            _require(node, "userTask")
            set_extension(node, "priorityDefinition", priority=_priority(priority))
        case SetScript():
            _require(node, "scriptTask")
            set_script(node, edit.expression, edit.result)
        case SetDecision():
            _require(node, "businessRuleTask")
            set_decision(node, edit.decision, edit.result)
        case SetOperation():
            _require(node, "serviceTask")
            _operation(node, edit)
        case SetCall(process=process):
            _require(node, "callActivity")
            chosen("process", process)
            set_extension(node, "calledElement", processId=process)
        case SetMappings():
            set_mappings(node, edit)
        case SetLink():
            set_link(bench, edit)
        case SetRepeat():
            set_repeat(bench, node, edit)
        case _:
            set_event(bench, node, edit)


def set_process(bench: Workbench, edit: SetProcess) -> None:
    """Change what the process itself says. Raises EditRefused."""
    bench.process.set("name", name_in("name", edit.name))
    _help(bench.process, edit)


def set_way(bench: Workbench, edit: SetWay) -> str:
    """Change what a way says; the id of the step that it leaves. Raises as `set_step`."""
    flow = bench.flow(edit.flow)
    source = bench.source(flow)
    kind = local_name(source)
    decided = kind not in ("parallelGateway", "eventBasedGateway")
    condition = edit.condition.strip()
    if edit.default and condition:
        raise refuse(
            "condition",
            "Den väg som tas annars har inget villkor.",
            "The way that is taken otherwise has no condition.",
        )
    if not decided and (condition or edit.default):
        raise refuse(
            "condition", "Vägar härifrån har inga villkor.", "Ways here have no conditions."
        )
    asks = kind in ("exclusiveGateway", "inclusiveGateway") and len(bench.outs(source)) > 1
    if asks and not edit.default and not condition:
        raise refuse(
            "condition",
            "Skriv när vägen tas, eller låt den vara den som tas annars.",
            "Write when the way is taken, or let it be the one that is taken otherwise.",
        )
    name = " ".join(edit.name.split())
    if name:
        flow.set("name", name)
    elif "name" in flow.attrib:
        del flow.attrib["name"]
    set_lines(
        flow, "properties", "property", ("name", "value"), {NAME_EN: " ".join(edit.name_en.split())}
    )
    condition = feel_in("condition", condition) if condition else ""
    set_formal(flow, "conditionExpression", condition)
    if edit.default:
        source.set("default", edit.flow)
    elif source.get("default") == edit.flow:
        del source.attrib["default"]
    return str(source.get("id"))


def _texts(node: etree._Element, edit: SetTexts) -> None:
    kind = local_name(node)
    nameless = kind.endswith(_MAY_BE_NAMELESS) and not edit.name.strip()
    name = "" if nameless else name_in("name", edit.name)
    if name:
        node.set("name", name)
    elif "name" in node.attrib:
        del node.attrib["name"]
    _help(node, edit)


def _help(node: etree._Element, edit: SetTexts | SetProcess) -> None:
    set_child_text(node, "documentation", edit.help.strip())
    english = {NAME_EN: " ".join(edit.name_en.split()), HELP_EN: edit.help_en.strip()}
    set_lines(node, "properties", "property", ("name", "value"), english)


def _role(bench: Workbench, node: etree._Element, edit: SetRole) -> None:
    lanes = {str(lane.get("id")) for lane in all_lanes(bench.process)}
    if edit.lane and edit.lane not in lanes:
        raise refuse("lane", "Banan finns inte.", "There is no such lane.")
    groups = literal_or_feel("groups", edit.groups)
    if not groups.startswith("="):
        groups = ", ".join(part.strip() for part in groups.split(",") if part.strip())
    if local_name(node) == "userTask":
        words = {"candidateGroups": groups}
        if edit.assignee is not None:
            words["assignee"] = literal_or_feel("assignee", edit.assignee)
        set_extension(node, "assignmentDefinition", **words)
    elif groups:
        raise refuse("groups", "Bara en uppgift görs av roller.", "Only a task is done by roles.")
    if edit.lane:
        bench.set_lane(node, edit.lane)


def _priority(text: str) -> str:
    text = text.strip()
    if text.startswith("="):
        return feel_in("priority", text)
    if text and not (text.isascii() and text.isdecimal() and int(text[:9]) <= 100 >= len(text)):
        raise refuse(
            "priority",
            "Skriv ett tal från 0 till 100, eller ett uttryck som börjar med =.",
            "Write a number from 0 to 100, or an expression that begins with =.",
        )
    return text


def _operation(node: etree._Element, edit: SetOperation) -> None:
    kept = {
        str(element.get("target")): element
        for element in node.iter("{*}output")
        if str(element.get("source")) not in _results(edit)
    }
    apply_template(node, edit.template, edit.values)
    set_lines(
        node,
        "ioMapping",
        "output",
        ("target", "source"),
        {target: str(one.get("source")) for target, one in kept.items()},
    )


def _results(edit: SetOperation) -> set[str]:
    """The results that the template itself asks about."""
    bindings = [one.get("binding", {}) for one in edit.template.get("properties", ())]
    return {
        str(binding.get("source")) for binding in bindings if binding.get("type") == "zeebe:output"
    }


def _require(node: etree._Element, *kinds: str) -> None:
    if local_name(node) not in kinds:
        raise refuse("", "Det går inte i ett sådant steg.", "A step of this kind can't have that.")
