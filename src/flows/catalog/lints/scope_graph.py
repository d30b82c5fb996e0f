"""The elements of one process or subprocess as a graph, with what follows from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flows.engine import Element, ProcessOutline, SequenceFlow


@dataclass(slots=True)
class _Parts:
    elements: list[Element] = field(default_factory=list)
    flows: list[SequenceFlow] = field(default_factory=list)


def scope_graphs(outline: ProcessOutline) -> dict[str, "ScopeGraph"]:
    """The graph of the process and of every subprocess, by the id of what holds the elements."""
    parts: dict[str, _Parts] = {outline.id: _Parts()}
    for element in outline.elements.values():
        parts.setdefault(element.scope, _Parts()).elements.append(element)
    for flow in outline.flows:
        parts.setdefault(flow.scope, _Parts()).flows.append(flow)
    return {scope: ScopeGraph(found.elements, found.flows) for scope, found in parts.items()}


class ScopeGraph:
    """Elements by their number; an arrow also leads from an activity to the events on its edge,
    and from a link to where it goes on. Flows that lack an end are left out.
    """

    def __init__(self, elements: Sequence[Element], flows: Sequence[SequenceFlow]) -> None:
        self.elements = elements
        self.number = {element.id: number for number, element in enumerate(elements)}
        self.flows_from: list[list[SequenceFlow]] = [[] for _ in elements]
        self.after: list[list[int]] = [[] for _ in elements]
        self.before: list[list[int]] = [[] for _ in elements]
        for flow in flows:
            source, target = self.number.get(flow.source), self.number.get(flow.target)
            if source is not None and target is not None:
                self.flows_from[source].append(flow)
                self._join(source, target)
        self.edges: list[list[int]] = [[] for _ in elements]
        catches = {
            trigger.name: number
            for number, element in enumerate(elements)
            for trigger in element.triggers
            if trigger.kind == "link" and element.type == "intermediateCatchEvent"
        }
        for number, element in enumerate(elements):
            host = self.number.get(element.attached_to or "")
            if host is not None:
                self.edges[host].append(number)
                self._join(host, number)
            for trigger in element.triggers:
                caught = catches.get(trigger.name)
                if trigger.kind == "link" and caught is not None and caught != number:
                    self._join(number, caught)

    def _join(self, source: int, target: int) -> None:
        self.after[source].append(target)
        self.before[target].append(source)

    def reached_from(self, starts: Sequence[int], *, without: int | None = None) -> int:
        """The set, as bits, of what can be reached from any of `starts`, these included."""
        seen = 0
        waiting = [start for start in starts if start != without]
        for start in waiting:
            seen |= 1 << start
        while waiting:
            for following in self.after[waiting.pop()]:
                if following != without and not seen >> following & 1:
                    seen |= 1 << following
                    waiting.append(following)
        return seen

    @cached_property
    def reach(self) -> list[int]:
        """For each element the set, as bits, of what can be reached from it, itself included."""
        order = self.leaves_first
        reach = [1 << number for number in range(len(self.elements))]
        changed = True
        while changed:
            changed = False
            for number in order:
                found = reach[number]
                for following in self.after[number]:
                    found |= reach[following]
                if found != reach[number]:
                    reach[number], changed = found, True
        return reach

    @cached_property
    def leaves_first(self) -> list[int]:
        """The elements in an order in which, circles aside, what follows comes before."""
        order: list[int] = []
        seen = bytearray(len(self.elements))
        for start in range(len(self.elements)):
            if seen[start]:
                continue
            seen[start] = 1
            path = [(start, iter(self.after[start]))]
            while path:
                number, rest = path[-1]
                following = next((one for one in rest if not seen[one]), None)
                if following is None:
                    order.append(number)
                    path.pop()
                else:
                    seen[following] = 1
                    path.append((following, iter(self.after[following])))
        return order


def members(found: int) -> Iterator[int]:
    """The numbers in a set of bits, lowest first."""
    if found.bit_count() * 16 < found.bit_length():
        while found:
            lowest = found & -found
            yield lowest.bit_length() - 1
            found ^= lowest
        return
    for place, sign in enumerate(reversed(f"{found:b}")):
        if sign == "1":
            yield place
