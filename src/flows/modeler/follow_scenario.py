"""Record a scenario anew: take over its steps as far as they fit, and go on by hand from there."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.packages import SCENARIOS
from flows.catalog.scenario_file import Scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import ScenarioStopped
from flows.forms.rules import is_file
from flows.kernel import FlowsError
from flows.modeler.errors import DraftFileUnknown
from flows.modeler.look_ahead import look_ahead
from flows.modeler.record_scenario import is_own_forum
from flows.modeler.recording_errors import RecordingRefused
from flows.modeler.recording_origin import Origin
from flows.modeler.recordings import (
    Recording,
    change_recording,
    new_recording,
    new_run,
    play_recording,
    played_recording,
)
from flows.modeler.stage import published_stage
from flows.organisation import Actor


def continue_scenario(
    session: Session, actor: Actor, package: Package, file: str, *, now: datetime
) -> Recording:
    """Begin a recording with all of a scenario that fits the package as it is.

    If not even its start fits, the recording stands before its start. Raises NotProcessOwner,
    RecordingExists, DraftFileUnknown, NotRunnable, RecordingRefused, or ScenarioStopped when the
    process or a part of its stage is unknown. The caller owns the transaction.
    """
    if file not in package.files or not file.startswith(f"{SCENARIOS}/"):
        raise DraftFileUnknown
    origin = Origin.read(file, package.files[file])
    if origin is None:
        raise RecordingRefused(
            "Filen går inte att läsa som ett scenario.", "The file can't be read as a scenario."
        )
    old = origin.scenario
    if old.forum is not None and not is_own_forum(session, actor, old.forum):
        raise RecordingRefused(
            "Scenariot går i ett forum som inte hör till ditt samverkansorgan.",
            "The scenario goes in a forum that does not belong to your collaboration.",
        )
    scenario = first_of(session, package.name, old)
    run = new_run(session, package, scenario)
    run.start_form_id()
    run.first_variables()
    files = {one["id"]: dict(one) for one in _files([old.answers, *old.steps])}

    def change(recording: Recording) -> Recording:
        begun = replace(recording, begun=True)
        if play_recording(session, package, begun)[1] is not None:
            return recording
        ahead = look_ahead(session, package, begun, origin)
        return _taken(session, package, begun, origin, ahead.fits[: ahead.go])

    with session.begin_nested():
        new_recording(session, actor, package.name, scenario, origin, files)
        return change_recording(session, actor, package.name, 1, change, now=now)


def first_of(session: Session, package: str, scenario: Scenario) -> Scenario:
    """The start of a scenario, to go on from; what it let answer nothing still does."""
    operations = {**scenario.operations, **_silent(session, package, scenario)}
    return replace(scenario, file="", operations=operations, steps=(), expect={})


def follow_scenario(
    session: Session,
    actor: Actor,
    package: Package,
    revision: int,
    *,
    to_the_end: bool,
    now: datetime,
) -> int:
    """Take the scenario's next step as it says, or all that fit; how many were taken.

    Raises ScenarioStopped when it can't be taken, RecordingRefused when there is none, and as
    `change_recording`. The caller commits.
    """
    taken: list[int] = []

    def change(recording: Recording) -> Recording:
        origin = _origin(recording)
        ahead = look_ahead(session, package, recording, origin)
        numbers = ahead.fits[: ahead.go] if to_the_end else ahead.fits[:1]
        if not numbers:
            raise ScenarioStopped(*ahead.why) if ahead.why else _nothing_left()
        taken.extend(numbers)
        return _taken(session, package, recording, origin, numbers)

    change_recording(session, actor, package.name, revision, change, now=now)
    return len(taken)


def skip_step(
    session: Session,
    actor: Actor,
    package: str,
    revision: int,
    number: int,
    *,
    skipped: bool,
    now: datetime,
) -> None:
    """Leave out a step of the scenario, by its number from 0, or take it in again.

    Raises RecordingRefused when there is no such step left, and as `change_recording`. The caller
    commits.
    """

    def change(recording: Recording) -> Recording:
        origin = _origin(recording)
        if number not in (origin.rest if skipped else origin.skipped):
            raise _nothing_left()
        others = origin.skipped - {number}
        return replace(
            recording, origin=replace(origin, skipped=others | {number} if skipped else others)
        )

    change_recording(session, actor, package, revision, change, now=now)


def _origin(recording: Recording) -> Origin:
    if recording.origin is None:
        raise RecordingRefused(
            "Inspelningen utgår inte från något scenario.",
            "The recording does not go on from a scenario.",
        )
    return recording.origin


def _nothing_left() -> RecordingRefused:
    return RecordingRefused(
        "Det steget i scenariot är inte kvar att göra.",
        "That step of the scenario is not left to do.",
    )


def _taken(
    session: Session,
    package: Package,
    recording: Recording,
    origin: Origin,
    numbers: Sequence[int],
) -> Recording:
    steps = (*recording.scenario.steps, *(origin.step(number) for number in numbers))
    scenario = replace(recording.scenario, steps=steps)
    changed = replace(recording, scenario=scenario, origin=origin.also(numbers))
    return played_recording(session, package, changed)


def _silent(session: Session, package: str, scenario: Scenario) -> dict[str, Any]:
    """The operations of the version in force that the scenario lets answer nothing.

    What it says nothing of is proposed in a recording; but these it has met, and meant so.
    """
    stage = published_stage(session, package)
    if stage is None:
        return {}
    run = ScenarioRun(scenario, stage)
    with suppress(FlowsError):
        run.begin()
        for step in scenario.steps:
            run.take(step)
    said = scenario.operations
    return {work.element_id: {} for work in run.work if work.key not in said}


def _files(value: Any) -> Iterator[Mapping[str, Any]]:
    """The files that answers hold, wherever they stand."""
    if is_file(value):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _files(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _files(inner)
