"""Which step must be passed before which: dominators of a flow graph.

After K. D. Cooper, T. J. Harvey and K. Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
Nodes are numbers; 0 is the beginning, from which every node can be reached.
"""

from collections.abc import Sequence

Graph = Sequence[Sequence[int]]
"""For every node the nodes that follow it, with repetitions."""


def reverse_postorder(graph: Graph, root: int = 0) -> list[int]:
    """The nodes that can be reached from the root; a node stands before what it leads on to.

    What is told first leads first: among branches the first flow's comes first.
    """
    seen = {root}
    finished: list[int] = []
    stack: list[tuple[int, list[int]]] = [(root, list(graph[root]))]
    while stack:
        node, waiting = stack[-1]
        # The last branch is walked first, so that the first one stands first when reversed.
        while waiting and waiting[-1] in seen:
            waiting.pop()
        if waiting:
            following = waiting.pop()
            seen.add(following)
            stack.append((following, list(graph[following])))
        else:
            finished.append(node)
            stack.pop()
    return finished[::-1]


def dominators(graph: Graph, root: int = 0) -> dict[int, int]:
    """For every node that can be reached, the last node that every way to it passes.

    The root has itself.
    """
    order = reverse_postorder(graph, root)
    place = {node: number for number, node in enumerate(order)}
    before: dict[int, list[int]] = {node: [] for node in order}
    for node in order:
        for following in graph[node]:
            before[following].append(node)
    found = {root: root}
    changed = True
    while changed:
        changed = False
        for node in order[1:]:
            known = [one for one in before[node] if one in found]
            best = known[0]
            for other in known[1:]:
                best = _meet(best, other, found, place)
            if found.get(node) != best:
                found[node] = best
                changed = True
    return found


def _meet(one: int, other: int, found: dict[int, int], place: dict[int, int]) -> int:
    while one != other:
        while place[one] > place[other]:
            one = found[one]
        while place[other] > place[one]:
            other = found[other]
    return one


def after_dominators(graph: Graph) -> dict[int, int]:
    """For every node the first node that every way from it to an end passes.

    The number after the last node stands for the end. A node from which no end can be reached
    has none.
    """
    end = len(graph)
    back: list[list[int]] = [[] for _ in range(end + 1)]
    for node, following in enumerate(graph):
        for target in following:
            back[target].append(node)
        if not following:
            back[end].append(node)
    return dominators(back, end)
