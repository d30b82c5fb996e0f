"""Take the steps of another scenario where one stands: its own roles, its own time."""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.catalog.scenario_run import ScenarioRun
from flows.engine import OpenTask
from flows.kernel import STOCKHOLM
from flows.modeler.mend import Block, NewStep, OtherWay, answered


def taken_block(run: ScenarioRun, block: Block) -> list[Mapping[str, Any]]:
    """Take a block's steps where `run` stands; they are given back as the scenario will say them.

    Raises ScenarioStopped, or another FlowsError, when one can't be taken here.
    """
    taken: list[Mapping[str, Any]] = []
    for new in block.steps:
        for step in list(_here(run, new)):
            run.take(step)
            taken.append(step)
    return taken


def other_step(run: ScenarioRun, step: Mapping[str, Any], way: OtherWay) -> dict[str, Any]:
    """A scenario's own step, done in the other way where `run` stands.

    Raises ScenarioStopped when its task isn't open.
    """
    changed = dict(step)
    if way.group is not None:
        changed["as"] = _doer(run, run.pick(step), way.group, step["as"])
    if way.answers:
        changed["answers"] = answered(way, step.get("answers", {}))
    return changed


def _here(run: ScenarioRun, new: NewStep) -> Iterator[Mapping[str, Any]]:
    step = new.step
    if "task" in step:
        open_now = [task for task in run.standing.tasks if task.element_id == step["task"]]
        for task in open_now if new.item else [run.pick(step)]:
            item = {"item": task.item} if new.item and task.item is not None else {}
            yield {**step, "as": _doer(run, task, new.group, step["as"]), **item}
    elif new.wait is not None:
        timers = run.standing.timers
        due = next((timer.due_at for timer in timers if timer.element_id == new.until), None)
        moment = due if due is not None else run.now + new.wait
        yield {"clock": moment.astimezone(STOCKHOLM).isoformat()}
    elif "message" in step:
        yield {"message": _addressed(run, step["message"])}
    else:
        yield step


def _doer(run: ScenarioRun, task: OpenTask, group: str | None, said: str) -> str:
    """Who does a task here: by the same role of the diagram, else by one of the same name."""
    scenario, people = run.scenario, run.people
    if people is not None and group is not None and group in task.groups:
        role = people.resolve_role(group, scenario.forum, scenario.part)
        if role is not None:
            return str(role)
    doers = run.doers(task)
    alike = [doer for doer in doers if doer.partition("@")[0] == said.partition("@")[0]]
    return next(iter(alike or (doers if len(doers) == 1 else [])), said)


def _addressed(run: ScenarioRun, message: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message with the key that is awaited here, when there is one only."""
    keys = [
        waits.key
        for waits in run.standing.subscriptions
        if waits.kind == "message" and waits.message == message["name"]
    ]
    alone = "key" in message and len(keys) == 1 and keys[0] is not None
    return {**message, "key": keys[0]} if alone else message
