"""Elements that are never reached, lead nowhere, or from which nothing ever ends."""

from collections.abc import Iterator

from flows.catalog.lints.scope_graph import ScopeGraph, members, scope_graphs
from flows.catalog.lints.subject import Subject, at, named
from flows.engine import Element, ProcessOutline
from flows.kernel import Problem


def endings(subject: Subject) -> Iterator[Problem]:
    """Unreachable elements, dead ends and circles without a way out, in every scope."""
    for outline in subject.processes.values():
        for graph in scope_graphs(outline).values():
            if graph.elements:
                yield from _unreached(outline, graph)
                yield from _dead_ends(outline, graph)
                yield from _endless(outline, graph)


def _unreached(outline: ProcessOutline, graph: ScopeGraph) -> Iterator[Problem]:
    """What no flow leads to is refused by the reader; here are circles that nothing leads into."""
    begins = [
        number
        for number, element in enumerate(graph.elements)
        if not graph.before[number] or element.on_event or element.type == "startEvent"
    ]
    reached = graph.reached_from(begins)
    for number, element in enumerate(graph.elements):
        if not reached >> number & 1:
            yield at(
                outline,
                element,
                "not-reachable",
                "Elementet ligger i en slinga som ingen pil leder in i, så det skulle aldrig nås.",
                "The element is in a circle that no flow leads into; it would never be reached.",
                "error",
            )


def _dead_ends(outline: ProcessOutline, graph: ScopeGraph) -> Iterator[Problem]:
    for number, element in enumerate(graph.elements):
        if _may_stop(element) or graph.flows_from[number]:
            continue
        yield at(
            outline,
            element,
            "dead-end",
            f"Efter ”{named(element)}” tar det slut utan sluthändelse.",
            f'After "{named(element)}" it stops without an end event.',
        )


def _may_stop(element: Element) -> bool:
    """Gateways, starts and edges without a way out are refused by the reader."""
    return (
        element.type in ("endEvent", "startEvent", "boundaryEvent")
        or element.type.endswith("Gateway")
        or element.on_event
        or any(trigger.kind == "link" for trigger in element.triggers)
    )


def _endless(outline: ProcessOutline, graph: ScopeGraph) -> Iterator[Problem]:
    if any(element.on_event and element.interrupting for element in graph.elements):
        return
    ends = 0
    for number in range(len(graph.elements)):
        if not graph.after[number]:
            ends |= 1 << number
    circling = 0
    for number, element in enumerate(graph.elements):
        if not graph.reach[number] & ends and not element.on_event:
            circling |= 1 << number
    for number in members(circling):
        first = graph.elements[number]
        yield at(
            outline,
            first,
            "never-ends",
            f"Från ”{named(first)}” finns ingen väg till ett slut.",
            f'From "{named(first)}" there is no way to an end.',
        )
        return
