"""What has happened in one step, in order, told of the elements as they are drawn."""

from datetime import datetime
from typing import Any

from flows.engine.corrections.task import CANCELLED, COMPLETED, HERE, Token
from flows.engine.outcome import HistoryEvent


class History:
    """Listens to tokens; elements that nobody drew are left out.

    An element that passes at once gets one line, `completed`; one that can wait also gets
    `started`, and `cancelled` when it was taken away. A boundary event is told of when it happens.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.events: list[HistoryEvent] = []

    def __call__(self, task: Token, before: int, after: int) -> None:
        spec = task.task_spec
        if not getattr(spec, "bpmn_id", None):
            return
        several = hasattr(spec, "each")
        if after == COMPLETED:
            if several and "rounds" not in task.detail:
                return
            self._note(task, "completed")
            _note_end(task)
        elif spec.automatic or spec.is_edge or several:
            return
        elif after == CANCELLED:
            self._note(task, "cancelled")
        elif after & HERE and not before & HERE:
            self._note(task, "started")

    def _note(self, task: Token, what: str) -> None:
        node = task.task_spec.node
        detail: dict[str, Any] = {**task.internal_data.get("detail", {}), **task.detail}
        if task.triggered:
            detail["item"] = task.internal_data["round"] + 1
        self.events.append(
            HistoryEvent(node.drawn, node.name, node.type, what, self.now, task.id, detail)
        )


def _note_end(task: Token) -> None:
    """Remember an end event that was reached on the level of the process."""
    if task.task_spec.node.type != "endEvent":
        return
    workflow = task.workflow
    while workflow.spec.made:
        workflow = workflow.owner.workflow
    if workflow is workflow.top_workflow:
        workflow.ends.append(task.task_spec.node.drawn)
