"""Record a scenario: a command a click, played at once and kept only if it can be played."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.scenario_file import Scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.forms import Uploads
from flows.forms.reading import Submitted
from flows.forms.repeating import ROWS_FIELD
from flows.kernel import STOCKHOLM
from flows.modeler.look_ahead import next_like
from flows.modeler.recorded_answers import Asked, as_refused, read_answers
from flows.modeler.recording_errors import AnswersRefused, RecordingRefused
from flows.modeler.recordings import (
    Recording,
    change_recording,
    keep_files,
    new_recording,
    new_run,
    play_recording,
    played_recording,
    recording_of,
)
from flows.organisation import Actor, ForumNotFound, collaboration_of

_UNNAMED = "Inspelning"


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a recording begins: which process, where, and when its clock starts."""

    process: str
    forum: str | None
    part: str | None
    message: str | None
    now: datetime
    variables: Mapping[str, Any] = field(default_factory=dict)


def begin_recording(
    session: Session, actor: Actor, package: Package, beginning: Beginning
) -> Recording:
    """Choose where a recording begins; how it starts comes next.

    Raises NotProcessOwner, RecordingExists, NotRunnable, RecordingRefused or ScenarioStopped (the
    process or the forum is unknown). The caller owns the transaction.
    """
    if beginning.forum is not None and not is_own_forum(session, actor, beginning.forum):
        raise RecordingRefused("Forumet finns inte.", "There is no such forum.")
    scenario = Scenario(
        file="",
        name=_UNNAMED,
        process=beginning.process,
        forum=beginning.forum,
        part=beginning.part,
        now=beginning.now,
        answers={},
        variables={} if beginning.message else dict(beginning.variables),
        message=beginning.message,
        message_variables=dict(beginning.variables) if beginning.message else {},
        operations={},
        steps=(),
        expect={},
    )
    run = new_run(session, package, scenario)
    run.start_form_id()
    run.first_variables()
    new_recording(session, actor, package.name, scenario)
    return recording_of(session, actor, package.name)


def start_recorded(
    session: Session,
    actor: Actor,
    package: Package,
    revision: int,
    variables: Mapping[str, Any],
    submitted: Submitted,
    uploads: Uploads,
    *,
    now: datetime,
) -> None:
    """Start the process with what it knows from the beginning and its start form, if it has one.

    Raises AnswersRefused, ScenarioStopped, and as `change_recording`. The caller commits.
    """

    def change(recording: Recording) -> Recording:
        key = "message_variables" if recording.scenario.message is not None else "variables"
        known: Any = {key: dict(variables)}
        scenario = replace(recording.scenario, **known)
        run = new_run(session, package, scenario)
        form_id = run.start_form_id()
        if form_id is not None:
            asked = Asked(run.form(form_id), run.first_variables())
            read, files = read_answers(run, asked, recording, submitted, uploads)
            if not read.accepted:
                keep_files(session, actor, package.name, files)
                raise AnswersRefused(read)
            scenario = replace(scenario, answers=read.values)
            recording = replace(recording, files=files)
        return played_recording(session, package, replace(recording, scenario=scenario, begun=True))

    change_recording(session, actor, package.name, revision, change, now=now)


def take_step(
    session: Session,
    actor: Actor,
    package: Package,
    revision: int,
    step: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Take one more step, of the kind that a scenario has.

    Raises ScenarioStopped when it can't be taken, and as `change_recording`. The caller commits.
    """

    def change(recording: Recording) -> Recording:
        run, _ = play_recording(session, package, recording)
        return played_recording(session, package, _with_step(run, recording, step))

    change_recording(session, actor, package.name, revision, change, now=now)


def move_clock(
    session: Session, actor: Actor, package: Package, revision: int, to: datetime, *, now: datetime
) -> None:
    """Move the scenario's clock forwards; what falls due happens. Raises as `take_step`."""
    local = to.astimezone(STOCKHOLM)

    def change(recording: Recording) -> Recording:
        run, _ = play_recording(session, package, recording)
        if to < run.now:
            raise RecordingRefused(
                "Klockan går bara framåt. Välj en senare tid.",
                "The clock only goes forwards. Choose a later time.",
            )
        step = {"clock": local.isoformat()}
        return played_recording(session, package, _with_step(run, recording, step))

    change_recording(session, actor, package.name, revision, change, now=now)


def answer_task(
    session: Session,
    actor: Actor,
    package: Package,
    revision: int,
    task: Mapping[str, Any],
    submitted: Submitted,
    uploads: Uploads,
    *,
    refused: bool,
    now: datetime,
) -> None:
    """Answer a task's form as a role; with `refused`, record that the form says no.

    `task` is a step without answers: `task`, `as` and perhaps `item`. Raises AnswersRefused,
    ScenarioStopped, and as `change_recording`. The caller commits.
    """

    def change(recording: Recording) -> Recording:
        run, _ = play_recording(session, package, recording)
        found = run.pick(task)
        run.require_doer(task["as"], found)
        if found.form_id is None:
            return played_recording(session, package, _with_step(run, recording, task))
        asked = Asked(run.form(found.form_id), found.variables)
        read, files = read_answers(run, asked, recording, submitted, uploads)
        recording = replace(recording, files=files)
        step = {**task, "answers": read.values}
        if not read.accepted:
            wrong = as_refused(read)
            keys = sorted(run.refusals(found, wrong))
            whole = submitted.get(ROWS_FIELD) is None and set(keys) == set(read.errors)
            if not (refused and whole):
                keep_files(session, actor, package.name, files)
                raise AnswersRefused(read, recordable=whole)
            step = {**task, "answers": wrong, "refused": keys}
        return played_recording(session, package, _with_step(run, recording, step))

    change_recording(session, actor, package.name, revision, change, now=now)


def answer_operation(
    session: Session,
    actor: Actor,
    package: Package,
    revision: int,
    number: int,
    answer: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Change what the operation that was done as number `number`, from 0, answered.

    All that follows is played again. Raises RecordingRefused when it can't be, and as
    `change_recording`. The caller commits.
    """

    def change(recording: Recording) -> Recording:
        run, _ = play_recording(session, package, recording)
        if not 0 <= number < len(run.work):
            raise RecordingRefused("Åtgärden finns inte.", "There is no such operation.")
        work = run.work[number]
        given = recording.scenario.operations.get(work.key, run.proposed.get(work.key, {}))
        turns = list(given) if isinstance(given, list) else [given]
        later = [one.written for one in run.work if one.key == work.key][len(turns) :]
        turns += later or [turns[-1]] * (work.turn + 1 - len(turns))
        turns[work.turn] = dict(answer)
        operations = {**recording.scenario.operations, work.key: turns}
        scenario = replace(recording.scenario, operations=operations)
        return played_recording(session, package, replace(recording, scenario=scenario))

    change_recording(session, actor, package.name, revision, change, now=now)


def undo_steps(
    session: Session, actor: Actor, package: str, revision: int, keep: int, *, now: datetime
) -> None:
    """Go back to when `keep` steps were taken; with -1, to before the start.

    Steps of the scenario that it goes on from are left to take again.

    Raises as `change_recording`. The caller commits.
    """

    def change(recording: Recording) -> Recording:
        steps = recording.scenario.steps[: max(keep, 0)]
        scenario = replace(recording.scenario, steps=tuple(steps))
        origin = recording.origin.back_to(keep) if recording.origin else None
        begun = recording.begun and keep >= 0
        return replace(recording, scenario=scenario, begun=begun, origin=origin)

    change_recording(session, actor, package, revision, change, now=now)


def _with_step(run: ScenarioRun, recording: Recording, step: Mapping[str, Any]) -> Recording:
    """The recording with one more step; `run` stands where it stood before."""
    steps = (*recording.scenario.steps, step)
    origin = recording.origin
    if origin is not None:
        origin = origin.also([next_like(run, origin, step)])
    return replace(recording, scenario=replace(recording.scenario, steps=steps), origin=origin)


def is_own_forum(session: Session, actor: Actor, forum: str) -> bool:
    """Whether there is such a forum in the actor's collaboration."""
    try:
        return collaboration_of(session, forum) == actor.collaboration_id
    except ForumNotFound:
        return False
