"""What is sure to go wrong where ways meet in a scope, however its choices turn out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.catalog.lints.net_reduction import reduced
from flows.catalog.lints.scope_graph import ScopeGraph
from flows.catalog.lints.token_game import Game, State
from flows.catalog.lints.token_net import Effort, Uncertain, ends_all, is_join, net_of
from flows.engine import Element

_GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
_JOINS = ("parallelGateway", "inclusiveGateway")
_MOST_ELEMENTS = 2000
"""Of a scope that is judged; one with more, which nobody has drawn, isn't worth its time."""


@dataclass(frozen=True, slots=True)
class Twice:
    """What all comes by twice for each time that the split is passed."""

    split: Element
    point: Element


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a scope.

    `never` are the joins that are reached and can't be passed. `doomed` gives the sequence flow or
    element after which no end can be reached any more, with the join where it stops; the empty id
    stands for the start. `possible` are the joins where something may be left waiting, if the
    choices fall so; inclusive ones also wait for what is left in those. When not `certain`, nothing
    is known.
    """

    certain: bool
    never: tuple[Element, ...] = ()
    doomed: tuple[tuple[str, Element], ...] = ()
    twice: tuple[Twice, ...] = ()
    possible: frozenset[str] = frozenset()


def judge(graph: ScopeGraph, effort: Effort) -> Verdict:
    """Play all that can happen in a scope through."""
    if len(graph.elements) > _MOST_ELEMENTS:
        return Verdict(certain=False)
    joins = any(is_join(graph, number) for number in range(len(graph.elements)))
    try:
        pairs = list(_meetings(graph, effort))
        if not joins and not pairs:
            return Verdict(certain=True)
        net = net_of(graph, {graph.elements[point].id for _, point in pairs}, effort)
        waits = {place: set(ids) for place, ids in net.joins_at.items()}
        game = Game.of(reduced(net, effort), effort)
        effort.spend(len(game.steps))
        never = _never(graph, game)
        possible = frozenset(
            one for state in game.stuck for place, _ in state for one in waits.get(place, ())
        ).union(_circling(graph))
        told = {one.id for one in never}
        doomed = tuple(_doomed(graph, game, waits, told, effort))
        twice = tuple(_twice(graph, game, pairs, effort))
    except Uncertain:
        return Verdict(certain=False)
    return Verdict(True, never, doomed, twice, possible)


def _never(graph: ScopeGraph, game: Game) -> tuple[Element, ...]:
    reached, passed = set(game.silent.reaches), set(game.silent.joins)
    for _, told, _ in game.steps:
        reached |= told.reaches
        passed |= told.joins
    return tuple(one for one in graph.elements if one.id in reached - passed)


def _circling(graph: ScopeGraph) -> Iterator[str]:
    """Inclusive joins that may come to wait for themselves or one another."""
    for number, element in enumerate(graph.elements):
        if is_join(graph, number, "inclusiveGateway") and any(
            graph.reach[following] >> number & 1 for following in graph.after[number]
        ):
            yield element.id


# ---------------------------------------------------------------- ways that lead nowhere


def _doomed(
    graph: ScopeGraph,
    game: Game,
    waits: dict[int, set[str]],
    told: set[str],
    effort: Effort,
) -> Iterator[tuple[str, Element]]:
    hopeful = game.before(game.ends)
    hopeless: dict[str, set[State]] = {}
    taken_well = set(game.silent.takes)
    for _, what, target in game.steps:
        effort.spend(len(what.takes))
        if target in hopeful:
            taken_well |= what.takes
        else:
            for way in what.takes:
                hopeless.setdefault(way, set()).add(target)
    begin = game.steps[0][0] if game.steps else None
    if begin is not None and begin not in hopeful:
        hopeless, taken_well = {"": {begin}}, set()
    ways = [way for way in hopeless if way not in taken_well]
    for way in _first(graph, ways, effort):
        effort.spend(2 * len(game.steps))
        stuck = game.after(hopeless[way]) & game.stuck
        waiting = {one for state in stuck for place, _ in state for one in waits.get(place, ())}
        left = [one for one in graph.elements if one.id in waiting - told]
        if left and not waiting & told:
            yield way, left[0]


def _first(graph: ScopeGraph, ways: Sequence[str], effort: Effort) -> Iterator[str]:
    """The ways that are come to without another of them first."""
    if ways == [""]:
        yield ""
        return
    wanted = set(ways)
    begins = [number for number, one in enumerate(graph.elements) if one.type == "startEvent"]
    seen, waiting = set(begins), list(begins)
    while waiting:
        number = waiting.pop()
        element = graph.elements[number]
        effort.spend(1 + len(graph.after[number]))
        if element.id in wanted:
            yield element.id
            if element.attached_to is not None:
                continue
            following = list(graph.edges[number])
        else:
            following = list(graph.after[number])
            for flow in graph.flows_from[number]:
                if flow.id in wanted:
                    yield flow.id
                    following.remove(graph.number[flow.target])
        for one in following:
            if one not in seen:
                seen.add(one)
                waiting.append(one)


# ---------------------------------------------------------------- what goes on twice


def _meetings(graph: ScopeGraph, effort: Effort) -> Iterator[tuple[int, int]]:
    """Splits, and where two of their branches may meet without waiting; the nearest split first.

    Where what follows may end all at once, the first may well do so before the second comes.
    """
    all_over = sum(1 << number for number, one in enumerate(graph.elements) if ends_all(one))
    splits = [
        (number, [graph.number[flow.target] for flow in flows])
        for number, flows in enumerate(graph.flows_from)
        if len(flows) > 1
        and _splits(graph.elements[number], graph)
        and not graph.reach[number] & all_over
    ]
    if not splits:
        return
    points = [number for number in range(len(graph.elements)) if _may_meet(graph, number)]
    effort.spend(2 * len(points) * len(splits) + len(graph.elements))
    splits.sort(key=lambda split: graph.reach[split[0]].bit_count())
    for point in points:
        for split, branches in splits:
            if not graph.reach[split] >> point & 1 or split == point:
                continue
            effort.spend(len(branches))
            if sum(graph.reach[branch] >> point & 1 for branch in branches) > 1:
                yield split, point


def _splits(element: Element, graph: ScopeGraph) -> bool:
    if element.type in _GATEWAYS:
        return element.type == "parallelGateway"
    return all(flow.condition is None for flow in graph.flows_from[graph.number[element.id]])


def _may_meet(graph: ScopeGraph, number: int) -> bool:
    """Whether ways meet here without waiting, outside a circle, and something is done after it."""
    element = graph.elements[number]
    if len(graph.before[number]) < 2 or element.type in _JOINS:
        return False
    if any(graph.reach[following] >> number & 1 for following in graph.after[number]):
        return False
    return _is_done(element) or any(
        graph.reach[number] >> other & 1 and _is_done(one)
        for other, one in enumerate(graph.elements)
    )


def _is_done(element: Element) -> bool:
    """Whether doing it once or twice is not the same."""
    if element.type == "endEvent":
        return bool(element.triggers)
    return element.type not in _GATEWAYS and element.type != "startEvent"


def _twice(
    graph: ScopeGraph, game: Game, pairs: Sequence[tuple[int, int]], effort: Effort
) -> Iterator[Twice]:
    by_point: dict[int, list[int]] = {}
    for split, point in pairs:
        by_point.setdefault(point, []).append(split)
    found: dict[int, int] = {}
    for point, splits in by_point.items():
        effort.spend(2 * len(game.steps))
        name = graph.elements[point].id
        fewest = game.fewest(name)
        for split in splits:
            effort.spend(len(game.steps))
            if _always_twice(game, graph.elements[split].id, name, fewest):
                found[point] = split
                break
    for point, split in found.items():
        first = not any(other != point and graph.reach[other] >> point & 1 for other in found)
        if first:
            yield Twice(graph.elements[split], graph.elements[point])


def _always_twice(game: Game, split: str, point: str, fewest: Mapping[State, int]) -> bool:
    if split in game.silent.splits:
        return False
    passed = False
    for _, told, target in game.steps:
        if split in told.splits:
            passed = True
            if target not in fewest or told.passes[point] + fewest[target] < 2:
                return False
    return passed
