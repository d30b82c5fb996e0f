"""Recordings in progress: a scenario as far as it has come, kept so that nothing is lost.

A recording is nothing but a scenario and how far it is: it is played from its start every time it
is looked at, on the files as they are now. That takes milliseconds, and then it can't disagree with
what will be saved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.scenario_file import MAX_BYTES, Scenario, read_scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_schema import MAX_STEPS
from flows.catalog.scenario_stage import ScenarioStopped
from flows.catalog.write_scenario import write_scenario
from flows.kernel import FlowsError
from flows.modeler.drafts import require_owner
from flows.modeler.precedents import Precedents
from flows.modeler.recording_errors import (
    RecordingExists,
    RecordingMoved,
    RecordingRefused,
    RecordingUnknown,
)
from flows.modeler.recording_origin import Origin
from flows.modeler.stage import stage_of
from flows.modeler.tables import RecordingRow
from flows.organisation import Actor


@dataclass(frozen=True, slots=True)
class Recording:
    """A person's recording of a package. Before it has `begun` only its start is chosen.

    `revision` grows with every change; a change is made to the revision that its maker saw.
    `origin` is the scenario that it goes on from, if it does.
    """

    package: str
    person_id: str
    revision: int
    begun: bool
    scenario: Scenario
    files: Mapping[str, Any]
    started_at: datetime
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a recording gets no further, at which step (0: its start)."""

    step: int
    sv: str
    en: str


def find_recording(session: Session, actor: Actor, package: str) -> Recording | None:
    """The actor's recording of the package, if there is one."""
    row = session.get(RecordingRow, (package, actor.person_id), populate_existing=True)
    return _recording(row) if row else None


def recording_of(session: Session, actor: Actor, package: str) -> Recording:
    """The actor's recording of the package. Raises RecordingUnknown."""
    found = find_recording(session, actor, package)
    if found is None:
        raise RecordingUnknown
    return found


def new_recording(
    session: Session,
    actor: Actor,
    package: str,
    scenario: Scenario,
    origin: Origin | None = None,
    files: Mapping[str, Any] | None = None,
) -> None:
    """Begin a recording. Raises NotProcessOwner or RecordingExists. The caller commits."""
    require_owner(actor)
    made = session.scalar(
        insert(RecordingRow)
        .values(
            package=package,
            person_id=actor.person_id,
            revision=1,
            begun=False,
            scenario=_written(scenario),
            files=dict(files or {}),
            origin=origin.raw if origin else None,
            followed=origin.followed if origin else None,
            started_at=scenario.now,
            changed_at=scenario.now,
        )
        .on_conflict_do_nothing()
        .returning(RecordingRow.revision)
    )
    if made is None:
        raise RecordingExists


def change_recording(
    session: Session,
    actor: Actor,
    package: str,
    revision: int,
    change: Callable[[Recording], Recording],
    *,
    now: datetime,
) -> Recording:
    """Keep what `change` makes of the recording, which its maker saw as `revision`.

    Raises NotProcessOwner, RecordingUnknown, RecordingMoved, RecordingRefused, and what `change`
    raises; then nothing is kept. The caller owns the transaction.
    """
    require_owner(actor)
    row = _locked(session, actor, package)
    if row.revision != revision:
        raise RecordingMoved
    changed = change(_recording(row))
    if len(changed.scenario.steps) > MAX_STEPS:
        raise RecordingRefused(
            f"Ett scenario kan ha högst {MAX_STEPS} steg.",
            f"A scenario can have at most {MAX_STEPS} steps.",
        )
    row.scenario, row.begun = _written(changed.scenario), changed.begun
    row.files = dict(changed.files)
    row.followed = changed.origin.followed if changed.origin else None
    row.revision, row.changed_at = row.revision + 1, now
    session.flush()
    return _recording(row)


def keep_files(session: Session, actor: Actor, package: str, files: Mapping[str, Any]) -> None:
    """Remember what files were sent with a form that was refused. The caller commits."""
    _locked(session, actor, package).files = dict(files)
    session.flush()


def discard_recording(session: Session, actor: Actor, package: str) -> None:
    """Throw the recording away. Raises RecordingUnknown. The caller commits."""
    session.delete(_locked(session, actor, package))
    session.flush()


def play_recording(
    session: Session, package: Package, recording: Recording
) -> tuple[ScenarioRun, Stop | None]:
    """The recording played as far as it gets on the package's files. Raises NotRunnable."""
    run = new_run(session, package, recording.scenario)
    if not recording.begun:
        return run, None
    taken = 0
    try:
        run.begin()
        for step in recording.scenario.steps:
            taken += 1
            run.take(step)
    except FlowsError as fault:
        return run, Stop(taken, fault.sv, fault.en)
    return run, None


def played_recording(session: Session, package: Package, recording: Recording) -> Recording:
    """The recording, which can be played to its end, with what was proposed for its operations.

    Raises NotRunnable, or ScenarioStopped when it can't.
    """
    run, stop = play_recording(session, package, recording)
    if stop is not None:
        raise ScenarioStopped(stop.sv, stop.en)
    return with_proposals(recording, run)


def new_run(session: Session, package: Package, scenario: Scenario) -> ScenarioRun:
    """A run of a scenario, with proposals for what operations answer. Raises NotRunnable."""
    precedents = Precedents(session, package)
    return ScenarioRun(scenario, stage_of(session, package), precedents.operation)


def with_proposals(recording: Recording, run: ScenarioRun) -> Recording:
    """The recording with the answers that were proposed for its operations written in."""
    if not run.proposed:
        return recording
    operations = {**recording.scenario.operations, **run.proposed}
    return replace(recording, scenario=replace(recording.scenario, operations=operations))


def _locked(session: Session, actor: Actor, package: str) -> RecordingRow:
    row = session.scalars(
        select(RecordingRow)
        .where(RecordingRow.package == package, RecordingRow.person_id == actor.person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise RecordingUnknown
    return row


def _written(scenario: Scenario) -> bytes:
    try:
        raw = write_scenario(scenario)
    except ValueError:
        raw = b""
    if not raw or len(raw) > MAX_BYTES or read_scenario(raw, scenario.file)[0] != scenario:
        raise RecordingRefused(
            "Det går inte att spara i ett scenario. Texten är för lång, eller så har den tecken "
            "som inte går att skriva.",
            "A scenario can't hold it. The text is too long, or has signs that can't be written.",
        )
    return raw


def _recording(row: RecordingRow) -> Recording:
    scenario, _ = read_scenario(row.scenario, "")
    if scenario is None:  # an older Flows wrote it in another shape
        raise RecordingUnknown
    return Recording(
        row.package,
        row.person_id,
        row.revision,
        row.begun,
        scenario,
        row.files,
        row.started_at,
        _origin(row),
    )


def _origin(row: RecordingRow) -> Origin | None:
    if row.origin is None or row.followed is None:
        return None
    return Origin.read(row.followed["file"], row.origin, row.followed)
