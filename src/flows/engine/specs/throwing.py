"""Elements that make something happen: throw events, send tasks and end events."""

from dataclasses import replace
from typing import Any

from flows.engine.corrections.boundaries import catcher_of
from flows.engine.corrections.task import WAITING, Token
from flows.engine.diagram.model import Trigger
from flows.engine.diagram.zeebe_extensions import TIME_TO_LIVE
from flows.engine.errors import Fault
from flows.engine.outcome import Thrown, Variables
from flows.engine.specs.flow_node import FlowNode
from flows.engine.specs.waiting import key_of
from flows.engine.timers import parse_duration
from flows.engine.variables import everything


class Throwing(FlowNode):
    """Throws its triggers in the order of the file, each once, and goes on."""

    def execute(self, task: Token) -> bool:
        kept = task.internal_data
        for index, trigger in enumerate(self.node.triggers):
            if index >= kept.get("thrown", 0):
                self._throw(task, trigger)
                kept["thrown"] = index + 1
        if task.is_here:
            self.give(task, {})
        return True

    def _throw(self, task: Token, trigger: Trigger) -> None:
        if trigger.kind == "error":
            throw_error(task, trigger.code)
        elif trigger.kind == "escalation":
            if not escalate(task, trigger.code):
                task.detail["uncaught"] = trigger.code
        elif trigger.kind == "cancel":
            caught = catcher_of(task, "cancel", None)
            if caught is not None:
                caught[0].task_spec.fire(*caught, {})
        elif trigger.kind == "signal":
            variables = self._mapped(task)
            broadcast(task.workflow.top_workflow, trigger.name, variables)
            send(task, Thrown("signal", trigger.name, None, variables))
        elif trigger.kind == "message":
            engine, key = task.workflow.script_engine, None
            if trigger.key is not None:
                key = key_of(engine.value(trigger.key, task))
            sent = self._mapped(task) if self.settings.inputs else everything(task)
            send(task, Thrown("message", trigger.name, key, sent))

    def _mapped(self, task: Token) -> Variables:
        """What the input mapping gave. A signal carries only that: who hears it is not known."""
        return {name: task.local[name] for name in task.internal_data.get("mapped", ())}


def send(task: Token, thrown: Thrown) -> None:
    """Let a message or signal leave the instance, kept for as long as its element says."""
    top, node = task.workflow.top_workflow, task.task_spec.node
    life = node.settings.properties.get(TIME_TO_LIVE)
    until = parse_duration(life).after(top.script_engine.now) if life else None
    top.throw(replace(thrown, expires_at=until))


def escalate(task: Token, code: str | None) -> bool:
    """Hand an escalation to what catches it; whether something does."""
    caught = catcher_of(task, "escalation", code)
    if caught is not None:
        caught[0].task_spec.fire(*caught, {})
    return caught is not None


def throw_error(task: Token, code: str | None, message: str = "") -> None:
    """Hand an error to the boundary event that catches it. Raises Fault when none does."""
    caught = catcher_of(task, "error", code)
    if caught is None:
        shown = f"{code}" + (f": {message}" if message else "")
        raise Fault(
            "uncaught-error",
            f"Felet {shown} tas inte om hand av någon kanthändelse.",
            f"The error {shown} is not caught by any boundary event.",
        )
    edge, index = caught
    edge.detail |= {"error": code, "message": message} if message else {"error": code}
    edge.task_spec.fire(edge, index, {})


def broadcast(instance: Any, name: str, variables: Variables) -> int:
    """Fire everything in the instance that waits for a signal; how many did."""
    fired = 0
    for waiting in instance.tokens():
        if waiting._state != WAITING or waiting.incident or "waits" not in waiting.internal_data:
            continue
        for index, trigger in enumerate(waiting.task_spec.triggers):
            if trigger.kind == "signal" and trigger.name == name and waiting._state == WAITING:
                waiting.task_spec.fire(waiting, index, variables)
                fired += 1
    return fired


class End(Throwing):
    """An end event. A terminating one takes every other token of its scope away."""

    @property
    def terminates(self) -> bool:
        return any(trigger.kind in ("terminate", "cancel") for trigger in self.node.triggers)

    def _on_complete(self, task: Token) -> None:
        if not self.terminates:
            super()._on_complete(task)
            return
        workflow = task.workflow
        workflow.remove(task)
        while workflow.spec.made:
            workflow = workflow.owner.workflow
        workflow.cancel_all()
        workflow.finish()
