"""What is drawn beside the flow: notes, data and messages between pools."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from flows.diagrams.names import bpmn, local_name
from flows.diagrams.read_facts import child_text

_DRAWN = {
    "dataObjectReference",
    "dataStoreReference",
    "group",
    "messageFlow",
}


@dataclass(frozen=True, slots=True)
class Remarks:
    """Notes by the element that they are tied to, those tied to nothing, and what is only drawn."""

    about: Mapping[str, tuple[str, ...]]
    loose: tuple[str, ...]
    drawn_only: tuple[str, ...]


def read_remarks(root: etree._Element, process: etree._Element) -> Remarks:
    """What is drawn beside the flow of a process, and of the collaboration around it."""
    around = root.findall(bpmn("collaboration"))
    places = [process, *around]
    notes = {
        str(note.get("id")): child_text(note, "text")
        for place in places
        for note in place.iter(bpmn("textAnnotation"))
    }
    about: dict[str, list[str]] = {}
    tied = set()
    for place in places:
        for line in place.iter(bpmn("association")):
            ends = [str(line.get("sourceRef")), str(line.get("targetRef"))]
            for note, element in (ends, reversed(ends)):
                if note in notes and element not in notes:
                    about.setdefault(element, []).append(notes[note])
                    tied.add(note)
    own = {str(note.get("id")) for note in process.iter(bpmn("textAnnotation"))}
    names = [
        element.get("name", "")
        for place in places
        for element in place.iter(etree.Element)
        if local_name(element) in _DRAWN and element.get("name")
    ]
    return Remarks(
        {element: tuple(texts) for element, texts in about.items()},
        tuple(text for note, text in notes.items() if note in own and note not in tied),
        tuple(dict.fromkeys(names)),
    )
