"""How elements of a file point at one another."""

from lxml import etree

from flows.diagrams.names import local_name
from flows.diagrams.read_facts import child_text

READS, WRITES = "dataInputAssociation", "dataOutputAssociation"


def last_part(reference: str | None) -> str:
    """An id as it is referred to, without the prefix that some programs write before it."""
    return (reference or "").strip().rpartition(":")[2]


def ends_of(line: etree._Element) -> tuple[str, str]:
    """The ids of what a line leaves and leads to, whether it says so in attributes or elements."""
    around = line.getparent()
    own = "" if around is None else str(around.get("id", ""))
    kind = local_name(line)
    if kind == READS:
        return last_part(child_text(line, "sourceRef")), own
    if kind == WRITES:
        return own, last_part(child_text(line, "targetRef"))
    return last_part(line.get("sourceRef")), last_part(line.get("targetRef"))


def id_of(element: etree._Element) -> str:
    """The element's id; "" for one without."""
    return str(element.get("id", ""))
