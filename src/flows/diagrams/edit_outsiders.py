"""Those outside the flow that it talks with: closed pools, and messages to and from them."""

from lxml import etree

from flows.diagrams.edit_checks import name_in
from flows.diagrams.edits_beside import (
    AddExchange,
    AddOutsider,
    RemoveExchange,
    RemoveOutsider,
    SetExchange,
    SetOutsider,
)
from flows.diagrams.errors import StepUnknown, refuse
from flows.diagrams.names import GATEWAYS, bpmn, is_bpmn
from flows.diagrams.places_beside import own_pool, put_message_flow, put_participant
from flows.diagrams.pools import process_of
from flows.diagrams.references import ends_of, id_of
from flows.diagrams.workbench import Workbench
from flows.diagrams.xml_edits import make, take_out


def add_outsider(bench: Workbench, edit: AddOutsider) -> str:
    """Somebody outside; no step has focus. Raises EditRefused."""
    _new(bench, name_in("name", edit.name))
    return ""


def set_outsider(bench: Workbench, edit: SetOutsider) -> str:
    """Call somebody outside something else. Raises EditRefused."""
    _outsider(bench, edit.outsider).set("name", name_in("name", edit.name))
    return ""


def remove_outsider(bench: Workbench, edit: RemoveOutsider) -> str:
    """Take somebody outside away. Raises EditRefused."""
    pool = _outsider(bench, edit.outsider)
    if process_of(pool):
        raise refuse(
            "",
            "Här finns en process ritad. Ta bort den på ritytan.",
            "A process is drawn here. Remove it on the drawing page.",
        )
    take_out(pool)
    bench.forget(edit.outsider)
    return ""


def add_exchange(bench: Workbench, edit: AddExchange) -> str:
    """Draw that something is sent between a step and somebody outside. Raises EditRefused."""
    step = bench.step(edit.step)
    if is_bpmn(step, GATEWAYS) or step.get("triggeredByEvent") == "true":
        raise refuse(
            "",
            "Inget skickas till eller från ett sådant steg.",
            "Nothing is sent to or from a step of this kind.",
        )
    name = name_in("name", edit.name)
    if edit.outsider:
        pool = _outsider(bench, edit.outsider)
    else:
        pool = _new(bench, name_in("who", edit.who))
    ends = (edit.step, id_of(pool)) if edit.sends else (id_of(pool), edit.step)
    flow = make(bpmn("messageFlow"), id=bench.new_id(f"utbyte_{name}"), name=name)
    flow.set("sourceRef", ends[0])
    flow.set("targetRef", ends[1])
    own_pool(bench)
    collaboration = pool.getparent()
    assert collaboration is not None
    put_message_flow(collaboration, flow)
    bench.beside.append(id_of(flow))
    return edit.step


def set_exchange(bench: Workbench, edit: SetExchange) -> str:
    """Call what is sent something else; the id of the step. Raises EditRefused."""
    flow = _flow(bench, edit.exchange)
    flow.set("name", name_in("name", edit.name))
    bench.beside.append(edit.exchange)
    return _step(bench, flow)


def remove_exchange(bench: Workbench, edit: RemoveExchange) -> str:
    """Draw no more that something is sent; the id of the step."""
    flow = _flow(bench, edit.exchange)
    step = _step(bench, flow)
    take_out(flow)
    bench.forget(edit.exchange)
    return step


def _new(bench: Workbench, name: str) -> etree._Element:
    mine = own_pool(bench)
    pool = make(bpmn("participant"), id=bench.new_id(f"utanfor_{name}"), name=name)
    collaboration = mine.getparent()
    assert collaboration is not None
    put_participant(collaboration, pool)
    bench.beside += [id_of(mine), id_of(pool)]
    return pool


def _outsider(bench: Workbench, pool_id: str) -> etree._Element:
    for pool in bench.file.root.iter(bpmn("participant")):
        if pool_id and pool.get("id") == pool_id and process_of(pool) != bench.process.get("id"):
            return pool
    raise StepUnknown


def _flow(bench: Workbench, flow_id: str) -> etree._Element:
    for flow in bench.file.root.iter(bpmn("messageFlow")):
        if flow_id and flow.get("id") == flow_id:
            return flow
    raise StepUnknown


def _step(bench: Workbench, flow: etree._Element) -> str:
    ids = {id_of(node) for node in bench.nodes()}
    return next((one for one in ends_of(flow) if one in ids), "")
