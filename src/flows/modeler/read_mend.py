"""See how a scenario was mended: what it says now, held against what it said before."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.catalog.rewrite_scenario import aligned_steps
from flows.catalog.scenario_file import Scenario, step_instant
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import Stage
from flows.kernel import FlowsError
from flows.modeler.mend import (
    Block,
    Mend,
    NewStep,
    OtherExpect,
    OtherWay,
    differing,
    tasks_of,
    way_key,
)


def mend_between(before: Scenario, after: Scenario, stage: Stage) -> Mend | None:
    """How `after`, which goes right on the stage, was made of `before`; None when it doesn't."""
    new, pairs, gone = _compared(before.steps, after.steps)
    found = _played(after, stage, new, pairs)
    if found is None:
        return None
    blocks, others = found
    return Mend(
        after.file,
        after.name,
        blocks,
        frozenset(gone) - {step["task"] for step in after.steps if "task" in step},
        others,
        OtherExpect.between(before.expect, after.expect),
    )


def mend_like(example: Scenario, tasks: frozenset[str], stage: Stage) -> Mend | None:
    """To do those tasks as a scenario does that never was without them.

    It mends only scenarios that know nothing of them. None when the example doesn't go right.
    """
    wanted = tasks & tasks_of(example)
    new = {n for n, step in enumerate(example.steps) if step.get("task") in wanted}
    found = _played(example, stage, new, {})
    if found is None:
        return None
    blocks = tuple(Block(block.at, block.steps, strange=True) for block in found[0])
    return Mend(example.file, example.name, blocks)


def _compared(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> tuple[set[int], dict[int, Mapping[str, Any]], set[str]]:
    """The steps of `after` that are new; those that were otherwise, with how; the tasks gone."""
    new: set[int] = set()
    pairs: dict[int, Mapping[str, Any]] = {}
    gone: set[str] = set()
    for what, i1, i2, j1, j2 in aligned_steps(before, after):
        if what == "equal":
            continue
        left = list(range(j1, j2))
        for step in before[i1:i2]:
            same = next((j for j in left if _kind(after[j]) == _kind(step)), None)
            if same is not None and "task" in step:
                pairs[same] = step
                left.remove(same)
            elif "task" in step:
                gone.add(step["task"])
        new.update(left)
    return new, pairs, gone


def _kind(step: Mapping[str, Any]) -> tuple[Any, bool]:
    return step.get("task"), "refused" in step


def _played(
    scenario: Scenario, stage: Stage, new: set[int], pairs: Mapping[int, Mapping[str, Any]]
) -> tuple[tuple[Block, ...], dict[str, OtherWay]] | None:
    """Play it, and note where new steps were taken, and who did what."""
    run = ScenarioRun(scenario, stage)
    blocks: list[Block] = []
    others: dict[str, OtherWay] = {}
    steps: list[NewStep] = []
    stood: set[str] = set()
    try:
        run.begin()
        for number, step in enumerate(scenario.steps):
            if number in new:
                stood = stood if steps else run.stands
                steps += [one for one in [_new_step(run, step)] if not _again(steps, one)]
            elif steps:
                blocks.append(_block(stood, run.stands, steps))
                steps = []
            if number in pairs:
                was = pairs[number]
                group = _group(run, step) if was["as"] != step["as"] else None
                answers = _differing(was.get("answers", {}), step.get("answers", {}))
                others[way_key(step)] = OtherWay(group, answers)
            run.take(step)
    except FlowsError:
        return None
    if steps:
        blocks.append(_block(stood, run.stands, steps))
    return tuple(blocks), others


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The answers that differ; a question that nobody answered isn't answered otherwise."""
    said = {
        name: value
        for name, value in after.items()
        if name in before or value not in (None, "", [])
    }
    return differing(before, said)


def _block(before: set[str], after: set[str], steps: Sequence[NewStep]) -> Block:
    """The steps belong where what they carried on stands; where all stood when they didn't."""
    return Block(frozenset(before - after) or frozenset(before), tuple(steps))


def _again(steps: Sequence[NewStep], one: NewStep) -> bool:
    """Whether a step only does the next of many, like the one before."""
    if not steps or not steps[-1].item or not one.item:
        return False
    last = steps[-1].step
    return {**last, "item": 0, "as": ""} == {**one.step, "item": 0, "as": ""}


def _new_step(run: ScenarioRun, step: Mapping[str, Any]) -> NewStep:
    if "task" in step:
        return NewStep(step, _group(run, step), item="item" in step)
    if "clock" in step and not step["clock"].startswith("P"):
        to = step_instant(step["clock"], run.now)
        timers = run.standing.timers
        until = next((timer.element_id for timer in timers if timer.due_at == to), None)
        return NewStep(step, wait=to - run.now, until=until)
    return NewStep(step)


def _group(run: ScenarioRun, step: Mapping[str, Any]) -> str | None:
    """The role of a task's step as the diagram says it. Raises ScenarioStopped: no such task."""
    people, scenario = run.people, run.scenario
    if people is None:
        return None
    for group in run.pick(step).groups:
        if str(people.resolve_role(group, scenario.forum, scenario.part)) == step["as"]:
            return group
    return None
