"""Names and explanations that are missing for those who read a diagram or do its tasks."""

from collections.abc import Iterator

from flows.catalog.lints.subject import Place, Subject, at
from flows.engine import Element, ProcessOutline
from flows.kernel import Problem

_CHOICES = ("exclusiveGateway", "inclusiveGateway")


def labels(subject: Subject) -> Iterator[Problem]:
    """Unnamed steps, events, choices and lanes; user tasks that nobody explains."""
    for outline in subject.processes.values():
        choices = _choices(outline)
        for element in outline.elements.values():
            if _unnamed(element):
                yield from _element(outline, element, element.id in choices)
            if element.type == "userTask" and not element.documentation:
                yield at(
                    outline,
                    element,
                    "no-documentation",
                    "Uppgiften har ingen förklaring till den som ska göra den.",
                    "The task has no explanation for the person who is to do it.",
                    "hint",
                )
        yield from _flows(outline, choices)
        for lane in outline.drawn_lanes:
            if _unnamed(lane):
                yield at(
                    outline, lane, "no-label", "Banan saknar namn.", "The lane has no name.", "hint"
                )


def _unnamed(place: Place) -> bool:
    return not place.name.strip() or place.name == place.id


def _choices(outline: ProcessOutline) -> set[str]:
    """Gateways where a way is chosen."""
    leaving: dict[str, int] = {}
    for flow in outline.flows:
        leaving[flow.source] = leaving.get(flow.source, 0) + 1
    return {
        element.id
        for element in outline.elements.values()
        if element.type in _CHOICES and leaving.get(element.id, 0) > 1
    }


def _element(outline: ProcessOutline, element: Element, chooses: bool) -> Iterator[Problem]:
    if element.type == "userTask":
        yield at(
            outline,
            element,
            "no-label",
            "Uppgiften saknar namn. Det står som rubrik för den som ska göra den.",
            "The task has no name. It is the heading for the person who is to do it.",
        )
    elif chooses:
        yield at(
            outline,
            element,
            "no-label",
            "Valet saknar namn. Skriv vad det är som avgörs, gärna som en fråga.",
            "The choice has no name. Say what is decided, preferably as a question.",
            "hint",
        )
    elif not element.type.endswith("Gateway"):
        yield at(
            outline,
            element,
            "no-label",
            "Elementet saknar namn.",
            "The element has no name.",
            "hint",
        )


def _flows(outline: ProcessOutline, choices: set[str]) -> Iterator[Problem]:
    for flow in outline.flows:
        if flow.source in choices and not flow.name.strip():
            yield at(
                outline,
                flow,
                "no-label",
                f"Pilen från ”{outline.elements[flow.source].name}” saknar namn.",
                f'The flow from "{outline.elements[flow.source].name}" has no name.',
                "hint",
            )
