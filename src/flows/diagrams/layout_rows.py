"""Columns and rows for the steps of a scope that is laid out from the beginning.

A column is as far into the flow as a step is; a row is the way that it stands on. The way that
goes on keeps its row, other ways stand below it, each below all of the one before.
"""

from flows.diagrams.diagram_file import kind_of
from flows.diagrams.scope_graph import ScopeGraph

_DEEPEST = 150


def columns(graph: ScopeGraph) -> dict[int, int]:
    """For every node how many steps the longest way to it has, not counting ways back.

    What is on the edge of a step stands in its column.
    """
    found: dict[int, int] = {}
    for node in sorted(graph.place, key=lambda one: graph.place[one]):
        here = found.setdefault(node, 0)
        if node == 0:
            here = -1
        for edge in graph.edges[node]:
            if graph.place[edge.target] > graph.place[node]:
                on = here if edge.meanwhile else here + 1
                found[edge.target] = max(found.get(edge.target, 0), on)
    found.pop(0, None)
    return found


def rows(graph: ScopeGraph, column: dict[int, int]) -> dict[int, int]:
    """For every node its row: no two in one column have the same, events on edges aside."""
    placer = _Rows(graph, column)
    lowest = -1
    for node in [*graph.direct.get(0, ()), *graph.joined.get(0, ())]:
        first = graph.direct.get(0, ())[:1] == [node]
        lowest = placer.sequence(node, 0 if first else lowest + 1, 0)
    return placer.row


class _Rows:
    def __init__(self, graph: ScopeGraph, column: dict[int, int]) -> None:
        self.graph = graph
        self.column = column
        self.row: dict[int, int] = {}
        self.taken: set[tuple[int, int]] = set()

    def sequence(self, first: int, row: int, depth: int) -> int:
        """Give rows to everything told from a node on; the lowest row that was used."""
        graph, lowest = self.graph, row
        waiting = [(first, row)]
        while waiting:
            node, wish = waiting.pop(0)
            here = self._put(node, wish)
            onward = graph.main_way(node)
            lowest = max(lowest, here)
            below = here if onward is None else here + 1
            nested = [
                edge
                for edge in graph.edges[node]
                if edge.target in graph.direct.get(node, ()) and edge.target != onward
            ]
            after = [] if onward is None else [(onward, here)]
            for edge in sorted(nested, key=lambda one: one.meanwhile):
                start = max(below, here + 1) if edge.meanwhile else below
                if depth >= _DEEPEST:
                    after.append((edge.target, start))
                    continue
                below = self.sequence(edge.target, start, depth + 1) + 1
                lowest = max(lowest, below - 1)
            after += [(one, here) for one in graph.joined.get(node, ())]
            waiting = [*after, *waiting]
        return lowest

    def _put(self, node: int, wish: int) -> int:
        row = wish
        if kind_of(self.graph.nodes[node]) != "boundaryEvent":
            while (self.column[node], row) in self.taken:
                row += 1
            self.taken.add((self.column[node], row))
        self.row[node] = row
        return row
