"""Somebody who records scenarios, and what they do, for the tests of recordings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from flows.catalog import latest_version, package_of
from flows.forms import NO_UPLOADS
from flows.kernel import STOCKHOLM
from flows.modeler.follow_scenario import continue_scenario, follow_scenario, skip_step
from flows.modeler.record_scenario import (
    Beginning,
    answer_operation,
    answer_task,
    begin_recording,
    move_clock,
    start_recorded,
    take_step,
    undo_steps,
)
from flows.modeler.recording_expect import Chosen, as_before
from flows.modeler.recording_page import RecordingPage, recording_page
from flows.modeler.recordings import recording_of
from flows.modeler.save_recording import save_recording
from flows.organisation import Actor

MONDAY = datetime(2027, 1, 11, 9, tzinfo=STOCKHOLM)
OCKELBO = {"id": "ockelbo", "namn": "Ockelbo kommun", "slag": "part"}
START = {
    "titel": "Gemensam jourverksamhet",
    "beskrivning": "Frågan behöver lösas gemensamt.",
    "forslag_till_beslut": "Att ta fram en rutin.",
    "berorda_parter": ["region-gavleborg", "ockelbo"],
    "samverkansomrade": "annat",
    "arendetyp": "ny_fraga",
    "kalla": "namnd",
}
SECRETARY = {"task": "ta_emot", "as": "sekreterare@natverk-valfard"}
PREPARERS = {"task": "bereda", "as": "beredning@natverk-valfard"}
ALL = range(1000)


class Recorder:
    """Somebody who records, always on the page that stands open."""

    def __init__(self, session: Session, actor: Actor, package: str) -> None:
        self.session, self.actor = session, actor
        version = latest_version(session, package)
        self.package = package_of(session, version.version_id)

    @property
    def page(self) -> RecordingPage:
        found = recording_of(self.session, self.actor, self.package.name)
        return recording_page(self.session, self.actor, self.package, found, "sv")

    def _do(self, command: Any, *args: Any, **more: Any) -> None:
        revision = recording_of(self.session, self.actor, self.package.name).revision
        command(self.session, self.actor, self.package, revision, *args, now=MONDAY, **more)

    def choose(self, process: str = "arende", **more: Any) -> None:
        given = {"forum": "natverk-valfard", "part": None, "message": None, "now": MONDAY, **more}
        beginning = Beginning(process, **given)
        begin_recording(self.session, self.actor, self.package, beginning)

    def start(self, variables: Mapping[str, Any], **answers: Any) -> None:
        self._do(start_recorded, variables, MultiDict(answers), NO_UPLOADS)

    def answer(self, task: Mapping[str, Any], *, refused: bool = False, **answers: Any) -> None:
        self._do(answer_task, task, MultiDict(answers), NO_UPLOADS, refused=refused)

    def clock(self, to: datetime) -> None:
        self._do(move_clock, to)

    def go_on(self, file: str) -> None:
        continue_scenario(self.session, self.actor, self.package, f"scenarier/{file}", now=MONDAY)

    def follow(self, *, to_the_end: bool = False) -> None:
        self._do(follow_scenario, to_the_end=to_the_end)

    def skip(self, number: int, *, skipped: bool = True) -> None:
        revision = recording_of(self.session, self.actor, self.package.name).revision
        skip_step(
            self.session,
            self.actor,
            self.package.name,
            revision,
            number,
            skipped=skipped,
            now=MONDAY,
        )

    def step(self, step: Mapping[str, Any]) -> None:
        self._do(take_step, step)

    def message(self, name: str, key: str, **variables: Any) -> None:
        self.step({"message": {"name": name, "key": key, "variables": variables}})

    def operation(self, number: int, answer: Mapping[str, Any]) -> None:
        self._do(answer_operation, number, answer)

    def undo(self) -> None:
        found = recording_of(self.session, self.actor, self.package.name)
        keep = len(found.scenario.steps) - 1
        name = self.package.name
        undo_steps(self.session, self.actor, name, found.revision, keep, now=MONDAY)

    def save_as_before(self, *, replaces: bool | None = True) -> str:
        """Save what is to hold as the page proposes it."""
        page = self.page
        assert page.recording.origin is not None
        chosen = replace(as_before(page.run, page.recording.origin), replaces=replaces)
        return self._save(chosen)

    def save(self, name: str = "Inspelat", **more: Any) -> str:
        chosen = {"description": "", "rules": (), "standing": True, **more}
        for each, otherwise in (("operations", ALL), ("messages", ALL), ("variables", ())):
            chosen.setdefault(each, otherwise)
        return self._save(Chosen(name, **chosen))

    def _save(self, chosen: Chosen) -> str:
        revision = recording_of(self.session, self.actor, self.package.name).revision
        return save_recording(
            self.session,
            self.actor,
            self.package,
            revision,
            chosen,
            now=MONDAY,
            max_bytes=1_000_000,
        )


def received(recorder: Recorder) -> None:
    recorder.choose(variables={"anmalare": OCKELBO})
    recorder.start({"anmalare": OCKELBO}, **START)
    recorder.answer(SECRETARY, berorda_parter=["region-gavleborg", "ockelbo"], mottagning="vidare")
