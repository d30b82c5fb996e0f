"""Finish a recording: save it as a scenario, a new one or in place of the one it began from."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.packages import SCENARIOS
from flows.catalog.play_scenario import play_scenario
from flows.catalog.rewrite_scenario import rewrite_scenario
from flows.catalog.scenario_file import Scenario, read_scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.write_scenario import write_scenario
from flows.modeler.change_files import change_files
from flows.modeler.drafts import open_draft
from flows.modeler.errors import DraftFileChanged
from flows.modeler.recording_errors import (
    PlaceNeeded,
    RecordingMoved,
    RecordingRefused,
    ScenarioChanged,
)
from flows.modeler.recording_expect import Chosen, chosen_expect
from flows.modeler.recordings import discard_recording, play_recording, recording_of
from flows.modeler.stage import stage_of
from flows.organisation import Actor

_LONGEST_NAME = 200
_LONGEST_TEXT = 4_000


def save_recording(
    session: Session,
    actor: Actor,
    package: Package,
    revision: int,
    chosen: Chosen,
    *,
    now: datetime,
    max_bytes: int,
) -> str:
    """Save the recording as a scenario of the draft, which is begun if there is none.

    Returns the name of the file. What is saved goes right: it is written, read and played before.
    Raises NotProcessOwner, RecordingUnknown, RecordingMoved, RecordingRefused, PlaceNeeded,
    NotRunnable, FileTooLarge, and ScenarioChanged when the scenario that it is to replace isn't as
    it was when the recording began. The caller owns the transaction.
    """
    recording = recording_of(session, actor, package.name)
    if recording.revision != revision:
        raise RecordingMoved
    run, stop = play_recording(session, package, recording)
    if stop is not None or not recording.begun:
        raise RecordingRefused(
            "Inspelningen går inte att spela upp till slutet. Ångra det steg där den stannar.",
            "The recording can't be played to its end. Undo the step where it stops.",
        )
    scenario = replace(
        recording.scenario,
        name=" ".join(chosen.name.split())[:_LONGEST_NAME],
        description=_calm(chosen.description)[:_LONGEST_TEXT],
        rules=tuple(chosen.rules),
        operations=used_answers(run, recording.origin.scenario if recording.origin else None),
        expect=chosen_expect(run, chosen, recording.origin),
    )
    if not scenario.name:
        raise RecordingRefused("Skriv vad scenariot heter.", "Write what the scenario is called.")
    name, seen, old = _free_name(scenario.name, package.files), None, None
    if recording.origin is not None:
        if chosen.replaces is None:
            raise PlaceNeeded
        if chosen.replaces:
            name, seen, old = recording.origin.file, recording.origin.etag, recording.origin.raw
    raw = _proved(session, package, scenario, name, old)
    open_draft(session, actor, package.name, now=now)
    try:
        change_files(
            session,
            actor,
            package.name,
            {name: (raw, seen)},
            focus="",
            sv=f"Scenariot ”{scenario.name}” är sparat.",
            en=f'The scenario "{scenario.name}" is saved.',
            max_bytes=max_bytes,
            now=now,
        )
    except DraftFileChanged:
        raise ScenarioChanged from None
    discard_recording(session, actor, package.name)
    return name


def _proved(
    session: Session, package: Package, scenario: Scenario, name: str, old: bytes | None
) -> bytes:
    """The scenario as a file that says the same and goes right. Raises RecordingRefused.

    What it replaces, `old`, is changed where it stands, so that its comments are kept.
    """
    try:
        raw = write_scenario(scenario) if old is None else rewrite_scenario(old, scenario)
    except ValueError:
        raw = b""
    again, problems = read_scenario(raw, f"{package.name}/{name}")
    if again is None or replace(again, file="") != replace(scenario, file=""):
        raise RecordingRefused(
            "Inspelningen går inte att skriva som ett scenario.",
            "The recording can't be written as a scenario.",
            problems,
        )
    faults = play_scenario(again, stage_of(session, package)).faults
    if faults:
        raise RecordingRefused(
            "Scenariot går inte rätt när det spelas upp.",
            "The scenario does not go right when it is played.",
            faults,
        )
    return raw


def used_answers(run: ScenarioRun, before: Scenario | None) -> dict[str, Any]:
    """The answers that operations gave, one a turn; one when all are alike, none when empty.

    An empty answer of a step is kept where the type of its operation answers something else. What
    the scenario said before, and still does, stays as it was written.
    """
    turns: dict[str, list[Any]] = {}
    types: dict[str, str] = {}
    for work in run.work:
        turns.setdefault(work.key, []).append(work.written)
        types[work.key] = work.type
    for answers in turns.values():
        while len(answers) > 1 and answers[-1] == answers[-2]:
            answers.pop()
    said = {key for key, answers in turns.items() if answers != [{}]}
    used = {
        key: answers if len(answers) > 1 else answers[0]
        for key, answers in turns.items()
        if key in said or (key != types[key] and types[key] in said)
    }
    if before is None:
        return used
    now = run.scenario.operations
    kept = {key: one for key, one in before.operations.items() if now.get(key) == one}
    return {**kept, **{key: answers for key, answers in used.items() if key not in kept}}


def _calm(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\r", "").split("\n"))
    return "\n".join(lines).strip()


def _free_name(name: str, taken: Mapping[str, Any]) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "scenario"
    names = (f"{SCENARIOS}/{slug}{f'-{n}' if n > 1 else ''}.yaml" for n in range(1, 10_000))
    return next(one for one in names if one not in taken)
