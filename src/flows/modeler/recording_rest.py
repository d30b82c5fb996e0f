"""What is left of the scenario that a recording goes on from, and how it differs from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.play_scenario import expected
from flows.catalog.scenario_run import ScenarioRun
from flows.kernel import FlowsError
from flows.modeler.look_ahead import is_unfinished, look_ahead, names_of
from flows.modeler.recording_origin import Origin
from flows.modeler.recordings import Recording
from flows.modeler.scenario_steps import Doer, StepView, doers_of, steps_in_words
from flows.modeler.value_fields import ValueField, value_fields
from flows.organisation import Actor


@dataclass(frozen=True, slots=True)
class OwnWay:
    """The next task of the scenario, which is open but can't be done as the scenario says."""

    element_id: str
    item: int | None
    doers: Sequence[Doer]


@dataclass(frozen=True, slots=True)
class RestView:
    """What is left of a scenario called `name`.

    `steps` and `skipped` have their numbers in the scenario, from 1. `possible` is whether the next
    can be taken, `go` how many in a row carry the process on, and `why` tells in both languages why
    it goes no further. `answers` are what the next says. `differences` are there when nothing is
    left: what is not as the scenario expects. It is `unfinished` when something waits where the
    scenario has ended.
    """

    name: str
    steps: Sequence[StepView]
    skipped: Sequence[StepView]
    possible: bool
    go: int
    why: tuple[str, str] | None
    own_way: OwnWay | None
    answers: Sequence[ValueField]
    differences: Sequence[tuple[str, str]]
    unfinished: bool


def rest_of(
    session: Session, actor: Actor, package: Package, recording: Recording, run: ScenarioRun
) -> RestView | None:
    """What is left of the scenario, where `run` stands; None when it goes on from none.

    Raises NotRunnable. Reads the database, changes nothing.
    """
    origin = recording.origin
    if origin is None:
        return None
    names = names_of(session, package, run)

    def told(numbers: Sequence[int]) -> list[StepView]:
        steps = [(number + 1, origin.step(number)) for number in numbers]
        return list(steps_in_words(session, actor, run, steps, run.now, names))

    ahead = look_ahead(session, package, recording, origin)
    rest = origin.rest
    own_way = _own_way(session, actor, run, origin) if rest and not ahead.fits else None
    return RestView(
        name=origin.scenario.name,
        steps=told(rest),
        skipped=told(sorted(origin.skipped)),
        possible=bool(ahead.fits),
        go=ahead.go,
        why=ahead.why,
        own_way=own_way,
        answers=value_fields(origin.step(rest[0]).get("answers", {})) if rest else (),
        differences=differences(run, origin) if not rest else (),
        unfinished=not rest and run.outcome is not None and is_unfinished(run, origin),
    )


def differences(run: ScenarioRun, origin: Origin) -> list[tuple[str, str]]:
    """What is not as the scenario expects, in both languages; the run has begun."""
    if run.outcome is None:
        return []
    return [(sv, en) for _, sv, en in expected(run, origin.scenario.expect)]


def _own_way(session: Session, actor: Actor, run: ScenarioRun, origin: Origin) -> OwnWay | None:
    step = origin.step(origin.rest[0])
    if "task" not in step or run.outcome is None:
        return None
    try:
        task = run.pick(step)
    except FlowsError:
        return None
    titles = doers_of(session, actor, run, set(run.doers(task)))
    return OwnWay(task.element_id, task.item, [titles[role] for role in run.doers(task)])
