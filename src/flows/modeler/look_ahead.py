"""How far the rest of a scenario goes from where a recording stands, and why no further."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.play_scenario import expected
from flows.catalog.scenario_file import step_instant
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import ScenarioStopped
from flows.catalog.scenario_words import quoted
from flows.kernel import FlowsError
from flows.modeler.recording_origin import Origin
from flows.modeler.recordings import Recording, play_recording
from flows.modeler.stage import published_stage


@dataclass(frozen=True, slots=True)
class Ahead:
    """The steps that fit one after the other, by their numbers in the scenario.

    The first `go` of them carry the process on: what is left out is the clock that is moved, or a
    signal that is sent, at the end, when nothing came of it and the scenario then goes wrong.
    `why` says in both languages why it goes no further, or goes otherwise; None when it doesn't.
    """

    fits: Sequence[int] = ()
    go: int = 0
    why: tuple[str, str] | None = None


def look_ahead(session: Session, package: Package, recording: Recording, origin: Origin) -> Ahead:
    """Try the rest of the scenario that a recording goes on from. Raises NotRunnable."""
    run, stop = play_recording(session, package, recording)
    if stop is not None or not recording.begun:
        return Ahead(why=(stop.sv, stop.en) if stop else None)
    fits: list[int] = []
    idle, why = 0, None
    for number in origin.rest:
        step, before = origin.step(number), len(run.history)
        try:
            _require_forwards(run, step)
            run.take(step)
        except FlowsError as fault:
            why = _words(run, origin, step, fault, names_of(session, package, run))
            break
        fits.append(number)
        nothing = "task" not in step and len(run.history) == before
        idle = idle + 1 if nothing else 0
    else:
        why = _end_words(run, origin)
    return Ahead(fits, len(fits) - idle if why else len(fits), why)


def next_like(run: ScenarioRun, origin: Origin, step: Mapping[str, Any]) -> int | None:
    """The number of the scenario's next step, when `step` is the same one done in another way.

    `run` stands where `step` has not been taken yet.
    """
    number = next(iter(origin.rest), None)
    if number is None:
        return None
    other = origin.step(number)
    if "task" in step and "task" in other:
        try:
            same = run.pick(other).task_id == run.pick(step).task_id
        except FlowsError:
            return None
        return number if same and ("refused" in step) == ("refused" in other) else None
    for kind in ("message", "signal"):
        if kind in step and kind in other:
            return number if step[kind]["name"] == other[kind]["name"] else None
    return number if "clock" in step and "clock" in other else None


def names_of(session: Session, package: Package, run: ScenarioRun) -> Callable[[str], str]:
    """What elements are called, also those that only the version in force has."""

    def name_of(element_id: str) -> str:
        if run.element(element_id) is None:
            stage = published_stage(session, package.name)
            if stage is not None:
                return ScenarioRun(run.scenario, stage).name_of(element_id)
        return run.name_of(element_id)

    return name_of


def _require_forwards(run: ScenarioRun, step: Mapping[str, Any]) -> None:
    """Raises ScenarioStopped for a clock that would be moved to where it has been."""
    try:
        late = "clock" in step and step_instant(step["clock"], run.now) < run.now
    except (ValueError, OverflowError):
        return
    if late:
        raise ScenarioStopped(
            "Scenariot flyttar klockan till en tid som redan har varit.",
            "The scenario moves the clock to a time that has been already.",
        )


def _end_words(run: ScenarioRun, origin: Origin) -> tuple[str, str] | None:
    """What is not as the scenario expects of where it ends; None when it is."""
    if is_unfinished(run, origin):
        waiting = _waiting(run, origin)
        return (
            f"Nu väntar {quoted(waiting, 'sv')}; scenariot väntade sig att det skulle vara slut.",
            f"What waits now is {quoted(waiting, 'en')}; the scenario expected it to have ended.",
        )
    wanted = {
        key: value for key, value in origin.scenario.expect.items() if key in ("ends", "open")
    }
    return next(((sv, en) for _, sv, en in expected(run, wanted)), None)


def is_unfinished(run: ScenarioRun, origin: Origin) -> bool:
    """Whether something waits where the scenario has ended."""
    expect = origin.scenario.expect
    return not run.standing.ended and "ends" in expect and "open" not in expect


def _words(
    run: ScenarioRun,
    origin: Origin,
    step: Mapping[str, Any],
    fault: FlowsError,
    name_of: Callable[[str], str],
) -> tuple[str, str]:
    """What waits now, and what the scenario waited for; else what is wrong with the step."""
    outcome = run.standing
    if "task" in step:
        if any(task.element_id == step["task"] for task in outcome.tasks):
            return fault.sv, fault.en
        name = name_of(step["task"])
        wanted = (f"”{name}”", f'"{name}"')
        gone = run.element(step["task"]) is None
    elif "message" in step:
        name = step["message"]["name"]
        if any(one.kind == "message" and one.message == name for one in outcome.subscriptions):
            return fault.sv, fault.en
        wanted, gone = (f"meddelandet ”{name}”", f'the message "{name}"'), False
    else:
        return fault.sv, fault.en
    more = (" Det steget finns inte kvar.", " That step is gone.") if gone else ("", "")
    if outcome.ended:
        return (
            f"Processen är slut; scenariot väntade sig {wanted[0]}.{more[0]}",
            f"The process has ended; the scenario expected {wanted[1]}.{more[1]}",
        )
    waiting = _waiting(run, origin)
    return (
        f"Nu väntar {quoted(waiting, 'sv')}; scenariot väntade sig {wanted[0]}.{more[0]}",
        f"What waits now is {quoted(waiting, 'en')}; the scenario expected {wanted[1]}.{more[1]}",
    )


def _waiting(run: ScenarioRun, origin: Origin) -> list[str]:
    """The names of what waits: the tasks that are new to the scenario, else any, else the rest."""
    outcome = run.standing
    tasks = [task for task in outcome.tasks if task.element_id not in origin.tasks]
    names = [task.name or task.element_id for task in tasks or outcome.tasks]
    names = names or [token.name or token.element_id for token in outcome.tokens]
    return list(dict.fromkeys(names))
