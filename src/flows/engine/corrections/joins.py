"""Gateways, and above all their joins.

3.2.0's inclusive join follows one path only when it asks who may still arrive, forgets running
subprocesses, and can fire twice; its joins recognise a second pass of a loop by ancestry, which is
lost when finished tasks are dropped. Here a token that waits at a join knows which flow it came by,
and the rule of BPMN 2.0.2 (13.4) is asked of the tokens and flows alone.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping
from typing import Any

from flows.engine.corrections.task import WAITING, Token
from flows.engine.diagram.model import Node
from flows.engine.errors import Fault
from flows.engine.formula import Formula
from flows.engine.specs.flow_node import FlowNode

Way = tuple[str, Formula | None]
"""Where a flow leads, and on which condition."""


class Gateway(FlowNode):
    """What the gateways with conditions or joins have in common."""

    def __init__(self, spec: Any, name: str, node: Node) -> None:
        super().__init__(spec, name, node)
        self.ways: list[Way] = []
        self.otherwise: str | None = None

    def _targets(self, names: list[str]) -> list[Any]:
        return [self._wf_spec.task_specs[name] for name in names]

    def _no_way(self) -> Fault:
        return Fault(
            "no-way",
            f"Inget villkor ut från ”{self.bpmn_name}” är uppfyllt, och ingen standardväg finns.",
            f'No condition out of "{self.bpmn_name}" holds, and there is no default way.',
        )


class Exclusive(Gateway):
    """The first condition that holds, else the default; every token that arrives passes."""

    def execute(self, task: Token) -> bool:
        engine = task.workflow.script_engine
        for target, condition in self.ways:
            if condition is None or engine.value(condition, task):
                task.chosen = self._targets([target])
                return True
        if self.otherwise is None:
            raise self._no_way()
        task.chosen = self._targets([self.otherwise])
        return True


class _Join(Gateway):
    """A gateway where tokens wait for one another; asked when all else rests."""

    joins = True

    def enter(self, task: Token) -> bool:
        if len(self._inputs) < 2:
            return True
        if "from" not in task.internal_data:
            task.internal_data["from"] = task.parent.task_spec.name
        task._set_state(WAITING)
        return False

    def look(self, task: Token, *, due: bool) -> None:
        arrived = [
            other
            for other in task.workflow.tasks.values()
            if other.task_spec is self and other._state == WAITING and not other.incident
        ]
        consumed = self.consumed(task, arrived)
        for token in consumed[1:]:
            token.cancel()
        if consumed:
            consumed[0]._ready()

    def _one_by_each_flow(self, arrived: list[Token]) -> list[Token]:
        """The first token of each flow; two flows may come from the same element."""
        left: Counter[str] = Counter(self._inputs)
        taken: list[Token] = []
        for token in arrived:
            source = token.internal_data["from"]
            if left[source] > 0:
                left[source] -= 1
                taken.append(token)
        return taken

    @abstractmethod
    def consumed(self, task: Token, arrived: list[Token]) -> list[Token]:
        """The tokens, of those that wait here, that the join takes now; none to wait on."""


class Parallel(_Join):
    """One token from each incoming flow, and one to each outgoing."""

    def consumed(self, task: Token, arrived: list[Token]) -> list[Token]:
        if len(arrived) < len(self._inputs):
            return []
        taken = self._one_by_each_flow(arrived)
        return taken if len(taken) == len(self._inputs) else []


class Inclusive(_Join):
    """Every way whose condition holds; joins what can still arrive."""

    def __init__(self, spec: Any, name: str, node: Node) -> None:
        super().__init__(spec, name, node)
        self.sources: Mapping[str, list[str]] = {}

    def consumed(self, task: Token, arrived: list[Token]) -> list[Token]:
        sources = {token.internal_data["from"] for token in arrived}
        coming = self._before({name for name in self._inputs if name not in sources}, edges=True)
        here = self._before(sources, edges=False)
        for other in task.workflow.standing():
            spec = other.task_spec
            armed = spec.is_edge and other._state == WAITING
            if spec is self or armed or other.triggered:
                continue
            if spec.name in coming and spec.name not in here:
                return []
        return self._one_by_each_flow(arrived)

    def _before(self, names: set[str], *, edges: bool) -> set[str]:
        """These nodes, and all from which they are reached without passing this join.

        By `edges`, also the activities whose boundary events lead here: something may come from
        them. But what goes on in an activity is itself on its way along its flows only.
        """
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found and name != self.name:
                found.add(name)
                if edges or not self._wf_spec.task_specs[name].is_edge:
                    waiting.extend(self.sources.get(name, ()))
        return found

    def execute(self, task: Token) -> bool:
        engine = task.workflow.script_engine
        names = [
            target
            for target, condition in self.ways
            if condition is None or engine.value(condition, task)
        ]
        if not names:
            if self.otherwise is None:
                raise self._no_way()
            names = [self.otherwise]
        task.chosen = self._targets(names)
        return True


class EventBased(FlowNode):
    """Holds the events that follow together: the first one to happen takes the others away.

    In 3.2.0 two timers behind one gateway share a due date.
    """

    keeps_children = True
