"""Where in a file stands what is drawn beside the flow, as BPMN's schema wants it."""

from lxml import etree

from flows.diagrams.names import bpmn, local_name
from flows.diagrams.pools import pool_of_process
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import make, put

_ARTIFACTS = ("association", "group", "textAnnotation")
_AFTER = ("resourceRole", "performer", "potentialOwner", "correlationSubscription", "supports")
_HEAD = ("documentation", "extensionElements", "participant")


def put_flow_element(scope: etree._Element, element: etree._Element) -> None:
    """Put an element after the steps and flows of a scope, before its notes."""
    _put_before(scope, element, _ARTIFACTS + _AFTER)


def put_artifact(scope: etree._Element, element: etree._Element) -> None:
    """Put a note, a group or an association last in a scope."""
    _put_before(scope, element, _AFTER)


def put_participant(collaboration: etree._Element, pool: etree._Element) -> None:
    """Put a pool after the others."""
    put(collaboration, pool, _index_after(collaboration, _HEAD))


def put_message_flow(collaboration: etree._Element, flow: etree._Element) -> None:
    """Put a message flow after the others."""
    put(collaboration, flow, _index_after(collaboration, (*_HEAD, "messageFlow")))


def own_pool(bench: Workbench) -> etree._Element:
    """The pool of the process, made if need be; what is drawn then belongs to the collaboration."""
    root, process_id = bench.file.root, str(bench.process.get("id"))
    there = pool_of_process(root, process_id)
    if there is not None:
        return there
    pool = make(bpmn("participant"), id=bench.new_id(f"deltagare_{process_id}"))
    if bench.process.get("name"):
        pool.set("name", str(bench.process.get("name")))
    pool.set("processRef", process_id)
    collaboration = root.find(bpmn("collaboration"))
    if collaboration is None:
        collaboration = make(bpmn("collaboration"), id=bench.new_id(f"samverkan_{process_id}"))
        first = root.find(bpmn("process"))
        put(root, collaboration, None if first is None else root.index(first))
        for plane in root.iter("{*}BPMNPlane"):
            if str(plane.get("bpmnElement")).rpartition(":")[2] == process_id:
                plane.set("bpmnElement", str(collaboration.get("id")))
    put_participant(collaboration, pool)
    return pool


def _put_before(scope: etree._Element, element: etree._Element, names: tuple[str, ...]) -> None:
    places = [scope.index(one) for one in scope if local_name(one) in names]
    put(scope, element, min(places, default=None))


def _index_after(owner: etree._Element, names: tuple[str, ...]) -> int:
    return max((owner.index(one) + 1 for one in owner if local_name(one) in names), default=0)
