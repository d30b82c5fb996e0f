"""Whether two diagram files say the same: every element, attribute, text and place."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree


def differences(before: bytes, after: bytes) -> list[str]:
    """What the second file says otherwise, one line each; none when nothing is lost or added.

    Comments and the space around elements don't count, nor the order of attributes. Prefixes do
    not count but in values that speak of types.
    """
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
    one, other = etree.fromstring(before, parser), etree.fromstring(after, parser)
    return list(_differences(one, other, ""))


def _differences(one: etree._Element, other: etree._Element, path: str) -> Iterator[str]:
    path = f"{path}/{_named(one)}"
    for name in sorted({*map(str, one.attrib), *map(str, other.attrib)}):
        left, right = _value(one, name), _value(other, name)
        if left != right:
            yield f"{path}: {name} was {left!r}, is {right!r}"
    left, right = (one.text or "").strip(), (other.text or "").strip()
    if left != right:
        yield f"{path}: text was {left[:60]!r}, is {right[:60]!r}"
    left_kinds, right_kinds = ([_kind(child) for child in each] for each in (one, other))
    if left_kinds != right_kinds:
        lost = Counter(left_kinds) - Counter(right_kinds)
        added = Counter(right_kinds) - Counter(left_kinds)
        yield from (f"{path}: lost {number} × {kind}" for kind, number in lost.items())
        yield from (f"{path}: added {number} × {kind}" for kind, number in added.items())
        if not lost and not added:
            yield f"{path}: another order"
    left_of = dict(_numbered(one))
    right_of = dict(_numbered(other))
    for key, child in left_of.items():
        if key in right_of:
            yield from _differences(child, right_of[key], path)


def _value(element: etree._Element, name: str) -> object:
    value = element.get(name)
    if value is not None and name.endswith("}type") and ":" in value:
        prefix, _, local = value.partition(":")
        return element.nsmap.get(prefix), local
    return value


def _kind(element: etree._Element) -> tuple[str, str | None]:
    return str(element.tag), element.get("id")


def _numbered(element: etree._Element) -> Iterator[tuple[tuple[str, str | None, int], object]]:
    seen = Counter[tuple[str, str | None]]()
    for child in element:
        kind = _kind(child)
        seen[kind] += 1
        yield (*kind, seen[kind]), child


def _named(element: etree._Element) -> str:
    name = etree.QName(element).localname
    return f"{name}#{element.get('id')}" if element.get("id") else name
