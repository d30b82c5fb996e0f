"""What is drawn beside a flow is told, changed and removed, and the file stays one that runs."""

from pathlib import Path

import pytest
from tests.diagrams.drawn import beside_faults, crossed_shapes, drawings, faults_of
from tests.diagrams.every_diagram import CONTENT

from flows.diagrams import Edited, EditRefused, StepUnknown, edit_outline, edits, read_outline
from flows.diagrams.beside_words import exchange_label
from flows.diagrams.layout_notes import size_of_note
from flows.engine import check
from flows.engine.diagram.schema import check_schema

CASE = CONTENT[0].read_bytes()
AFTER = edits.Place("after", "bereda")

POOLS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    targetNamespace="urn:pools">
  <collaboration id="both">
    <participant id="region" name="Regionen" processRef="ask"/>
    <participant id="municipality" name="Kommunen" processRef="reply"/>
    <messageFlow id="question" sourceRef="send" targetRef="TARGET"/>
  </collaboration>
  <process id="ask"><task id="send" name="Fråga"/></process>
  <process id="reply"><task id="answer" name="Svara&#10;snart"/></process>
</definitions>""".encode()


def edited(*acts: edits.Edit, raw: bytes = CASE) -> Edited:
    """The file after one act after the other, still one that runs and that the schema takes."""
    for act in acts:
        result = edit_outline(raw, "arende", act)
        raw = result.content
    decisions = {path.name: path.read_bytes() for path in CONTENT[0].parent.glob("*.dmn")}
    problems = check({"arende.bpmn": raw, **decisions})
    assert [one.sv for one in problems if one.severity == "error"] == []
    assert [one.sv for one in check_schema("arende.bpmn", raw, max_bytes=1 << 22)] == []
    assert faults_of(raw, "arende") == []
    assert beside_faults(raw, "arende") == []
    assert set(crossed_shapes(raw, "arende")) <= set(crossed_shapes(CASE, "arende"))
    return result


def test_a_note_is_drawn_at_its_step_and_grows_with_its_text() -> None:
    result = edited(edits.AddNote("bereda", "Se bilagan"))
    (note,) = result.outline.beside.notes
    assert (note.text, note.about, result.focus) == ("Se bilagan", ("bereda",), "bereda")
    result = edited(edits.SetNote(note.id, "Ett långt skäl. " * 20), raw=result.content)
    (drawing,) = drawings(result.content)
    box = drawing.shapes[note.id].box
    assert (box.width, box.height) >= size_of_note(result.outline.beside.notes[0].text)
    gone = edited(edits.RemoveNote(note.id), raw=result.content)
    assert not gone.outline.beside
    assert note.id.encode() not in gone.content


def test_documents_are_read_and_written_and_go_with_their_last_use() -> None:
    result = edited(
        edits.UseDocument("bereda", "writes", name="Förslaget"),
        edits.UseDocument("anmald", "writes", name="Diariet", kind="store"),
    )
    document, register = sorted(result.outline.beside.documents, key=lambda one: one.kind)
    assert (document.kind, register.kind) == ("object", "store")
    read = edits.UseDocument("besluta", "reads", document.id)
    result = edited(read, raw=result.content)
    uses = {(use.step, use.how) for one in result.outline.beside.documents for use in one.uses}
    assert uses == {("bereda", "writes"), ("besluta", "reads"), ("anmald", "writes")}
    result = edited(
        edits.LeaveDocument("besluta", document.id),
        edits.LeaveDocument("bereda", document.id),
        edits.RemoveDocument(register.id),
        raw=result.content,
    )
    assert not result.outline.beside
    assert b"dataObject" not in result.content
    assert b"__targetRef_placeholder" not in result.content


def test_a_group_takes_in_what_stands_between_its_steps() -> None:
    result = edited(edits.AddGroup("Möte", ("satt_pa_dagordning", "besluta")))
    (group,) = result.outline.beside.groups
    assert group.name == "Möte"
    assert {"satt_pa_dagordning", "visa_motesdag", "besluta"} <= set(group.steps)
    # What is put in within the frame is in the group, and the frame follows.
    place = edits.Place("after", "visa_motesdag")
    result = edited(edits.InsertStep(place, edits.TaskStep("Granska")), raw=result.content)
    assert "granska" in result.outline.beside.groups[0].steps
    result = edited(edits.SetGroup(group.id, "Beredning", ("bereda",)), raw=result.content)
    assert result.outline.beside.groups[0].steps[0] == "bereda"
    result = edited(edits.RemoveGroup(group.id), raw=result.content)
    assert b"categoryValue" not in result.content
    assert "bereda" in result.outline.by_id()


def test_outsiders_stand_below_and_messages_lead_to_them() -> None:
    result = edited(
        edits.AddExchange("bereda", "Fråga", True, who="Leverantören"),
        edits.AddExchange("avsluta", "Besked", True, who="Länsstyrelsen"),
    )
    supplier = next(one for one in result.outline.beside.outsiders if one.name == "Leverantören")
    result = edited(edits.AddExchange("besluta", "Svar", False, supplier.id), raw=result.content)
    told = [
        (who.name, what.name, what.sends, what.step)
        for who, what in result.outline.beside.exchanges()
    ]
    assert told == [
        ("Leverantören", "Fråga", True, "bereda"),
        ("Leverantören", "Svar", False, "besluta"),
        ("Länsstyrelsen", "Besked", True, "avsluta"),
    ]
    (drawing,) = drawings(result.content)
    pool = drawing.shapes["deltagare_arende"].box
    assert drawing.shapes[supplier.id].box.y > pool.bottom
    result = edited(edits.RemoveOutsider(supplier.id), raw=result.content)
    assert [one.name for one in result.outline.beside.outsiders] == ["Länsstyrelsen"]
    assert result.content.count(b"<bpmn:messageFlow") == 1


def test_an_exchange_says_which_step_is_at_the_end_in_another_pool() -> None:
    raw = POOLS.replace(b"TARGET", b"answer")
    (told,) = read_outline(raw, "ask").beside.exchanges()
    assert told[1].there == "Svara snart"
    assert exchange_label(told[1], told[0]).sv == "Skickar till Kommunen (steget ”Svara snart”)"
    (told,) = read_outline(raw, "reply").beside.exchanges()
    assert exchange_label(told[1], told[0]).sv == "Får från Regionen (steget ”Fråga”)"
    # To the pool itself: there is no step to name.
    (told,) = read_outline(POOLS.replace(b"TARGET", b"municipality"), "ask").beside.exchanges()
    assert exchange_label(told[1], told[0]).sv == "Skickar till Kommunen"


def test_a_process_without_a_pool_gets_one_when_somebody_outside_is_drawn() -> None:
    raw = next(path for path in CONTENT if path.stem == "projekt").read_bytes()
    start = raw.index(b"<bpmn:collaboration")
    end = raw.index(b"</bpmn:collaboration>") + len(b"</bpmn:collaboration>")
    bare = raw[:start] + raw[end:]
    result = edit_outline(bare, "projekt", edits.AddOutsider("Leverantören"))
    assert [one.name for one in result.outline.beside.outsiders] == ["Leverantören"]
    assert beside_faults(result.content, "projekt") == []


def test_a_link_goes_on_where_it_went_or_elsewhere_and_away_again() -> None:
    result = edited(edits.InsertStep(AFTER, edits.LinkStep("Vidare")))
    steps = result.outline.by_id()
    assert steps["bereda"].ways[0].target == "till_vidare"
    assert steps["till_vidare"].ways[0].target == "fran_vidare"
    assert steps["fran_vidare"].ways[0].target == "gw_beredningsbeslut"
    back = edits.InsertStep(
        edits.Place("on", "flode_gw_mottagen_till_gw_beredning"), edits.LinkStep("Om", "ta_emot")
    )
    again = edit_outline(result.content, "arende", back)
    assert again.outline.by_id()["fran_om"].ways[0].target == "ta_emot"
    for step in ("till_vidare", "fran_vidare"):
        gone = edited(edits.RemoveStep(step), raw=result.content)
        assert gone.outline.by_id()["bereda"].ways[0].target == "gw_beredningsbeslut"
        assert b"linkEvent" not in gone.content


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (edits.AddNote("bereda", " "), "text"),
        (edits.UseDocument("bereda", "reads"), "name"),
        (edits.UseDocument("anmald", "reads", name="A"), "how"),
        (edits.UseDocument("gw_mottagen", "writes", name="A"), "how"),
        (edits.UseDocument("bereda", "reads", name="A", kind="x"), "kind"),
        (edits.AddGroup("G", ()), "steps"),
        (edits.AddGroup(" ", ("bereda",)), "name"),
        (edits.AddExchange("bereda", "", True, who="A"), "name"),
        (edits.AddExchange("bereda", "A", True), "who"),
        (edits.AddExchange("gw_mottagen", "A", True, who="A"), ""),
        (edits.InsertStep(AFTER, edits.LinkStep("")), "name"),
        (edits.InsertStep(AFTER, edits.LinkStep("L", "anmald")), "to"),
        (edits.InsertStep(edits.Place("after", "avslutat"), edits.LinkStep("L")), ""),
        (edits.SetLink("bereda", "L"), ""),
    ],
)
def test_what_can_not_be_drawn_is_said_at_its_field(act: edits.Edit, field: str) -> None:
    with pytest.raises(EditRefused) as refused:
        edit_outline(CASE, "arende", act)
    (problem,) = refused.value.problems
    assert problem.element == field
    assert problem.en


@pytest.mark.parametrize(
    "act",
    [
        edits.SetNote("x", "A"),
        edits.SetDocument("bereda", "A"),
        edits.SetGroup("", "A", ("bereda",)),
        edits.SetOutsider("deltagare_arende", "A"),
        edits.RemoveExchange("x"),
    ],
)
def test_what_is_gone_is_said_so(act: edits.Edit) -> None:
    with pytest.raises(StepUnknown):
        edit_outline(CASE, "arende", act)


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_our_own_have_nothing_beside(path: Path) -> None:
    assert not read_outline(path.read_bytes(), path.stem).beside
