"""Recordings that go on from a scenario: what fits is done at once, the rest in a few clicks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.orm import Session
from tests.modeler.recorder import MONDAY, OCKELBO, PREPARERS, START, Recorder

from flows.catalog import Package
from flows.catalog.publish_package import publish_package
from flows.catalog.scenario_file import Scenario, read_scenario
from flows.catalog.scenario_stage import ScenarioStopped
from flows.diagrams import edit_outline
from flows.diagrams.edits import InsertStep, Place, RemoveStep, SetRole, TaskStep
from flows.modeler import DraftFileUnknown, draft_of, open_draft, write_file
from flows.modeler.recording_errors import (
    PlaceNeeded,
    RecordingExists,
    RecordingRefused,
    ScenarioChanged,
)
from flows.modeler.recording_rest import RestView
from flows.modeler.recordings import find_recording
from flows.modeler.run_scenarios import run_scenarios
from flows.organisation import Actor

PROCESSES = Path(__file__).parents[2] / "processes"
REJECTED, LEVEL = "06_avvisat.yaml", "12_annan_niva.yaml"
OWN = [
    (file.parents[1].name, file.name)
    for file in sorted(PROCESSES.glob("*/scenarier/*.yaml"))
    if not str(yaml.safe_load(file.read_text())["start"].get("forum")).startswith("halsam")
]


class Drafter:
    """Changes the files of a recorder's draft."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        open_draft(recorder.session, recorder.actor, recorder.package.name, now=MONDAY)

    def write(self, name: str, content: bytes) -> None:
        recorder = self.recorder
        seen = draft_of(recorder.session, recorder.package.name).files.get(name)
        write_file(
            recorder.session,
            recorder.actor,
            recorder.package.name,
            name,
            content,
            expected=seen.etag if seen else None,
            max_bytes=1_000_000,
            now=MONDAY,
        )
        self.look()

    def edit(self, edit: Any) -> None:
        """An act of the outline on the diagram of `arende`."""
        raw = self.recorder.package.files["arende.bpmn"]
        self.write("arende.bpmn", edit_outline(raw, "arende", edit).content)

    def replace(self, name: str, old: bytes, new: bytes) -> None:
        raw = self.recorder.package.files[name]
        assert old in raw
        self.write(name, raw.replace(old, new))

    def look(self) -> None:
        recorder = self.recorder
        recorder.package = draft_of(recorder.session, recorder.package.name).as_package()

    def scenario(self, file: str) -> Scenario:
        self.look()
        found, problems = read_scenario(self.recorder.package.files[f"scenarier/{file}"], file)
        assert found is not None, problems
        return found

    def red(self) -> set[str]:
        self.look()
        report = run_scenarios(self.recorder.session, self.recorder.package)
        return {one.file.rpartition("/")[2] for one in report.results if not one.right}


@pytest.fixture
def drafter(recorder: Recorder) -> Drafter:
    return Drafter(recorder)


def rest(recorder: Recorder) -> RestView:
    found = recorder.page.rest
    assert found is not None
    return found


def review(drafter: Drafter) -> None:
    """A new step between the reception and the preparation."""
    drafter.edit(
        InsertStep(Place("after", "ta_emot"), TaskStep("Granska underlaget", groups="sekreterare"))
    )


def new_task(recorder: Recorder) -> Mapping[str, Any]:
    task = next(task for task in recorder.page.tasks if task.name == "Granska underlaget")
    return {"task": task.element_id, "as": task.doers[0].role}


@pytest.mark.parametrize(("package", "file"), OWN)
def test_what_goes_right_is_done_whole_and_saved_as_it_was(
    session: Session, owner: Actor, package: str, file: str
) -> None:
    recorder = Recorder(session, owner, package)
    before = recorder.package.files[f"scenarier/{file}"]
    old, _ = read_scenario(before, file)
    assert old is not None
    recorder.go_on(file)
    left = rest(recorder)
    assert (left.steps, left.why, left.differences) == ([], None, [])
    assert recorder.save_as_before() == f"scenarier/{file}"

    raw = draft_of(session, package).file(f"scenarier/{file}").content
    new, _ = read_scenario(raw, file)
    assert new is not None
    for said in ("name", "description", "rules", "process", "forum", "part", "steps", "answers"):
        assert getattr(new, said) == getattr(old, said)
    assert {key: _sorted(value) for key, value in new.expect.items()} == {
        key: _sorted(value) for key, value in old.expect.items()
    }
    assert run_scenarios(session, draft_of(session, package).as_package()).right


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def test_a_new_step_is_answered_and_the_rest_follows(recorder: Recorder, drafter: Drafter) -> None:
    review(drafter)
    assert REJECTED in drafter.red()
    recorder.go_on(REJECTED)
    left = rest(recorder)
    assert [step.name for step in recorder.page.steps] == ["Ta emot anmälan"]
    assert [step.number for step in left.steps] == [2, 3]
    assert left.why == (
        "Nu väntar ”Granska underlaget”; scenariot väntade sig ”Bereda ärendet”.",
        'What waits now is "Granska underlaget"; the scenario expected "Bereda ärendet".',
    )
    assert not left.possible
    with pytest.raises(ScenarioStopped, match="Granska underlaget"):
        recorder.follow()
    recorder.answer(new_task(recorder))
    left = rest(recorder)
    assert (left.go, left.why) == (2, None)
    recorder.follow()
    assert recorder.page.steps[-1].refused
    recorder.follow(to_the_end=True)
    assert recorder.page.ended
    assert rest(recorder).differences == []
    recorder.save_as_before()
    assert REJECTED not in drafter.red()
    saved = drafter.scenario(REJECTED)
    assert len(saved.steps) == 4
    assert saved.expect["operations"] == ["arende.registrera", "arende.avsluta", "notis.skicka"]
    recorder.choose()
    recorder.start({"anmalare": OCKELBO}, **START)
    with pytest.raises(RecordingRefused):
        recorder.follow()


def test_every_scenario_that_a_new_step_turned_red_is_mended_so(
    recorder: Recorder, drafter: Drafter
) -> None:
    before = drafter.red()
    review(drafter)
    red = drafter.red()
    assert before == set()
    assert len(red) > 8
    own = {file for package, file in OWN if package == "arende"}
    for file in sorted(red & own):
        recorder.go_on(file)
        while rest(recorder).steps:  # a scenario may come by the reception more than once
            recorder.answer(new_task(recorder))
            recorder.follow(to_the_end=True)
        recorder.save_as_before()
        drafter.look()
    assert drafter.red() == red - own


def test_a_step_that_is_gone_is_named_and_skipped(recorder: Recorder, drafter: Drafter) -> None:
    drafter.edit(RemoveStep("valj_forum"))
    assert LEVEL in drafter.red()
    recorder.go_on(LEVEL)
    left = rest(recorder)
    assert [step.name for step in left.steps] == ["Bekräfta mottagande forum"]
    assert left.why is not None
    assert "Det steget finns inte kvar." in left.why[0]
    recorder.skip(2)
    left = rest(recorder)
    assert (len(left.steps), len(left.skipped)) == (0, 1)
    recorder.skip(2, skipped=False)
    assert len(rest(recorder).steps) == 1
    with pytest.raises(RecordingRefused):
        recorder.skip(1)
    recorder.skip(2)
    recorder.save_as_before()
    assert LEVEL not in drafter.red()


def test_a_task_with_another_role_or_form_is_answered_in_its_own_way(
    recorder: Recorder, drafter: Drafter
) -> None:
    drafter.edit(SetRole("bereda", groups="sekreterare"))
    recorder.go_on(REJECTED)
    left = rest(recorder)
    assert left.own_way is not None
    assert [doer.role for doer in left.own_way.doers] == ["sekreterare@natverk-valfard"]
    assert not left.possible
    assert {field.path: field.text for field in left.answers} == {"beredningsbeslut": "avvisa"}
    role = {**PREPARERS, "as": "sekreterare@natverk-valfard"}
    recorder.answer(role, refused=True, beredningsbeslut="avvisa")
    assert [step.number for step in rest(recorder).steps] == [3], "it stands for the second step"
    recorder.answer(role, beredningsbeslut="avvisa", motivering_avvisning="Utanför uppdraget.")
    assert rest(recorder).steps == []
    recorder.save_as_before()
    assert REJECTED not in drafter.red()


def test_another_end_is_seen_and_accepted(recorder: Recorder, drafter: Drafter) -> None:
    drafter.replace("arende.bpmn", b'"avvisat"', b'"nekat"')
    drafter.replace(
        f"scenarier/{REJECTED}",
        b"expect: {",
        b'expect: {variables: {anmalare: {namn: "Ockelbo"}}, ',
    )
    recorder.go_on(REJECTED)
    left = rest(recorder)
    assert left.steps == []
    assert [sv.partition(" ")[0] for sv, _ in left.differences] == ["Slutet", "anmalare"]
    with pytest.raises(PlaceNeeded):
        recorder.save_as_before(replaces=None)
    recorder.save_as_before()
    expect = drafter.scenario(REJECTED).expect
    assert expect["ends"] == ["nekat"]
    assert expect["variables"] == {"anmalare": {"namn": "Ockelbo kommun"}}
    assert REJECTED not in drafter.red()


def test_a_new_step_before_the_end_is_done_first(recorder: Recorder, drafter: Drafter) -> None:
    step = TaskStep("Granska underlaget", groups="sekreterare")
    drafter.edit(InsertStep(Place("after", "valj_forum"), step))
    recorder.go_on(LEVEL)
    left = rest(recorder)
    assert (left.steps, left.unfinished) == ([], True)
    assert left.why is not None
    assert left.why[0] == (
        "Nu väntar ”Granska underlaget”; scenariot väntade sig att det skulle vara slut."
    )
    recorder.answer(new_task(recorder))
    left = rest(recorder)
    assert (left.unfinished, left.why, left.differences) == (False, None, [])
    recorder.save_as_before()
    assert LEVEL not in drafter.red()


def test_steps_that_are_undone_can_be_taken_again(recorder: Recorder) -> None:
    recorder.go_on(REJECTED)
    recorder.undo()
    recorder.undo()
    assert [step.number for step in rest(recorder).steps] == [2, 3]
    recorder.follow()
    assert [step.number for step in rest(recorder).steps] == [3]
    for _ in range(3):
        recorder.undo()
    assert not recorder.page.recording.begun
    recorder.start({"anmalare": OCKELBO}, **START)
    recorder.follow(to_the_end=True)
    assert recorder.page.ended
    name = recorder.save_as_before(replaces=False)
    assert name == "scenarier/beredningen-avvisar-med-skal.yaml"
    kept = draft_of(recorder.session, "arende").file(f"scenarier/{REJECTED}").content
    assert kept == recorder.package.files[f"scenarier/{REJECTED}"]


def test_a_start_that_fits_no_longer_is_answered_anew(recorder: Recorder, drafter: Drafter) -> None:
    drafter.replace(f"scenarier/{REJECTED}", b"arendetyp: ny_fraga", b"arendetyp: gammal")
    recorder.go_on(REJECTED)
    recording = find_recording(recorder.session, recorder.actor, "arende")
    assert recording is not None
    assert not recording.begun
    recorder.start(recording.scenario.variables, **START)
    assert len(rest(recorder).steps) == 3
    recorder.follow(to_the_end=True)
    recorder.save_as_before()
    assert REJECTED not in drafter.red()


WAIT = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><process id="vanta" isExecutable="true">
 <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
 <serviceTask id="a" name="Sl&#229; upp"><extensionElements>
 <zeebe:taskDefinition type="slag.upp"/><zeebe:ioMapping>
 <zeebe:output source="=funnet" target="funnet"/></zeebe:ioMapping></extensionElements>
 </serviceTask><sequenceFlow id="f2" sourceRef="a" targetRef="w"/>%s
 <intermediateCatchEvent id="w" name="Tv&#229; veckor"><timerEventDefinition>
 <timeDuration xsi:type="tFormalExpression">P14D</timeDuration></timerEventDefinition>
 </intermediateCatchEvent><sequenceFlow id="f3" sourceRef="w" targetRef="%s"/>
 <endEvent id="e" name="Klart"/></process></definitions>"""
TASK = b"""<userTask id="t" name="Granska"><extensionElements><zeebe:userTask/>
 <zeebe:assignmentDefinition candidateGroups="sekreterare"/></extensionElements></userTask>
 <sequenceFlow id="f4" sourceRef="t" targetRef="w"/>"""
AGAIN = b"""<serviceTask id="b" name="Igen"><extensionElements>
 <zeebe:taskDefinition type="slag.upp"/><zeebe:ioMapping><zeebe:output source="=funnet.mer"
 target="mer"/></zeebe:ioMapping></extensionElements></serviceTask>
 <sequenceFlow id="f5" sourceRef="b" targetRef="e"/>"""
WAITED = b"""namn: Tiden
start: {process: vanta, forum: natverk-valfard, now: "2027-01-11T09:00+01:00"}
steps: [{clock: P14D}]
expect: {ends: [e], variables: {funnet: null}}
"""


def test_the_clock_waits_for_what_is_new_and_silence_is_kept(
    recorder: Recorder, drafter: Drafter
) -> None:
    plain = WAIT % (b"", b"e")
    files = {**recorder.package.files, "vanta.bpmn": plain, "scenarier/tiden.yaml": WAITED}
    publish_package(
        recorder.session, Package("arende", files), author="test", reason="test", now=MONDAY
    )
    changed = (WAIT % (TASK + AGAIN, b"b")).replace(
        b'sourceRef="a" targetRef="w"', b'sourceRef="a" targetRef="t"'
    )
    drafter.write("scenarier/tiden.yaml", WAITED)
    drafter.write("vanta.bpmn", changed)
    recorder.go_on("tiden.yaml")
    left = rest(recorder)
    assert recorder.page.steps == []
    assert (left.possible, left.go) == (True, 0)
    assert left.why is not None
    recorder.answer({"task": "t", "as": "sekreterare@natverk-valfard"})
    recorder.follow(to_the_end=True)
    page = recorder.page
    assert page.ended
    assert page.run.now == MONDAY.replace(day=25)
    known = page.run.standing.variables
    assert known.get("funnet") is None, "the scenario let it answer nothing"
    answers = [[field.path for field in work.fields] for work in page.work]
    assert answers == [[], ["funnet.mer"]], "what is new has a proposal"
    recorder.save_as_before()
    assert "tiden.yaml" not in drafter.red()


def test_what_can_not_be_gone_on_from(recorder: Recorder, drafter: Drafter) -> None:
    for file in ("finns_inte.yaml", "../arende.bpmn"):
        with pytest.raises(DraftFileUnknown):
            recorder.go_on(file)
    with pytest.raises(RecordingRefused, match="your collaboration"):
        recorder.go_on("04_halsam_rekommenderar.yaml")
    drafter.write("scenarier/trasig.yaml", b"namn: [\n")
    with pytest.raises(RecordingRefused):
        recorder.go_on("trasig.yaml")
    drafter.replace(f"scenarier/{LEVEL}", b"process: arende", b"process: annat")
    with pytest.raises(ScenarioStopped):
        recorder.go_on(LEVEL)
    assert find_recording(recorder.session, recorder.actor, "arende") is None
    recorder.go_on(REJECTED)
    with pytest.raises(RecordingExists):
        recorder.go_on(REJECTED)


def test_what_someone_else_has_mended_is_not_written_over(
    recorder: Recorder, drafter: Drafter
) -> None:
    recorder.go_on(REJECTED)
    drafter.replace(f"scenarier/{REJECTED}", b"med sk", b"utan sk")
    with pytest.raises(ScenarioChanged):
        recorder.save_as_before()
    recorder.save_as_before(replaces=False)
    assert drafter.red() == set()


def test_a_broken_scenario_that_plays_no_further_keeps_its_rest(
    recorder: Recorder, drafter: Drafter
) -> None:
    recorder.go_on(REJECTED)
    raw = recorder.package.files["arende.bpmn"]
    recorder.package = Package(
        "arende", {**recorder.package.files, "arende.bpmn": raw.replace(b'"bereda"', b'"bereda2"')}
    )
    page = recorder.page
    assert page.stop is not None
    assert page.stop.step == 2
    recorder.undo()
    recorder.undo()
    assert recorder.page.stop is None
    assert len(rest(recorder).steps) == 2
