"""What comes of an event on the edge of a step that is done for each of a list.

The event belongs to all the turns at once: the item's name then means what it meant before the
step, such as the party of the whole instance.
"""

from collections.abc import Iterator

from flows.catalog.lints.facts import Facts
from flows.catalog.lints.scope_graph import ScopeGraph, scope_graphs
from flows.catalog.lints.subject import at, named
from flows.engine import Element, ForEach, ProcessOutline
from flows.kernel import Problem


def all_turns(facts: Facts) -> Iterator[Problem]:
    """Readings of an item's name where an event on the edge of the step has led."""
    for outline in facts.subject.processes.values():
        asked = _asked(outline)
        if not asked:
            continue
        for reading in facts.readings:
            place = reading.place
            if reading.outline is not outline or not isinstance(place, Element):
                continue
            for host, item in asked.get(place.id, {}).items():
                if item not in reading.expression.free_variables or _own(place, item):
                    continue
                if not facts.known.names.has(reading.known, item):
                    continue  # said as an unknown variable
                step = named(outline.elements[host])
                yield at(
                    outline,
                    place,
                    "item-of-all-turns",
                    f"{reading.sv} läser {item}, men det som händer på kanten av ”{step}” gäller "
                    f"alla varv på en gång: {item} är här inte den som varvet gäller.",
                    f'{reading.en} reads {item}, but what happens on the edge of "{step}" is about '
                    f"all turns at once: {item} is not whom the turn is about here.",
                )


def _asked(outline: ProcessOutline) -> dict[str, dict[str, str]]:
    """For each element that only such an event leads to: the steps and the names of their items."""
    found: dict[str, dict[str, str]] = {}
    for graph in scope_graphs(outline).values():
        for event in graph.elements:
            host = outline.elements.get(event.attached_to or "")
            if host is None or not isinstance(host.loop, ForEach) or not host.loop.item:
                continue
            for element in _only_from(graph, event):
                found.setdefault(element.id, {})[host.id] = host.loop.item
    return found


def _only_from(graph: ScopeGraph, event: Element) -> Iterator[Element]:
    number = graph.number[event.id]
    starts = [one for one in range(len(graph.elements)) if not graph.before[one]]
    otherwise = graph.reached_from(starts, without=number)
    reached = graph.reached_from([number])
    for one, element in enumerate(graph.elements):
        if reached >> one & 1 and not otherwise >> one & 1:
            yield element


def _own(element: Element, item: str) -> bool:
    """Whether the element gives the name a value of its own first."""
    if isinstance(element.loop, ForEach) and element.loop.item == item:
        return True
    return any(line.target.partition(".")[0] == item for line in element.settings.inputs)
