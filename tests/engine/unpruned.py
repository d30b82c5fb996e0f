"""The same instance without pruning: every finished token and subprocess is kept, for ever.

`Twins` carries on an instance as the engine does, and beside it a twin that forgets nothing, and
holds the two against each other after each step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from unittest.mock import patch

from flows.engine import Action, Definition, Outcome, advance, start
from flows.engine import state as states
from flows.engine.advance import new_instance
from flows.engine.corrections.instance import Instance, Subprocess
from flows.engine.corrections.task import Token
from flows.engine.history import History

Path = tuple[tuple[str, int | None], ...]
"""Where a token stands: its element and round, then those of what it stands inside."""


@contextmanager
def nothing_is_pruned() -> Iterator[None]:
    """In the block a finished token stays where it was, and a finished subprocess too."""

    def keep(workflow: Instance | Subprocess, task: Token) -> None:
        """Remove nothing."""

    def close(instance: Instance, task: Token) -> Subprocess | None:
        inner: Subprocess | None = instance.subprocesses.get(task.id)
        if inner is not None:
            inner.completed = True
            inner.cancel_all()
        return inner

    with (
        patch.object(Instance, "remove", keep),
        patch.object(Subprocess, "remove", keep),
        patch.object(Instance, "close_subprocess", close),
    ):
        yield


class Twins:
    """Start and advance as the engine's, for one instance at a time or many."""

    def __init__(self) -> None:
        self.steps = 0
        self.kept_more = 0
        """Steps after which the twin held finished tokens that the instance had dropped."""
        self._twin_of: dict[bytes, Outcome] = {}

    def start(
        self, definition: Definition, process_id: str, variables: Any, **given: Any
    ) -> Outcome:
        """Start both. AssertionError when they differ."""
        outcome = start(definition, process_id, variables, **given)
        with nothing_is_pruned():
            twin = start(definition, process_id, variables, **given)
        return self._same(definition, process_id, outcome, twin, given["now"])

    def advance(
        self,
        definition: Definition,
        process_id: str,
        state: bytes,
        action: Action,
        *,
        now: datetime,
    ) -> Outcome:
        """Do the action to both. AssertionError when they differ."""
        twin = self._twin_of[state]
        if hasattr(action, "task_id"):
            at = _places(definition, process_id, state, now)
            there = {
                place: task_id
                for task_id, place in _places(definition, process_id, twin.state, now).items()
            }
            own, mark, part = action.task_id.partition(".")  # what one event of several waits for
            twins_action = replace(action, task_id=f"{there[at[own]]}{mark}{part}")
        else:
            twins_action = action
        outcome = advance(definition, process_id, state, action, now=now)
        with nothing_is_pruned():
            twin = advance(definition, process_id, twin.state, twins_action, now=now)
        return self._same(definition, process_id, outcome, twin, now)

    def _same(
        self,
        definition: Definition,
        process_id: str,
        outcome: Outcome,
        twin: Outcome,
        now: datetime,
    ) -> Outcome:
        one, other = (
            _told(each, _places(definition, process_id, each.state, now))
            for each in (outcome, twin)
        )
        for what, value in one.items():
            assert other[what] == value, f"{what}: {value} pruned, {other[what]} unpruned"
        self.steps += 1
        self.kept_more += len(twin.state) > len(outcome.state)
        self._twin_of[outcome.state] = twin
        return outcome


def _told(outcome: Outcome, places: dict[str, tuple[Path, int]]) -> dict[str, Any]:
    """All that an outcome says, with places instead of the ids that differ."""

    def told(things: Any) -> list[Any]:
        parts = [(it, *it.task_id.partition(".")[::2]) for it in things]
        found = [(places[own], part, replace(it, task_id="")) for it, own, part in parts]
        return sorted(found, key=lambda one: str(one[:2]))

    return {
        "ended": outcome.ended,
        "ends": sorted(outcome.ends),
        "variables": outcome.variables,
        "tasks": told(outcome.tasks),
        "jobs": told(outcome.jobs),
        "timers": told(outcome.timers),
        "subscriptions": told(outcome.subscriptions),
        "tokens": told(outcome.tokens),
        "incidents": told(outcome.incidents),
        "thrown": sorted(map(str, outcome.thrown)),
        "history": sorted(
            (event.element_id, event.what, str(event.detail)) for event in outcome.history
        ),
    }


def _places(
    definition: Definition, process_id: str, state: bytes, now: datetime
) -> dict[str, tuple[Path, int]]:
    """Where each token stands, by its task id; tokens at one place are numbered."""
    instance = new_instance(definition, process_id, now, History(now))
    states.load(state, instance, process_id)
    found: dict[str, tuple[Path, int]] = {}
    seen: dict[Path, int] = {}
    for task in instance.tokens():
        path = _path(task, instance)
        number = seen[path] = seen.get(path, -1) + 1
        found[task.id] = (path, number)
    return found


def _path(task: Token, instance: Instance) -> Path:
    parts = [(task.task_spec.name, task.internal_data.get("round"))]
    while task.workflow is not instance:
        task = task.workflow.owner
        parts.append((task.task_spec.name, task.internal_data.get("round")))
    return tuple(parts)
