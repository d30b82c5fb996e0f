"""What every element has in common: its settings, its variables in and out, and where it leads."""

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from flows.engine.corrections.task import FINISHED, FUTURE, WAITING, Token
from flows.engine.diagram.model import Node
from flows.engine.errors import Fault
from flows.engine.variables import everything, visible, with_path, write


class FlowNode(BpmnTaskSpec):  # type: ignore[misc]
    """An element of a diagram. Specs are shared by every instance of a version and never change."""

    keeps_children = False
    """Whether what follows must know of one another (boundary events and their activity)."""
    is_edge = False
    """Whether this is a boundary event."""
    joins = False
    """Whether tokens wait here for one another."""
    is_manual = False
    """Whether a READY token waits for somebody instead of running at once."""
    automatic = True
    """Whether the element passes at once, so that history tells of its completion only."""

    def __init__(self, spec: Any, name: str, node: Node) -> None:
        super().__init__(spec, name, manual=self.is_manual, lane=node.lane)
        self.node = node
        self.bpmn_id = node.drawn
        self.bpmn_name = node.name
        self.settings = node.settings

    # ------------------------------------------------ a token arrives

    def _predict(self, task: Token, *rest: Any, **more: Any) -> None:
        """Nothing is predicted; the next elements are known when they are reached."""

    def _update(self, task: Token) -> None:
        if task._state & FINISHED:
            return
        try:
            ready = self.enter(task)
        except Fault as fault:
            task.hold("enter", fault)
            return
        if ready:
            task._ready()

    def enter(self, task: Token) -> bool:
        """Take the token in; whether it can go on at once. Raises Fault."""
        self.map_inputs(task)
        return True

    def map_inputs(self, task: Token) -> None:
        """Give the element the variables that its input mapping asks for. Raises Fault."""
        if not self.settings.inputs or "mapped" in task.internal_data:
            return
        seen = dict(visible(task))
        local: dict[str, Any] = {}
        for line in self.settings.inputs:
            value = line.formula.value(ChainMap(local, seen))
            name, whole = with_path(line.target, value, local)
            local[name] = whole
        task.internal_data["local"] = {**task.local, **local}
        task.internal_data["mapped"] = sorted(local)

    def look(self, task: Token, *, due: bool) -> None:
        """See whether a waiting token can go on after all; `due` fires timers that are due."""

    # ------------------------------------------------ the work

    def _run(self, task: Token) -> bool:
        return self.execute(task)

    def execute(self, task: Token) -> bool:
        """Do the work; whether it is done. Raises Fault, and then nothing has changed."""
        self.give(task, {})
        return True

    def give(self, task: Token, result: Mapping[str, Any]) -> None:
        """Hand a result on through the output mapping, else as it is. Raises Fault."""
        if self.settings.outputs:
            handed_on = self._mapped_outputs(task, result)
        else:
            inside = task.internal_data.get("mapped", ())
            handed_on = {name: value for name, value in result.items() if name not in inside}
        for name, value in handed_on.items():
            write(task, name, value)

    def _mapped_outputs(self, task: Token, result: Mapping[str, Any]) -> dict[str, Any]:
        around = everything(task)
        seen = {**around, **result}
        inside = task.internal_data.get("mapped", ())
        outside = {name: value for name, value in around.items() if name not in inside}
        given: dict[str, Any] = {}
        for line in self.settings.outputs:
            value = line.formula.value(ChainMap(given, seen))
            name, whole = with_path(line.target, value, ChainMap(given, outside))
            given[name] = whole
        return given

    # ------------------------------------------------ the token leaves

    def _on_complete(self, task: Token) -> None:
        owner = task.parent
        if task.triggered:
            task.workflow.remove(task)
            owner.task_spec.round_done(owner, task)
            return
        self.leave(task)
        for spec in self.chosen(task):
            task._add_child(spec, FUTURE)
        for child in task.children:
            if child._state == FUTURE:
                child.task_spec._update(child)
        task.workflow._task_completed_notify(task)

    def chosen(self, task: Token) -> list[Any]:
        """The elements that the token goes on to."""
        if task.chosen is not None:
            return task.chosen
        found: list[Any] = self.outputs
        return found

    def leave(self, task: Token) -> None:
        """The element is done: boundary events that still wait on its edge are not needed.

        What watches over a scope goes on until all of the scope is done.
        """
        for edge in edges_of(task):
            if edge._state == WAITING and not edge.task_spec.node.guards:
                edge.cancel()

    def _on_cancel(self, task: Token) -> None:
        """The token is taken away."""


def edges_of(task: Token) -> list[Token]:
    """The boundary events on the edge of an activity that a token stands at."""
    holder = task.parent
    if holder is None or not holder.task_spec.keeps_children or task.task_spec.is_edge:
        return []
    return [other for other in holder.children if other.task_spec.is_edge]


class Passing(FlowNode):
    """A plain task or event: the token goes through."""


class Split(FlowNode):
    """Stands before an activity with boundary events, and holds them together."""

    keeps_children = True
