"""Put new steps into a diagram."""

from dataclasses import dataclass

from lxml import etree

from flows.diagrams.edit_checks import feel_in, name_in
from flows.diagrams.edit_links import add_link, ends_by, goes_on_at
from flows.diagrams.edits import (
    AddWay,
    ChoiceStep,
    ConditionStep,
    EndStep,
    InsertStep,
    LinkStep,
    MessageStep,
    NewBranch,
    ParallelStep,
    Place,
    SignalStep,
    TaskStep,
    TimerStep,
)
from flows.diagrams.errors import refuse
from flows.diagrams.names import bpmn, local_name
from flows.diagrams.new_steps import new_element
from flows.diagrams.read_facts import NAME_EN
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import formal, make, put_in_order, set_lines

_MOST_BRANCHES = 20


@dataclass(slots=True)
class _Piece:
    """New steps: the first, the last (None when nothing goes on after them), which has focus."""

    first: etree._Element
    last: etree._Element | None


@dataclass(slots=True)
class _Gap:
    """A place among the steps: the flows that led on, the step before or after."""

    near: etree._Element
    before: etree._Element | None
    flows: list[etree._Element]
    after: etree._Element | None


def insert_step(bench: Workbench, edit: InsertStep) -> str:
    """Put in a step; its id. Raises EditRefused or StepUnknown."""
    gap = _gap(bench, edit.place)
    lane = edit.lane or bench.lane_of(gap.near)
    if gap.before is not None and local_name(gap.before) == "eventBasedGateway":
        _require_wait(edit)
    match edit.step:
        case ChoiceStep() as choice:
            piece = _choice(bench, gap, choice, lane)
        case ParallelStep() as parallel:
            piece = _parallel(bench, gap, parallel, lane)
        case LinkStep() as link:
            piece = _Piece(add_link(bench, link, gap.near, lane, gap.after), None)
        case EndStep() if gap.before is None:
            raise refuse(
                "", "Ett slut kan inte stå före ett steg.", "An end can't stand before a step."
            )
        case simple:
            element = new_element(bench, simple)
            bench.add_step(element, gap.near, lane)
            piece = _Piece(element, None if isinstance(simple, EndStep) else element)
    _join(bench, gap, piece)
    return str(piece.first.get("id"))


def add_way(bench: Workbench, edit: AddWay) -> str:
    """A further way out of a choice; the choice's id."""
    gateway = bench.step(edit.step)
    kind = local_name(gateway)
    if kind not in ("exclusiveGateway", "inclusiveGateway", "parallelGateway"):
        raise refuse("", "Bara ett val kan få fler vägar.", "Only a choice can have more ways.")
    name = name_in("branch_name", edit.name)
    condition = ""
    if kind != "parallelGateway":
        condition = feel_in("condition", edit.condition)
    target = destination(bench, edit.to, gateway, "to")
    if target is None:
        raise refuse("to", "Välj vart vägen leder.", "Choose where the way leads.")
    _branch(bench, gateway, target, name, condition)
    return edit.step


def _require_wait(edit: InsertStep) -> None:
    if not isinstance(edit.step, (TimerStep, MessageStep, SignalStep, ConditionStep)):
        raise refuse(
            "",
            "Här väntar flödet på det som händer först. Bara en väntan kan stå här.",
            "Here the flow waits for whatever happens first. Only a wait can stand here.",
        )


def _gap(bench: Workbench, place: Place) -> _Gap:
    if place.where == "on":
        flow = bench.flow(place.id)
        source, target = bench.source(flow), bench.target(flow)
        return _Gap(source, source, [flow], target)
    node = bench.step(place.id)
    if place.where == "before":
        if local_name(node) in ("startEvent", "boundaryEvent") or not bench.ins(node):
            raise refuse(
                "", "Inget steg kan stå före det här.", "No step can stand before this one."
            )
        flows = bench.ins(node)
        sources = [bench.source(flow) for flow in flows]
        gateway = next((one for one in sources if local_name(one) == "eventBasedGateway"), None)
        return _Gap(node, gateway if gateway is not None else sources[0], flows, node)
    flows = bench.outs(node)
    if local_name(node) == "endEvent" or node.get("triggeredByEvent") == "true" or ends_by(node):
        raise refuse("", "Inget steg kan stå efter det här.", "No step can stand after this one.")
    if len(flows) > 1:
        raise refuse(
            "",
            "Flera vägar går härifrån. Välj vilken av dem som ska få ett nytt steg.",
            "Several ways lead on from here. Choose which of them is to have the new step.",
        )
    return _Gap(node, node, flows, bench.target(flows[0]) if flows else None)


def _join(bench: Workbench, gap: _Gap, piece: _Piece) -> None:
    """Let what led through the gap lead through the new steps."""
    for flow in gap.flows:
        bench.lead(flow, target=piece.first)
    if not gap.flows and gap.before is not None:
        bench.connect(gap.before, piece.first)
    if piece.last is not None and gap.after is not None:
        bench.connect(piece.last, gap.after)


def _choice(bench: Workbench, gap: _Gap, step: ChoiceStep, lane: str) -> _Piece:
    name = name_in("name", step.name)
    if not 2 <= len(step.branches) <= _MOST_BRANCHES:
        raise refuse("name", "Ett val har minst två vägar.", "A choice has at least two ways.")
    branches = [_checked(branch, number, step) for number, branch in enumerate(step.branches)]
    gateway = _gateway(bench, "exclusiveGateway", name, step.name_en)
    bench.add_step(gateway, gap.near, lane)
    onward = [branch for branch in branches if not branch.to]
    join: etree._Element | None = None
    if onward and gap.after is not None and (len(onward) > 1):
        join = _gateway(bench, "exclusiveGateway", "", "")
        bench.add_step(join, gateway, lane)
    ends_here = gap.after is None
    for number, branch in enumerate(branches):
        field = f"branches.{number}.to"
        if branch.to or ends_here:
            target = destination(bench, branch.to or "end", gateway, field)
        else:
            target = join if join is not None else gap.after
        assert target is not None
        flow = _branch(bench, gateway, target, branch.name, branch.condition)
        if number == len(branches) - 1:
            gateway.set("default", str(flow.get("id")))
    # A single way that goes on leads straight to what comes after.
    return _Piece(gateway, join)


def _checked(branch: NewBranch, number: int, step: ChoiceStep) -> NewBranch:
    name = name_in(f"branches.{number}.name", branch.name)
    if number == len(step.branches) - 1:
        return NewBranch(name, "", branch.to)
    condition = feel_in(f"branches.{number}.condition", branch.condition)
    return NewBranch(name, condition, branch.to)


def _branch(
    bench: Workbench, gateway: etree._Element, target: etree._Element, name: str, condition: str
) -> etree._Element:
    flow = bench.connect(gateway, target, name)
    if condition:
        put_in_order(flow, formal(bpmn("conditionExpression"), condition))
    return flow


def destination(
    bench: Workbench, to: str, near: etree._Element, field: str
) -> etree._Element | None:
    """The step that a way leads to: an existing one of the same scope, or a new end."""
    if not to:
        return None
    if to == "end":
        end = new_element(bench, EndStep("Slut"))
        return bench.add_step(end, near)
    target = bench.step(to)
    unfit = local_name(target) in ("startEvent", "boundaryEvent") or (
        target.get("triggeredByEvent") == "true" or goes_on_at(target)
    )
    if bench.scope(target) is not bench.scope(near) or unfit or target is near:
        raise refuse(field, "Vägen kan inte leda dit.", "The way can't lead there.")
    return target


def _parallel(bench: Workbench, gap: _Gap, step: ParallelStep, lane: str) -> _Piece:
    names = [one.strip() for one in step.tasks if one.strip()]
    if not 2 <= len(names) <= _MOST_BRANCHES:
        raise refuse(
            "tasks",
            "Skriv minst två uppgifter, en på varje rad.",
            "Write at least two tasks, one on each line.",
        )
    split = _gateway(bench, "parallelGateway", step.name.strip(), step.name_en)
    bench.add_step(split, gap.near, lane)
    join = _gateway(bench, "parallelGateway", "", "")
    last = split
    tasks = []
    for name in names:
        last = bench.add_step(new_element(bench, TaskStep(name)), last, lane)
        tasks.append(last)
    bench.add_step(join, last, lane)
    for task in tasks:
        bench.connect(split, task)
        bench.connect(task, join)
    return _Piece(split, join)


def _gateway(bench: Workbench, kind: str, name: str, name_en: str) -> etree._Element:
    element = make(bpmn(kind), id=bench.new_id(f"gw_{name}" if name else "gw_motas"))
    if name:
        element.set("name", name)
    if name_en.strip():
        set_lines(element, "properties", "property", ("name", "value"), {NAME_EN: name_en.strip()})
    return element
