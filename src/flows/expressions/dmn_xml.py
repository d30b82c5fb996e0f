"""Reading DMN's XML safely: no entities, no DOCTYPE, no network, a limit on size.

The namespaces of DMN 1.2 to 1.5 differ only in their year, so elements are known by local name.
"""

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from flows.expressions.errors import DecisionError
from flows.kernel import Problem
from flows.kernel.broken_files import xml_fault
from flows.kernel.hostile_xml import parse_hostile_xml

MAX_MODEL_BYTES: Final = 1_048_576

BOXED: Final = frozenset(
    [
        "literalExpression",
        "decisionTable",
        "context",
        "invocation",
        "relation",
        "list",
        "functionDefinition",
        "conditional",
        "filter",
        "for",
        "some",
        "every",
    ]
)

Element = etree._Element


def read_definitions(raw: bytes, file: str) -> Element:
    """The root `definitions` element; raises DecisionError."""
    if len(raw) > MAX_MODEL_BYTES:
        raise _refused(
            file,
            "too-large",
            f"Filen är större än {MAX_MODEL_BYTES} byte.",
            f"The file is larger than {MAX_MODEL_BYTES} bytes.",
        )
    try:
        root = parse_hostile_xml(raw)
    except (etree.XMLSyntaxError, ValueError) as fault:
        said = xml_fault(fault)
        raise _refused(file, "not-xml", said.sv, said.en, said.line) from None
    described: Any = root.getroottree().docinfo
    if described.doctype:
        raise _refused(
            file, "doctype", "Filen har en DOCTYPE.", "The file has a DOCTYPE.", line_of(root)
        )
    if local_name(root) != "definitions" or "/DMN/" not in (etree.QName(root).namespace or ""):
        raise _refused(
            file, "not-dmn", "Filen är ingen beslutsmodell.", "The file is no decision model."
        )
    return root


def _refused(file: str, code: str, sv: str, en: str, line: int | None = 0) -> DecisionError:
    return DecisionError([Problem(code, sv, en, file=file, line=line or 0)])


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return str(etree.QName(element).localname)


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The child elements with one of the local names; all of them when no name is given."""
    if element is None:
        return
    for child in element:
        if isinstance(child.tag, str) and (not names or local_name(child) in names):
            yield child


def child(element: Element | None, *names: str) -> Element | None:
    """The first child element with one of the local names."""
    return next(children(element, *names), None)


def boxed_child(element: Element | None) -> Element | None:
    """The first child that is an expression."""
    return child(element, *BOXED)


def text_in(element: Element | None) -> str:
    """The trimmed content of the element's `text` child; "" when there is none."""
    inner = child(element, "text")
    return (inner.text or "").strip() if inner is not None else ""


def name_of(element: Element) -> str:
    """The element's name with single spaces."""
    return " ".join((element.get("name") or "").split())


def type_of(element: Element | None) -> str | None:
    """The element's type reference: an attribute, or a child in DMN 1.1."""
    if element is None:
        return None
    reference = element.get("typeRef")
    if reference is None:
        inner = child(element, "typeRef")
        reference = inner.text if inner is not None else None
    return reference.strip() if reference else None


def line_of(element: Element) -> int:
    """The line of the element's start tag, or 0."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0
