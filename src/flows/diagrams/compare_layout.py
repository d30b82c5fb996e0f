"""What differs in how a diagram is drawn: summed up, for it changes nothing of what is done."""

from collections.abc import Callable, Collection, Iterator, Mapping

from lxml import etree

from flows.diagrams.compare_change import Change, listed, quoted
from flows.diagrams.names import BPMNDI
from flows.diagrams.spoken import Spoken

_NOTHING: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
_COLOURS = ("background-color", "border-color", "color", "fill", "stroke")


def layout_changes(
    before: etree._Element,
    after: etree._Element,
    file: str,
    renamed: Mapping[str, str],
    name: Callable[[str], str],
    comes_or_goes: Collection[str],
    others: bool,
) -> Iterator[Change]:
    """At most two lines: what stands elsewhere, and what has another colour.

    `name` gives what an element is called, `comes_or_goes` are those that are told of as new or
    gone; `others` says whether anything but the drawing differs.
    """
    old, new = _drawn(before, renamed), _drawn(after, {})
    every = [key for key in (*new, *(old.keys() - new.keys())) if key not in comes_or_goes]
    moved = [key for key in every if old.get(key, _NOTHING)[0] != new.get(key, _NOTHING)[0]]
    coloured = [key for key in every if old.get(key, _NOTHING)[1] != new.get(key, _NOTHING)[1]]
    frames = (_frame(before, renamed, comes_or_goes), _frame(after, {}, comes_or_goes))
    frame = frames[0] != frames[1] and not coloured
    if moved or frame:
        many = len(moved)
        if not others and not coloured:
            text = Spoken("Bara placeringen har ändrats", "Only the placement has changed")
        else:
            text = Spoken("Placeringen har ändrats", "The placement has changed")
        where = Spoken(f" för {many} av de ritade elementen.", f" of {many} of what is drawn.")
        yield Change("layout", file, "", text + (where if many else Spoken(".", ".")))
    if coloured:
        names = listed([quoted(name(key)) for key in coloured[:8]])
        rest = Spoken(" med flera", " and others") if len(coloured) > 8 else Spoken("", "")
        yield Change(
            "layout",
            file,
            coloured[0],
            Spoken("Färgen har ändrats på ", "The colour has changed of ")
            + names
            + rest
            + Spoken(".", "."),
        )


def _drawn(
    root: etree._Element, renamed: Mapping[str, str]
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """How each element is drawn: what places it, and its colours."""
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        key = str(shape.get("bpmnElement"))
        places: list[str] = []
        colours: list[str] = []
        for part in shape.iter(etree.Element):
            places.append(str(part.tag))
            for attribute, value in sorted((str(k), str(v)) for k, v in part.attrib.items()):
                name = attribute.rpartition("}")[2]
                if name in _COLOURS:
                    colours.append(f"{name}={value}")
                elif name not in {"id", "bpmnElement"}:
                    places.append(f"{name}={value}")
        found[renamed.get(key, key)] = tuple(places), tuple(colours)
    return found


def _frame(
    root: etree._Element, renamed: Mapping[str, str], apart: Collection[str]
) -> list[tuple[str, ...]]:
    """All that the drawing says, element by element, except of those apart."""
    found: list[tuple[str, ...]] = []
    waiting = list(root.iter(f"{{{BPMNDI}}}BPMNDiagram"))
    while waiting:
        part = waiting.pop()
        if part.get("bpmnElement") in apart:
            continue
        said = (f"{n}={renamed.get(v, v)}" for n, v in sorted(_plain(part)))
        found.append((str(part.tag), (part.text or "").strip(), *map(str, said)))
        waiting.extend(part.iterchildren(etree.Element))
    return sorted(found)


def _plain(part: etree._Element) -> list[tuple[str, str]]:
    return [(str(name), str(value)) for name, value in part.attrib.items()]
