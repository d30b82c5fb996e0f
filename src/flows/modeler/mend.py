"""What was done to mend a scenario, told so that the same can be done in another."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from flows.catalog.play_package import ScenarioResult
from flows.catalog.scenario_file import Scenario

MISSING: Any = object()
"""Stands for an answer or a variable that isn't there."""

_UNORDERED = ("ends", "open")
_EXPECTATIONS = frozenset(
    f"scenario-{code}"
    for code in ("ends", "open", "not-ended", "operations", "messages", "variable")
)


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step that was added, and what of it depends on where the scenario plays.

    `group` is who does the task, as the diagram says it, and `item` whether each that is open has a
    step of its own. A clock that was moved went `wait` ahead, to the timer `until` if it was that.
    """

    step: Mapping[str, Any]
    group: str | None = None
    item: bool = False
    wait: timedelta | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that carried the scenario on from where it stood still, at these elements.

    With `strange` they are for scenarios that know nothing of those elements.
    """

    at: frozenset[str]
    steps: tuple[NewStep, ...]
    strange: bool = False


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A task that is done in another way: by whom, as the diagram says it, and with what answers.

    `answers` has those that differ, as they were and as they are.
    """

    group: str | None
    answers: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class OtherExpect:
    """What is expected in another way: lists in `rows`, as what stood there and what does now.

    `variables` has what they were and what they are.
    """

    rows: Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]] = field(
        default_factory=dict
    )
    variables: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @classmethod
    def between(cls, before: Mapping[str, Any], after: Mapping[str, Any]) -> "OtherExpect":
        """How what is expected was changed."""
        rows = {}
        for key in ("ends", "open", "operations", "messages"):
            found = list(_changed_rows(_row(before, key), _row(after, key)))
            if found:
                rows[key] = found
        old, new = before.get("variables", {}), after.get("variables", {})
        return cls(rows, differing(old, new))

    def __bool__(self) -> bool:
        return bool(self.rows or self.variables)

    def applied(self, expect: Mapping[str, Any]) -> dict[str, Any]:
        """The same change of what another scenario expects; what isn't the same stays."""
        changed = dict(expect)
        for key, hunks in self.rows.items():
            row = list(expect.get(key, ()))
            for old, new in hunks:
                row = _unordered(row, old, new) if key in _UNORDERED else _in_order(row, old, new)
            if row != list(expect.get(key, ())):
                changed[key] = row
        variables = dict(expect.get("variables", {}))
        for name, (old, new) in self.variables.items():
            if old is not MISSING and name in variables and variables[name] == old:
                _set(variables, name, new)
        if variables != expect.get("variables", {}):
            changed["variables"] = variables
        return {key: value for key, value in changed.items() if value or key in _UNORDERED}


@dataclass(frozen=True, slots=True)
class Mend:
    """How a scenario was mended. `gone` are the tasks whose steps were left out.

    `others` go by `way_key`.
    """

    file: str
    name: str
    blocks: tuple[Block, ...] = ()
    gone: frozenset[str] = frozenset()
    others: Mapping[str, OtherWay] = field(default_factory=dict)
    expect: OtherExpect = field(default_factory=OtherExpect)

    def fits(self, result: ScenarioResult) -> bool:
        """Whether a scenario stopped in a way that this mends, or may."""
        scenario = result.scenario
        if scenario is None or result.right or result.stopped_at == 0:
            return False
        step = stopped_step(result)
        task = step.get("task")
        if self.block_at(result.stands, scenario, task) is not None:
            return True
        if result.stopped_at is not None:
            return task in self.gone or way_key(step) in self.others
        wrong = {fault.code for fault in result.faults}
        return wrong <= _EXPECTATIONS and self.expect.applied(scenario.expect) != scenario.expect

    def block_at(
        self, stands: Collection[str], scenario: Scenario, task: str | None
    ) -> frozenset[str] | None:
        """Where the steps begin that carry a scenario on that stands still and waits for a task."""
        known = tasks_of(scenario)
        for block in self.blocks:
            strange = not (block.strange and block.at & known)
            if block.at <= set(stands) and task not in block.at and strange:
                return block.at
        return None


def stopped_step(result: ScenarioResult) -> Mapping[str, Any]:
    """The step that a scenario could not take; an empty one when it took them all."""
    if result.scenario is None or not result.stopped_at:
        return {}
    step: Mapping[str, Any] = result.scenario.steps[result.stopped_at - 1]
    return step


def way_key(step: Mapping[str, Any]) -> str:
    """A task by its id; with a mark when its form is to refuse the answers."""
    return f"{step.get('task', '')}{' -' if 'refused' in step else ''}"


def tasks_of(scenario: Scenario) -> frozenset[str]:
    """The tasks that a scenario does."""
    return frozenset(step["task"] for step in scenario.steps if "task" in step)


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The values that differ, by name, as they were and as they are."""
    return {
        name: (before.get(name, MISSING), after.get(name, MISSING))
        for name in dict.fromkeys([*before, *after])
        if before.get(name, MISSING) != after.get(name, MISSING)
    }


def answered(way: OtherWay, answers: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario's own answers, changed where they were the same before, or weren't there."""
    changed = dict(answers)
    for name, (old, new) in way.answers.items():
        if changed.get(name, MISSING) == old:
            _set(changed, name, new)
    return changed


def _set(values: dict[str, Any], name: str, value: Any) -> None:
    if value is MISSING:
        values.pop(name, None)
    else:
        values[name] = value


def _row(expect: Mapping[str, Any], key: str) -> list[str]:
    row = list(expect.get(key, ()))
    return sorted(row) if key in _UNORDERED else row


def _changed_rows(
    before: list[str], after: list[str]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            yield tuple(before[i1:i2]), tuple(after[j1:j2])


def _unordered(row: list[str], old: Sequence[str], new: Sequence[str]) -> list[str]:
    if Counter(old) - Counter(row):
        return row
    for name in old:
        row.remove(name)
    return [*row, *new]


def _in_order(row: list[str], old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Every place where `old` stands; what only was added has no place in another scenario."""
    if not old:
        return row
    found: list[str] = []
    at = 0
    while at < len(row):
        if tuple(row[at : at + len(old)]) == tuple(old):
            found += new
            at += len(old)
        else:
            found.append(row[at])
            at += 1
    return found
