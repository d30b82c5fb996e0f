"""A DMN file as something changed in place: what a change doesn't touch stays as it stands."""

import itertools
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lxml import etree

from flows.expressions.dmn_xml import Element, child, children, local_name, read_definitions
from flows.kernel import NotFound

_NAMED = ("decision", "inputData", "input", "output", "rule")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


class DecisionUnknown(NotFound):
    """The model has no such decision, or input."""

    code = "decision-unknown"
    sv = "Beslutet finns inte längre i filen."
    en = "The decision is no longer in the file."


class RuleUnknown(NotFound):
    """The table has no such rule."""

    code = "decision-rule-unknown"
    sv = "Regeln finns inte längre i tabellen."
    en = "The rule is no longer in the table."


def changed_decision(raw: bytes, decision_id: str, change: Callable[[Element], None]) -> bytes:
    """The file with one decision changed. Raises DecisionError or DecisionUnknown."""
    root = parsed(raw)
    for decision in children(root, "decision"):
        if decision.get("id") == decision_id:
            change(decision)
            return written(root)
    raise DecisionUnknown


def parsed(raw: bytes) -> Element:
    """The root with its comments, which a reader that only evaluates drops.

    Raises DecisionError.
    """
    read_definitions(raw, "")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    return with_ids(etree.fromstring(raw, parser))


def with_ids(root: Element) -> Element:
    """The root, where every part that a page names has an id of its own.

    One that lacks an id, or has another's, is called by its place: the same each time it is read.
    """
    parts = list(root.iter(*(f"{{*}}{name}" for name in _NAMED)))
    taken = {str(each.get("id")) for each in parts}
    seen: set[str] = set()
    for number, each in enumerate(parts, 1):
        own = each.get("id") or ""
        if not own or own in seen:
            names = _numbered(f"{local_name(each)}_{number}")
            own = next(name for name in names if name not in taken)
            each.set("id", own)
            taken.add(own)
        seen.add(own)
    return root


def every_part_named(raw: bytes) -> bytes:
    """The file as `with_ids` has it; as it is where nothing lacks an id. Raises DecisionError."""
    root = read_definitions(raw, "")
    before = [each.get("id") for each in root.iter()]
    with_ids(root)
    return raw if before == [each.get("id") for each in root.iter()] else written(root)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}_{number}" for number in itertools.count(2))


def written(root: Element) -> bytes:
    """The file of a root."""
    tree = etree.tostring(root.getroottree(), xml_declaration=False, encoding="UTF-8")
    return _DECLARATION + tree + b"\n"


def table_in(decision: Element) -> Element:
    """The decision's table. Raises RuleUnknown when it has none."""
    table = child(decision, "decisionTable")
    if table is None:
        raise RuleUnknown
    return table


def made(near: Element, tag: str, kind: str = "", /, **attributes: str) -> Element:
    """A new element in the namespace of another; with `kind`, it has an id that begins so."""
    attributes = {"id": new_id(kind), **attributes} if kind else attributes
    return etree.Element(f"{{{etree.QName(near).namespace}}}{tag}", attributes)


def with_text(near: Element, tag: str, kind: str, text: str, /, **attributes: str) -> Element:
    """A new element that holds an expression's text."""
    holder = made(near, tag, kind, **attributes)
    write_text(holder, text)
    return holder


def new_id(kind: str) -> str:
    """An id that no file has yet."""
    return f"{kind}_{secrets.token_hex(4)}"


def write_text(holder: Element, text: str) -> None:
    """Put an expression in the element's `text` child."""
    inner = child(holder, "text")
    if inner is None:
        inner = made(holder, "text")
        holder.append(inner)
    inner.text = sayable(text)


def sayable(text: str) -> str:
    """The text without signs that XML can't hold."""
    kept = "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 0x20)
    return "".join(sign for sign in kept if not 0xD800 <= ord(sign) <= 0xDFFF and sign < "\ufffe")


def put_after(parent: Element, new: Element, *names: str) -> None:
    """Put an element after the last child with one of the names, or else first."""
    before = list(children(parent, *names))
    if before:
        before[-1].addnext(new)
    else:
        parent.insert(0, new)


@contextmanager
def laid_out(parent: Element) -> Iterator[None]:
    """Keep the children below one another, whichever of them are new, moved or last."""
    between, closing = parent.text, parent[-1].tail if len(parent) else None
    known = set(parent)
    yield
    level = len(list(parent.iterancestors())) + 1
    if not known:
        etree.indent(parent, level=level - 1)
        return
    for each in parent:
        if each not in known and between is not None:
            etree.indent(each, level=level)
        each.tail = between
    if len(parent):
        parent[-1].tail = closing
