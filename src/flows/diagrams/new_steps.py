"""The elements of new steps."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from flows.diagrams.edit_checks import feel_in, literal_or_feel, name_in, variable_in
from flows.diagrams.errors import refuse
from flows.diagrams.event_definitions import (
    condition_definition,
    message_definition,
    signal_definition,
    timer_definition,
)
from flows.diagrams.facts import Facts
from flows.diagrams.names import bpmn, zeebe
from flows.diagrams.read_facts import NAME_EN
from flows.diagrams.spoken import swedish
from flows.diagrams.steps_to_add import (
    CallStep,
    ConditionStep,
    DecisionStep,
    EndStep,
    MessageStep,
    ScriptStep,
    SendStep,
    ServiceStep,
    SignalStep,
    SimpleStep,
    TaskStep,
    Template,
    TimerStep,
)
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import (
    make,
    put,
    put_extension,
    remove_extension,
    set_extension,
    set_lines,
)

_TOLD = ("message", "signal", "escalation")


def new_element(bench: Workbench, step: SimpleStep) -> etree._Element:
    """The element of a new step, standing nowhere yet. Raises EditRefused."""
    name = step.name.strip() if isinstance(step, EndStep) else name_in("name", step.name)
    element = make(bpmn(_tag(step)), id=bench.new_id(name or "slut"))
    if name:
        element.set("name", name)
    match step:
        case TaskStep(form=form, groups=groups):
            put_extension(element, make(zeebe("userTask")))
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
            chosen("process", process)
            called = make(zeebe("calledElement"), processId=process)
            called.set("propagateAllChildVariables", "true")
            put_extension(element, called)
        case TimerStep(timer=timer, time=time):
            put(element, timer_definition(bench, element, timer, time))
        case MessageStep(message=message, key=key):
            put(element, message_definition(bench, element, message, key))
        case SignalStep(signal=signal):
            put(element, signal_definition(bench, element, "signal", signal))
        case ConditionStep(condition=condition):
            put(element, condition_definition(bench, element, condition))
        case SendStep() | EndStep():
            _tell(bench, element, step)
    if step.name_en.strip():
        set_lines(
            element, "properties", "property", ("name", "value"), {NAME_EN: step.name_en.strip()}
        )
    return element


def _tell(bench: Workbench, element: etree._Element, step: SendStep | EndStep) -> None:
    """Let an event throw what its step says."""
    ends = isinstance(step, EndStep)
    if step.kind == "message":
        put(element, message_definition(bench, element, step.message, step.key))
    elif step.kind in _TOLD or (ends and step.kind == "error"):
        put(element, signal_definition(bench, element, step.kind, step.signal))
    elif ends and step.kind == "terminate":
        name = bench.new_id(f"{element.get('id')}_slut")
        put(element, make(bpmn("terminateEventDefinition"), id=name))
    elif not ends or step.kind:
        raise refuse("what", "Välj vad som ska sägas.", "Choose what is to be told.")


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
        case SendStep():
            return "intermediateThrowEvent"
    return "intermediateCatchEvent"


def set_script(element: etree._Element, expression: str, result: str) -> None:
    """Give a script task its calculation."""
    expression = feel_in("expression", expression)
    result = variable_in("result", result)
    set_extension(element, "script", expression=expression, resultVariable=result)


def set_decision(element: etree._Element, decision: str, result: str) -> None:
    """Give a business rule task its decision table."""
    chosen("decision", decision)
    result = variable_in("result", result)
    set_extension(element, "calledDecision", decisionId=decision, resultVariable=result)


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
        put_extension(element, mapping)
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
        label = label.lower()
        raise refuse(_field(one), f"Fyll i {label}.", f"Fill in {swedish(label)}.")
    if value and one.get("feel") == "required":
        return feel_in(_field(one), value)
    return literal_or_feel(_field(one), value)


def _field(one: Mapping[str, Any]) -> str:
    return f"values.{one.get('id', '')}"


def chosen(field: str, value: str) -> None:
    """Refuse that nothing is chosen in a list."""
    if not value.strip():
        raise refuse(field, "Välj i listan.", "Choose from the list.")
