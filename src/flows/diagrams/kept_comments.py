"""Put back the comments and instructions that a program has dropped from a file that it saved."""

from collections import Counter
from dataclasses import dataclass

from lxml import etree

from flows.diagrams.diagram_file import STYLE_SHEET, DiagramFile
from flows.diagrams.errors import FileRefused

_BEFORE, _AFTER = "\0before", "\0after"
"""The parents of comments that stand outside everything: no element is called so."""

_KINDS = (etree.Comment, etree.ProcessingInstruction)


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment by the element that it stands in and the one that it stands before ("": last).

    With a `target` it is a processing instruction: `<?target text?>`.
    """

    parent: str
    target: str
    text: str
    anchor: str = ""


def keep_comments(before: bytes, after: bytes) -> bytes:
    """`after` with the comments and processing instructions of `before`, each where it stood.

    A comment stands in the same element, before the same one as it did, else last. With its
    element it is gone. What can't be read is left as it is. A style sheet is no remark: it is a
    program for whoever opens the file, and isn't put back.
    """
    if b"<!--" not in before and b"<?" not in before.replace(b"<?xml ", b"", 1):
        return after
    try:
        old, new = DiagramFile(before), DiagramFile(after)
    except FileRefused:
        return after
    elements = {key: element for element, key in _keys(new.root).items()}
    there = Counter(
        (one.parent, one.target, one.text) for one in _comments(new.root, set(elements))
    )
    lacking = []
    for comment in _comments(old.root, set(elements)):
        if there[comment.parent, comment.target, comment.text]:
            there[comment.parent, comment.target, comment.text] -= 1
        elif comment.parent in elements or comment.parent in (_BEFORE, _AFTER):
            lacking.append(comment)
    if not lacking:
        return after
    for comment in lacking:
        _put_back(new.root, elements, comment)
    return new.written()


def _keys(root: etree._Element) -> dict[etree._Element, str]:
    """What every element is known by in both files: its id, else its place in its parent."""
    found: dict[etree._Element, str] = {root: "\0root"}
    taken: set[str] = set()
    numbers: Counter[tuple[str, str]] = Counter()
    for element in root.iter(etree.Element):
        parent = element.getparent()
        if parent is None:
            continue
        own = element.get("id", "")
        if own and own not in taken:
            taken.add(own)
            found[element] = own
            continue
        around, tag = found[parent], str(element.tag)
        numbers[around, tag] += 1
        found[element] = f"{around}\0{tag}\0{numbers[around, tag]}"
    return found


def _comments(root: etree._Element, known: set[str]) -> list[_Comment]:
    """Every comment, in order. `known` are the elements that it may be said to stand before."""
    keys = _keys(root)
    found = [
        _read(_BEFORE, one) for one in reversed(list(root.itersiblings(*_KINDS, preceding=True)))
    ]
    for parent in root.iter(etree.Element):
        inner: list[_Comment] = []
        anchor = ""
        for child in parent.iterchildren(reversed=True):
            if isinstance(child, (etree._Comment, etree._ProcessingInstruction)):
                inner.append(_read(keys[parent], child, anchor))
            elif child in keys and keys[child] in known:
                anchor = keys[child]
        found += reversed(inner)
    found += [_read(_AFTER, one) for one in root.itersiblings(*_KINDS)]
    return [one for one in found if one.target != STYLE_SHEET]


def _read(parent: str, one: etree._Element, anchor: str = "") -> _Comment:
    target = str(one.target) if isinstance(one, etree._ProcessingInstruction) else ""
    return _Comment(parent, target, one.text or "", anchor)


def _put_back(root: etree._Element, elements: dict[str, etree._Element], comment: _Comment) -> None:
    made: etree._Element = etree.Comment(comment.text)
    if comment.target:
        made = etree.ProcessingInstruction(comment.target, comment.text)
    if comment.parent == _BEFORE:
        root.addprevious(made)
    elif comment.parent == _AFTER:
        last = next(root.itersiblings(), None)
        while last is not None and last.getnext() is not None:
            last = last.getnext()
        (root if last is None else last).addnext(made)
    else:
        parent, sibling = elements[comment.parent], elements.get(comment.anchor)
        if sibling is not None and sibling.getparent() is parent:
            _stand_before(parent, sibling, made)
        else:
            _stand_last(parent, made)


def _stand_before(parent: etree._Element, sibling: etree._Element, made: etree._Element) -> None:
    previous = sibling.getprevious()
    space = parent.text if previous is None else previous.tail
    made.tail = space if space and not space.strip() else None
    sibling.addprevious(made)


def _stand_last(parent: etree._Element, made: etree._Element) -> None:
    last = next(parent.iterchildren(reversed=True), None)
    if last is not None and not (last.tail or "").strip():
        made.tail = last.tail
        last.tail = parent.text if not (parent.text or "").strip() else None
    parent.append(made)
