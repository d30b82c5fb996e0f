"""Move a running instance to another version of its process.

Every token goes to the element of the same id, or to the one that the mapping names, in the same
scope. Tasks keep their ids, answers and assignments, timers their due times, multi-instances what
is done. What stands on the edge of an activity follows the new diagram: an event that is gone is
dropped, a new one begins now, and both are told of. Whatever can't be right is refused, all of it
at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flows.engine import state as states
from flows.engine.advance import new_instance, outcome_of
from flows.engine.corrections.instance import Instance, Subprocess
from flows.engine.corrections.joins import EventBased, Parallel
from flows.engine.corrections.task import COMPLETED, FUTURE, WAITING, Token
from flows.engine.definition import Definition
from flows.engine.errors import MigrationRefused
from flows.engine.history import History
from flows.engine.outcome import Outcome
from flows.engine.same_element import difference, same_ways
from flows.engine.specs.flow_node import Split
from flows.expressions import evaluation_clock
from flows.kernel import Problem

_NO_MAPPING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Migrated:
    """An instance in its new version; `notes` (severity warning) say what is not as it was."""

    outcome: Outcome
    notes: tuple[Problem, ...]


def migrate(
    old: Definition,
    new: Definition,
    process_id: str,
    state: bytes,
    *,
    mapping: Mapping[str, str] = _NO_MAPPING,
    now: datetime,
) -> Migrated:
    """Where an instance stands in another version of its process; nothing is stored.

    `mapping` gives new element ids for old ones where they differ. Raises MigrationRefused with a
    problem for each element that can't be moved.
    """
    source = new_instance(old, process_id, now, History(now))
    states.load(state, source, process_id)
    if process_id not in new.processes:
        raise MigrationRefused([_gone(process_id, old.processes[process_id].name)])
    history = History(now)
    target = new_instance(new, process_id, now, history)
    move = _Move(source, target, mapping, _ids(new))
    move.check_mapping(_ids(old))
    move.all()
    if move.problems:
        raise MigrationRefused(move.problems)
    with evaluation_clock(now):
        for token in move.begun:
            token.task_spec._update(token)
        target.work(fire_due=False)
        return Migrated(outcome_of(target, process_id, history), tuple(move.notes))


def _ids(definition: Definition) -> set[str]:
    return {one for outline in definition.processes.values() for one in outline.elements}


@dataclass(slots=True)
class _Move:
    """One instance on its way; `begun` are tokens that the new version adds."""

    source: Instance
    target: Instance
    mapping: Mapping[str, str]
    known: set[str]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    begun: list[Token] = field(default_factory=list)

    def check_mapping(self, old: set[str]) -> None:
        """Both ends of every line of the mapping must exist."""
        for before, after in self.mapping.items():
            if before not in old:
                self.problems.append(_gone(before, before))
            if after not in self.known:
                self.problems.append(_gone(after, after))

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
        for child in root.children:
            self._token(child, new.task_tree)
        self._check_joins(old, new)

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
            elif child._state == WAITING and self._name(child.task_spec.name) not in specs:
                self._note(
                    "event-gone",
                    child.task_spec,
                    "finns inte längre och slutar vänta",
                    "no longer exists and stops waiting",
                )
            else:
                self._edge(child, holder, parent)
        if holder is not None and work:
            self._begin(parent, before=old.task_spec.outputs)

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
            moved.internal_data["from"] = self._name(moved.internal_data["from"])
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

    # ------------------------------------------------ elements

    def _name(self, name: str) -> str:
        """The name of a spec in the new version: the drawn id, and what the dialect made of it."""
        drawn, mark, rest = name.partition(" [")
        return f"{self.mapping.get(drawn, drawn)}{mark}{rest}"

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
            self.problems.append(_gone(spec.bpmn_id or spec.name, spec.bpmn_name))

    def _is_made(self, workflow: Any) -> bool:
        found = self.target.subprocess_specs.get(workflow.spec.name)
        return found is not None and bool(found.made)

    def _check_joins(self, old: Any, new: Any) -> None:
        """Refuse where a changed join would wait for a path that no token is on."""
        before = {self._name(spec.name): spec for spec in old.spec.task_specs.values()}
        standing = {task.task_spec.name for task in new.standing()}
        for join in new.spec.task_specs.values():
            if not isinstance(join, Parallel) or len(join._inputs) < 2:
                continue
            known = before.get(join.name)
            if isinstance(known, Parallel) and same_ways(known, join, self._name):
                continue
            reached = [bool(_before(join, name) & standing) for name in join._inputs]
            if any(reached) and not all(reached):
                self._refuse(
                    "join-changed",
                    join,
                    "skulle vänta på en väg som flödet redan har passerat",
                    "would wait for a path that the instance has passed",
                )

    # ------------------------------------------------ words

    def _refuse(self, code: str, spec: Any, sv: str, en: str) -> None:
        found = _problem(code, spec, sv, en, "error")
        if found not in self.problems:
            self.problems.append(found)

    def _note(self, code: str, spec: Any, sv: str, en: str) -> None:
        found = _problem(code, spec, sv, en, "warning")
        if found not in self.notes:
            self.notes.append(found)


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


def _problem(code: str, spec: Any, sv: str, en: str, severity: str) -> Problem:
    name = spec.bpmn_name or spec.bpmn_id or spec.name
    return Problem(
        code,
        f"”{name}” {sv} i den nya versionen.",
        f'"{name}" {en} in the new version.',
        element=spec.bpmn_id or spec.name,
        name=name,
        severity=severity,
    )


def _gone(element_id: str, name: str) -> Problem:
    shown = name or element_id
    return Problem(
        "element-gone",
        f"”{shown}” finns inte i den nya versionen. Ange vilket steg som tar över.",
        f'"{shown}" does not exist in the new version. Say which step takes over.',
        element=element_id,
        name=shown,
    )
