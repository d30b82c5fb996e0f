"""The elements of new steps."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from flows.diagrams.edit_checks import feel_in, literal_or_feel, name_in, time_in, variable_in
from flows.diagrams.edits import (
    CallStep,
    DecisionStep,
    EndStep,
    MessageStep,
    ScriptStep,
    ServiceStep,
    TaskStep,
    Template,
    TimerStep,
)
from flows.diagrams.errors import refuse
from flows.diagrams.facts import Facts
from flows.diagrams.messages import message_for
from flows.diagrams.names import XSI, bpmn, zeebe
from flows.diagrams.read_facts import NAME_EN
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import make, put, remove_extension, set_extension, set_lines

SimpleStep = (
    TaskStep
    | ServiceStep
    | ScriptStep
    | DecisionStep
    | CallStep
    | TimerStep
    | MessageStep
    | EndStep
)
_TIMERS = {"duration": "timeDuration", "date": "timeDate", "cycle": "timeCycle"}


def new_element(bench: Workbench, step: SimpleStep) -> etree._Element:
    """The element of a new step, standing nowhere yet. Raises EditRefused."""
    name = step.name.strip() if isinstance(step, EndStep) else name_in("name", step.name)
    element = make(bpmn(_tag(step)), id=bench.new_id(name or "slut"))
    if name:
        element.set("name", name)
    match step:
        case TaskStep(form=form, groups=groups):
            _extend(element, make(zeebe("userTask")))
            set_extension(element, "formDefinition", formId=form)
            groups = literal_or_feel("groups", groups)
            set_extension(element, "assignmentDefinition", candidateGroups=groups)
        case ServiceStep(template=template, values=values):
            apply_template(element, template, values)
        case ScriptStep(expression=expression, result=result):
            set_script(element, expression, result)
        case DecisionStep(decision=decision, result=result):
            set_decision(element, decision, result)
        case CallStep(process=process):
            _chosen("process", process)
            called = make(zeebe("calledElement"), processId=process)
            called.set("propagateAllChildVariables", "true")
            _extend(element, called)
        case TimerStep(timer=timer, time=time):
            put(element, timer_definition(bench, element, timer, time))
        case MessageStep(message=message, key=key):
            put(element, message_definition(bench, element, message, key))
    if step.name_en.strip():
        set_lines(
            element, "properties", "property", ("name", "value"), {NAME_EN: step.name_en.strip()}
        )
    return element


def _tag(step: SimpleStep) -> str:
    match step:
        case TaskStep():
            return "userTask"
        case ServiceStep():
            return "serviceTask"
        case ScriptStep():
            return "scriptTask"
        case DecisionStep():
            return "businessRuleTask"
        case CallStep():
            return "callActivity"
        case EndStep():
            return "endEvent"
    return "intermediateCatchEvent"


def set_script(element: etree._Element, expression: str, result: str) -> None:
    """Give a script task its calculation."""
    expression = feel_in("expression", expression)
    result = variable_in("result", result)
    set_extension(element, "script", expression=expression, resultVariable=result)


def set_decision(element: etree._Element, decision: str, result: str) -> None:
    """Give a business rule task its decision table."""
    _chosen("decision", decision)
    result = variable_in("result", result)
    set_extension(element, "calledDecision", decisionId=decision, resultVariable=result)


def timer_definition(
    bench: Workbench, event: etree._Element, timer: str, time: str
) -> etree._Element:
    """A timer for an event."""
    if timer not in _TIMERS:
        raise refuse("timer", "Välj vad för slags tid det är.", "Choose what kind of time it is.")
    definition = make(bpmn("timerEventDefinition"), id=bench.new_id(f"{event.get('id')}_tid"))
    put(definition, formal(bpmn(_TIMERS[timer]), time_in("time", timer, time)))
    return definition


def message_definition(
    bench: Workbench, event: etree._Element, message: str, key: str
) -> etree._Element:
    """A message for an event."""
    reference = message_for(bench, message, key)
    return make(
        bpmn("messageEventDefinition"),
        id=bench.new_id(f"{event.get('id')}_meddelande"),
        messageRef=reference,
    )


def formal(tag: str, text: str) -> etree._Element:
    """An element that holds an expression."""
    element = make(tag)
    # The prefix is the one that `make` declares; lxml keeps it in the file.
    element.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
    element.text = text
    return element


def apply_template(element: etree._Element, template: Template, values: Mapping[str, str]) -> None:
    """Make a service task what its template says, filled in. Raises EditRefused by property."""
    if not template:
        raise refuse("template", "Välj vad Flows ska göra.", "Choose what Flows is to do.")
    for name in ("taskDefinition", "ioMapping", "taskHeaders"):
        remove_extension(element, name)
    element.set(zeebe("modelerTemplate"), str(template.get("id", "")))
    if template.get("version") is not None:
        element.set(zeebe("modelerTemplateVersion"), str(template["version"]))
    inputs: dict[str, str] = {}
    outputs: list[tuple[str, str]] = []
    headers: dict[str, str] = {}
    retries = "3"
    for one in template.get("properties", ()):
        binding = one.get("binding", {})
        value = _value(one, values)
        match binding.get("type"), binding.get("property"):
            case ("zeebe:taskDefinition", "type") | ("zeebe:taskDefinition:type", _):
                set_extension(element, "taskDefinition", type=value)
            case ("zeebe:taskDefinition", "retries"):
                retries = value or retries
            case "zeebe:input", _:
                inputs[binding.get("name", "")] = value
            case "zeebe:output", _ if value:
                outputs.append((variable_in(_field(one), value), binding.get("source", "")))
            case "zeebe:taskHeader", _:
                headers[binding.get("key", "")] = value
    set_extension(element, "taskDefinition", retries=retries)
    mapping = make(zeebe("ioMapping"))
    for target, source in inputs.items():
        if source:
            mapping.append(make(zeebe("input"), source=source, target=target))
    for target, source in outputs:
        mapping.append(make(zeebe("output"), source=source, target=target))
    if len(mapping):
        _extend(element, mapping)
    set_lines(element, "taskHeaders", "header", ("key", "value"), headers)


def template_values(facts: Facts, template: Template) -> dict[str, str]:
    """What a service task's template is filled in with, by property id."""
    inputs, headers = dict(facts.inputs), dict(facts.headers)
    outputs = {source: target for target, source in facts.outputs}
    found = {}
    for one in template.get("properties", ()):
        binding = one.get("binding", {})
        match binding.get("type"):
            case "zeebe:input":
                value = inputs.get(binding.get("name", ""), "")
            case "zeebe:output":
                value = outputs.get(binding.get("source", ""), "")
            case "zeebe:taskHeader":
                value = headers.get(binding.get("key", ""), "")
            case _:
                continue
        if one.get("id"):
            found[str(one["id"])] = value
    return found


def _value(one: Mapping[str, Any], values: Mapping[str, str]) -> str:
    fixed = str(one.get("value", "") or "")
    if one.get("type") == "Hidden" or not one.get("id"):
        return fixed
    value = values.get(one["id"], "").strip()
    if not value and one.get("constraints", {}).get("notEmpty"):
        label = one.get("label", one["id"])
        raise refuse(_field(one), f"Fyll i {label.lower()}.", f"Fill in {label.lower()}.")
    if value and one.get("feel") == "required":
        return feel_in(_field(one), value)
    return literal_or_feel(_field(one), value)


def _field(one: Mapping[str, Any]) -> str:
    return f"values.{one.get('id', '')}"


def _chosen(field: str, value: str) -> None:
    if not value.strip():
        raise refuse(field, "Välj i listan.", "Choose from the list.")


def _extend(element: etree._Element, extension: etree._Element) -> None:
    found = element.find(bpmn("extensionElements"))
    if found is None:
        found = make(bpmn("extensionElements"))
        put(element, found, 0)
    put(found, extension)
