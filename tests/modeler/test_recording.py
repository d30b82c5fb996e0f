"""Recordings: each click is played at once, and what is saved is replayed and goes right."""

import pytest
from sqlalchemy.orm import Session
from tests.house import House
from tests.modeler.recorder import MONDAY, PREPARERS, START, Recorder, received

from flows.catalog import Package
from flows.catalog.scenario_file import read_scenario
from flows.catalog.scenario_stage import ScenarioStopped
from flows.catalog.write_scenario import write_scenario
from flows.modeler import NotProcessOwner, draft_of, find_draft
from flows.modeler.record_scenario import (
    take_step,
)
from flows.modeler.recording_errors import (
    AnswersRefused,
    RecordingExists,
    RecordingMoved,
    RecordingRefused,
    RecordingUnknown,
)
from flows.modeler.recording_expect import expectable
from flows.modeler.recordings import find_recording
from flows.modeler.rename_scenario import rename_scenario
from flows.modeler.run_scenarios import run_scenarios
from flows.organisation import Actor


def test_a_whole_recording_is_saved_and_goes_right(
    recorder: Recorder, session: Session, owner: Actor
) -> None:
    received(recorder)
    page = recorder.page
    assert [task.name for task in page.tasks] == ["Bereda ärendet"]
    assert [doer.sv for doer in page.tasks[0].doers] == ["Beredning, Nätverk Välfärd"]
    assert [step.name for step in page.steps] == ["Ta emot anmälan"]
    assert any("diagram-has-token" in svg for _, svg in page.drawings)
    with pytest.raises(AnswersRefused) as no:
        recorder.answer(PREPARERS, beredningsbeslut="avvisa")
    assert no.value.recordable
    assert list(no.value.answers.errors) == ["motivering_avvisning"]
    recorder.answer(PREPARERS, refused=True, beredningsbeslut="avvisa")
    assert len(recorder.page.steps[-1].refused) == 1
    recorder.answer(
        PREPARERS, beredningsbeslut="avvisa", motivering_avvisning="Utanför uppdraget.\nTyvärr."
    )
    page = recorder.page
    assert page.ended
    may = expectable(page.run, "sv")
    assert may.ends == [("avvisat", page.run.name_of("avvisat"))]
    name = recorder.save(
        "Beredningen avvisar på nytt",
        description="  Spelat in   i sidan. ",
        rules=("NV-05",),
        variables=["titel", "beredningsbeslut"],
    )

    assert name == "scenarier/beredningen-avvisar-pa-nytt.yaml"
    raw = draft_of(session, "arende").file(name).content
    text = raw.decode()
    saved, problems = read_scenario(raw, name)
    assert saved is not None, problems
    assert write_scenario(saved) == raw
    assert saved.expect["ends"] == ["avvisat"]
    assert saved.expect["variables"] == {
        "beredningsbeslut": "avvisa",
        "titel": START["titel"],
    }
    assert [step.get("refused") for step in saved.steps] == [None, ["motivering_avvisning"], None]
    assert "Frågan behöver lösas gemensamt." in text
    assert "{" not in text
    assert find_recording(session, owner, "arende") is None
    report = run_scenarios(session, draft_of(session, "arende").as_package())
    assert report.right
    assert len(report.results) == len(recorder.package.by_suffix(".yaml")) + 1


def test_operations_answer_as_other_scenarios_say_and_can_be_changed(recorder: Recorder) -> None:
    received(recorder)
    work = recorder.page.work
    registers = next(one for one in work if one.type == "arende.registrera")
    assert {field.path: field.text for field in registers.fields}["arende.titel"] == "=titel"
    assert {field.path: field.text for field in registers.answer}["arende.titel"] == START["titel"]
    recorder.operation(registers.number, {"arende": {"id": 77, "diarienummer": "NV 1"}})
    awaited = {(one.name, one.key) for one in recorder.page.awaited}
    assert ("aterkalla", "77") in awaited
    recorder.message("aterkalla", "77")
    assert recorder.page.ended
    with pytest.raises(ScenarioStopped):  # the message that was sent would find nobody
        recorder.operation(registers.number, {"arende": {"id": 78, "diarienummer": "NV 1"}})
    recorder.save()


def test_the_clock_goes_forwards_to_what_waits(session: Session, owner: Actor) -> None:
    recorder = Recorder(session, owner, "rekommendation")
    given = recorder.package.files["scenarier/14_tyst_huvudman.yaml"]
    example, _ = read_scenario(given, "")
    assert example is not None
    recorder.choose(example.process, part=example.part, now=example.now)
    recorder.start(example.variables)
    name, due_at = recorder.page.timers[0]
    assert name
    with pytest.raises(RecordingRefused):
        recorder.clock(MONDAY.replace(year=2020))
    recorder.clock(due_at)
    assert recorder.page.run.now == due_at
    assert recorder.page.steps[-1].moment == due_at
    recorder.undo()
    assert recorder.page.timers[0] == (name, due_at)
    recorder.save(standing=True)


def test_one_step_back_at_a_time_to_before_the_start(recorder: Recorder) -> None:
    received(recorder)
    recorder.undo()
    assert [task.element_id for task in recorder.page.tasks] == ["ta_emot"]
    recorder.undo()
    assert not recorder.page.recording.begun
    assert recorder.page.recording.scenario.answers["titel"] == START["titel"]


def test_who_may_record_and_when(recorder: Recorder, session: Session, county: House) -> None:
    with pytest.raises(RecordingUnknown):
        recorder.page  # noqa: B018
    with pytest.raises(RecordingRefused):
        recorder.choose(forum="halsam-politisk")  # another collaboration's
    with pytest.raises(ScenarioStopped):
        recorder.choose("finns_inte")
    received(recorder)
    with pytest.raises(RecordingExists):
        recorder.choose()
    with pytest.raises(RecordingMoved):
        take_step(session, recorder.actor, recorder.package, 1, {"clock": "P1D"}, now=MONDAY)
    with pytest.raises(ScenarioStopped):  # not a role of this task
        recorder.answer({**PREPARERS, "as": "sekreterare@natverk-valfard"}, beredningsbeslut="x")
    secretary = Recorder(session, county.actor("sekreterare-natverk-valfard"), "arende")
    with pytest.raises(NotProcessOwner):
        secretary.choose()


def test_nothing_is_saved_that_does_not_go_right(recorder: Recorder, session: Session) -> None:
    received(recorder)
    with pytest.raises(RecordingRefused):
        recorder.save("  ")
    broken = dict(recorder.package.files)
    broken["arende.bpmn"] = broken["arende.bpmn"].replace(b'"ta_emot"', b'"ta_emot_nu"')
    recorder.package = Package("arende", broken)
    assert recorder.page.stop is not None
    assert "ta_emot" in recorder.page.stop.sv
    with pytest.raises(RecordingRefused):
        recorder.save()
    assert find_draft(session, "arende") is None


def test_a_scenario_gets_another_name(recorder: Recorder, session: Session, owner: Actor) -> None:
    received(recorder)
    name = recorder.save()
    file = draft_of(session, "arende").file(name)
    rename_scenario(
        session,
        owner,
        "arende",
        name,
        'Å "andra": sidan',
        expected=file.etag,
        max_bytes=1_000_000,
        now=MONDAY,
    )
    changed = draft_of(session, "arende").file(name).content
    saved, _ = read_scenario(changed, name)
    assert saved is not None
    assert saved.name == 'Å "andra": sidan'


def test_a_package_that_can_not_run_says_so_of_each_scenario(
    recorder: Recorder, session: Session
) -> None:
    package = Package("arende", {**recorder.package.files, "arende.bpmn": b"<nothing/>"})
    report = run_scenarios(session, package)
    assert not report.right
    assert {result.faults[0].code for result in report.results} == {"scenario-not-run"}


ROUND = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><signal id="g" name="avbryt"/>
 <error id="f" name="fel" errorCode="SAKNAS"/><process id="rond" name="Rond" isExecutable="true">
 <startEvent id="s" name="Start"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
 <userTask id="t" name="Svara"><extensionElements><zeebe:userTask/>
 <zeebe:assignmentDefinition candidateGroups="sekreterare"/></extensionElements>
 <multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics
 inputCollection="=lista" inputElement="den"/></extensionElements>
 </multiInstanceLoopCharacteristics></userTask>
 <sequenceFlow id="f2" sourceRef="t" targetRef="c"/><intermediateCatchEvent id="c" name="Paus">
 <signalEventDefinition signalRef="g"/></intermediateCatchEvent>
 <sequenceFlow id="f3" sourceRef="c" targetRef="j"/><serviceTask id="j" name="Sl&#229; upp">
 <extensionElements><zeebe:taskDefinition type="slag.upp"/><zeebe:ioMapping>
 <zeebe:output source="=funnet.belopp" target="belopp"/></zeebe:ioMapping></extensionElements>
 </serviceTask><boundaryEvent id="b" name="Fanns inte" attachedToRef="j">
 <errorEventDefinition errorRef="f"/></boundaryEvent>
 <sequenceFlow id="f4" sourceRef="j" targetRef="e"/><endEvent id="e" name="Klart"/>
 <sequenceFlow id="f5" sourceRef="b" targetRef="n"/><endEvent id="n" name="Inget"/>
 </process></definitions>"""


def test_rounds_signals_and_operations_that_fail(recorder: Recorder) -> None:
    files = dict(recorder.package.files)
    recorder.package = Package("arende", {**files, "rond.bpmn": ROUND})
    recorder.choose("rond")
    recorder.start({"lista": ["a", "b"]})
    assert [task.item for task in recorder.page.tasks] == [1, 2]
    for item in (2, 1):
        recorder.answer({"task": "t", "as": "sekreterare@natverk-valfard", "item": item})
    assert [(one.kind, one.name) for one in recorder.page.awaited] == [("signal", "avbryt")]
    recorder.step({"signal": {"name": "avbryt"}})
    page = recorder.page
    assert page.ended
    assert [field.path for field in page.work[0].fields] == ["funnet.belopp"]
    assert page.run.standing.variables["belopp"]
    recorder.operation(0, {"error": "SAKNAS"})
    assert recorder.page.run.ends == ["n"]
    assert recorder.page.work[0].error == "SAKNAS"
    recorder.save("Rond", standing=True)
