"""Record a scenario: a command a click, played at once and kept only if it can be played."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.scenario_file import Scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import ScenarioStopped
from flows.forms import KNOWN_FILES, Answers, Form, Uploads
from flows.forms.reading import Submitted
from flows.forms.repeating import ROWS_FIELD
from flows.forms.with_files import WithFiles
from flows.kernel import STOCKHOLM
from flows.modeler.recording_errors import AnswersRefused, RecordingRefused
from flows.modeler.recordings import (
    Recording,
    change_recording,
    keep_files,
    new_recording,
    new_run,
    play_recording,
    recording_of,
    with_proposals,
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
    if beginning.forum is not None:
        _own_forum(session, actor, beginning.forum)
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
        return _played(session, package, replace(recording, scenario=scenario, begun=True))

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
        return _played(session, package, _with_step(recording, step))

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
        return _played(session, package, _with_step(recording, {"clock": local.isoformat()}))

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
            return _played(session, package, _with_step(recording, task))
        asked = Asked(run.form(found.form_id), found.variables)
        read, files = read_answers(run, asked, recording, submitted, uploads)
        recording = replace(recording, files=files)
        step = {**task, "answers": read.values}
        if not read.accepted:
            wrong = _as_refused(read)
            keys = sorted(run.refusals(found, wrong))
            whole = submitted.get(ROWS_FIELD) is None and set(keys) == set(read.errors)
            if not (refused and whole):
                keep_files(session, actor, package.name, files)
                raise AnswersRefused(read, recordable=whole)
            step = {**task, "answers": wrong, "refused": keys}
        return _played(session, package, _with_step(recording, step))

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
        return _played(session, package, replace(recording, scenario=scenario))

    change_recording(session, actor, package.name, revision, change, now=now)


def undo_steps(
    session: Session, actor: Actor, package: str, revision: int, keep: int, *, now: datetime
) -> None:
    """Go back to when `keep` steps were taken; with -1, to before the start.

    Raises as `change_recording`. The caller commits.
    """

    def change(recording: Recording) -> Recording:
        steps = recording.scenario.steps[: max(keep, 0)]
        scenario = replace(recording.scenario, steps=tuple(steps))
        return replace(recording, scenario=scenario, begun=recording.begun and keep >= 0)

    change_recording(session, actor, package, revision, change, now=now)


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that is asked in a recording, and the variables it is asked with."""

    form: Form
    variables: Mapping[str, Any]


def read_answers(
    run: ScenarioRun,
    asked: Asked,
    recording: Recording,
    submitted: Submitted,
    uploads: Uploads,
) -> tuple[Answers, Mapping[str, Any]]:
    """What was answered at the scenario's own time, and the files known after that.

    Files that are sent are looked at and forgotten; the scenario keeps their name, kind and size.
    """
    form = asked.form
    variables = {**run.form_variables(form, asked.variables), KNOWN_FILES: recording.files}
    checked = form.check_uploads(uploads, lambda name: len(submitted.getlist(name)), variables)
    files = dict(recording.files)
    ids: dict[str, list[str]] = {}
    for name, sound in checked.sound.items():
        for one in sound:
            key = str(uuid4())
            size = len(one.content)
            files[key] = {"id": key, "namn": one.name, "typ": one.media_type, "byte": size}
            ids.setdefault(name, []).append(key)
    given = WithFiles(submitted, form, ids) if ids else submitted
    known = {**variables, KNOWN_FILES: files}
    return form.read(given, known, now=run.now, refused=checked.refused), files


def _as_refused(read: Answers) -> dict[str, Any]:
    """The answers with what can't be read as it was typed, so that it is refused again."""
    typed = {key: read.raw.get(key) for key in read.errors}
    unread = {
        key: text for key, text in typed.items() if text and read.values.get(key) in (None, [])
    }
    return {**read.values, **unread}


def _with_step(recording: Recording, step: Mapping[str, Any]) -> Recording:
    steps = (*recording.scenario.steps, step)
    return replace(recording, scenario=replace(recording.scenario, steps=steps))


def _played(session: Session, package: Package, recording: Recording) -> Recording:
    """The recording, which can be played to its end. Raises ScenarioStopped."""
    run, stop = play_recording(session, package, recording)
    if stop is not None:
        raise ScenarioStopped(stop.sv, stop.en)
    return with_proposals(recording, run)


def _own_forum(session: Session, actor: Actor, forum: str) -> None:
    """Raises RecordingRefused for a forum of another collaboration, or none at all."""
    try:
        own = collaboration_of(session, forum) == actor.collaboration_id
    except ForumNotFound:
        own = False
    if not own:
        raise RecordingRefused("Forumet finns inte.", "There is no such forum.")
