"""Write what is drawn beside the flow into a file that an outline is written as."""

from collections.abc import Callable, Mapping

from lxml import etree

from flows.diagrams.beside import Beside, Document, Group, Outsider
from flows.diagrams.names import bpmn
from flows.diagrams.read_beside import DOCUMENTS
from flows.diagrams.references import READS, WRITES
from flows.diagrams.xml_edits import make, make_text, put, put_in_order

_TAGS = {kind: tag for tag, kind in DOCUMENTS.items()}


def write_beside(
    beside: Beside,
    process: etree._Element,
    nodes: Mapping[str, etree._Element],
    new_id: Callable[[str], str],
) -> None:
    """Put all of it into the process, and a collaboration before it for those outside.

    `nodes` are the steps that are written, by id.
    """
    root = process.getparent()
    assert root is not None
    for document in beside.documents:
        _document(document, process, nodes, new_id)
    for document in beside.documents:
        for use in document.uses:
            if not use.how:
                put(process, line_between(new_id("streck"), use.step, document.id))
    for group in beside.groups:
        _group(group, process, nodes, new_id)
    if beside.outsiders:
        _outsiders(beside.outsiders, process, new_id)
    for note in beside.notes:
        annotation = make(bpmn("textAnnotation"))
        if note.id:
            annotation.set("id", note.id)
        put(annotation, make_text(bpmn("text"), note.text))
        put(process, annotation)
        for about in note.about:
            put(process, line_between(new_id("streck"), about, note.id))


def line_between(own: str, source: str, target: str) -> etree._Element:
    """An association between two elements."""
    return make(bpmn("association"), id=own, sourceRef=source, targetRef=target)


def reads(node: etree._Element, document_id: str, new_id: Callable[[str], str]) -> etree._Element:
    """Let a step read a document; the line. What it is read into must have a name in the file."""
    place = make(bpmn("property"), id=new_id("plats"), name="__targetRef_placeholder")
    put_in_order(node, place)
    line = make(bpmn(READS), id=new_id("laser"))
    line.append(make_text(bpmn("sourceRef"), document_id))
    line.append(make_text(bpmn("targetRef"), str(place.get("id"))))
    put_in_order(node, line)
    return line


def writes(node: etree._Element, document_id: str, new_id: Callable[[str], str]) -> etree._Element:
    """Let a step write a document; the line."""
    line = make(bpmn(WRITES), id=new_id("skriver"))
    line.append(make_text(bpmn("targetRef"), document_id))
    put_in_order(node, line)
    return line


def name_group(root: etree._Element, name: str, new_id: Callable[[str], str]) -> str:
    """Declare a name for a group, in a category of its own; the id of its value."""
    value = make(bpmn("categoryValue"), id=new_id("gruppnamn"), value=name)
    category = make(bpmn("category"), id=new_id("kategori"))
    category.append(value)
    before = [one for one in root if one.tag in (bpmn("collaboration"), bpmn("process"))]
    put(root, category, root.index(before[0]) if before else None)
    return str(value.get("id"))


def _document(
    document: Document,
    process: etree._Element,
    nodes: Mapping[str, etree._Element],
    new_id: Callable[[str], str],
) -> None:
    element = make(bpmn(_TAGS[document.kind]), id=document.id)
    if document.name:
        element.set("name", document.name)
    if document.kind == "object":
        what = make(bpmn("dataObject"), id=new_id("underlag"))
        element.set("dataObjectRef", str(what.get("id")))
        put(process, what)
    put(process, element)
    for use in document.uses:
        if use.how == "reads":
            reads(nodes[use.step], document.id, new_id)
        elif use.how == "writes":
            writes(nodes[use.step], document.id, new_id)


def _group(
    group: Group,
    process: etree._Element,
    nodes: Mapping[str, etree._Element],
    new_id: Callable[[str], str],
) -> None:
    element = make(bpmn("group"))
    if group.id:
        element.set("id", group.id)
    if group.name or group.steps:
        root = process.getparent()
        assert root is not None
        value = name_group(root, group.name, new_id)
        element.set("categoryValueRef", value)
        for step in group.steps:
            put_in_order(nodes[step], make_text(bpmn("categoryValueRef"), value))
    put(process, element)


def _outsiders(
    outsiders: tuple[Outsider, ...], process: etree._Element, new_id: Callable[[str], str]
) -> None:
    root = process.getparent()
    assert root is not None
    collaboration = make(bpmn("collaboration"), id=new_id("samverkan"))
    own = make(bpmn("participant"), id=new_id("deltagare"))
    own.set("processRef", str(process.get("id")))
    put(root, collaboration, root.index(process))
    put(collaboration, own)
    for outsider in outsiders:
        pool = make(bpmn("participant"), id=outsider.id)
        if outsider.name:
            pool.set("name", outsider.name)
        if outsider.process:
            pool.set("processRef", outsider.process)
            put(root, make(bpmn("process"), id=outsider.process))
        put(collaboration, pool)
    for outsider in outsiders:
        for exchange in outsider.exchanges:
            here = exchange.step or str(own.get("id"))
            ends = (here, outsider.id) if exchange.sends else (outsider.id, here)
            flow = make(bpmn("messageFlow"), id=exchange.id)
            if exchange.name:
                flow.set("name", exchange.name)
            flow.set("sourceRef", ends[0])
            flow.set("targetRef", ends[1])
            put(collaboration, flow)
