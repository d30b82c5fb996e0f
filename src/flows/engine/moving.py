"""The tokens of an instance on their way into another version of its process, scope by scope."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.engine.corrections.instance import Instance, Subprocess
from flows.engine.corrections.joins import EventBased, Parallel
from flows.engine.corrections.task import COMPLETED, FUTURE, STARTED, WAITING, Token
from flows.engine.moving_words import element_gone, told
from flows.engine.same_element import difference, matching_ways
from flows.engine.specs.flow_node import Split
from flows.engine.specs.inner import Inner
from flows.kernel import Problem


@dataclass(slots=True)
class Move:
    """One instance on its way; `begun` are tokens that the new version adds.

    `doors` are names of the scope at hand that differ because event subprocesses wrap it or don't.
    """

    source: Instance
    target: Instance
    mapping: Mapping[str, str]
    known: Collection[str]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    begun: list[Token] = field(default_factory=list)
    doors: dict[str, str] = field(default_factory=dict)

    def check_mapping(self, old: Collection[str]) -> None:
        """Both ends of every line of the mapping must exist."""
        for before, after in self.mapping.items():
            if before not in old:
                self.problems.append(element_gone(before, before))
            if after not in self.known:
                self.problems.append(element_gone(after, after))

    def all(self) -> None:
        """Move the process, then what runs inside it, outer scopes first."""
        self._scope(self.source, self.target)
        for inner in self.source.subprocesses.values():
            owner = self.target.find(inner.owner.id)
            if owner is None:
                continue  # what it runs inside has been refused
            spec = self.target.subprocess_specs[owner.task_spec.inner]
            moved = Subprocess(spec, owner, self.target, called=inner.called)
            self.target.subprocesses[owner.id] = moved
            self._scope(inner, moved)
        self.target.stopped = self.source.stopped

    def _scope(self, old: Any, new: Any) -> None:
        new.data, new.written, new.completed = old.data, old.written, old.completed
        root = old.task_tree
        new.task_tree = Token(new, new.spec.start, None, root._state, root.id)
        new.task_tree.internal_data = root.internal_data
        before, after = _body(old.spec), _body(new.spec)
        if before is None and after is not None and self._stands_inside(old, new):
            self._into_body(old, new, after)
        elif before is not None and after is None:
            self._out_of_body(old, new, before)
        else:
            for child in root.children:
                self._token(child, new.task_tree)
            self._check_joins(old, new)
        self.doors = {}

    # ------------------------------------------------ event subprocesses that come and go

    def _stands_inside(self, old: Any, new: Any) -> bool:
        """Whether something stands beyond the start, so that event subprocesses watch over it."""
        names = (child.task_spec.name for child in old.task_tree.children)
        return any(self._name(name) not in new.spec.task_specs for name in names)

    def _into_body(self, old: Any, new: Any, body: Inner) -> None:
        """The new version has event subprocesses around all that stands here: they begin now."""
        edges = new.spec.task_specs[f"{body.node.id} [edges]"]
        holder = Token(new, edges, new.task_tree, COMPLETED)
        owner = Token(new, body, holder, STARTED)
        inner = Subprocess(
            self.target.subprocess_specs[body.inner], owner, self.target, called=False
        )
        self.target.subprocesses[owner.id] = inner
        inner.task_tree = Token(inner, inner.spec.start, None, COMPLETED)
        self.doors = {_door(new.spec): _door(inner.spec)}
        for child in old.task_tree.children:
            self._token(child, inner.task_tree)
        self._check_joins(old, inner)
        self._begin(holder, before=())

    def _out_of_body(self, old: Any, new: Any, body: Inner) -> None:
        """The new version has no event subprocess here: those that wait stop waiting."""
        for child in old.task_tree.children:
            inner = next(map(self.source.subprocesses.get, child._children), None)
            if child.task_spec.name != f"{body.node.id} [edges]" or inner is None:
                self._token(child, new.task_tree)
                continue
            for edge in child.children:
                if edge.task_spec.is_edge and edge._state == WAITING:
                    self._gone_from_edge(edge)
                elif edge.task_spec.is_edge:
                    self._taker(edge, new)
            self.doors = {self._name(_door(inner.spec)): _door(new.spec)}
            for one in inner.task_tree.children:
                self._token(one, new.task_tree)
            self._check_joins(inner, new)

    # ------------------------------------------------ tokens

    def _token(self, old: Token, parent: Token) -> None:
        if isinstance(old.task_spec, Split):
            self._with_edges(old, parent)
        elif old.task_spec.keeps_children and isinstance(old.task_spec, EventBased):
            self._behind_gateway(old, parent)
        else:
            self._activity(old, parent)

    def _activity(self, old: Token, parent: Token) -> None:
        """A token, with the rounds under it; new events on its edge begin to wait."""
        spec = self._taker(old, parent.workflow)
        if spec is None:
            return
        edges = parent.workflow.spec.task_specs.get(f"{spec.node.id} [edges]")
        if edges is not None and not old.triggered:
            parent = Token(parent.workflow, edges, parent, COMPLETED)
        self._copy(old, spec, parent)
        if edges is not None and not old.triggered:
            self._begin(parent, before=())

    def _with_edges(self, old: Token, parent: Token) -> None:
        """An activity and the events that wait on its edge."""
        specs = parent.workflow.spec.task_specs
        work = [child for child in old.children if not child.task_spec.is_edge]
        takers = {child.id: self._taker(child, parent.workflow) for child in work}
        if None in takers.values():
            return
        holder = specs.get(self._name(old.task_spec.name))
        if holder is not None:
            parent = _copied(old, holder, parent)
        for child in old.children:
            if child.id in takers:
                self._copy(child, takers[child.id], parent)
            elif child._state == WAITING and self._leaves(child, holder, specs):
                self._gone_from_edge(child)
            else:
                self._edge(child, holder, parent)
        watching = any(
            child._state == WAITING and child.task_spec.node.guards for child in old.children
        )
        if holder is not None and (work or watching):
            self._begin(parent, before=old.task_spec.outputs)

    def _leaves(self, edge: Token, holder: Any, specs: Mapping[str, Any]) -> bool:
        """Whether an event that waits on an activity is not drawn on it any more."""
        found = specs.get(self._name(edge.task_spec.name))
        return found is None or (found.is_edge and (holder is None or found not in holder.outputs))

    def _gone_from_edge(self, edge: Token) -> None:
        self._note(
            "event-gone",
            edge.task_spec,
            "finns inte längre här och slutar vänta",
            "is no longer here and stops waiting",
        )

    def _edge(self, old: Token, holder: Any, parent: Token) -> None:
        spec = self._taker(old, parent.workflow)
        if spec is None:
            return
        if holder is None or spec not in holder.outputs:
            self._refuse(
                "attached-elsewhere",
                old.task_spec,
                "sitter på en annan uppgift",
                "is attached to another activity",
            )
            return
        self._copy(old, spec, parent)

    def _behind_gateway(self, old: Token, parent: Token) -> None:
        """The events of which the first one to happen takes the others away."""
        spec = self._taker(old, parent.workflow)
        if spec is None:
            return
        holder = _copied(old, spec, parent)
        for child in old.children:
            found = self._taker(child, parent.workflow)
            if found is not None and found not in spec.outputs:
                self._refuse(
                    "other-gateway",
                    child.task_spec,
                    f"följer inte längre på ”{spec.bpmn_name}”",
                    f'no longer follows on "{spec.bpmn_name}"',
                )
            elif found is not None:
                self._copy(child, found, holder)
        self._begin(holder, before=old.task_spec.outputs)

    def _begin(self, holder: Token, before: Any) -> None:
        """Let what the new version adds beside what waits begin to wait, too."""
        known = {self._name(spec.name) for spec in before}
        for spec in holder.task_spec.outputs:
            if spec.name in known or (isinstance(holder.task_spec, Split) and not spec.is_edge):
                continue
            self.begun.append(holder._add_child(spec, FUTURE))
            self._note("event-new", spec, "är ny och börjar vänta nu", "is new and begins to wait")

    def _copy(self, old: Token, spec: Any, parent: Token) -> None:
        moved = _copied(old, spec, parent)
        if "from" in moved.internal_data:
            self._arrive(moved, old.task_spec, spec)
        if spec.bpmn_id != old.task_spec.bpmn_id:
            after = spec.bpmn_name
            self._note(
                "goes-on-as",
                old.task_spec,
                f"fortsätter som ”{after}”",
                f'goes on as "{after}"',
            )
        if spec.settings.form_id != old.task_spec.settings.form_id:
            self._note("form-changed", spec, "får ett annat formulär", "gets another form")
        for child in old.children:
            self._token(child, moved)

    def _arrive(self, moved: Token, old: Any, new: Any) -> None:
        """A token that waits at a join keeps its way in, or takes the one that has replaced it."""
        way = self._name(moved.internal_data["from"])
        ways = matching_ways(old, new, self._name) or {}
        moved.internal_data["from"] = ways.get(way, way)
        if ways.get(way, way) != way:
            self._note(
                "way-replaced",
                new,
                "nås på ett annat sätt; det som redan har kommit fram räknas som framme",
                "is reached in another way; what has arrived already counts as there",
            )

    # ------------------------------------------------ elements

    def _name(self, name: str) -> str:
        """The name of a spec in the new version: the drawn id, and what the dialect made of it."""
        drawn, mark, rest = name.partition(" [")
        renamed = f"{self.mapping.get(drawn, drawn)}{mark}{rest}"
        return self.doors.get(renamed, renamed)

    def _taker(self, old: Token, workflow: Any) -> Any:
        """The spec that takes a token over, in its scope; None when there is a problem."""
        name = self._name(old.task_spec.name)
        found = workflow.spec.task_specs.get(name)
        if found is None:
            self._missing(old, name)
            return None
        joining = "from" in old.internal_data
        differs = difference(old.task_spec, found, self._name, joining=joining)
        if differs is not None:
            self._refuse(differs[0], old.task_spec, differs[1], differs[2])
            return None
        return found

    def _missing(self, old: Token, name: str) -> None:
        drawn = name.partition(" [")[0]
        if drawn in self.known:
            self._refuse(
                "scope-changed",
                old.task_spec,
                "ligger i en annan del av processen",
                "is in another part of the process",
            )
        elif old.workflow.spec.made != self._is_made(old.workflow):
            self._refuse(
                "parts-changed",
                old.task_spec,
                "ligger i en del som är uppbyggd på ett annat sätt",
                "is in a part that is built in another way",
            )
        else:
            spec = old.task_spec
            self.problems.append(element_gone(spec.bpmn_id or spec.name, spec.bpmn_name))

    def _is_made(self, workflow: Any) -> bool:
        found = self.target.subprocess_specs.get(workflow.spec.name)
        return found is not None and bool(found.made)

    def _check_joins(self, old: Any, new: Any) -> None:
        """Refuse where a changed join would wait for a path that no token is on."""
        before = {self._name(spec.name): spec for spec in old.spec.task_specs.values()}
        tokens = new.standing()
        standing = {task.task_spec.name for task in tokens}
        for join in new.spec.task_specs.values():
            if not isinstance(join, Parallel) or len(join._inputs) < 2:
                continue
            known = before.get(join.name)
            if isinstance(known, Parallel) and self._same_ways(known, join):
                continue
            arrived = {task.internal_data.get("from") for task in tokens if task.task_spec is join}
            reached = [
                name in arrived or bool(_before(join, name) & standing) for name in join._inputs
            ]
            if any(reached) and not all(reached):
                self._refuse(
                    "join-changed",
                    join,
                    "skulle vänta på en väg som flödet redan har passerat",
                    "would wait for a path that the instance has passed",
                )

    def _same_ways(self, old: Any, new: Any) -> bool:
        return sorted(map(self._name, old._inputs)) == sorted(new._inputs)

    # ------------------------------------------------ words

    def _refuse(self, code: str, spec: Any, sv: str, en: str) -> None:
        found = told(code, spec, sv, en, "error")
        if found not in self.problems:
            self.problems.append(found)

    def _note(self, code: str, spec: Any, sv: str, en: str) -> None:
        found = told(code, spec, sv, en, "warning")
        if found not in self.notes:
            self.notes.append(found)


def _body(spec: Any) -> Inner | None:
    """The part that the dialect made of all that event subprocesses watch over in a scope."""
    for one in spec.task_specs.values():
        if isinstance(one, Inner) and one.node.scope is not None and one.node.scope.made:
            return one
    return None


def _door(spec: Any) -> str:
    """The name of the start event of a scope."""
    name: str = spec.start.outputs[0].name
    return name


def _copied(old: Token, spec: Any, parent: Token) -> Token:
    moved = Token(parent.workflow, spec, parent, old._state, old.id)
    moved.triggered = old.triggered
    moved.internal_data = old.internal_data
    return moved


def _before(join: Any, name: str) -> set[str]:
    """The node, and all from which it is reached without passing the join."""
    specs, found, waiting = join._wf_spec.task_specs, set(), [name]
    while waiting:
        here = waiting.pop()
        if here not in found and here != join.name:
            found.add(here)
            waiting.extend(specs[here]._inputs)
    return found
