"""Change a diagram through its outline: one edit, its flows, its drawing."""

from dataclasses import dataclass

from lxml import etree

from flows.diagrams.diagram_file import DiagramFile, flow_nodes, scopes_in
from flows.diagrams.edit_beside import change_beside
from flows.diagrams.edit_checks import check_texts
from flows.diagrams.edit_events import add_event
from flows.diagrams.edit_insert import add_way, insert_step
from flows.diagrams.edit_lanes import add_lane, remove_lane, set_lane
from flows.diagrams.edit_order import (
    lead_way,
    move_step,
    reached_in,
    remove_step,
    remove_way,
)
from flows.diagrams.edit_reminder import add_reminder
from flows.diagrams.edit_settings import set_process, set_step, set_way
from flows.diagrams.edits import (
    AddEvent,
    AddLane,
    AddReminder,
    AddWay,
    BesideEdit,
    Edit,
    InsertStep,
    LeadWay,
    MoveStep,
    RemoveLane,
    RemoveStep,
    RemoveWay,
    SetLane,
    SetProcess,
    SetRole,
    SetWay,
)
from flows.diagrams.layout import mend_drawing
from flows.diagrams.names import BPMN, XSI
from flows.diagrams.outline import Outline
from flows.diagrams.read_outline import outline_of
from flows.diagrams.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of an edit: the file, its outline, and what there is to say of it.

    `focus` is the step that was changed ("" if it is gone). `removed` are the names of steps that
    went away, `unreached` those that nothing leads to any more.
    """

    content: bytes
    outline: Outline
    focus: str
    removed: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()


def edit_outline(raw: bytes, process_id: str, edit: Edit) -> Edited:
    """The file after an edit; nothing else in it is touched.

    Raises FileRefused, ProcessUnknown, StepUnknown, or EditRefused whose problems name the
    fields of the edit.
    """
    check_texts(edit)
    file = DiagramFile(raw)
    process = file.process(process_id)
    bench = Workbench(file, process)
    names = _names(process)
    before = _reached(process)
    focus = _apply(bench, edit)
    _mend_prefixes(file.root)
    after = _names(process)
    reached = _reached(process)
    moved = {edit.step} if isinstance(edit, SetRole) else set()
    mend_drawing(bench, moved)
    return Edited(
        content=file.written(),
        outline=outline_of(file, process_id),
        focus=focus if focus in after else "",
        removed=tuple(name for step_id, name in names.items() if step_id not in after),
        unreached=tuple(
            name for step_id, name in after.items() if step_id in before and step_id not in reached
        ),
    )


def _apply(bench: Workbench, edit: Edit) -> str:
    """Make the change; the id of the step that the reader goes on with."""
    match edit:
        case InsertStep():
            return insert_step(bench, edit)
        case AddReminder():
            return add_reminder(bench, edit)
        case AddEvent():
            return add_event(bench, edit)
        case AddWay():
            return add_way(bench, edit)
        case MoveStep():
            move_step(bench, edit)
            return edit.step
        case RemoveStep():
            return remove_step(bench, edit)
        case LeadWay():
            return lead_way(bench, edit)
        case RemoveWay():
            return remove_way(bench, edit)
        case SetWay():
            return set_way(bench, edit)
        case SetProcess():
            set_process(bench, edit)
            return ""
        case AddLane():
            return add_lane(bench, edit)
        case SetLane():
            return set_lane(bench, edit)
        case RemoveLane():
            return remove_lane(bench, edit)
        case _ if isinstance(edit, BesideEdit):
            return change_beside(bench, edit)
        case _:
            set_step(bench, edit)
            return edit.step


def _names(process: etree._Element) -> dict[str, str]:
    return {
        str(node.get("id")): node.get("name") or str(node.get("id"))
        for scope in scopes_in(process)
        for node in flow_nodes(scope)
    }


def _reached(process: etree._Element) -> set[str]:
    return {step_id for scope in scopes_in(process) for step_id in reached_in(scope)}


def _mend_prefixes(root: etree._Element) -> None:
    """Write the type of new expressions with the prefix that the file has for BPMN."""
    for element in root.iter(etree.Element):
        if element.get(f"{{{XSI}}}type") != "bpmn:tFormalExpression":
            continue
        if element.nsmap.get("bpmn") == BPMN:
            continue
        prefix = next((key for key, uri in element.nsmap.items() if uri == BPMN), None)
        name = "tFormalExpression"
        element.set(f"{{{XSI}}}type", f"{prefix}:{name}" if prefix else name)
