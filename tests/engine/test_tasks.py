"""User tasks: who gets them, when they are due, what goes in and out."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.engine.drawing import END, START, chain, diagram, mapping, node, user, zeebe
from tests.engine.driving import BEGIN, Run

from flows.engine import CompleteTask, TaskGone, Tick, advance


def one_task(extensions: str = "", **attributes: str) -> bytes:
    body = START + user("u", "", extensions, **attributes) + END + chain("s", "u", "e")
    return diagram(body)


def test_answers_are_merged_at_the_top_level() -> None:
    run = Run(one_task(name="Bereda"), {"a": 1, "b": {"c": 2}})
    task = run.task("u")
    assert (task.name, task.variables) == ("Bereda", {"a": 1, "b": {"c": 2}})
    run.complete("u", b={"d": 3}, svar="ja")
    assert run.variables == {"a": 1, "b": {"d": 3}, "svar": "ja"}
    assert run.outcome.ended
    assert run.ends == ["e"]


def test_groups_come_from_a_comma_list_or_a_feel_list() -> None:
    literal = zeebe("assignmentDefinition", candidateGroups="sekreterare, registrator@ockelbo")
    assert Run(one_task(literal)).task("u").groups == ("sekreterare", "registrator@ockelbo")
    listed = zeebe("assignmentDefinition", candidateGroups='=["a", "b@" + part.id]', assignee="=x")
    task = Run(one_task(listed), {"part": {"id": "gavle"}, "x": "anna"}).task("u")
    assert task.groups == ("a", "b@gavle")
    assert task.assignee == "anna"


def test_without_groups_the_lane_names_the_role() -> None:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l0" name="Yttre">'
        "<bpmn:flowNodeRef>u</bpmn:flowNodeRef>"
        '<bpmn:childLaneSet id="c"><bpmn:lane id="l1" name="Länsledning / Välfärd">'
        "<bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane>"
        "</bpmn:laneSet>"
    )
    run = Run(diagram(lanes + START + user("u") + END + chain("s", "u", "e")))
    task = run.task("u")
    assert task.lane == "Länsledning / Välfärd"
    assert task.groups == ("lansledning-valfard",)


def test_due_follow_up_and_priority_are_settled_when_the_task_opens() -> None:
    words = zeebe(
        "taskSchedule", dueDate='=now() + duration("P3D")', followUpDate="2027-03-01"
    ) + zeebe("priorityDefinition", priority="70")
    run = Run(one_task(words))
    task = run.task("u")
    assert task.due_at == BEGIN + timedelta(days=3)
    assert task.follow_up_at == datetime(2027, 2, 28, 23, 0, tzinfo=UTC)
    assert task.priority == 70
    assert run.wait(days=1).task("u").due_at == BEGIN + timedelta(days=3)


def test_form_and_properties_come_with_the_task() -> None:
    words = zeebe("formDefinition", formId="granskning") + zeebe(
        "properties", zeebe("property", name="button", value="Skicka")
    )
    task = Run(one_task(words)).task("u")
    assert task.form_id == "granskning"
    assert task.properties == {"button": "Skicka"}
    assert task.priority == 50


def test_input_mapping_is_local_and_output_mapping_decides_what_leaves() -> None:
    words = mapping({"lokal": "=a + 1", "ren": "text"}, {"ut.x": "=svar + lokal", "ny": "=svar"})
    run = Run(one_task(words), {"a": 1, "ut": {"y": 1}})
    assert run.task("u").variables == {"a": 1, "ut": {"y": 1}, "lokal": 2, "ren": "text"}
    run.complete("u", svar=5)
    assert run.variables == {"a": 1, "ut": {"y": 1, "x": 7}, "ny": 5}


def test_an_answer_with_the_name_of_an_input_stays_inside() -> None:
    run = Run(one_task(mapping({"lokal": "=a"})), {"a": 1})
    run.complete("u", lokal=9, annat=2)
    assert run.variables == {"a": 1, "annat": 2}


def test_a_task_is_done_once() -> None:
    run = Run(one_task())
    task_id, before = run.task("u").task_id, run.outcome.state
    run.complete("u")
    with pytest.raises(TaskGone):
        run.do(CompleteTask(task_id, {}))
    with pytest.raises(TaskGone):
        advance(run.definition, "p", before, CompleteTask("nonsense", {}), now=BEGIN)


def test_the_id_of_a_task_stays_while_it_is_open() -> None:
    body = START + user("u") + user("v") + node("parallelGateway", "g") + END
    body += node("parallelGateway", "j") + chain("s", "g", "u", "j", "e") + chain("g", "v", "j")
    run = Run(diagram(body))
    first = run.task("v").task_id
    run.complete("u")
    run.do(Tick())
    assert run.task("v").task_id == first


def test_plain_and_manual_tasks_pass() -> None:
    body = START + node("task", "t") + node("manualTask", "m") + END + chain("s", "t", "m", "e")
    run = Run(diagram(body))
    assert run.outcome.ended
    assert run.passed == ["s", "t", "m", "e"]
