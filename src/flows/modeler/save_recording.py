"""Finish a recording: propose what to expect from what happened, and save it as a scenario."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.packages import SCENARIOS
from flows.catalog.play_scenario import play_scenario
from flows.catalog.scenario_file import Scenario, read_scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_words import in_words
from flows.catalog.write_scenario import write_scenario, written_value
from flows.modeler.drafts import open_draft
from flows.modeler.recording_errors import RecordingMoved, RecordingRefused
from flows.modeler.recording_page import plain_known
from flows.modeler.recordings import discard_recording, play_recording, recording_of
from flows.modeler.save_files import write_file
from flows.modeler.stage import stage_of
from flows.organisation import Actor

_LONGEST_NAME = 200
_LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Expectable:
    """What a recording may expect, as it happened.

    `ends` and `open` are (id, name) of end events reached and of open tasks; `operations` and
    `messages` are in the order they came; `variables` are (name, value in words).
    """

    ended: bool
    ends: Sequence[tuple[str, str]]
    open: Sequence[tuple[str, str]]
    operations: Sequence[str]
    messages: Sequence[str]
    variables: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a recording is to be called and to expect; numbers count from 0."""

    name: str
    description: str
    rules: Sequence[str]
    standing: bool
    operations: Collection[int]
    messages: Collection[int]
    variables: Collection[str]


def expectable(run: ScenarioRun, lang: str) -> Expectable:
    """What there is to expect where a run stands."""
    outcome = run.standing
    variables = []
    for name, value in sorted(plain_known(outcome.variables).items()):
        try:
            written_value(value)
        except ValueError:
            continue
        variables.append((name, in_words(value, lang)))
    return Expectable(
        outcome.ended,
        [(end, run.name_of(end)) for end in run.ends],
        [(task.element_id, task.name or task.element_id) for task in outcome.tasks],
        [work.type for work in run.work],
        list(run.messages),
        variables,
    )


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

    Returns the name of the new file. What is saved goes right: it is written, read and played
    before. Raises NotProcessOwner, RecordingUnknown, RecordingMoved, RecordingRefused, NotRunnable,
    FileTooLarge. The caller owns the transaction.
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
        operations=_used(run),
        expect=_expect(run, chosen),
    )
    if not scenario.name:
        raise RecordingRefused("Skriv vad scenariot heter.", "Write what the scenario is called.")
    name = _free_name(scenario.name, package.files)
    raw = _proved(session, package, scenario, name)
    open_draft(session, actor, package.name, now=now)
    write_file(session, actor, package.name, name, raw, expected=None, max_bytes=max_bytes, now=now)
    discard_recording(session, actor, package.name)
    return name


def _proved(session: Session, package: Package, scenario: Scenario, name: str) -> bytes:
    """The scenario as a file that says the same and goes right. Raises RecordingRefused."""
    try:
        raw = write_scenario(scenario)
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


def _expect(run: ScenarioRun, chosen: Chosen) -> dict[str, Any]:
    outcome = run.standing
    expect: dict[str, Any] = {}
    if chosen.standing:
        if run.ends or outcome.ended:
            expect["ends"] = list(run.ends)
        if not outcome.ended:
            expect["open"] = [task.element_id for task in outcome.tasks]
    operations = [one.type for n, one in enumerate(run.work) if n in chosen.operations]
    messages = [name for n, name in enumerate(run.messages) if n in chosen.messages]
    known = plain_known(outcome.variables)
    variables = {name: known[name] for name in sorted(known) if name in chosen.variables}
    more = {"operations": operations, "messages": messages, "variables": variables}
    try:
        plain: dict[str, Any] = written_value({**expect, **{k: v for k, v in more.items() if v}})
    except ValueError:
        raise RecordingRefused(
            "Ett av värdena har för många decimaler för att skrivas i ett scenario.",
            "One of the values has too many decimals to be written in a scenario.",
        ) from None
    return plain


def _used(run: ScenarioRun) -> dict[str, Any]:
    """The answers that operations gave, one a turn; one when all are alike, none when empty."""
    turns: dict[str, list[Any]] = {}
    for work in run.work:
        turns.setdefault(work.key, []).append(work.written)
    operations: dict[str, Any] = {}
    for key, answers in turns.items():
        while len(answers) > 1 and answers[-1] == answers[-2]:
            answers.pop()
        if answers != [{}]:
            operations[key] = answers if len(answers) > 1 else answers[0]
    return operations


def _calm(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\r", "").split("\n"))
    return "\n".join(lines).strip()


def _free_name(name: str, taken: Mapping[str, Any]) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "scenario"
    names = (f"{SCENARIOS}/{slug}{f'-{n}' if n > 1 else ''}.yaml" for n in range(1, 10_000))
    return next(one for one in names if one not in taken)
