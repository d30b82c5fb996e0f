"""An edit changes what it is about, and nothing else in the file."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.diagrams.every_diagram import CONTENT
from tests.diagrams.random_diagrams import random_diagram
from tests.diagrams.random_edits import FILLED, NOTICE, random_edit
from tests.diagrams.test_outline import assert_tells_everything_once

from flows.diagrams import (
    DiagramFile,
    Edited,
    EditRefused,
    StepUnknown,
    edit_outline,
    edits,
    read_outline,
)
from flows.diagrams.names import BPMNDI
from flows.engine import check

CASE = CONTENT[0].read_bytes()
_LISTED = ("incoming", "outgoing", "flowNodeRef")


def pieces(raw: bytes) -> dict[str, bytes]:
    """Every element outside the drawing by its id: all that it says itself, canonically.

    What has an id of its own is a piece of its own. Which flows a step names follows from them.
    """
    root = etree.fromstring(raw)
    for drawing in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        root.remove(drawing)
    found = {}
    for element in list(root.iter(etree.Element)):
        if element.get("id"):
            found[str(element.get("id"))] = _own(element)
    return found


def _own(element: etree._Element) -> bytes:
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for child in list(copy.iter(etree.Element)):
        name = etree.QName(child).localname
        parent = child.getparent()
        if parent is not None and (child.get("id") or name in _LISTED):
            parent.remove(child)
    for child in copy.iter():
        child.tail = None
        if len(child) or not (child.text or "").strip():
            child.text = None
    return etree.tostring(copy, method="c14n2", with_comments=True)


def about(edit: edits.Edit, raw: bytes) -> set[str]:
    """The elements that an edit may change: what it names, and the ends of what it names."""
    named = [getattr(edit, name, "") for name in ("step", "flow")]
    match edit:
        case edits.InsertStep(place=place):
            named = [place.id]
        case edits.SetLane(lane=lane):
            named = [lane]
        case edits.SetProcess():
            named = ["p"]
    found = {one for one in named if isinstance(one, str)}
    process = DiagramFile(raw).process("p")
    flows = list(process.iter("{*}sequenceFlow"))
    for _ in range(1 if not isinstance(edit, edits.MoveStep) else 3):
        for flow in flows:
            ends = {str(flow.get("id")), str(flow.get("sourceRef")), str(flow.get("targetRef"))}
            if ends & found:
                found = found | ends
    if isinstance(edit, edits.RemoveWay):
        # Where one way is left, nothing is left to choose: its condition goes.
        left = {str(flow.get("sourceRef")) for flow in flows if flow.get("id") == edit.flow}
        found |= {str(flow.get("id")) for flow in flows if flow.get("sourceRef") in left}
    if isinstance(edit, edits.MoveStep):
        found |= {str(flow.get("id")) for flow in flows} | {
            str(flow.get("sourceRef")) for flow in flows
        }
    return found


@settings(max_examples=240, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(1, 10), st.integers(0, 2))
def test_what_an_edit_is_not_about_stays_as_it_was(seed: int, size: int, lanes: int) -> None:
    random = Random(seed)
    raw = random_diagram(random, size, lanes=lanes)
    edit = random_edit(random, raw)
    try:
        edited = edit_outline(raw, "p", edit)
    except (EditRefused, StepUnknown):
        return
    old, new = pieces(raw), pieces(edited.content)
    changed = {one for one in old if one in new and old[one] != new[one]}
    allowed = about(edit, raw)
    if isinstance(edit, (edits.RemoveWay, edits.RemoveStep)):
        # Steps that only this led to went away with it, and so did the flows out of them.
        gone = set(old) - set(new)
        allowed |= {one for one in old if one in new and _leads_from(raw, one, gone)}
    assert changed <= allowed, (edit, changed - allowed)
    assert edited.content.count(b"<!--") == raw.count(b"<!--")
    assert_tells_everything_once(edited.content)
    assert edited.outline == read_outline(edited.content, "p")


def _leads_from(raw: bytes, one: str, gone: set[str]) -> bool:
    process = DiagramFile(raw).process("p")
    return any(
        flow.get("sourceRef") in gone and flow.get("targetRef") == one
        for flow in process.iter("{*}sequenceFlow")
    )


def edited(edit: edits.Edit, raw: bytes = CASE) -> Edited:
    return edit_outline(raw, "arende", edit)


def refusal(edit: edits.Edit, raw: bytes = CASE) -> str:
    """The field that an edit is refused for."""
    with pytest.raises(EditRefused) as refused:
        edited(edit, raw)
    (problem,) = refused.value.problems
    assert problem.sv
    assert problem.en
    return problem.element


AFTER = edits.Place("after", "bereda")


@pytest.mark.parametrize(
    "step",
    [
        edits.TaskStep("Granska", "arende-beredning", "sekreterare", "Review"),
        edits.ServiceStep("Meddela", NOTICE, FILLED),
        edits.ScriptStep("Räkna", "=1 + 1", "summa"),
        edits.DecisionStep("Nivå", "niva", "niva_nu"),
        edits.TimerStep("Vänta", "duration", "14"),
        edits.MessageStep("Svar", "rekommendation_klar", "=string(arende.id)"),
        edits.ParallelStep("", ("Ett", "Två")),
        edits.ChoiceStep(
            "Vilken?",
            (
                edits.NewBranch("Ja", 'titel = "x"', "ta_emot"),
                edits.NewBranch("Slut", "arende.id > 3", "end"),
                edits.NewBranch("Nej"),
            ),
        ),
    ],
    ids=lambda step: type(step).__name__,
)
def test_a_new_step_is_told_and_runs(step: edits.NewStep) -> None:
    result = edited(edits.InsertStep(AFTER, step))
    there = result.outline.by_id()
    assert there["bereda"].ways[0].target == result.focus
    assert there[result.focus].facts.lane == "lane_beredning"
    decisions = {path.name: path.read_bytes() for path in CONTENT[0].parent.glob("*.dmn")}
    problems = check({"arende.bpmn": result.content, **decisions})
    assert [one.sv for one in problems if one.severity == "error"] == []


def test_a_two_week_reminder_is_one_act() -> None:
    result = edited(edits.AddReminder("bereda", "Påminnelse", "14", NOTICE, FILLED))
    event = result.outline.by_id()[result.focus]
    assert event.facts.signals[0].text == "P14D"
    assert not event.facts.interrupting
    host = result.outline.by_id()["bereda"]
    assert [step.kind for step in host.events[0]] == ["boundaryEvent", "serviceTask", "endEvent"]
    again = edited(edits.AddReminder("bereda", "Påminnelse", "7", NOTICE, FILLED, times=0))
    assert again.outline.by_id()[again.focus].facts.signals[0].text == "R/P7D"


def test_steps_change_places_and_flows_keep_their_names() -> None:
    result = edited(edits.MoveStep("visa_motesdag", up=False))
    steps = result.outline.by_id()
    assert steps["satt_pa_dagordning"].ways[0].target == "tillatna_beslutsformer"
    assert steps["tillatna_beslutsformer"].ways[0].target == "visa_motesdag"
    assert steps["visa_motesdag"].ways[0].target == "besluta"
    back = edited(edits.MoveStep("visa_motesdag", up=True), result.content)
    assert [step.id for step in back.outline.all_steps()] == [
        step.id for step in read_outline(CASE, "arende").all_steps()
    ]


def test_a_step_moves_past_a_whole_choice() -> None:
    raw = next(path for path in CONTENT if path.stem == "projekt").read_bytes()
    choice = edits.ChoiceStep("Vilken?", (edits.NewBranch("Ja", "a = 1"), edits.NewBranch("Nej")))
    put = (
        edit_outline(
            raw, "projekt", edits.InsertStep(edits.Place("after", "bekrafta_finansiering"), choice)
        )
        if "bekrafta_finansiering" in read_outline(raw, "projekt").by_id()
        else None
    )
    if put is None:
        step = next(
            one for one in read_outline(raw, "projekt").all_steps() if one.kind == "scriptTask"
        )
        put = edit_outline(raw, "projekt", edits.InsertStep(edits.Place("before", step.id), choice))
    gateway = put.outline.by_id()[put.focus]
    after = put.outline.by_id()[gateway.ways[0].target].ways[0].target
    moved = edit_outline(put.content, "projekt", edits.MoveStep(put.focus, up=False))
    assert moved.outline.by_id()[after].ways[0].target == put.focus


def test_what_led_to_a_removed_step_leads_on() -> None:
    result = edited(edits.RemoveStep("visa_motesdag"))
    steps = result.outline.by_id()
    assert steps["satt_pa_dagordning"].ways[0].target == "tillatna_beslutsformer"
    assert result.focus == "satt_pa_dagordning"
    assert b"visa_motesdag" not in result.content.replace(b"till_visa_motesdag", b"")


def test_with_a_step_goes_what_is_on_its_edge_and_what_only_that_led_to() -> None:
    raw = edited(edits.AddReminder("bereda", "Påminnelse", "14", NOTICE, FILLED)).content
    result = edited(edits.RemoveStep("bereda"), raw)
    assert "Påminn: Bereda ärendet" in result.removed
    assert result.outline.by_id()["gw_beredning"].ways[0].target == "gw_beredningsbeslut"


def test_a_way_that_is_removed_takes_along_only_what_it_alone_led_to() -> None:
    result = edited(edits.RemoveWay("flode_gw_beredningsbeslut_till_avsluta_avvisat"))
    assert set(result.removed) == {
        "Avsluta som avvisat",
        "Meddela skälet till avvisningen",
        "Avvisat",
    }
    assert result.focus == "gw_beredningsbeslut"


def test_a_way_can_be_led_elsewhere_and_what_is_no_longer_reached_is_said() -> None:
    result = edited(edits.LeadWay("flode_registrera_till_ta_emot", "gw_beredning"))
    assert result.outline.by_id()["registrera"].ways[0].target == "gw_beredning"
    assert result.unreached == ()
    result = edited(edits.LeadWay("flode_avsluta_till_avslutat", "end"))
    assert result.unreached == ("Avslutat",)


def test_who_does_it_and_in_which_lane() -> None:
    result = edited(edits.SetRole("bereda", "lane_sekreterare", "sekreterare,  registrator"))
    facts = result.outline.by_id()["bereda"].facts
    assert (facts.lane, facts.groups) == ("lane_sekreterare", "sekreterare, registrator")
    assert result.outline.by_id()["aterkallas_beredning"].facts.lane == "lane_sekreterare"


def test_a_deadline_in_days_is_counted_from_when_the_step_begins() -> None:
    facts = edited(edits.SetDue("bereda", "14")).outline.by_id()["bereda"].facts
    assert facts.due == '=now() + duration("P14D")'
    assert edited(edits.SetDue("besluta", "")).outline.by_id()["besluta"].facts.due == ""


def test_a_condition_and_the_way_taken_otherwise() -> None:
    flow = "flode_gw_beredningsbeslut_till_komplettera"
    result = edited(edits.SetWay(flow, "Mer", 'beredningsbeslut = "mer"', name_en="More"))
    way = next(way for _step, way in result.outline.ways() if way.flow == flow)
    assert (way.name, way.name_en) == ("Mer", "More")
    assert way.condition == '=beredningsbeslut = "mer"'
    result = edited(edits.SetWay(flow, "Mer", default=True))
    ways = {way.flow: way for _step, way in result.outline.ways()}
    assert ways[flow].default
    assert not ways["flode_gw_beredningsbeslut_till_satt_pa_dagordning"].default


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (edits.SetTexts("bereda", " "), "name"),
        (edits.SetTexts("bereda", "a\x00b"), "name"),
        (edits.SetWay("flode_gw_mottagen_till_gw_beredning", "Ja", "a ="), "condition"),
        (edits.SetWay("flode_gw_mottagen_till_gw_beredning", "Ja", "finns_inte(1)"), "condition"),
        (edits.SetWay("flode_gw_mottagen_till_gw_beredning", "Ja", ""), "condition"),
        (edits.SetWay("flode_gw_mottagen_till_gw_beredning", "Ja", "a", True), "condition"),
        (edits.SetDue("bereda", "snart"), "due"),
        (edits.SetRole("bereda", "lane_annan"), "lane"),
        (edits.SetTime("vanta_uppfoljning", "duration", "två veckor"), "time"),
        (edits.AddReminder("bereda", "P", "nyss", NOTICE, FILLED), "time"),
        (edits.AddReminder("bereda", "P", "14", NOTICE, {}), "values.till"),
        (edits.InsertStep(AFTER, edits.TaskStep("")), "name"),
        (edits.InsertStep(AFTER, edits.ScriptStep("S", "1 +", "a")), "expression"),
        (edits.InsertStep(AFTER, edits.ScriptStep("S", "1", "å ä")), "result"),
        (edits.InsertStep(AFTER, edits.MessageStep("S", "nytt", "")), "key"),
        (edits.InsertStep(AFTER, edits.ParallelStep("", ("Ett",))), "tasks"),
        (
            edits.InsertStep(
                AFTER, edits.ChoiceStep("V", (edits.NewBranch("A"), edits.NewBranch("B")))
            ),
            "branches.0.condition",
        ),
        (edits.InsertStep(edits.Place("after", "gw_mottagen"), edits.TaskStep("T")), ""),
        (edits.InsertStep(edits.Place("before", "anmald"), edits.TaskStep("T")), ""),
        (edits.InsertStep(edits.Place("after", "avslutat"), edits.TaskStep("T")), ""),
        (edits.RemoveStep("gw_mottagen"), ""),
        (edits.RemoveStep("anmald"), ""),
        (edits.MoveStep("anmald", False), ""),
        (edits.MoveStep("avsluta", False), ""),
        (edits.RemoveWay("flode_registrera_till_ta_emot"), ""),
        (edits.LeadWay("flode_registrera_till_ta_emot", "anmald"), "to"),
    ],
)
def test_what_can_not_be_done_is_said_at_its_field(edit: edits.Edit, field: str) -> None:
    assert refusal(edit) == field


def test_a_step_that_is_gone_is_said_so() -> None:
    with pytest.raises(StepUnknown):
        edited(edits.RemoveStep("finns_inte"))


def test_a_small_change_is_a_small_change_in_the_file() -> None:
    content = edited(edits.SetTexts("bereda", "Nytt namn", "Prepare the case")).content
    old, new = CASE.splitlines(), content.splitlines()
    assert len(set(new) - set(old)) <= 2


def test_a_file_with_other_prefixes_keeps_them() -> None:
    raw = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t">'
        b'<process id="arende"><startEvent id="s"/><endEvent id="e"/>'
        b'<sequenceFlow id="f" sourceRef="s" targetRef="e"/></process></definitions>'
    )
    step = edits.TimerStep("Vänta", "duration", "2")
    content = edited(edits.InsertStep(edits.Place("on", "f"), step), raw).content
    assert b'xsi:type="tFormalExpression"' in content
    assert b"bpmn:" not in content.replace(b"bpmndi:", b"")
