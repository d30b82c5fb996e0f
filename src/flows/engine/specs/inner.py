"""Subprocesses and call activities."""

from typing import Any

from flows.engine.corrections.task import STARTED, Token
from flows.engine.diagram.model import Node
from flows.engine.errors import Fault
from flows.engine.specs.flow_node import FlowNode
from flows.engine.variables import everything

MAX_DEPTH = 100
"""Processes called inside one another deeper than this call themselves without end."""


class Inner(FlowNode):
    """An embedded subprocess: what is inside shares the variables around it."""

    automatic = False
    called = False

    def __init__(self, spec: Any, name: str, node: Node, inner: str) -> None:
        super().__init__(spec, name, node)
        self.inner = inner

    def enter(self, task: Token) -> bool:
        self.map_inputs(task)
        if task.workflow.depth >= MAX_DEPTH:
            raise Fault(
                "too-deep",
                f"Processer anropar varandra i mer än {MAX_DEPTH} nivåer.",
                f"Processes call one another more than {MAX_DEPTH} levels deep.",
            )
        task.workflow.top_workflow.make_room(1)
        inner = task.workflow.top_workflow.open_subprocess(task, self.inner, called=self.called)
        inner.data.update(self.handed_down(task))
        task._set_state(STARTED)
        inner.begin([])
        return False

    def handed_down(self, task: Token) -> dict[str, Any]:
        """The variables that what is inside begins with, as its own."""
        return {}

    def inner_finished(self, task: Token, inner: Any) -> None:
        """What is inside is done."""
        task.workflow.top_workflow.close_subprocess(task)
        task.internal_data["result"] = self.handed_up(inner)
        task._ready()

    def handed_up(self, inner: Any) -> dict[str, Any]:
        """The variables that what was inside leaves behind."""
        return {}

    def execute(self, task: Token) -> bool:
        self.give(task, task.internal_data.get("result", {}))
        return True

    def _on_cancel(self, task: Token) -> None:
        task.workflow.top_workflow.close_subprocess(task)


class Call(Inner):
    """A call activity: the called process has variables of its own."""

    called = True

    def handed_down(self, task: Token) -> dict[str, Any]:
        if self.settings.all_down:
            return everything(task)
        return dict(task.local)

    def handed_up(self, inner: Any) -> dict[str, Any]:
        if self.settings.outputs:
            return dict(inner.data)
        if self.settings.all_up:
            return {name: inner.data[name] for name in sorted(inner.written)}
        return {}
