"""Change what is drawn beside the flow: notes and documents here, the rest in files of its own."""

from lxml import etree

from flows.diagrams.edit_checks import name_in
from flows.diagrams.edit_groups import add_group, remove_group, set_group
from flows.diagrams.edit_outsiders import (
    add_exchange,
    add_outsider,
    remove_exchange,
    remove_outsider,
    set_exchange,
    set_outsider,
)
from flows.diagrams.edits_beside import (
    AddExchange,
    AddGroup,
    AddNote,
    AddOutsider,
    BesideEdit,
    LeaveDocument,
    RemoveDocument,
    RemoveExchange,
    RemoveGroup,
    RemoveNote,
    RemoveOutsider,
    SetDocument,
    SetExchange,
    SetGroup,
    SetNote,
    SetOutsider,
    UseDocument,
)
from flows.diagrams.errors import StepUnknown, refuse
from flows.diagrams.names import ACTIVITIES, bpmn, is_bpmn, local_name
from flows.diagrams.places_beside import put_artifact, put_flow_element
from flows.diagrams.read_beside import DOCUMENTS
from flows.diagrams.references import READS, WRITES, ends_of, id_of
from flows.diagrams.workbench import Workbench, leave_property
from flows.diagrams.write_beside import line_between, reads, writes
from flows.diagrams.xml_edits import make, make_text, set_child_text, take_out

_TAGS = {kind: tag for tag, kind in DOCUMENTS.items()}
_ONLY_WRITE = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
_ONLY_READ = ("endEvent", "intermediateThrowEvent")


def change_beside(bench: Workbench, edit: BesideEdit) -> str:
    """Make the change; the id of the step to go on with, "" if none. Raises EditRefused."""
    match edit:
        case AddNote():
            return _add_note(bench, edit)
        case SetNote(note=note_id, text=text):
            note = _element(bench, note_id, "textAnnotation")
            set_child_text(note, "text", _text(text))
            bench.beside.append(note_id)
            return _tied_to(bench, note_id)
        case RemoveNote(note=note_id):
            focus = _tied_to(bench, note_id)
            _take_away(bench, _element(bench, note_id, "textAnnotation"))
            return focus
        case UseDocument():
            return _use_document(bench, edit)
        case SetDocument(document=document_id, name=name):
            _element(bench, document_id, *DOCUMENTS).set("name", name_in("name", name))
            bench.beside.append(document_id)
            return _tied_to(bench, document_id)
        case LeaveDocument():
            return _leave_document(bench, edit)
        case RemoveDocument(document=document_id):
            focus = _tied_to(bench, document_id)
            _remove_document(bench, _element(bench, document_id, *DOCUMENTS))
            return focus
        case AddGroup():
            return add_group(bench, edit)
        case SetGroup():
            return set_group(bench, edit)
        case RemoveGroup():
            return remove_group(bench, edit)
        case AddOutsider():
            return add_outsider(bench, edit)
        case SetOutsider():
            return set_outsider(bench, edit)
        case RemoveOutsider():
            return remove_outsider(bench, edit)
        case AddExchange():
            return add_exchange(bench, edit)
        case SetExchange():
            return set_exchange(bench, edit)
        case RemoveExchange():
            return remove_exchange(bench, edit)


# ------------------------------------------------ notes


def _add_note(bench: Workbench, edit: AddNote) -> str:
    step = bench.step(edit.step)
    note = make(bpmn("textAnnotation"), id=bench.new_id(f"anteckning_{edit.step}"))
    note.append(make_text(bpmn("text"), _text(edit.text)))
    put_artifact(bench.scope(step), note)
    line = line_between(bench.new_id(f"streck_{edit.step}"), edit.step, id_of(note))
    put_artifact(bench.scope(step), line)
    bench.beside += [id_of(note), id_of(line)]
    return edit.step


def _text(text: str) -> str:
    text = "\n".join(line.strip() for line in text.strip().splitlines())
    if not text:
        raise refuse("text", "Skriv vad som ska stå.", "Write what it is to say.")
    return text


# ------------------------------------------------ documents


def _use_document(bench: Workbench, edit: UseDocument) -> str:
    step = bench.step(edit.step)
    kind = local_name(step)
    may = is_bpmn(step, ACTIVITIES) or kind in (_ONLY_WRITE if edit.how == "writes" else _ONLY_READ)
    if edit.how not in ("reads", "writes") or not may:
        raise refuse(
            "how", "Det kan ett sådant steg inte göra.", "A step of this kind can't do that."
        )
    if edit.document:
        document = _element(bench, edit.document, *DOCUMENTS, field="document")
    else:
        document = _new_document(bench, edit, bench.scope(step))
    for line in step.findall(bpmn(READS if edit.how == "reads" else WRITES)):
        if id_of(document) in ends_of(line):
            raise refuse(
                "document", "Det är redan ritat vid steget.", "It is drawn at the step already."
            )
    line = (reads if edit.how == "reads" else writes)(step, id_of(document), bench.new_id)
    bench.beside.append(id_of(line))
    return edit.step


def _new_document(bench: Workbench, edit: UseDocument, scope: etree._Element) -> etree._Element:
    name = name_in("name", edit.name)
    if edit.kind not in _TAGS:
        raise refuse("kind", "Välj vad det är.", "Choose what it is.")
    document = make(bpmn(_TAGS[edit.kind]), id=bench.new_id(f"underlag_{name}"), name=name)
    if edit.kind == "object":
        what = make(bpmn("dataObject"), id=bench.new_id(f"underlag_{name}"))
        document.set("dataObjectRef", id_of(what))
        put_flow_element(scope, what)
    put_flow_element(scope, document)
    bench.beside.append(id_of(document))
    return document


def _leave_document(bench: Workbench, edit: LeaveDocument) -> str:
    step = bench.step(edit.step)
    document = _element(bench, edit.document, *DOCUMENTS)
    _cut_uses(bench, step, edit.document)
    for line in list(bench.process.iter(bpmn("association"))):
        if set(ends_of(line)) == {edit.step, edit.document}:
            _take_away(bench, line)
    if not _tied_to(bench, edit.document):
        _remove_document(bench, document)
    return edit.step


def _cut_uses(bench: Workbench, owner: etree._Element, document_id: str) -> None:
    """Take away that the steps in an element, or it itself, read or write a document."""
    for line in list(owner.iter(bpmn(READS), bpmn(WRITES))):
        if document_id not in ends_of(line):
            continue
        leave_property(line)
        _take_away(bench, line)


def _remove_document(bench: Workbench, document: etree._Element) -> None:
    _cut_uses(bench, bench.process, id_of(document))
    what = document.get("dataObjectRef")
    _take_away(bench, document)
    referred = [one.get("dataObjectRef") for one in bench.process.iter("{*}dataObjectReference")]
    if what and what not in referred:
        for one in list(bench.process.iter(bpmn("dataObject"))):
            if one.get("id") == what:
                take_out(one)


# ------------------------------------------------ what there is


def _element(bench: Workbench, element_id: str, *kinds: str, field: str = "") -> etree._Element:
    """A note or a document, in the process or in the collaboration around it."""
    owners: list[etree._Element] = [bench.process]
    owners += bench.file.root.findall(bpmn("collaboration"))
    for owner in owners:
        for one in owner.iter(etree.Element):
            if element_id and one.get("id") == element_id and is_bpmn(one, set(kinds)):
                return one
    if field:
        raise refuse(field, "Det finns inte längre.", "It is no longer there.")
    raise StepUnknown


def _tied_to(bench: Workbench, element_id: str) -> str:
    """The id of the first step that something is drawn at; "" if none."""
    lines = bench.file.root.iter(bpmn("association"), bpmn(READS), bpmn(WRITES))
    ends = [set(ends_of(line)) for line in lines]
    tied = {one for both in ends if element_id in both for one in both}
    steps = [id_of(one) for one in bench.nodes()]
    return next((step for step in steps if step in tied), "")


def _take_away(bench: Workbench, element: etree._Element) -> None:
    """An element, with all that is drawn for it."""
    take_out(element)
    bench.forget(id_of(element))
