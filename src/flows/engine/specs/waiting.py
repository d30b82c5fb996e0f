"""Elements that wait for something to happen: catch events, receive tasks, boundary events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flows.engine.corrections.task import FUTURE, WAITING, Token
from flows.engine.diagram.model import TimerKind, Trigger
from flows.engine.errors import Fault
from flows.engine.parts import TIME
from flows.engine.specs.flow_node import FlowNode
from flows.engine.timers import cycle_of, due_after, parse_cycle

SPENT = {"left": 0}
"""What a timer keeps when it will not fire again."""


def is_spent(wait: Mapping[str, Any]) -> bool:
    """Whether one of the things that an event waits for has happened for the last time."""
    return wait.get("left") == 0


class Waiting(FlowNode):
    """Waits for one of its triggers, or for all of them."""

    automatic = False

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        return self.node.triggers

    def enter(self, task: Token) -> bool:
        if "waits" not in task.internal_data:
            self.map_inputs(task)
            task.internal_data["waits"] = [self._arm(task, trigger) for trigger in self.triggers]
        if task._state != WAITING:
            task._set_state(WAITING)
        task.workflow.top_workflow.armed.add(task.id)
        return False

    def _arm(self, task: Token, trigger: Trigger) -> dict[str, Any]:
        engine = task.workflow.script_engine
        if trigger.kind == "message" and trigger.key is not None:
            return {"key": key_of(engine.value(trigger.key, task))}
        if trigger.kind == "timer" and trigger.when is not None:
            value = engine.value(trigger.when, task)
            if trigger.timer is not TimerKind.CYCLE:
                return {"due": due_after(value, engine.now, TIME).isoformat()}
            cycle = cycle_of(value, TIME)
            due = cycle.start or cycle.every.after(engine.now)
            text = cycle.beginning(engine.now, value)
            return {"due": due.isoformat(), "cycle": text, "left": cycle.times}
        return {}

    def look(self, task: Token, *, due: bool) -> None:
        engine = task.workflow.script_engine
        for index, trigger in enumerate(self.triggers):
            wait = task.internal_data["waits"][index]
            if trigger.kind == "timer" and due and not is_spent(wait):
                if datetime.fromisoformat(wait["due"]) <= engine.now:
                    self.fire(task, index, {})
            elif trigger.kind == "conditional" and trigger.condition is not None:
                try:
                    holds = engine.value(trigger.condition, task) is True
                except Fault as fault:
                    task.hold("enter", fault)
                    return
                before, wait["held"] = wait.get("held", False), holds
                if holds and not before:
                    self.fire(task, index, {})
            if task._state != WAITING:
                return

    def fire(self, task: Token, index: int, result: Mapping[str, Any]) -> None:
        """One of the triggers has happened; `result` are the variables that came with it."""
        kept = task.internal_data
        kept["result"] = {**kept.get("result", {}), **result}
        if self.node.needs_all:
            kept["seen"] = sorted({*kept.get("seen", ()), index})
            if len(kept["seen"]) < len(self.triggers):
                return
        self.caught(task, index)
        task._ready()

    def caught(self, task: Token, index: int) -> None:
        """The event has happened: what else waited behind the same event gateway goes away."""
        holder = task.parent
        if holder is not None and holder.task_spec.keeps_children:
            for other in holder.children:
                if other is not task and other._state == WAITING:
                    other.cancel()

    def execute(self, task: Token) -> bool:
        self.give(task, task.internal_data.get("result", {}))
        return True


class Boundary(Waiting):
    """Sits on the edge of an activity, and interrupts it or not."""

    is_edge = True

    def caught(self, task: Token, index: int) -> None:
        if not self.node.interrupting:
            self._arm_again(task, index)
            return
        beside = task.workflow.standing() if self.node.guards else task.parent.children
        for other in beside:
            fired = other.task_spec.is_edge and other._state != WAITING and not self.node.guards
            if other is not task and not fired:
                other.cancel()

    def _arm_again(self, task: Token, index: int) -> None:
        """Go on waiting for all that can still happen; a timer that has run out is spent."""
        trigger, waits = self.triggers[index], [dict(w) for w in task.internal_data["waits"]]
        if trigger.kind == "timer":
            waits[index] = self._next_turn(waits[index], task.workflow.script_engine.now)
        if all(is_spent(wait) for wait in waits):
            return
        twin = task.parent._add_child(self, FUTURE)
        twin.internal_data["waits"] = waits
        twin._set_state(WAITING)

    def _next_turn(self, wait: dict[str, Any], now: datetime) -> dict[str, Any]:
        """The next turn that lies ahead; turns that were missed are spent, not made up for."""
        if "cycle" not in wait:
            return {**wait, **SPENT}
        due, passed = parse_cycle(wait["cycle"]).next_turn(datetime.fromisoformat(wait["due"]), now)
        left = None if wait["left"] is None else max(0, wait["left"] - passed)
        return {**wait, "due": due.isoformat(), "left": left}


def key_of(value: Any) -> str:
    """A message's key as text. Raises Fault: without one it would reach somebody else."""
    if value is None or value == "":
        raise Fault(
            "no-key",
            "Meddelandets nyckel blev tom, så det går inte att veta vem det gäller.",
            "The key of the message came out empty, so it can't be known whom it is for.",
        )
    return str(value)
