"""What the finished rounds of a multi-instance throw, and who catches it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.engine.corrections.task import WAITING, Token
from flows.engine.diagram.model import ForEach, Trigger
from flows.engine.outcome import Thrown
from flows.engine.specs.flow_node import edges_of
from flows.engine.specs.throwing import broadcast, escalate, send
from flows.engine.specs.waiting import key_of


@dataclass(frozen=True, slots=True)
class RoundThrows:
    """What a round throws: for each event its place in the loop and its key; and whether the
    rounds end with it.
    """

    chosen: list[tuple[int, int, str | None]]
    enough: bool

    @classmethod
    def of(cls, loop: ForEach, child: Token, counts: Mapping[str, Any]) -> "RoundThrows":
        """What the round that is about to be done throws. Raises Fault."""
        engine = child.workflow.script_engine
        chosen: list[tuple[int, int, str | None]] = []
        enough = False
        if loop.first_only and counts["numberOfCompletedInstances"] > 1:
            return cls(chosen, enough)
        for place, events in enumerate(loop.throws):
            if events.condition is not None:
                if not engine.value(events.condition, child, counts):
                    continue
                enough = True
            for index, trigger in enumerate(events.triggers):
                key = None if trigger.key is None else key_of(engine.value(trigger.key, child))
                chosen.append((place, index, key))
        return cls(chosen, enough)


def throw_for_round(task: Token, chosen: Sequence[Sequence[Any]]) -> None:
    """Throw it from the activity, whose edge may catch it. It carries no variables."""
    for place, index, key in chosen:
        trigger = task.task_spec.loop.throws[place].triggers[index]
        if trigger.kind == "escalation":
            escalate(task, trigger.code)
        elif trigger.kind == "signal":
            broadcast(task.workflow.top_workflow, trigger.name, {})
            send(task, Thrown("signal", trigger.name, None, {}))
        elif not _caught_on_the_edge(task, trigger, key):
            send(task, Thrown("message", trigger.name, key, {}))


def _caught_on_the_edge(task: Token, thrown: Trigger, key: str | None) -> bool:
    """A message reaches one: the edge of the activity itself, if it waits for it there."""
    for edge in edges_of(task):
        if edge._state != WAITING or edge.incident:
            continue
        for index, trigger in enumerate(edge.task_spec.triggers):
            wait = edge.internal_data["waits"][index]
            same = (trigger.kind, trigger.name) == ("message", thrown.name)
            if same and wait.get("key") == key:
                edge.task_spec.fire(edge, index, {})
                return True
    return False
