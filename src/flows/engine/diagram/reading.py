"""Read XML from outside without trusting it: no entities, no DOCTYPE, no network, a size limit."""

from lxml import etree

from flows.engine.diagram.vocabulary import BPMN
from flows.kernel import Problem
from flows.kernel.broken_files import xml_fault
from flows.kernel.hostile_xml import parse_hostile_xml

MAX_DEPTH = 200
"""Elements nested deeper than this are not a diagram that a person drew."""


class UnreadableFile(Exception):
    """The file is not XML that we accept; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.en)
        self.problem = problem


def read_xml(raw: bytes, file: str, *, max_bytes: int) -> etree._Element:
    """The root of an XML file, comments dropped. Raises UnreadableFile."""
    if len(raw) > max_bytes:
        size, limit = len(raw) // 1024, max_bytes // 1024
        raise UnreadableFile(
            Problem(
                "too-large",
                f"Filen är {size} KiB; högst {limit} KiB tas emot.",
                f"The file is {size} KiB; at most {limit} KiB is accepted.",
                file=file,
            )
        )
    try:
        root = parse_hostile_xml(raw)
    except (etree.XMLSyntaxError, ValueError) as error:
        fault = xml_fault(error)
        raise UnreadableFile(
            Problem("not-xml", fault.sv, fault.en, file=file, line=fault.line)
        ) from None
    if _has_doctype(root):
        raise UnreadableFile(
            Problem(
                "doctype",
                "En DOCTYPE tas inte emot i ett diagram.",
                "A DOCTYPE is not accepted in a diagram.",
                file=file,
                line=1,
            )
        )
    if _depth(root) > MAX_DEPTH:
        raise UnreadableFile(
            Problem(
                "too-deep",
                f"Diagrammet är nästlat djupare än {MAX_DEPTH} nivåer.",
                f"The diagram is nested more than {MAX_DEPTH} levels deep.",
                file=file,
            )
        )
    return root


def _has_doctype(root: etree._Element) -> bool:
    return bool(getattr(root.getroottree().docinfo, "doctype", ""))


def _depth(root: etree._Element) -> int:
    deepest = 0
    level = [root]
    while level:
        deepest += 1
        if deepest > MAX_DEPTH:
            break
        level = [child for element in level for child in element]
    return deepest


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    """The element's namespace, or an empty text."""
    return etree.QName(element).namespace or ""


def line_of(element: etree._Element) -> int:
    """The line of the file that an element begins on; 0 when it isn't known."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def bpmn(name: str) -> str:
    """The name of a BPMN element as lxml writes it."""
    return f"{{{BPMN}}}{name}"
