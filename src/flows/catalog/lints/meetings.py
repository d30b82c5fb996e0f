"""Where ways meet that can't, and where ways meet that don't wait for one another."""

from collections.abc import Iterator

from flows.catalog.lints.scope_graph import ScopeGraph, scope_graphs
from flows.catalog.lints.soundness import Twice, judge
from flows.catalog.lints.subject import Place, Subject, at, named
from flows.catalog.lints.token_net import Effort
from flows.engine import Element, ProcessOutline
from flows.kernel import Problem

_EFFORT = 300_000
"""How much of a package is looked through; some tenths of a second."""


def meetings(subject: Subject) -> Iterator[Problem]:
    """Joins that are never passed, choices after which one waits in vain, what is done twice."""
    effort = Effort(_EFFORT)
    for outline in subject.processes.values():
        for graph in scope_graphs(outline).values():
            verdict = judge(graph, effort)
            for join in verdict.never:
                yield _never(outline, graph, join)
            for way, join in verdict.doomed:
                yield _doomed(outline, graph, way, join)
            for twice in verdict.twice:
                yield _twice(outline, twice)


def _never(outline: ProcessOutline, graph: ScopeGraph, join: Element) -> Problem:
    choice = _choice(graph, graph.number[join.id])
    sv, en = "den väntar på vägar som aldrig alla blir tagna", "not all ways to it are ever taken"
    if choice is not None:
        sv = f"bara en av vägarna från ”{named(choice)}” tas"
        en = f'only one of the ways from "{named(choice)}" is taken'
    elif _own_circle(graph, graph.number[join.id]):
        sv = "en av vägarna dit går först genom den själv"
        en = "one of the ways to it first goes through itself"
    return at(
        outline,
        join,
        "never-joined",
        f"”{named(join)}” väntar in alla vägar som leder dit, men {sv}. Den kan aldrig passeras.",
        f'"{named(join)}" waits for every way that leads to it, but {en}. It can never be passed.',
        "error",
    )


def _choice(graph: ScopeGraph, join: int) -> Element | None:
    """The nearest choice whose ways lead to the join by flows of their own, if that is why."""
    arrivals = [one for one in graph.before[join] if not _behind(graph, one, join)]
    found: list[tuple[int, int]] = []
    for number, element in enumerate(graph.elements):
        targets = graph.after[number]
        one_only = element.type in ("exclusiveGateway", "eventBasedGateway")
        if not one_only or len(targets) < 2 or not graph.reach[number] >> join & 1:
            continue
        ways = [
            {target} & {join} or {one for one in arrivals if graph.reach[target] >> one & 1}
            for target in targets
        ]
        leading = [way for way in ways if way]
        if len(leading) > 1 and not set.intersection(*leading):
            found.append((graph.reach[number].bit_count(), number))
    return graph.elements[min(found)[1]] if found else None


def _behind(graph: ScopeGraph, number: int, join: int) -> bool:
    """Whether an element is come to through the join only."""
    starts = [one for one, element in enumerate(graph.elements) if element.type == "startEvent"]
    return not graph.reached_from(starts, without=join) >> number & 1


def _own_circle(graph: ScopeGraph, join: int) -> bool:
    return any(_behind(graph, one, join) for one in graph.before[join])


def _doomed(outline: ProcessOutline, graph: ScopeGraph, way: str, join: Element) -> Problem:
    place, sv, en = _way(graph, way, join)
    return at(
        outline,
        place,
        "waits-for-too-much",
        f"{sv} väntar ”{named(join)}” förgäves: dit kommer då inte alla vägar som ska mötas.",
        f'{en} "{named(join)}" waits in vain: not all ways that are to meet come there then.',
    )


def _way(graph: ScopeGraph, way: str, join: Element) -> tuple[Place, str, str]:
    for element in graph.elements:
        if element.id == way and element.attached_to is not None:
            return element, f"Händer ”{named(element)}”", f'When "{named(element)}" happens,'
        if element.id == way:
            name = named(element)
            return element, f"Blir ”{name}” klar på vanligt sätt", f'When "{name}" is done,'
    for flows in graph.flows_from:
        for flow in flows:
            if flow.id == way:
                to = named(graph.elements[graph.number[flow.target]])
                label = flow.name or to
                return flow, f"Tas vägen ”{label}”", f'When the way "{label}" is taken,'
    return join, "Hur det än går", "Whatever happens,"


def _twice(outline: ProcessOutline, twice: Twice) -> Problem:
    split, point = named(twice.split), named(twice.point)
    return at(
        outline,
        twice.point,
        "goes-on-twice",
        f"Vägarna från ”{split}” går sida vid sida och möts i ”{point}”, som inte väntar in dem. "
        "Det som följer görs en gång för varje väg.",
        f'The ways from "{split}" go side by side and meet in "{point}", which does not wait for '
        "them. What follows is done once for each way.",
    )
