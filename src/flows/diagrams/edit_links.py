"""Links: a way that ends at one place and goes on at another, by a name that both have."""

from lxml import etree

from flows.diagrams.diagram_file import flow_nodes
from flows.diagrams.edit_checks import name_in
from flows.diagrams.edits import LinkStep, SetLink
from flows.diagrams.errors import refuse
from flows.diagrams.names import bpmn, local_name
from flows.diagrams.read_facts import NAME_EN
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import make, put, set_lines

_THROW, _CATCH = "intermediateThrowEvent", "intermediateCatchEvent"


def is_link(node: etree._Element) -> bool:
    """Whether a step is one of the places of a link."""
    return _definition(node) is not None


def goes_on_at(node: etree._Element) -> bool:
    """Whether it is the place where a link goes on: no flow may lead there."""
    return is_link(node) and local_name(node) == _CATCH


def ends_by(node: etree._Element) -> bool:
    """Whether it is a place where a link leaves: no flow may lead on from there."""
    return is_link(node) and local_name(node) == _THROW


def add_link(
    bench: Workbench, step: LinkStep, near: etree._Element, lane: str, after: etree._Element | None
) -> etree._Element:
    """The place where a way ends, with the place where it goes on if that isn't there yet.

    `after` is what followed here. Raises EditRefused.
    """
    name = name_in("name", step.name)
    there = _places(bench.scope(near), name)
    catch = next((one for one in there if local_name(one) == _CATCH), None)
    target = _target(bench, step.to, near)
    if catch is not None:
        leads = [bench.target(flow) for flow in bench.outs(catch)]
        if target is not None and target not in leads:
            raise refuse(
                "to",
                "Länken med det namnet leder redan till ett annat steg. Välj ett annat namn.",
                "The link of that name leads to another step already. Choose another name.",
            )
    elif target is None:
        target = after
    if catch is None and target is None:
        raise refuse(
            "to",
            "Ingenting följer här. Välj var flödet ska gå vidare.",
            "Nothing follows here. Choose where the flow is to go on.",
        )
    throw = _place(bench, _THROW, name, step.name_en)
    bench.add_step(throw, near, lane)
    if catch is None and target is not None:
        catch = _place(bench, _CATCH, name, step.name_en)
        bench.add_step(catch, target)
        bench.connect(catch, target)
    return throw


def set_link(bench: Workbench, edit: SetLink) -> None:
    """Call a link something else, at all its places. Raises EditRefused."""
    node = bench.step(edit.step)
    definition = _definition(node)
    if definition is None:
        raise refuse("", "Steget är ingen länk.", "The step is no link.")
    old, new = definition.get("name", ""), name_in("link", edit.link)
    scope = bench.scope(node)
    if new != old and _places(scope, new):
        raise refuse("link", "En annan länk heter redan så.", "Another link is called so already.")
    for one in _places(scope, old):
        there = _definition(one)
        assert there is not None
        there.set("name", new)
        if one.get("name") == old:
            one.set("name", new)


def remove_link(bench: Workbench, node: etree._Element) -> str:
    """Remove a place of a link; the id of the step to go on with.

    What led there leads to where the link went on. The place where it goes on goes with the last
    that leads there, and the other way round.
    """
    definition = _definition(node)
    name = "" if definition is None else definition.get("name", "")
    places = _places(bench.scope(node), name)
    catch = next((one for one in places if local_name(one) == _CATCH), None)
    throws = [one for one in places if local_name(one) == _THROW]
    onward = [] if catch is None else bench.outs(catch)
    if len(onward) > 1:
        raise refuse(
            "",
            "Flera vägar går vidare från länken. Ta bort vägar tills en är kvar.",
            "Several ways lead on from the link. Remove ways until one is left.",
        )
    target = bench.target(onward[0]) if onward else None
    gone = throws if node is catch else [node]
    focus = "" if target is None else str(target.get("id"))
    for throw in gone:
        for flow in bench.ins(throw):
            source = bench.source(flow)
            focus = str(source.get("id"))
            if target is not None and target is not source:
                bench.lead(flow, target=target)
        bench.remove(throw)
    if catch is not None and (node is catch or throws == [node]):
        bench.remove(catch)
    return focus


def _target(bench: Workbench, to: str, near: etree._Element) -> etree._Element | None:
    if not to:
        return None
    target = bench.step(to)
    unfit = local_name(target) in ("startEvent", "boundaryEvent") or is_link(target)
    if (
        unfit
        or bench.scope(target) is not bench.scope(near)
        or (target.get("triggeredByEvent") == "true")
    ):
        raise refuse("to", "Flödet kan inte gå vidare där.", "The flow can't go on there.")
    return target


def _place(bench: Workbench, kind: str, name: str, name_en: str) -> etree._Element:
    wish = f"till_{name}" if kind == _THROW else f"fran_{name}"
    event = make(bpmn(kind), id=bench.new_id(wish), name=name)
    english = " ".join(name_en.split())
    if english:
        set_lines(event, "properties", "property", ("name", "value"), {NAME_EN: english})
    definition = make(bpmn("linkEventDefinition"), id=bench.new_id(f"{event.get('id')}_lank"))
    definition.set("name", name)
    put(event, definition)
    return event


def _places(scope: etree._Element, name: str) -> list[etree._Element]:
    found = []
    for node in flow_nodes(scope):
        definition = _definition(node)
        if definition is not None and definition.get("name", "") == name:
            found.append(node)
    return found


def _definition(node: etree._Element) -> etree._Element | None:
    if local_name(node) not in (_THROW, _CATCH):
        return None
    return node.find(bpmn("linkEventDefinition"))
