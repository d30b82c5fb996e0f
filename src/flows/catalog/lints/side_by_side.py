"""What runs at the same time: the branches between a split and where they meet again."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.catalog.lints.scope_graph import ScopeGraph
from flows.engine import Element

_MOST_STEPS = 200_000
"""Elements looked at in splits within loops, before the rest is left; no person draws so many."""


@dataclass(frozen=True, slots=True)
class Split:
    """Where a token becomes several; `branches` are the sets, as bits, that only one of them
    passes.
    """

    source: Element
    branches: tuple[int, ...]


def splits_of(graph: ScopeGraph) -> Iterator[Split]:
    """Every split of a scope whose branches hold something of their own.

    Parallel and inclusive gateways, elements with several flows out of them, and activities with
    an event on their edge that does not interrupt.
    """
    looking = _Looking(graph)
    for number, element in enumerate(graph.elements):
        onward = list(dict.fromkeys(graph.number[flow.target] for flow in graph.flows_from[number]))
        if len(onward) > 1 and element.type not in ("exclusiveGateway", "eventBasedGateway"):
            yield from _split(element, [looking.reached([way], number) for way in onward])
        for edge in graph.edges[number]:
            if not graph.elements[edge].interrupting:
                host = looking.reached(onward, number) | 1 << number
                yield from _split(element, [host, looking.reached([edge], number)])


class _Looking:
    """What can be reached without passing the split again, within a bound on the work."""

    def __init__(self, graph: ScopeGraph) -> None:
        self.graph = graph
        self.steps = _MOST_STEPS

    def reached(self, ways: list[int], split: int) -> int:
        found = 0
        for way in ways:
            found |= self.graph.reach[way]
        if not found >> split & 1:
            return found
        self.steps -= len(self.graph.elements)
        return self.graph.reached_from(ways, without=split) if self.steps > 0 else 0


def _split(element: Element, reached: list[int]) -> Iterator[Split]:
    """The split, if at least two of its branches have elements that no other has."""
    once = twice = 0
    for one in reached:
        twice |= once & one
        once |= one
    branches = tuple(one & ~twice for one in reached)
    if sum(map(bool, branches)) > 1:
        yield Split(element, branches)
