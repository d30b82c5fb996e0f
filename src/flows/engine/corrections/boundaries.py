"""Which boundary event catches an error, escalation or cancellation.

3.2.0 lets every boundary event of the same scope catch what any sibling throws. Only those on the
activities around the place where it was thrown may, the nearest first; and one that names the code
before one that takes all.
"""

from collections.abc import Iterator

from flows.engine.corrections.task import WAITING, Token
from flows.engine.specs.flow_node import edges_of


def catcher_of(task: Token, kind: str, code: str | None) -> tuple[Token, int] | None:
    """The waiting boundary event that catches this, and which of its triggers does."""
    for activity in _around(task):
        found = None
        for edge in edges_of(activity):
            if edge._state != WAITING or edge.incident:
                continue
            for index, trigger in enumerate(edge.task_spec.triggers):
                if trigger.kind != kind:
                    continue
                if trigger.code == code:
                    return edge, index
                if trigger.code is None and found is None:
                    found = edge, index
        if found is not None:
            return found
    return None


def _around(task: Token) -> Iterator[Token]:
    """The task, and the activities that it stands inside, nearest first."""
    here: Token | None = task
    while here is not None:
        yield here.parent if here.triggered else here
        workflow = here.workflow
        here = None if workflow is workflow.top_workflow else workflow.owner
