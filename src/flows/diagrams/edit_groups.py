"""Groups: a frame with a name around steps."""

from collections.abc import Sequence

from lxml import etree

from flows.diagrams.drawing import planes, read_drawing
from flows.diagrams.edit_checks import name_in
from flows.diagrams.edits_beside import AddGroup, RemoveGroup, SetGroup
from flows.diagrams.errors import StepUnknown, refuse
from flows.diagrams.groups import group_value, members_of, outermost, put_in_group
from flows.diagrams.layout_groups import draw_group
from flows.diagrams.names import bpmn
from flows.diagrams.places_beside import put_artifact
from flows.diagrams.references import id_of, last_part
from flows.diagrams.workbench import Workbench
from flows.diagrams.write_beside import name_group
from flows.diagrams.xml_edits import make, take_out


def add_group(bench: Workbench, edit: AddGroup) -> str:
    """A new group; the id of its first step. Raises EditRefused."""
    name = name_in("name", edit.name)
    steps = _chosen(bench, edit.steps)
    group = make(bpmn("group"), id=bench.new_id(f"grupp_{name}"))
    group.set("categoryValueRef", name_group(bench.file.root, name, bench.new_id))
    put_artifact(bench.process, group)
    _hold(bench, group, steps)
    return edit.steps[0]


def set_group(bench: Workbench, edit: SetGroup) -> str:
    """Name a group and choose its steps anew; the id of its first step. Raises EditRefused."""
    group = _group(bench, edit.group)
    name = name_in("name", edit.name)
    steps = _chosen(bench, edit.steps)
    value = group_value(bench.file.root, group)
    before = members_of(bench.file, bench.process, group)
    if value is None or _shared(bench, group):
        group.set("categoryValueRef", name_group(bench.file.root, name, bench.new_id))
    else:
        value.set("value", name)
    if set(map(id_of, outermost(steps))) != set(map(id_of, before)):
        _leave(bench, group)
        _hold(bench, group, steps)
    return edit.steps[0]


def remove_group(bench: Workbench, edit: RemoveGroup) -> str:
    """Take a group away; the id of the first step that was in it, "" if none."""
    group = _group(bench, edit.group)
    members = members_of(bench.file, bench.process, group)
    value = group_value(bench.file.root, group)
    if not _shared(bench, group):
        _leave(bench, group)
        if value is not None:
            category = value.getparent()
            take_out(value)
            if category is not None and not len(category):
                take_out(category)
    take_out(group)
    bench.forget(edit.group)
    return id_of(members[0]) if members else ""


def _hold(bench: Workbench, group: etree._Element, steps: Sequence[etree._Element]) -> None:
    """Let a group hold these steps, and draw its frame; who stands between them comes along."""
    held = list(outermost(steps))
    by_id = bench.file.by_id()
    for plane in planes(bench.file.root):
        drawing = read_drawing(plane, by_id)
        if all(id_of(one) in drawing.shapes for one in held):
            held = draw_group(drawing, bench.process, group, held)
            drawing.write()
            break
    for one in held:
        put_in_group(one, group)


def _leave(bench: Workbench, group: etree._Element) -> None:
    value = last_part(group.get("categoryValueRef"))
    for node in bench.nodes():
        for said in node.findall(bpmn("categoryValueRef")):
            if value and last_part(said.text) == value:
                take_out(said)


def _shared(bench: Workbench, group: etree._Element) -> bool:
    """Whether another group is called after the same value, as after a copy."""
    value = group.get("categoryValueRef")
    others = [one for one in bench.file.root.iter(bpmn("group")) if one is not group]
    return any(one.get("categoryValueRef") == value for one in others)


def _chosen(bench: Workbench, steps: Sequence[str]) -> list[etree._Element]:
    if not steps:
        raise refuse("steps", "Välj minst ett steg.", "Choose at least one step.")
    return [bench.step(step) for step in steps]


def _group(bench: Workbench, group_id: str) -> etree._Element:
    for one in bench.file.root.iter(bpmn("group")):
        if group_id and one.get("id") == group_id:
            return one
    raise StepUnknown
