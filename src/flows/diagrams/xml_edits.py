"""Put elements in and take them out of a tree so that the file stays as neat as it was."""

from lxml import etree

from flows.diagrams.names import PREFIXES, XSI, bpmn, local_name, zeebe
from flows.diagrams.read_facts import extension

_HEAD = ("documentation", "extensionElements")
_FLOWS = (
    *_HEAD,
    *("auditing", "monitoring", "categoryValueRef", "incoming", "outgoing"),
    *("ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation"),
    *("resourceRole", "performer", "humanPerformer", "potentialOwner"),
    *("standardLoopCharacteristics", "multiInstanceLoopCharacteristics"),
)


def make(tag: str, /, *children: etree._Element, **attributes: str) -> etree._Element:
    """An element of its own, ready to be put in."""
    element = etree.Element(tag, nsmap=PREFIXES)
    for name, value in attributes.items():
        element.set(name, value)
    element.extend(children)
    return element


def make_text(tag: str, text: str) -> etree._Element:
    """An element that holds a text. Raises ValueError for what XML can't hold."""
    element = make(tag)
    element.text = text
    return element


def formal(tag: str, text: str) -> etree._Element:
    """An element that holds an expression."""
    element = make(tag)
    # The prefix is the one that `make` declares; lxml keeps it in the file.
    element.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
    element.text = text
    return element


def put(parent: etree._Element, child: etree._Element, index: int | None = None) -> None:
    """Put a new child at an index, or last, indented as the parent's other children are."""
    place = len(parent) if index is None else index
    depth = sum(1 for _ in parent.iterancestors()) + 1
    inner = _line(parent.text) or f"\n{'  ' * depth}"
    if not len(parent):
        parent.text, closing = inner, f"\n{'  ' * (depth - 1)}"
        child.tail = closing
    elif place >= len(parent):
        child.tail = parent[-1].tail
        parent[-1].tail = inner
    else:
        child.tail = inner
    _indent(child, inner)
    parent.insert(place, child)


def put_after(sibling: etree._Element, child: etree._Element) -> None:
    """Put a new element right after another."""
    parent = sibling.getparent()
    assert parent is not None
    put(parent, child, parent.index(sibling) + 1)


def take_out(element: etree._Element) -> None:
    """Remove an element; the line that it stood on goes with it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    is_last = element.getnext() is None
    tail = element.tail
    parent.remove(element)
    if not is_last:
        return
    if before is not None:
        before.tail = tail
    elif not (parent.text or "").strip():
        parent.text = None


def _line(text: str | None) -> str:
    return text if text and "\n" in text and not text.strip() else ""


def _indent(element: etree._Element, line: str) -> None:
    if not len(element):
        return
    inner = f"{line}  "
    element.text = inner
    for child in element:
        child.tail = inner
        _indent(child, inner)
    element[-1].tail = line


# ------------------------------------------------ what stands where in a flow node


def put_in_order(owner: etree._Element, child: etree._Element) -> None:
    """Put a child where BPMN's schema wants it among its siblings."""
    name = local_name(child)
    if name not in _FLOWS:
        put(owner, child)
        return
    rank = _FLOWS.index(name)
    index = 0
    for place, sibling in enumerate(owner):
        other = local_name(sibling)
        if other in _FLOWS and _FLOWS.index(other) <= rank:
            index = place + 1
    put(owner, child, index)


def set_extension(owner: etree._Element, name: str, **values: str) -> None:
    """Set attributes of a Zeebe extension; "" removes one, and the extension with its last."""
    found = extension(owner, name)
    if found is None:
        if not any(values.values()):
            return
        found = make(zeebe(name))
        for key, value in values.items():
            if value:
                found.set(key, value)
        put_extension(owner, found)
        return
    for key, value in values.items():
        if value:
            found.set(key, value)
        elif key in found.attrib:
            del found.attrib[key]
    if not found.attrib and not len(found):
        remove_extension(owner, name)


def remove_extension(owner: etree._Element, name: str) -> None:
    """Remove a Zeebe extension, and the element around it when that becomes empty."""
    found = extension(owner, name)
    if found is not None:
        around = found.getparent()
        take_out(found)
        if around is not None and not len(around):
            take_out(around)


def set_lines(
    owner: etree._Element, name: str, line: str, keys: tuple[str, str], values: dict[str, str]
) -> None:
    """Set lines of a Zeebe extension (`ioMapping`, `properties`), by their first key.

    "" removes a line; lines that aren't named stay as they are.
    """
    found = extension(owner, name)
    for key, value in values.items():
        here = None
        if found is not None:
            lines = found.findall(zeebe(line))
            here = next((one for one in lines if one.get(keys[0]) == key), None)
        if here is not None and found is not None:
            if value:
                here.set(keys[1], value)
            else:
                take_out(here)
        elif value:
            if found is None:
                found = make(zeebe(name))
                put_extension(owner, found)
            put(found, make(zeebe(line), **{keys[0]: key, keys[1]: value}))
    if found is not None and not len(found):
        remove_extension(owner, name)


def put_extension(owner: etree._Element, extension: etree._Element) -> None:
    """Put a new Zeebe extension into an element."""
    around = owner.find(bpmn("extensionElements"))
    if around is None:
        around = make(bpmn("extensionElements"))
        put_in_order(owner, around)
    put(around, extension)


def set_child_text(owner: etree._Element, name: str, text: str) -> None:
    """Set the text of a BPMN child such as documentation; "" removes it."""
    found = owner.find(bpmn(name))
    if not text:
        if found is not None:
            take_out(found)
        return
    if found is None:
        put_in_order(owner, make_text(bpmn(name), text))
    elif "".join(map(str, found.itertext())).strip() != text:
        for inner in list(found):
            found.remove(inner)
        found.text = text


def set_formal(owner: etree._Element, name: str, text: str, index: int | None = None) -> None:
    """Set the expression of a BPMN child; "" removes it, a new one stands at the index or last."""
    there = owner.find(bpmn(name))
    if there is None:
        if text:
            put(owner, formal(bpmn(name), text), index)
    elif not text:
        take_out(there)
    elif "".join(map(str, there.itertext())).strip() != text:
        for inner in list(there):
            there.remove(inner)
        there.text = text
