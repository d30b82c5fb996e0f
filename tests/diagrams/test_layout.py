"""What is drawn lies on nothing else, and flows go round the shapes that aren't theirs."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.diagrams.drawn import beside_faults, crossed_shapes, drawings, faults_of
from tests.diagrams.every_diagram import CONTENT, engine_diagrams
from tests.diagrams.random_beside import dressed, random_beside_edit
from tests.diagrams.random_diagrams import diagrams, random_diagram
from tests.diagrams.random_edits import FILLED, NOTICE, random_edit

from flows.diagrams import (
    DiagramFile,
    EditRefused,
    StepUnknown,
    edit_outline,
    edits,
    lay_out,
    read_outline,
)
from flows.documents import diagram_svg


def process_of(raw: bytes) -> str:
    return str(DiagramFile(raw).processes()[0].get("id"))


@settings(max_examples=40, deadline=None)
@given(diagrams())
def test_any_diagram_is_laid_out_clear(raw: bytes) -> None:
    drawn = lay_out(raw)
    assert faults_of(drawn) == []
    assert crossed_shapes(drawn) == []
    assert read_outline(drawn, "p") == read_outline(raw, "p")
    assert diagram_svg(drawn, title="P").startswith("<svg")


@settings(max_examples=40, deadline=None)
@given(diagrams(8), st.integers(0, 1_000_000))
def test_what_stands_beside_any_flow_is_laid_out_clear(raw: bytes, seed: int) -> None:
    raw = dressed(Random(seed), raw)
    drawn = lay_out(raw)
    assert faults_of(drawn) == []
    assert crossed_shapes(drawn) == []
    assert beside_faults(drawn) == []
    assert read_outline(drawn, "p") == read_outline(raw, "p")
    assert diagram_svg(drawn, title="P").startswith("<svg")


@pytest.mark.parametrize("seed", range(20))
def test_what_stands_beside_stays_clear_through_many_edits(seed: int) -> None:
    dressed_and_edited(seed)


@pytest.mark.parametrize("seed", [51, 82])
def test_a_group_takes_in_wholly_what_came_to_stand_across_its_frame(seed: int) -> None:
    dressed_and_edited(seed)


def test_a_line_to_a_flow_follows_the_flow_when_it_is_drawn_anew() -> None:
    dressed_and_edited(139)


def test_a_slanting_line_that_a_new_lane_has_stretched_passes_through_nothing() -> None:
    dressed_and_edited(193)


def test_what_a_step_read_in_a_subprocess_that_went_away_is_no_longer_drawn() -> None:
    dressed_and_edited(300)


def dressed_and_edited(seed: int) -> None:
    """A random diagram with much beside its flow, through ten random edits."""
    random = Random(seed)
    plain = random_diagram(random, random.randint(2, 8), lanes=random.choice([0, 2]), wild=False)
    raw = lay_out(dressed(random, plain))
    for _ in range(10):
        change = random_beside_edit if random.random() < 0.6 else random_edit
        edit = change(random, raw)
        try:
            edited = edit_outline(raw, "p", edit)
        except (EditRefused, StepUnknown):
            continue
        raw = edited.content
        assert faults_of(raw) == [], edit
        assert beside_faults(raw) == [], edit


def test_the_engines_processes_are_laid_out_clear() -> None:
    for raw in engine_diagrams(range(8)):
        drawn = lay_out(raw)
        assert faults_of(drawn) == []
        assert crossed_shapes(drawn) == []


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_our_own_processes_are_laid_out_clear_from_nothing(path: object) -> None:
    raw = path.read_bytes()  # type: ignore[attr-defined]
    drawn = lay_out(raw, anew=True)
    assert faults_of(drawn, process_of(raw)) == []
    assert crossed_shapes(drawn, process_of(raw)) == []
    assert lay_out(raw) == raw, "what is drawn by hand is left alone"


@pytest.mark.parametrize("seed", range(25))
def test_a_drawing_stays_clear_through_many_edits(seed: int) -> None:
    edited_at_random(seed)


@pytest.mark.parametrize("seed", [85, 111, 152, 173])
def test_a_crowded_subprocess_grows_over_none_of_its_neighbours(seed: int) -> None:
    edited_at_random(seed)


def test_a_reminder_has_room_for_its_way_below_it() -> None:
    edited_at_random(64)


def edited_at_random(seed: int) -> None:
    """A random diagram through eight random edits."""
    random = Random(seed)
    raw = lay_out(
        random_diagram(random, random.randint(2, 10), lanes=random.choice([0, 0, 2, 3]), wild=False)
    )
    for _ in range(8):
        before = set(crossed_shapes(raw))
        try:
            raw = edit_outline(raw, "p", random_edit(random, raw)).content
        except (EditRefused, StepUnknown):
            continue
        assert faults_of(raw) == []
        assert set(crossed_shapes(raw)) <= before


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_our_own_drawings_stay_clear_through_many_edits(path: object) -> None:
    raw = path.read_bytes()  # type: ignore[attr-defined]
    process_id, random = process_of(raw), Random(7)
    for _ in range(25):
        before = set(crossed_shapes(raw, process_id))
        try:
            raw = edit_outline(raw, process_id, random_edit(random, raw, process_id)).content
        except (EditRefused, StepUnknown):
            continue
        assert faults_of(raw, process_id) == []
        assert set(crossed_shapes(raw, process_id)) <= before


def test_a_step_that_is_put_in_moves_only_what_is_further_on() -> None:
    raw = CONTENT[0].read_bytes()
    edit = edits.InsertStep(edits.Place("after", "bereda"), edits.TaskStep("Granska"))
    (old,), (new,) = drawings(raw), drawings(edit_outline(raw, "arende", edit).content)
    cut = old.shapes["bereda"].box.right
    for shape in old.nodes():
        there = new.shapes[shape.id].box
        if shape.box.right <= cut:
            assert there == shape.box, shape.id
        else:
            assert there.y == shape.box.y, shape.id
    moved = {shape.id for shape in old.nodes() if new.shapes[shape.id].box != shape.box}
    assert {new.shapes[one].box.x - old.shapes[one].box.x for one in moved} == {164.0}
    # Flows that were drawn by hand keep their bends.
    bends = {flow: len(edge.points) for flow, edge in old.edges.items()}
    kept = [flow for flow, edge in new.edges.items() if bends.get(flow) == len(edge.points)]
    assert len(kept) >= len(bends) - 2


def test_a_diagram_without_a_drawing_gets_one_at_the_first_edit() -> None:
    raw = random_diagram(Random(3), 6, lanes=2, wild=False)
    assert drawings(raw) == []
    start = next(step for step in read_outline(raw, "p").all_steps() if step.kind == "startEvent")
    edit = edits.InsertStep(edits.Place("on", start.ways[0].flow), edits.TaskStep("Ny"))
    assert faults_of(edit_outline(raw, "p", edit).content) == []


def test_a_reminder_stands_on_the_edge_and_its_notice_below() -> None:
    edit = edits.AddReminder("besluta", "Påminnelse", "14", NOTICE, FILLED)
    edited = edit_outline(CONTENT[0].read_bytes(), "arende", edit)
    (drawing,) = drawings(edited.content)
    event, host = drawing.shapes[edited.focus].box, drawing.shapes["besluta"].box
    assert event.cy == host.bottom
    assert drawing.shapes["paminn_registrera_motets_beslut"].box.y > host.bottom
