"""Reorder and remove steps; every flow that was there keeps its name and its condition."""

from lxml import etree

from flows.diagrams.edit_insert import destination
from flows.diagrams.edit_links import is_link, remove_link
from flows.diagrams.edits import LeadWay, MoveStep, RemoveStep, RemoveWay
from flows.diagrams.errors import EditRefused, refuse
from flows.diagrams.names import bpmn, local_name
from flows.diagrams.regions import Region, region_from, region_to
from flows.diagrams.scope_graph import scope_graph
from flows.diagrams.spoken import swedish
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import take_out

_WAITS = ("intermediateCatchEvent", "receiveTask")


def move_step(bench: Workbench, edit: MoveStep) -> None:
    """Let a step (a choice: with all its ways) change places with its neighbour."""
    node = bench.step(edit.step)
    if edit.up:
        first = _before(bench, node)
        second = region_from(bench, node)
    else:
        first = region_from(bench, node)
        second = None if first is None else _after(bench, first)
    if first is None or second is None:
        raise _stays()
    _swap(bench, first, second)


def remove_step(bench: Workbench, edit: RemoveStep) -> str:
    """Remove a step; the id of the step to go on with. What led to it leads to what it led to."""
    node = bench.step(edit.step)
    ins, outs = bench.ins(node), bench.outs(node)
    if local_name(node) == "startEvent":
        raise refuse("", "Början går inte att ta bort.", "The beginning can't be removed.")
    if len(outs) > 1:
        raise refuse(
            "",
            "Flera vägar går härifrån. Ta bort vägar tills en är kvar, sedan går steget att ta "
            "bort.",
            "Several ways lead on from here. Remove ways until one is left, then the step can be "
            "removed.",
        )
    if is_link(node):
        return remove_link(bench, node)
    focus = bench.source(ins[0]) if ins else None
    if local_name(node) == "boundaryEvent":
        focus = bench.step(str(node.get("attachedToRef")))
    before = _reached(bench, node)
    if outs:
        target = bench.target(outs[0])
        for flow in ins:
            source = bench.source(flow)
            if source is target:
                continue
            _require_wait(source, target)
            bench.lead(flow, target=target)
        focus = focus if focus is not None and focus is not target else target
    scope = bench.scope(node)
    bench.remove(node)
    _drop_unreached(bench, scope, before)
    if focus is None or focus.getparent() is None:
        return ""
    return str(focus.get("id"))


def lead_way(bench: Workbench, edit: LeadWay) -> str:
    """Let a way lead elsewhere; the id of the step that it leaves."""
    flow = bench.flow(edit.flow)
    source = bench.source(flow)
    target = destination(bench, edit.to, source, "to")
    if target is None:
        raise refuse("to", "Välj vart vägen ska leda.", "Choose where the way is to lead.")
    _require_wait(source, target)
    bench.lead(flow, target=target)
    return str(source.get("id"))


def remove_way(bench: Workbench, edit: RemoveWay) -> str:
    """Remove a way and the steps that only it led to; the id of the step that it left."""
    flow = bench.flow(edit.flow)
    source = bench.source(flow)
    if len(bench.outs(source)) < 2:
        raise refuse(
            "",
            "Det är den enda vägen härifrån. Led den till ett annat steg i stället.",
            "It is the only way from here. Let it lead to another step instead.",
        )
    before = _reached(bench, source)
    bench.cut(flow)
    _drop_unreached(bench, bench.scope(source), before)
    left = bench.outs(source)
    if len(left) == 1 and local_name(source) in ("exclusiveGateway", "inclusiveGateway"):
        # One way only: nothing is left to choose.
        if "default" in source.attrib:
            del source.attrib["default"]
        condition = left[0].find(bpmn("conditionExpression"))
        if condition is not None:
            take_out(condition)
    return str(source.get("id"))


def _before(bench: Workbench, node: etree._Element) -> Region | None:
    ins = bench.ins(node)
    if len(ins) > 1:
        raise _several(node)
    return region_to(bench, bench.source(ins[0])) if ins else None


def _after(bench: Workbench, first: Region) -> Region | None:
    outs = bench.outs(first.exit)
    return region_from(bench, bench.target(outs[0])) if len(outs) == 1 else None


def _swap(bench: Workbench, first: Region, second: Region) -> None:
    between, onward = bench.outs(first.exit), bench.outs(second.exit)
    into = bench.ins(first.entry)
    fixed = ("startEvent", "boundaryEvent", "endEvent")
    if local_name(first.entry) in fixed or local_name(second.entry) in fixed:
        raise _stays()
    if len(between) != 1 or len(onward) != 1 or not into:
        raise _stays()
    if bench.ins(second.entry) != between:
        raise _several(second.entry)
    if bench.target(onward[0]) is first.entry or any(
        bench.source(flow) in first.members for flow in into
    ):
        raise _stays()
    for flow in into:
        if local_name(bench.source(flow)) == "eventBasedGateway":
            raise _stays()
    for flow in into:
        bench.lead(flow, target=second.entry)
    bench.lead(between[0], source=second.exit, target=first.entry)
    bench.lead(onward[0], source=first.exit)
    bench.swapped.append((_ids(first), _ids(second)))


def _ids(region: Region) -> list[str]:
    return [str(member.get("id")) for member in region.members]


def _stays() -> EditRefused:
    return refuse(
        "",
        "Steget kan inte byta plats åt det hållet.",
        "The step can't change places in that direction.",
    )


def _several(node: etree._Element) -> EditRefused:
    name = node.get("name") or node.get("id")
    return refuse(
        "",
        f"Flera vägar leder till ”{name}”, så ordningen går inte att byta där.",
        f"Several ways lead to “{swedish(str(name))}”, so the order can't be changed there.",
    )


def _require_wait(source: etree._Element, target: etree._Element) -> None:
    if local_name(source) == "eventBasedGateway" and local_name(target) not in _WAITS:
        raise refuse(
            "to",
            "Före steget väntar flödet på det som händer först, och då måste en väntan följa.",
            "Before the step the flow waits for whatever happens first, so a wait must follow.",
        )


def _reached(bench: Workbench, node: etree._Element) -> set[str]:
    """The steps of a node's scope that something leads to, or that begin."""
    return reached_in(bench.scope(node))


def reached_in(scope: etree._Element) -> set[str]:
    """The ids of the steps in a scope that can be reached from a beginning."""
    graph = scope_graph(scope)
    reached: set[str] = set()
    waiting = [root for kind, root in graph.roots if kind != "loose"]
    while waiting:
        number = waiting.pop()
        node_id = str(graph.nodes[number].get("id"))
        if node_id not in reached:
            reached.add(node_id)
            waiting += [edge.target for edge in graph.edges[number]]
    return reached


def _drop_unreached(bench: Workbench, scope: etree._Element, before: set[str]) -> None:
    """Remove the steps that could be reached before, and no longer can."""
    for step_id in sorted(before - reached_in(scope)):
        found = [one for one in scope if one.get("id") == step_id]
        for node in found:
            bench.remove(node)
