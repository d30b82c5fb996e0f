"""The steps of a scenario as its diagram, its forms and its organisation call things."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog.scenario_file import step_instant
from flows.catalog.scenario_run import ScenarioRun
from flows.forms.field import every_field
from flows.organisation import (
    Actor,
    ForumNotFound,
    RoleRef,
    collaboration_of,
    resolve_role,
    role_titles,
)


@dataclass(frozen=True, slots=True)
class Doer:
    """A role that may do a task: as the scenario names it, and what it is called."""

    role: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that was taken: a task, a clock, a message or a signal.

    `refused` are the questions whose answers the form refused, as they are asked; `moment` is
    where the clock was moved.
    """

    number: int
    kind: str
    name: str
    doer: Doer | None = None
    refused: Sequence[str] = ()
    moment: datetime | None = None


def steps_taken(session: Session, actor: Actor, run: ScenarioRun) -> Iterator[StepView]:
    """The steps of a run's scenario."""
    scenario = run.scenario
    numbered = enumerate(scenario.steps, start=1)
    return steps_in_words(session, actor, run, numbered, scenario.now, run.name_of)


def steps_in_words(
    session: Session,
    actor: Actor,
    run: ScenarioRun,
    numbered: Iterable[tuple[int, Mapping[str, Any]]],
    clock: datetime,
    name_of: Callable[[str], str],
) -> Iterator[StepView]:
    """Steps of a scenario from when its clock is `clock`; `name_of` says what tasks are called."""
    steps = list(numbered)
    roles = {step["as"] for _, step in steps if "as" in step}
    titles = doers_of(session, actor, run, roles)
    for number, step in steps:
        if "clock" in step:
            try:
                clock = step_instant(step["clock"], clock)
            except (ValueError, OverflowError):
                yield StepView(number, "clock", step["clock"])
                continue
            yield StepView(number, "clock", step["clock"], moment=clock)
        elif "task" in step:
            refused = [_label(run, step["task"], key) for key in step.get("refused", ())]
            yield StepView(number, "task", name_of(step["task"]), titles[step["as"]], refused)
        else:
            kind = "message" if "message" in step else "signal"
            yield StepView(number, kind, step[kind]["name"])


def _label(run: ScenarioRun, element_id: str, key: str) -> str:
    """What a question is called in the form of a task; its key when that can't be told."""
    element = run.element(element_id)
    form = run.stage.forms.get(element.form_id or "") if element else None
    for field in every_field(form.fields) if form else ():
        if field.key == key.partition("[")[0] and field.label is not None:
            return field.label.say({}, "sv").text
    return key


def doers_of(
    session: Session, actor: Actor, run: ScenarioRun, roles: set[str]
) -> Mapping[str, Doer]:
    """What roles are called, by how a scenario names them."""
    scenario = run.scenario
    place = _collaboration(session, actor, scenario.forum)
    refs: dict[str, RoleRef | None] = {
        role: resolve_role(session, place, role, scenario.forum, scenario.part) for role in roles
    }
    titles = role_titles(session, place, filter(None, refs.values()))
    return {
        role: Doer(role, *(titles[ref] if ref is not None else (role, role)))
        for role, ref in refs.items()
    }


def _collaboration(session: Session, actor: Actor, forum: str | None) -> str:
    """The collaboration whose roles are meant: that of the scenario's forum."""
    try:
        return collaboration_of(session, forum) if forum else actor.collaboration_id
    except ForumNotFound:
        return actor.collaboration_id
