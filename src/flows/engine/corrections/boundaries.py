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
    for edges in _edges_around(task):
        found = None
        for edge in edges:
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


def _edges_around(task: Token) -> Iterator[list[Token]]:
    """What is on the edge of the task, and of the activities that it stands inside, nearest first.

    Inside an event subprocess that does not interrupt, the others of its scope catch as well.
    """
    here: Token | None = task
    while here is not None:
        yield edges_of(here.parent if here.triggered else here)
        node, workflow = here.task_spec.node, here.workflow
        if node.guards is not None:
            yield [
                other
                for other in workflow.standing()
                if other.task_spec.is_edge
                and other.task_spec.node.guards == node.guards
                and other.task_spec.node.id != f"{node.id} [on]"
            ]
        here = None if workflow is workflow.top_workflow else workflow.owner
