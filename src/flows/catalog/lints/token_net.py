"""One scope as a net of places and moves: every way in which its tokens can go, and some more.

Conditions, answers, time and messages may turn out in any way; a subprocess is one step. What no
token can do here, none can do when the process runs, so that what is found impossible is so.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeVar

from flows.catalog.lints.scope_graph import ScopeGraph
from flows.engine import Element, SequenceFlow

BEGIN, OVER = 0, 1
"""The place where the one token is at first, and that of a scope that was ended at once."""

_WIDEST = 4
"""Flows into or out of an inclusive gateway of which just the combinations are looked at."""

_ENDS_ALL = {"terminate", "cancel", "error"}

_Thing = TypeVar("_Thing")


class Uncertain(Exception):
    """The scope is drawn in a way, or so large, that nothing sure can be said of it."""


@dataclass(slots=True)
class Effort:
    """How much more may be looked at, so that no drawing takes long."""

    left: int

    def spend(self, amount: int) -> None:
        """Raises Uncertain when there is too little left."""
        self.left -= amount
        if self.left < 0:
            raise Uncertain


@dataclass(slots=True)
class Told:
    """What happens along a move: which ways were chosen, which joins were reached and passed, which
    splits were passed, and how often each of the watched meeting points was.
    """

    takes: set[str] = field(default_factory=set)
    reaches: set[str] = field(default_factory=set)
    joins: set[str] = field(default_factory=set)
    splits: set[str] = field(default_factory=set)
    passes: Counter[str] = field(default_factory=Counter)

    def size(self) -> int:
        return 1 + len(self.takes) + len(self.reaches) + len(self.joins) + len(self.passes)

    def then(self, other: "Told") -> "Told":
        """This, and after it the other."""
        found = Told(
            set(self.takes),
            set(self.reaches),
            set(self.joins),
            set(self.splits),
            self.passes.copy(),
        )
        found.follow(other)
        return found

    def follow(self, other: "Told", times: int = 1) -> None:
        """After this also the other, so many times."""
        self.takes |= other.takes
        self.reaches |= other.reaches
        self.joins |= other.joins
        self.splits |= other.splits
        for name, count in other.passes.items():
            self.passes[name] += count * times

    def otherwise(self, other: "Told") -> None:
        """One of the two, which lead from the same to the same."""
        self.takes |= other.takes
        self.reaches |= other.reaches
        self.joins |= other.joins
        self.splits |= other.splits
        self.passes &= other.passes


@dataclass(slots=True)
class Move:
    """Takes one token from each place of `before`, and puts so many in those of `after`."""

    before: set[int]
    after: dict[int, int]
    told: Told


class Net:
    """Places by number, moves by number, and for each place the moves to and from it."""

    def __init__(self) -> None:
        self.moves: dict[int, Move] = {}
        self.to: dict[int, set[int]] = {}
        self.out: dict[int, set[int]] = {}
        self.joins_at: dict[int, set[str]] = {}
        self._made = 0

    def place(self) -> int:
        """A new place."""
        number = len(self.to)
        self.to[number], self.out[number] = set(), set()
        return number

    def add(self, move: Move) -> None:
        """A new move."""
        self._made += 1
        self.moves[self._made] = move
        for place in move.before:
            self.out[place].add(self._made)
        for place in move.after:
            self.to[place].add(self._made)

    def drop(self, number: int) -> Move:
        """Take a move away."""
        move = self.moves.pop(number)
        for place in move.before:
            self.out[place].discard(number)
        for place in move.after:
            self.to[place].discard(number)
        return move


Way = tuple[list[int], Told]
"""The places that tokens go to, and what is chosen with it."""


def net_of(graph: ScopeGraph, watched: Collection[str], effort: Effort) -> Net:
    """The net of a scope; `watched` are the ids of the meeting points whose passing is counted.

    Raises Uncertain.
    """
    return _Drawing(graph, watched, effort).net


def is_join(graph: ScopeGraph, number: int, kind: str = "parallelGateway") -> bool:
    """Whether tokens wait for one another here."""
    return graph.elements[number].type == kind and len(graph.before[number]) > 1


def ends_all(element: Element) -> bool:
    """Whether an event may take everything in its scope away."""
    throws = element.type in ("endEvent", "intermediateThrowEvent")
    return throws and any(one.kind in (*_ENDS_ALL, "escalation") for one in element.triggers)


class _Drawing:
    def __init__(self, graph: ScopeGraph, watched: Collection[str], effort: Effort) -> None:
        self.graph, self.watched, self.effort = graph, watched, effort
        self.net = Net()
        assert (self.net.place(), self.net.place()) == (BEGIN, OVER)
        self.at: dict[int, int] = {}
        self.arrivals: dict[int, list[int]] = {}
        self.links: dict[int, int] = {}
        self._check()
        order = [
            number for number in reversed(graph.leaves_first) if not graph.elements[number].on_event
        ]
        for number in order:
            if not self._waits_for_others(number):
                self.at[number] = self.net.place()
        self.onward = {number: self._onward(number) for number in order}
        for number in order:
            element = graph.elements[number]
            if element.type == "startEvent":
                self.net.add(Move({BEGIN}, {self.at[number]: 1}, Told()))
            if self._waits_for_others(number):
                self._join(number, element)
            else:
                self._element(number, element)

    def _check(self) -> None:
        """What the reader refuses, and a link that leads nowhere, is not looked at."""
        graph = self.graph
        starts = 0
        for number, element in enumerate(graph.elements):
            starts += element.type == "startEvent"
            link = next((one.name for one in element.triggers if one.kind == "link"), None)
            if link is not None:
                self._link(number, element, link)
            begins = element.on_event or element.type in ("startEvent", "boundaryEvent")
            if not begins and not graph.before[number]:
                raise Uncertain
            if element.type == "complexGateway" or (begins and link is not None):
                raise Uncertain
        if not starts:
            raise Uncertain

    def _link(self, number: int, element: Element, name: str) -> None:
        ends = [
            other
            for other, one in enumerate(self.graph.elements)
            if one.type == "intermediateCatchEvent"
            and any(trigger.kind == "link" and trigger.name == name for trigger in one.triggers)
        ]
        self.effort.spend(len(self.graph.elements))
        if len(ends) != 1 or len(element.triggers) != 1:
            raise Uncertain
        if element.type == "intermediateThrowEvent":
            self.links[number] = ends[0]

    def _waits_for_others(self, number: int) -> bool:
        return is_join(self.graph, number) or is_join(self.graph, number, "inclusiveGateway")

    # ------------------------------------------------ elements

    def _element(self, number: int, element: Element) -> None:
        place, passed = self.at[number], Told()
        if element.id in self.watched:
            passed.passes[element.id] = 1
        edges = self.graph.edges[number]
        if edges:
            busy = self.net.place()
            self.net.add(Move({place}, {busy: 1}, passed))
            place, passed = busy, Told()
        for edge in edges:
            event = self.graph.elements[edge]
            stays = [] if event.interrupting else [place]
            self._move({place}, [self.at[edge], *stays], Told(takes={event.id}))
        done = Told(takes={element.id}) if edges else Told()
        for ways, told in self._ways(number, element):
            self._move({place}, ways, passed.then(done).then(told))

    def _join(self, number: int, element: Element) -> None:
        arrivals = self.arrivals.get(number, [])
        if element.type == "parallelGateway":
            taken = [set(arrivals)]
        elif len(arrivals) <= _WIDEST:
            taken = [set(some) for some in _some_of(arrivals)]
        else:
            taken = [{one} for one in arrivals]
            for one in arrivals:
                self._move({one}, [], Told())
        for before in taken:
            for ways, told in self._ways(number, element):
                passed = Told(joins={element.id})
                self._move(before, ways, passed.then(told))

    def _move(self, before: set[int], ways: list[int], told: Told) -> None:
        self.effort.spend(len(ways) + len(before))
        for place in ways:
            told.reaches |= self.net.joins_at.get(place, set())
        self.net.add(Move(set(before), dict(Counter(ways)), told))

    # ------------------------------------------------ where they lead

    def _ways(self, number: int, element: Element) -> Iterator[Way]:
        kinds = {trigger.kind for trigger in element.triggers}
        if element.type == "endEvent" and kinds & (_ENDS_ALL | {"escalation"}):
            yield [OVER], Told()
            if kinds & _ENDS_ALL:
                return
        elif element.type == "intermediateThrowEvent" and "escalation" in kinds:
            yield [OVER], Told()
        flows = self.graph.flows_from[number]
        onward = self.onward[number]
        if element.type in ("exclusiveGateway", "eventBasedGateway") and len(flows) > 1:
            for flow, place in zip(flows, onward, strict=True):
                yield [place], Told(takes={flow.id})
            return
        always: list[int] = []
        at_will: list[tuple[SequenceFlow, int]] = []
        otherwise: list[tuple[SequenceFlow, int]] = []
        for flow, place in zip(flows, onward, strict=False):
            if len(flows) > 1 and flow.id == element.default:
                otherwise.append((flow, place))
            elif element.type == "inclusiveGateway" or flow.condition is not None:
                at_will.append((flow, place))
            else:
                always.append(place)
        if element.type == "parallelGateway" or len(flows) < 2 or not (at_will or otherwise):
            yield onward, Told(splits={element.id} if len(onward) > 1 else set())
            return
        if always or otherwise:
            told = {flow.id for flow, _ in otherwise} if not always else set()
            yield always or [place for _, place in otherwise], Told(takes=told)
        if len(at_will) > _WIDEST:
            yield from self._many(always, at_will)
            return
        for some in _some_of(at_will):
            told = {flow.id for flow, _ in some}
            yield [*always, *(place for _, place in some)], Told(takes=told)

    def _many(self, always: list[int], at_will: list[tuple[SequenceFlow, int]]) -> Iterator[Way]:
        """One of many flows, and then any others any number of times."""
        more = self.net.place()
        self._move({more}, [], Told())
        for flow, place in at_will:
            told = Told(takes={flow.id})
            self._move({more}, [more, place], told)
            yield [*always, place, more], told

    def _onward(self, number: int) -> list[int]:
        """Where the flows from an element lead, in their order, or where its link does."""
        if number in self.links:
            return [self._arrive(self.links[number])]
        flows = self.graph.flows_from[number]
        self.effort.spend(1 + len(flows))
        return [self._arrive(self.graph.number[flow.target]) for flow in flows]

    def _arrive(self, target: int) -> int:
        """The place where what comes this way stands; a join has one for each flow."""
        if target in self.at:
            return self.at[target]
        if self.graph.elements[target].on_event:
            raise Uncertain
        place = self.net.place()
        self.arrivals.setdefault(target, []).append(place)
        if is_join(self.graph, target):
            self.net.joins_at[place] = {self.graph.elements[target].id}
        return place


def _some_of(things: list[_Thing]) -> Iterator[tuple[_Thing, ...]]:
    """Every choice of some of them, at least one."""
    for number in range(1, len(things) + 1):
        yield from combinations(things, number)
