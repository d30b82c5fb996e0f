"""Variables that are written at the same time from two places, or by every round."""

from collections.abc import Iterator

from flows.catalog.lints.facts import Facts
from flows.catalog.lints.readings import Reading
from flows.catalog.lints.scope_graph import ScopeGraph, members
from flows.catalog.lints.side_by_side import Split
from flows.catalog.lints.subject import at, named
from flows.engine import Element, ForEach, ProcessOutline
from flows.kernel import Problem

_MOST = 50
"""Findings for one scope; more than that is one mistake made many times."""


def overwrites(facts: Facts) -> Iterator[Problem]:
    """Parallel branches with a variable in common, and parallel rounds that keep only the last."""
    read = _read(facts)
    for process_id, outline in facts.subject.processes.items():
        known = facts.known.of[process_id]
        for scope, graph in known.graphs.items():
            found = 0
            for split in known.splits[scope]:
                for problem in _branches(facts, outline, graph, split, read):
                    found += 1
                    if found <= _MOST:
                        yield problem
        for element in outline.elements.values():
            yield from _rounds(facts, outline, element, read)


def _read(facts: Facts) -> int:
    """Every name that some expression of the package reads.

    A service task that hands out its own result has not read it.
    """
    names = facts.known.names
    found = 0
    for reading in facts.readings:
        if not _hands_out(reading):
            found |= names.of(*reading.expression.free_variables)
    for one in facts.form_readings:
        found |= names.of(*one.expression.free_variables)
    for _, element in facts.subject.elements():
        model = facts.subject.decisions.get(element.decision_id or "")
        if model is not None:
            found |= names.of(*model.inputs_of(element.decision_id or ""))
    return found


def _hands_out(reading: Reading) -> bool:
    place = reading.place
    if not isinstance(place, Element) or place.settings.job is None:
        return False
    return any(line.formula.expression is reading.expression for line in place.settings.outputs)


def _writes(facts: Facts, outline: ProcessOutline, element: Element, read: int) -> list[str]:
    """The paths that an element sets; what an operation gives only if it is used."""
    names, settings = facts.known.names, element.settings
    gives = facts.known.of[outline.id].gives[element.id]
    if settings.outputs and element.loop is None:
        paths = [line.target for line in settings.outputs]
        if settings.job is None:
            return paths
        return [path for path in paths if names.of(path.partition(".")[0]) & read]
    if settings.job is not None:
        gives &= read
    return list(names.each(gives))


def _branches(
    facts: Facts, outline: ProcessOutline, graph: ScopeGraph, split: Split, read: int
) -> Iterator[Problem]:
    first: dict[str, tuple[int, Element]] = {}
    inside: dict[str, list[str]] = {}
    told = set[str]()
    for branch, own in enumerate(split.branches):
        for number in members(own):
            element = graph.elements[number]
            for path in _writes(facts, outline, element, read):
                around = list(_around(path))
                for seen in (*(one for one in around if one in first), *inside.get(path, ())):
                    where, other = first[seen]
                    if where != branch and path not in told and element is not other:
                        told.add(path)
                        yield _both(outline, other, element, path)
                if path not in first:
                    first[path] = (branch, element)
                    for one in around[:-1]:
                        inside.setdefault(one, []).append(path)


def _around(path: str) -> Iterator[str]:
    """The path and what holds it: a, a.b and a.b.c for a.b.c."""
    steps = path.split(".")
    return (".".join(steps[:length]) for length in range(1, len(steps) + 1))


def _both(outline: ProcessOutline, one: Element, other: Element, name: str) -> Problem:
    return at(
        outline,
        other,
        "written-twice",
        f"”{named(one)}” och ”{named(other)}” pågår samtidigt och sparar båda i {name}. "
        "Det som sparas sist gäller.",
        f'"{named(one)}" and "{named(other)}" go on at the same time and both save {name}. '
        "What is saved last counts.",
    )


def _rounds(
    facts: Facts, outline: ProcessOutline, element: Element, read: int
) -> Iterator[Problem]:
    loop = element.loop
    if not isinstance(loop, ForEach) or loop.sequential or loop.results:
        return
    gives = facts.known.of[outline.id].gives[element.id] & read
    lost = sorted(facts.known.names.each(gives))
    if lost:
        yield at(
            outline,
            element,
            "rounds-overwrite",
            f"Varje varv av ”{named(element)}” sparar {', '.join(lost[:5])}, så bara det sista "
            "varvets svar blir kvar.",
            f'Every round of "{named(element)}" saves {", ".join(lost[:5])}, so only what the last '
            "round answered is left.",
        )
