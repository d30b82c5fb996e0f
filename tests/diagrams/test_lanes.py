"""Lanes are added, named and removed, and the drawing follows."""

from random import Random

import pytest
from lxml import etree
from tests.diagrams.drawn import crossed_shapes, drawings, faults_of
from tests.diagrams.every_diagram import CONTENT
from tests.diagrams.random_diagrams import random_diagram
from tests.diagrams.test_edits import CASE, edited, refusal
from tests.diagrams.test_repeat_and_events import refused_by_the_engine, survives

from flows.diagrams import Lane, edit_outline, edits, lay_out, read_outline

LANES = ["lane_initiativtagare", "lane_sekreterare", "lane_beredning", "lane_forum"]


def clear(raw: bytes, process_id: str = "arende") -> bool:
    return faults_of(raw, process_id) == [] and crossed_shapes(raw, process_id) == []


@pytest.mark.parametrize("after", ["", *LANES])
def test_a_lane_is_added_below_another_and_the_rest_makes_room(after: str) -> None:
    result = edited(edits.AddLane("Registrator", "Registrar", after))
    lanes = [lane.id for lane in result.outline.lanes]
    place = LANES.index(after) + 1 if after else len(LANES)
    assert lanes == [*LANES[:place], "lane_registrator", *LANES[place:]]
    assert Lane("lane_registrator", "Registrator", "Registrar") in result.outline.lanes
    assert clear(result.content)
    assert refused_by_the_engine(result.content) == []
    assert survives(result.content)
    (old,), (new,) = drawings(CASE), drawings(result.content)
    there = new.shapes["lane_registrator"].box
    assert there.y == new.shapes[LANES[place - 1]].box.bottom
    for step in old.nodes():
        moved = new.shapes[step.id].box.y - step.box.y
        assert moved == (there.height if step.box.cy > there.y else 0)
    # Taken away again, everything stands where it stood.
    back = edited(edits.RemoveLane("lane_registrator"), result.content).content
    (closed,) = drawings(back)
    assert {one.id: one.box for one in closed.shapes.values()} == {
        one.id: one.box for one in old.shapes.values()
    }
    assert {one.id: one.points for one in closed.edges.values()} == {
        one.id: one.points for one in old.edges.values()
    }


def test_a_step_goes_to_a_new_lane() -> None:
    raw = edited(edits.AddLane("Registrator", after="lane_beredning")).content
    result = edited(edits.SetRole("komplettera", "lane_registrator"), raw)
    assert result.outline.by_id()["komplettera"].facts.lane == "lane_registrator"
    assert faults_of(result.content, "arende") == []


def test_a_lane_is_called_something_else_in_both_languages() -> None:
    result = edited(edits.SetLane("lane_forum", "Samverkansforum", "The forum"))
    assert Lane("lane_forum", "Samverkansforum", "The forum") in result.outline.lanes
    assert refused_by_the_engine(result.content) == []
    (old,), (new,) = drawings(CASE), drawings(result.content)
    assert {one.id: one.box for one in old.shapes.values()} == {
        one.id: one.box for one in new.shapes.values()
    }
    # Without its English name again, it is the file that was.
    assert edited(edits.SetLane("lane_forum", "Forum"), result.content).content == CASE


def test_the_first_lane_holds_every_step_and_stands_in_a_pool() -> None:
    for seed in range(12):
        raw = random_diagram(Random(seed), 6, wild=False)
        for drawn in (raw, lay_out(raw)):
            result = edit_outline(drawn, "p", edits.AddLane("Sekreterare"))
            (lane,) = result.outline.lanes
            held = {step.facts.lane for step in result.outline.all_steps() if step.facts.lane}
            assert held == {lane.id}
            assert result.content.count(b"participant ") == 1
            assert faults_of(result.content) == []
            second = edit_outline(result.content, "p", edits.AddLane("Registrator")).content
            (drawing,) = drawings(second)
            assert faults_of(second) == []
            pool = drawing.shapes["deltagare_p"].box
            for one in read_outline(second, "p").lanes:
                assert pool.holds(drawing.shapes[one.id].box)


def test_an_empty_lane_with_bends_in_it_is_left_to_its_neighbour() -> None:
    raw = edited(edits.AddLane("Tom", after="lane_beredning")).content
    (drawing,) = drawings(raw)
    strip = drawing.shapes["lane_tom"].box
    edge = next(
        one
        for one in drawing.edges.values()
        if any(point.y < strip.y for point in one.points)
        and any(point.y > strip.bottom for point in one.points)
    )
    middle = [point for point in edge.points if not strip.y < point.y < strip.bottom]
    assert middle == edge.points
    down = next(n for n, p in enumerate(edge.points) if edge.points[n + 1].x == p.x)
    first, last = edge.points[down], edge.points[down + 1]
    bend = [first._replace(y=strip.cy), first._replace(x=first.x + 7, y=strip.cy)]
    edge.points[down + 1 : down + 1] = [*bend, last._replace(x=first.x + 7)]
    drawing.write()
    bent = drawing.plane.getroottree()
    closed = edited(edits.RemoveLane("lane_tom"), etree.tostring(bent)).content
    (after,) = drawings(closed)
    above = after.shapes["lane_beredning"].box
    assert above.bottom == strip.bottom
    assert after.shapes["lane_forum"].box.y == strip.bottom


def test_lanes_that_stand_get_a_lane_beside_them() -> None:
    raw = lay_out(random_diagram(Random(4), 5, lanes=2, wild=False))
    standing = raw.replace(b'isHorizontal="true"', b'isHorizontal="false"')
    result = edit_outline(standing, "p", edits.AddLane("Ny", after="lane1"))
    (drawing,) = drawings(result.content)
    made, beside = drawing.shapes["lane_ny"], drawing.shapes["lane1"].box
    assert made.drawn.get("isHorizontal") == "false"
    assert (made.box.x, made.box.y, made.box.height) == (beside.right, beside.y, beside.height)
    assert b"lane_ny" not in edit_outline(result.content, "p", edits.RemoveLane("lane_ny")).content


def test_the_last_lane_of_a_process_goes_with_its_set() -> None:
    body = (
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
        b'<process id="p"><laneSet id="s"><lane id="l" name="L"/></laneSet>'
        b'<startEvent id="a"/></process></definitions>'
    )
    result = edit_outline(body, "p", edits.RemoveLane("l"))
    assert result.outline.lanes == ()
    assert b"laneSet" not in result.content


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (edits.AddLane(" "), "name"),
        (edits.AddLane("Ny", after="finns_inte"), "after"),
        (edits.SetLane("lane_forum", ""), "name"),
        (edits.SetLane("finns_inte", "Ny"), ""),
        (edits.RemoveLane("finns_inte"), ""),
        (edits.RemoveLane("lane_forum"), ""),
    ],
)
def test_what_can_not_be_done_with_a_lane_is_said(edit: edits.Edit, field: str) -> None:
    assert refusal(edit) == field


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_our_own_lanes_make_room(path: object) -> None:
    raw = path.read_bytes()  # type: ignore[attr-defined]
    process_id = path.stem  # type: ignore[attr-defined]
    before = set(crossed_shapes(raw, process_id))
    for lane in read_outline(raw, process_id).lanes:
        edit = edits.AddLane("Ny", after=lane.id)
        after = edit_outline(raw, process_id, edit).content
        assert faults_of(after, process_id) == []
        assert set(crossed_shapes(after, process_id)) <= before
