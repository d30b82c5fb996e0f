"""A place in the XML that a problem can point at: the nearest element with an id."""

from lxml import etree

from flows.engine.diagram.reading import line_of, local_name


class Element:
    """An XML element seen as a place: its id and name, or its nearest parent's, and its line."""

    def __init__(self, element: etree._Element) -> None:
        self.line = line_of(element)
        here: etree._Element | None = element
        while here is not None and (not here.get("id") or _inside(here)):
            here = here.getparent()
        self.id = "" if here is None else here.get("id", "")
        self.name = "" if here is None else here.get("name") or self.id


def _inside(element: etree._Element) -> bool:
    """Whether the element is a part of an event or activity, not something a person pointed at."""
    name = local_name(element)
    return name.endswith(("EventDefinition", "LoopCharacteristics"))
