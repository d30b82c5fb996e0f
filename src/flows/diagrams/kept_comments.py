"""Put back the comments that a program has dropped from a file that it saved."""

from collections import Counter
from dataclasses import dataclass

from lxml import etree

from flows.diagrams.diagram_file import DiagramFile
from flows.diagrams.errors import FileRefused

_BEFORE, _AFTER = "\0before", "\0after"
"""The parents of comments that stand outside everything: no element is called so."""


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment by the element that it stands in and the one that it stands before ("": last)."""

    parent: str
    text: str
    anchor: str = ""


def keep_comments(before: bytes, after: bytes) -> bytes:
    """`after` with the comments of `before` that it lacks, each where it stood.

    A comment stands in the same element, before the same one as it did, else last. With its
    element it is gone. What can't be read is left as it is.
    """
    if b"<!--" not in before:
        return after
    try:
        old, new = DiagramFile(before), DiagramFile(after)
    except FileRefused:
        return after
    elements = {key: element for element, key in _keys(new.root).items()}
    there = Counter((one.parent, one.text) for one in _comments(new.root, set(elements)))
    lacking = []
    for comment in _comments(old.root, set(elements)):
        if there[comment.parent, comment.text]:
            there[comment.parent, comment.text] -= 1
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
        _Comment(_BEFORE, one.text or "")
        for one in reversed(list(root.itersiblings(etree.Comment, preceding=True)))
    ]
    for parent in root.iter(etree.Element):
        inner: list[_Comment] = []
        anchor = ""
        for child in parent.iterchildren(reversed=True):
            if isinstance(child, etree._Comment):
                inner.append(_Comment(keys[parent], child.text or "", anchor))
            elif child in keys and keys[child] in known:
                anchor = keys[child]
        found += reversed(inner)
    return found + [_Comment(_AFTER, one.text or "") for one in root.itersiblings(etree.Comment)]


def _put_back(root: etree._Element, elements: dict[str, etree._Element], comment: _Comment) -> None:
    made = etree.Comment(comment.text)
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


def _stand_before(parent: etree._Element, sibling: etree._Element, made: etree._Comment) -> None:
    previous = sibling.getprevious()
    space = parent.text if previous is None else previous.tail
    made.tail = space if space and not space.strip() else None
    sibling.addprevious(made)


def _stand_last(parent: etree._Element, made: etree._Comment) -> None:
    last = next(parent.iterchildren(reversed=True), None)
    if last is not None and not (last.tail or "").strip():
        made.tail = last.tail
        last.tail = parent.text if not (parent.text or "").strip() else None
    parent.append(made)
