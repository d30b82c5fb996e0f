"""One red scenario is mended; the others that stop in the same way are mended like it, at once."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session
from tests.modeler.recorder import MONDAY, Recorder, received
from tests.modeler.test_mend_scenario import (
    LEVEL,
    REJECTED,
    TASK,
    WAIT,
    WAITED,
    Drafter,
    new_task,
    rest,
    review,
)

from flows.catalog import Package
from flows.diagrams.edits import InsertStep, Place, RemoveStep, SetRole, TaskStep
from flows.modeler import DraftChanged, DraftFileUnknown, discard_draft, draft_of
from flows.modeler.alike_page import AlikeRow, OfferView, alike_rows, offers_in_words
from flows.modeler.change_files import last_act_in, undo_act
from flows.modeler.mend_alike import GONE, mend_of
from flows.modeler.recording_errors import RecordingRefused
from flows.modeler.save_alike import save_alike

WITHDRAWN = "07_aterkallat_vid_komplettering.yaml"
AGAIN = "14_bara_en_part.yaml"
HALSAM = "04_halsam_rekommenderar.yaml"
ADJOURNED = "10_aterremiss_bordlaggning_avslag.yaml"


class Mender:
    """Somebody who mends one scenario and then the others."""

    def __init__(self, drafter: Drafter) -> None:
        self.drafter = drafter
        self.recorder = drafter.recorder

    @property
    def session(self) -> Session:
        return self.recorder.session

    @property
    def package(self) -> Package:
        self.drafter.look()
        return self.recorder.package

    def offers(self) -> list[OfferView]:
        return offers_in_words(self.session, self.recorder.actor, self.package)

    def rows(self, file: str) -> dict[str, AlikeRow]:
        mend = mend_of(self.session, self.package, f"scenarier/{file}")
        rows = alike_rows(self.session, self.recorder.actor, self.package, mend)
        return {one.row.file: one for one in rows}

    def save(self, file: str, chosen: set[str], *, revision: int | None = None) -> int:
        seen = draft_of(self.session, "arende").revision if revision is None else revision
        return save_alike(
            self.session,
            self.recorder.actor,
            self.package,
            f"scenarier/{file}",
            {f"scenarier/{one}" for one in chosen},
            revision=seen,
            max_bytes=1_000_000,
            now=MONDAY,
        )

    def save_all(self, file: str) -> int:
        return self.save(file, {name for name, one in self.rows(file).items() if one.right})

    def undo(self) -> None:
        found = last_act_in(self.session, "arende", "scenarier")
        assert found is not None
        actor = self.recorder.actor
        undo_act(self.session, actor, "arende", found[1], max_bytes=1_000_000, now=MONDAY)

    def answer_new(self, file: str, **answers: Any) -> None:
        """Mend a scenario by hand: what is new is answered, all else is as it was."""
        self.drafter.look()
        self.recorder.go_on(file)
        while rest(self.recorder).steps or rest(self.recorder).unfinished:
            self.recorder.answer(new_task(self.recorder), **answers)
            if rest(self.recorder).steps:
                self.recorder.follow(to_the_end=True)
        self.recorder.save_as_before()
        self.drafter.look()


@pytest.fixture
def mender(recorder: Recorder) -> Mender:
    return Mender(Drafter(recorder))


def steps_of(mender: Mender, file: str) -> list[Mapping[str, Any]]:
    return list(mender.drafter.scenario(file).steps)


def test_what_was_done_to_one_is_done_to_all_that_stop_there(mender: Mender) -> None:
    review(mender.drafter)
    red = mender.drafter.red()
    assert len(red) > 12
    assert mender.offers() == [], "nothing is known of the new step yet"
    mender.answer_new(REJECTED)

    (offer,) = mender.offers()
    assert (offer.mend.file, offer.count) == (REJECTED, len(red) - 1)
    assert [one.step.name for one in offer.mend.steps] == ["Granska underlaget"]
    rows = mender.rows(REJECTED)
    assert set(rows) == red - {REJECTED}
    assert [one.why for one in rows.values() if not one.right] == []
    assert [step.number for step in rows[AGAIN].added] == [2, 5], "it comes by twice"

    before = mender.package
    assert mender.save_all(REJECTED) == len(rows)
    assert mender.drafter.red() == set()
    assert mender.offers() == []
    mender.undo()
    assert mender.drafter.red() == red - {REJECTED}
    assert mender.package.files == before.files
    mender.save(REJECTED, set(rows) - {WITHDRAWN})
    assert [one.count for one in mender.offers()] == [1], "all of them show the same"
    mender.undo()
    mender.undo()
    assert mender.drafter.red() == red


def test_roles_are_those_of_the_scenarios_own_forum(mender: Mender) -> None:
    review(mender.drafter)
    mender.answer_new(REJECTED)
    row = mender.rows(REJECTED)[HALSAM]
    assert row.right
    assert row.row.elsewhere is not None, "the package is shared, so it may be mended"
    doer = row.added[0].doer
    assert doer is not None
    assert (doer.role, doer.sv) == (
        "sekreterare@halsam-politisk",
        "Sekreterare, HälSam politisk samverkan",
    )
    mender.save(REJECTED, {HALSAM})
    assert steps_of(mender, HALSAM)[1]["as"] == "sekreterare@halsam-politisk"
    assert HALSAM not in mender.drafter.red()


def test_only_what_is_ticked_is_saved_and_the_rest_of_each_file_stays(mender: Mender) -> None:
    raw = mender.package.files[f"scenarier/{ADJOURNED}"]
    noted = raw.replace(b"steps:\n", b"steps:\n  # Hit kommer alla.\n").replace(
        b"  - task: bereda\n", b"  # Beredningen.\n  - task: bereda\n"
    )
    mender.drafter.write(f"scenarier/{ADJOURNED}", noted)
    review(mender.drafter)
    red = mender.drafter.red()
    mender.answer_new(REJECTED)
    assert mender.save(REJECTED, {ADJOURNED, WITHDRAWN}) == 2
    assert mender.drafter.red() == red - {REJECTED, ADJOURNED, WITHDRAWN}

    now = mender.package.files[f"scenarier/{ADJOURNED}"].decode().splitlines()
    was = noted.decode().splitlines()
    new = ["  - task: granska_underlaget", "    as: sekreterare@natverk-valfard"]
    at = was.index("  # Beredningen.")
    assert now == [*was[:at], *new, *was[at:]]
    single = mender.package.files[f"scenarier/{REJECTED}"].decode()
    assert '"sekreterare@natverk-valfard"' in single, "it is changed where it stands too"


def test_answers_that_another_forms_rule_refuses_stay_red_with_the_reason(mender: Mender) -> None:
    """The form that the new step asks takes only the parties of the case."""
    step = TaskStep("Granska underlaget", groups="sekreterare", form="arende-mottagning")
    mender.drafter.edit(InsertStep(Place("after", "ta_emot"), step))
    parties = ["region-gavleborg", "ockelbo"]
    mender.answer_new(REJECTED, berorda_parter=parties, mottagning="vidare")
    rows = mender.rows(REJECTED)
    assert rows[ADJOURNED].right
    assert not rows[HALSAM].right
    assert "arende-mottagning" in rows[HALSAM].why[0][0]
    assert not rows[WITHDRAWN].right, "it was sent back, and now goes on"
    with pytest.raises(RecordingRefused):
        mender.save(REJECTED, {ADJOURNED, HALSAM})
    assert ADJOURNED in mender.drafter.red(), "all or nothing"


def test_a_step_before_the_end_is_added_last(mender: Mender) -> None:
    step = TaskStep("Granska underlaget", groups="sekreterare")
    mender.drafter.edit(InsertStep(Place("before", "avslutat"), step))
    red = mender.drafter.red()
    assert len(red) > 4
    mender.answer_new(ADJOURNED)
    assert mender.save_all(ADJOURNED) == len(red) - 1
    assert mender.drafter.red() == set()


def test_an_answer_to_a_step_that_is_gone_is_left_out_of_all(mender: Mender) -> None:
    drafter = mender.drafter
    extra = drafter.scenario(LEVEL)
    raw = mender.package.files[f"scenarier/{LEVEL}"]
    drafter.write("scenarier/tolv_igen.yaml", raw.replace(extra.name.encode(), b"Igen"))
    drafter.edit(RemoveStep("valj_forum"))
    red = drafter.red()
    assert red == {LEVEL, "tolv_igen.yaml"}

    (offer,) = mender.offers()
    assert (offer.mend.name, offer.count) == ("", 2), "no scenario needs to be mended first"
    assert offer.mend.gone == ["Bekräfta mottagande forum"]

    mender.recorder.go_on(LEVEL)
    mender.recorder.skip(2)
    mender.recorder.save_as_before()
    drafter.look()
    rows = mender.rows(LEVEL)
    assert [step.name for step in rows["tolv_igen.yaml"].removed] == ["Bekräfta mottagande forum"]
    assert mender.offers()[0].mend.name == extra.name
    mender.undo()
    assert set(mender.rows(GONE.partition("/")[2])) == red
    assert mender.save_all(GONE.partition("/")[2]) == 2
    assert drafter.red() == set()


def test_an_end_with_another_name_is_expected_by_all(mender: Mender) -> None:
    mender.drafter.replace("arende.bpmn", b'"aterkallat"', b'"taget_tillbaka"')
    red = mender.drafter.red()
    assert len(red) == 3
    first, *others = sorted(red)
    mender.recorder.go_on(first)
    mender.recorder.save_as_before()
    rows = mender.rows(first)
    assert set(rows) == set(others)
    for row in rows.values():
        assert row.right
        assert row.added == []
        assert [sv.partition(":")[0] for sv, _ in row.expects] == ["Slutet"]
    mender.save_all(first)
    assert mender.drafter.red() == set()
    for file in others:
        expected = mender.package.files[f"scenarier/{file}"].decode()
        assert "taget_tillbaka" in expected


def test_a_task_with_another_role_is_done_by_it_with_the_scenarios_own_answers(
    mender: Mender,
) -> None:
    drafter, recorder = mender.drafter, mender.recorder
    before = {file: steps_of(mender, file) for file in (WITHDRAWN, HALSAM)}
    drafter.edit(SetRole("bereda", groups="sekreterare"))
    file = "16_uppdrag.yaml"
    recorder.go_on(file)
    while rest(recorder).steps:
        number = rest(recorder).steps[0].number
        step = steps_of(mender, file)[number - 1]
        role = step["as"].replace("beredning@", "sekreterare@")
        recorder.answer({**step, "as": role}, **step["answers"])
        if rest(recorder).steps:
            recorder.follow(to_the_end=True)
    recorder.save_as_before()
    drafter.look()
    row = mender.rows(file)[HALSAM]
    assert row.right, row.why
    assert [step.name for step in row.changed] == ["Bereda ärendet"]
    mender.save_all(file)
    for each, old in before.items():
        wanted = [
            {**step, "as": step["as"].replace("beredning@", "sekreterare@")}
            if step.get("task") == "bereda"
            else step
            for step in old
        ]
        assert steps_of(mender, each) == wanted


def test_a_new_scenario_shows_how_a_step_is_done_that_others_know_nothing_of(
    mender: Mender,
) -> None:
    review(mender.drafter)
    received(mender.recorder)
    mender.recorder.answer(new_task(mender.recorder))
    file = mender.recorder.save("Granskat").partition("/")[2]
    mender.drafter.look()
    (offer,) = mender.offers()
    assert offer.mend.file == file
    assert all(row.right for row in mender.rows(file).values())


def test_what_has_changed_since_is_told(mender: Mender) -> None:
    review(mender.drafter)
    mender.answer_new(REJECTED)
    seen = draft_of(mender.session, "arende").revision
    mender.drafter.replace("arende.bpmn", b"Granska underlaget", b"Granska det")
    with pytest.raises(DraftChanged):
        mender.save(REJECTED, {WITHDRAWN}, revision=seen)
    with pytest.raises(RecordingRefused):
        mender.save(REJECTED, set())
    for file in ("finns_inte.yaml", WITHDRAWN, LEVEL):
        with pytest.raises(DraftFileUnknown):
            mender.rows(file)
    discard_draft(mender.session, mender.recorder.actor, "arende")


def test_the_clock_is_moved_as_far_as_each_scenario_needs(mender: Mender) -> None:
    drafter, recorder = mender.drafter, mender.recorder
    other = WAITED.replace(b"2027-01-11T09:00+01:00", b"2027-03-01T08:00+01:00")
    drafter.write("scenarier/tiden.yaml", WAITED)
    drafter.write("scenarier/tiden_igen.yaml", other.replace(b"Tiden", b"Tiden igen"))
    drafter.write("vanta.bpmn", WAIT % (b"", b"e"))
    assert drafter.red() == set()
    first = (WAIT % (TASK, b"t")).replace(
        b'sourceRef="t" targetRef="w"', b'sourceRef="t" targetRef="w2"'
    )
    drafter.write(
        "vanta.bpmn", first.replace(b'<endEvent id="e"', SECOND_WAIT + b'<endEvent id="e"')
    )
    assert drafter.red() == {"tiden.yaml", "tiden_igen.yaml"}
    recorder.go_on("tiden.yaml")
    recorder.answer({"task": "t", "as": "sekreterare@natverk-valfard"})
    recorder.clock(recorder.page.timers[0][1])
    recorder.save_as_before()
    assert mender.save_all("tiden.yaml") == 1
    assert drafter.red() == set()
    clocks = [step["clock"] for step in steps_of(mender, "tiden_igen.yaml") if "clock" in step]
    assert clocks == ["P14D", "2027-03-22T08:00:00+01:00"]


SECOND_WAIT = b"""<intermediateCatchEvent id="w2" name="En vecka"><timerEventDefinition>
 <timeDuration xsi:type="tFormalExpression">P7D</timeDuration></timerEventDefinition>
 </intermediateCatchEvent><sequenceFlow id="f6" sourceRef="w2" targetRef="e"/>"""


ROUND = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t"><process id="runda"
 isExecutable="true"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="%s"/>%s
 <endEvent id="e" name="Klart"/></process></definitions>"""
ASKED = b"""<userTask id="t" name="Svara"><extensionElements><zeebe:userTask/>
 <zeebe:assignmentDefinition candidateGroups="=&quot;registrator@&quot; + part"/>
 </extensionElements><multiInstanceLoopCharacteristics><extensionElements>
 <zeebe:loopCharacteristics inputCollection="=parter" inputElement="part"/>
 </extensionElements></multiInstanceLoopCharacteristics></userTask>
 <sequenceFlow id="f2" sourceRef="t" targetRef="e"/>"""
ROUNDS = b"""namn: %s
start: {process: runda, forum: natverk-valfard, variables: {parter: [%s]}}
expect: {ends: [e]}
"""


def test_each_of_those_that_are_asked_answers_by_its_own_role(mender: Mender) -> None:
    drafter, recorder = mender.drafter, mender.recorder
    drafter.write("runda.bpmn", ROUND % (b"e", b""))
    drafter.write("scenarier/tva.yaml", ROUNDS % (b"Tva", b"ockelbo, gavle"))
    drafter.write("scenarier/tre.yaml", ROUNDS % (b"Tre", b"hofors, ockelbo, sandviken"))
    assert drafter.red() == set()
    drafter.write("runda.bpmn", ROUND % (b"t", ASKED))
    assert drafter.red() == {"tva.yaml", "tre.yaml"}
    recorder.go_on("tva.yaml")
    for item, party in enumerate(("ockelbo", "gavle"), start=1):
        recorder.answer({"task": "t", "as": f"registrator@{party}", "item": item})
    recorder.save_as_before()
    drafter.look()
    assert mender.save_all("tva.yaml") == 1
    assert steps_of(mender, "tre.yaml") == [
        {"task": "t", "as": f"registrator@{party}", "item": item}
        for item, party in enumerate(("hofors", "ockelbo", "sandviken"), start=1)
    ]
    assert drafter.red() == set()
