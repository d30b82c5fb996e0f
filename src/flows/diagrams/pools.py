"""Pools: which there are, and whose."""

from lxml import etree

from flows.diagrams.names import bpmn
from flows.diagrams.references import last_part


def process_of(participant: etree._Element) -> str:
    """The id of the process that a pool shows; "" for a closed box."""
    return last_part(participant.get("processRef"))


def pool_of_process(root: etree._Element, process_id: str) -> etree._Element | None:
    """The pool that shows a process, if it has one."""
    pools = root.iter(bpmn("participant"))
    return next((one for one in pools if process_of(one) == process_id), None)
