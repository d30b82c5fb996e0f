"""Add, name and remove lanes."""

from lxml import etree

from flows.diagrams.diagram_file import flow_nodes
from flows.diagrams.drawing import Drawing, planes, read_drawing
from flows.diagrams.edit_checks import name_in
from flows.diagrams.edits import AddLane, RemoveLane, SetLane
from flows.diagrams.errors import refuse
from flows.diagrams.lanes import all_lanes
from flows.diagrams.layout_lanes import close_lane, draw_first_lane, draw_lane_after
from flows.diagrams.names import bpmn, local_name
from flows.diagrams.places_beside import own_pool
from flows.diagrams.read_facts import NAME_EN
from flows.diagrams.workbench import Workbench, put_reference
from flows.diagrams.xml_edits import make, put, put_after, set_lines, take_out


def add_lane(bench: Workbench, edit: AddLane) -> str:
    """A new lane, empty unless it is the first; no step has focus. Raises EditRefused."""
    name = name_in("name", edit.name)
    lane = make(bpmn("lane"), id=bench.new_id(f"lane_{name}"), name=name)
    _english(lane, edit.name_en)
    lanes = all_lanes(bench.process)
    if not lanes:
        _first(bench, lane)
        return ""
    outermost = [one for one in lanes if _outer(one) is None]
    before = outermost[-1] if not edit.after else _lane(bench, edit.after, "after")
    put_after(before, lane)
    for drawing in _drawings(bench):
        shape = drawing.shapes.get(str(before.get("id")))
        if shape is not None:
            bench.bent |= draw_lane_after(drawing, lane, shape)
            drawing.write()
    return ""


def set_lane(bench: Workbench, edit: SetLane) -> str:
    """Call a lane something else. Raises EditRefused."""
    lane = _lane(bench, edit.lane, "")
    lane.set("name", name_in("name", edit.name))
    _english(lane, edit.name_en)
    return ""


def remove_lane(bench: Workbench, edit: RemoveLane) -> str:
    """Take away an empty lane. Raises EditRefused."""
    lane = _lane(bench, edit.lane, "")
    nodes = {str(node.get("id")) for node in flow_nodes(bench.process)}
    held = {(one.text or "").strip() for one in lane.findall(bpmn("flowNodeRef"))}
    if held & nodes or any(one is not lane for one in lane.iter(bpmn("lane"))):
        raise refuse(
            "",
            "Banan är inte tom. Flytta först stegen i den till en annan bana.",
            "The lane isn't empty. First move the steps in it to another lane.",
        )
    for drawing in _drawings(bench):
        if edit.lane in drawing.shapes:
            bench.bent |= close_lane(drawing, edit.lane)
            drawing.write()
    bench.forget(edit.lane)
    around = lane.getparent()
    take_out(lane)
    if around is not None and around.find(bpmn("lane")) is None:
        take_out(around)
    return ""


def _lane(bench: Workbench, lane_id: str, field: str) -> etree._Element:
    for lane in all_lanes(bench.process):
        if lane.get("id") == lane_id:
            return lane
    raise refuse(field, "Banan finns inte längre.", "The lane is no longer there.")


def _outer(lane: etree._Element) -> etree._Element | None:
    """The lane around a lane."""
    around = lane.getparent()
    outer = None if around is None else around.getparent()
    return outer if outer is not None and outer.tag == bpmn("lane") else None


def _english(lane: etree._Element, name: str) -> None:
    set_lines(lane, "properties", "property", ("name", "value"), {NAME_EN: " ".join(name.split())})


def _drawings(bench: Workbench) -> list[Drawing]:
    by_id = bench.file.by_id()
    return [read_drawing(plane, by_id) for plane in planes(bench.file.root)]


# ------------------------------------------------ the first lane


def _first(bench: Workbench, lane: etree._Element) -> None:
    """A set of one lane with every step in it, in a pool: lanes are drawn in pools."""
    around = bench.process.find(bpmn("laneSet"))
    if around is None:
        around = make(bpmn("laneSet"), id=bench.new_id(f"banor_{bench.process.get('id')}"))
        head = ("documentation", "extensionElements", "auditing", "monitoring")
        after = [*head, "ioSpecification", "ioBinding", "property"]
        put(bench.process, around, _index_after(bench.process, after))
    put(around, lane)
    for node in flow_nodes(bench.process):
        put_reference(lane, str(node.get("id")))
    pool = own_pool(bench)
    for drawing in _drawings(bench):
        draw_first_lane(drawing, bench.process, lane, pool)
        drawing.write()


def _index_after(owner: etree._Element, names: list[str]) -> int:
    return max((owner.index(one) + 1 for one in owner if local_name(one) in names), default=0)
