"""Which variables can have a value where, by following the flows of a process.

What is unsure is taken to be known: a finding must be a fault. Where variables may come that no
file tells of, `ANY` is in the set.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flows.catalog.lints.handed_over import HandedOver, Parcel
from flows.catalog.lints.names import ANY, Names
from flows.catalog.lints.scope_graph import ScopeGraph, members, scope_graphs
from flows.catalog.lints.side_by_side import Split, splits_of
from flows.catalog.lints.subject import Subject
from flows.engine import Element, ForEach, ProcessOutline

ALWAYS = ("forum", "part", "instans")
"""What an instance always knows, see docs/explanation/house.md."""

STARTER = "anmalare"
"""Who started the process with its form."""

DECLARED = "variabler"
"""The property that says which variables come along with a start or a message."""

_WAITS = ("intermediateCatchEvent", "boundaryEvent", "receiveTask", "startEvent")
_MOST_TURNS = 10


@dataclass(slots=True)
class Known:
    """Sets of names for one process, by element id.

    `before`: when the element begins; `inside`: for its own expressions; `result`: what it comes
    to, before any output mapping; `gives`: what it leaves behind; `after`: when it is done.
    `entry` and `written` are by scope: what is known when it begins, and all that is set in it.
    """

    graphs: Mapping[str, ScopeGraph]
    splits: Mapping[str, tuple[Split, ...]]
    result: dict[str, int] = field(default_factory=dict)
    gives: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    inside: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    entry: dict[str, int] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class PackageKnown:
    """What is known in each process of a package, by its id."""

    names: Names
    of: dict[str, Known]


def known_in(subject: Subject, handed: HandedOver) -> PackageKnown:
    """Follow the variables through every process, and from one into those that it calls."""
    names = Names()
    found = PackageKnown(names, {})
    follow = {
        process_id: _Process(subject, outline, handed, names)
        for process_id, outline in subject.processes.items()
    }
    entries = {process_id: one.begins_with() for process_id, one in follow.items()}
    callers = {outline.id for outline, element in subject.elements() if element.called_process}
    waiting = set(follow)
    for _ in range(_MOST_TURNS):
        results = {process_id: one.results() for process_id, one in follow.items()}
        for process_id in follow.keys() & waiting:
            found.of[process_id] = follow[process_id].run(entries[process_id], results)
        waiting = _handed_down(subject, found, entries)
        if results != {process_id: one.results() for process_id, one in follow.items()}:
            waiting |= callers
        if not waiting:
            break
    return found


def _handed_down(subject: Subject, found: PackageKnown, entries: dict[str, int]) -> set[str]:
    """Add what callers give to what called processes begin with; those for which it was more."""
    more = set[str]()
    for outline, element in subject.elements():
        called = element.called_process
        if called not in entries:
            continue
        settings, known = element.settings, found.of[outline.id]
        given = known.inside[element.id]
        if not settings.all_down:
            given = found.names.of(*_roots(line.target for line in settings.inputs))
        if given & ~entries[called]:
            entries[called] |= given
            more.add(called)
    return more


def _roots(targets: Iterable[str]) -> list[str]:
    return [target.partition(".")[0] for target in targets]


class _Process:
    """Follows the variables of one process."""

    def __init__(
        self, subject: Subject, outline: ProcessOutline, handed: HandedOver, names: Names
    ) -> None:
        self.subject = subject
        self.outline = outline
        self.handed = handed
        self.names = names
        graphs = scope_graphs(outline)
        splits = {scope: tuple(splits_of(graph)) for scope, graph in graphs.items()}
        self.known = Known(graphs, splits)
        self.called: Mapping[str, int] = {}

    def begins_with(self) -> int:
        """What an instance knows before its start event."""
        names = self.names.of(*ALWAYS, *_declared(self.outline.properties))
        if self.outline.start_form_id:
            names |= self.names.of(STARTER)
        parcel = self.handed.starts.get(self.outline.id)
        if parcel is not None:
            names |= self._parcel(parcel)
        started = parcel is not None or self.outline.start_form_id or DECLARED in self._properties()
        called = any(
            element.called_process == self.outline.id for _, element in self.subject.elements()
        )
        return names if started or called else names | ANY

    def _properties(self) -> Mapping[str, str]:
        start = self.outline.elements.get(self.outline.start_id or "")
        return {**self.outline.properties, **(start.properties if start else {})}

    def results(self) -> int:
        """What the process sets, as far as it has been followed."""
        return self.known.written.get(self.outline.id, 0)

    def run(self, entry: int, called: Mapping[str, int]) -> Known:
        self.called = called
        for element in reversed(list(self.outline.elements.values())):
            self._settle(element)
        self.known.written = {scope: self._written(scope) for scope in self.known.graphs}
        waiting = [(self.outline.id, entry)]
        while waiting:
            scope, begins = waiting.pop()
            waiting += self._follow(scope, begins)
        return self.known

    # -- what an element comes to

    def _settle(self, element: Element) -> None:
        """Inner elements come after what holds them, so that this goes from the inmost outwards."""
        known, settings, names = self.known, element.settings, self.names
        result = self._result(element)
        given = result & ~names.of(*_roots(line.target for line in settings.inputs))
        if settings.outputs:
            given = names.of(*_roots(line.target for line in settings.outputs))
        inner = 0
        if element.id in known.graphs and element.id != self.outline.id:
            inner = self._written(element.id)
            inner &= ~names.of(*_roots(line.target for line in settings.inputs))
        gives = given | inner
        if isinstance(element.loop, ForEach):
            item = names.of(element.loop.item) if element.loop.item else 0
            gives = names.of(element.loop.results) if element.loop.results else gives & ~item
        known.result[element.id] = result | inner
        known.gives[element.id] = gives

    def _written(self, scope: str) -> int:
        found = 0
        for element in self.known.graphs[scope].elements:
            found |= self.known.gives.get(element.id, 0)
        return found

    def _result(self, element: Element) -> int:
        settings, names = element.settings, self.names
        found = names.of(*_declared(element.properties))
        if settings.job is not None:
            operation = self.subject.around.operations.get(settings.job.type_source)
            return found | (ANY if operation is None else names.of(*operation.gives))
        if settings.script is not None:
            found |= names.of(settings.script.target)
        if settings.decision is not None:
            found |= names.of(settings.decision[1])
        if element.type in ("userTask", "startEvent") and settings.form_id:
            form = self.subject.forms.get(settings.form_id)
            found |= ANY if form is None else names.of(*form.form.keys)
        if element.called_process is not None:
            found |= self._called(element)
        if element.type in _WAITS:
            for trigger in element.triggers:
                found |= self._caught(element, trigger.kind, trigger.name)
        return found

    def _called(self, element: Element) -> int:
        if not element.settings.all_up and not element.settings.outputs:
            return 0
        return self.called.get(element.called_process or "", ANY)

    def _caught(self, element: Element, kind: str, name: str) -> int:
        if kind not in ("message", "signal"):
            return 0
        parcels = self.handed.messages if kind == "message" else self.handed.signals
        parcel = parcels.get(name)
        if parcel is not None:
            return self._parcel(parcel)
        if DECLARED in element.properties:
            return 0
        # A button on the page of a case sends who pressed it.
        pressed = "button" in element.properties and "avsandare" in element.properties
        return self.names.of("avsandare") if pressed else ANY

    def _parcel(self, parcel: Parcel) -> int:
        return self.names.of(*parcel.variables) | (0 if parcel.closed else ANY)

    # -- where it is known

    def _follow(self, scope: str, begins: int) -> list[tuple[str, int]]:
        """Carry what is known through a scope; the scopes inside it, with what they begin with."""
        known, graph, names = self.known, self.known.graphs[scope], self.names
        known.entry[scope] = begins
        base = begins
        for element in graph.elements:
            if element.on_event:
                base |= known.gives[element.id]
        gives = [known.gives[element.id] for element in graph.elements]
        before = [base | more for more in self._beside(scope, gives)]
        self._carry(graph, before, gives)
        inner = []
        for number, element in enumerate(graph.elements):
            found = before[number]
            if element.on_event:
                found |= known.written[scope]
            known.before[element.id] = found
            known.after[element.id] = found | gives[number]
            if isinstance(element.loop, ForEach) and element.loop.item:
                found |= names.of(element.loop.item)
            if element.loop is not None:
                found |= names.of("loopCounter")
            found |= names.of(*_roots(line.target for line in element.settings.inputs))
            known.inside[element.id] = found
            if element.id in known.graphs and element.id != self.outline.id:
                inner.append((element.id, found))
        return inner

    def _beside(self, scope: str, gives: list[int]) -> list[int]:
        """For each element of a scope, what is set by those that run at the same time."""
        more = [0] * len(gives)
        for split in self.known.splits[scope]:
            others = self._of_others(split.branches, gives)
            for branch, given in zip(split.branches, others, strict=True):
                for number in members(branch) if given else ():
                    more[number] |= given
        return more

    def _of_others(self, branches: Sequence[int], gives: list[int]) -> list[int]:
        """For each branch, what all the others give."""
        sets = []
        for branch in branches:
            given = 0
            for number in members(branch):
                given |= gives[number]
            sets.append(given)
        found, earlier, later = [0] * len(sets), 0, 0
        for place, given in enumerate(sets):
            found[place] |= earlier
            earlier |= given
        for place in reversed(range(len(sets))):
            found[place] |= later
            later |= sets[place]
        return found

    def _carry(self, graph: ScopeGraph, before: list[int], gives: list[int]) -> None:
        """Add to each element what is known after those that lead to it, until nothing changes."""
        order = graph.leaves_first[::-1]
        stale = [True] * len(before)
        while any(stale):
            for number in order:
                if not stale[number]:
                    continue
                stale[number] = False
                inner = graph.elements[number].type in ("subProcess", "transaction")
                done = before[number] | gives[number]
                stopped = done if inner else before[number]
                for following in graph.after[number]:
                    carried = stopped if following in graph.edges[number] else done
                    if carried & ~before[following]:
                        before[following] |= carried
                        stale[following] = True


def _declared(properties: Mapping[str, str]) -> list[str]:
    return [name.strip() for name in properties.get(DECLARED, "").split(",") if name.strip()]
