"""Who does it, and what steps refer to: what isn't there is told, what is there is left alone."""

import pytest
from tests.catalog.drawing import codes, found, job, package, straight, task


def unassigned(task_id: str = "a") -> str:
    return f'<userTask id="{task_id}" name="Steg"><documentation>Gör.</documentation></userTask>'


def lane(name: str) -> str:
    holds = "<flowNodeRef>a</flowNodeRef>"
    return f'<laneSet id="l"><lane id="bana" name="{name}">{holds}</lane></laneSet>'


def test_a_task_that_nobody_gets_is_refused() -> None:
    problems = found(package(straight(unassigned())))

    assert [(one.code, one.severity) for one in problems] == [("no-role", "error")]


def test_a_lane_is_a_role_or_is_told() -> None:
    assert found(package(lane("Sekreterare") + straight(unassigned()))) == []

    problems = found(package(lane("Sekretare") + straight(unassigned())))

    assert codes(problems) == [("lane-role-missing", "a")]
    assert "Menade du sekreterare?" in problems[0].sv


@pytest.mark.parametrize(
    ("groups", "code"),
    [
        ("sekretare", "role-missing"),
        ("sekreterare, sekretare", "role-missing"),
        ("=&quot;sekretare&quot;", "role-missing"),
        ("=if titel = null then &quot;beredning&quot; else &quot;beredningg&quot;", "role-missing"),
        ("=[&quot;sekretare&quot;]", "role-missing"),
        ("=&quot;registratorr@&quot; + titel", "role-missing"),
        ("registrator@ockelb", "scope-missing"),
    ],
)
def test_roles_and_scopes_that_are_not_there_are_refused(groups: str, code: str) -> None:
    step = task("a").replace('candidateGroups="sekreterare"', f'candidateGroups="{groups}"')
    problems = found(package(straight(step)))

    assert [(one.code, one.severity) for one in problems] == [(code, "error")]
    assert "Menade du" in problems[0].sv


@pytest.mark.parametrize("groups", ["registrator@ockelbo", "=titel", "=&quot;sekreterare&quot;"])
def test_roles_that_are_there_are_left_alone(groups: str) -> None:
    step = task("a").replace('candidateGroups="sekreterare"', f'candidateGroups="{groups}"')

    assert found(package(straight(step))) == []


def test_forms_operations_and_processes_that_are_not_there_are_told() -> None:
    start_other = job("c", "process.starta", [("process", '"annann"'), ("nyckel", '"1"')])
    steps = (task("a", form="fraga"), job("b", "notis.skika", [("till", "titel")]), start_other)

    problems = found(package(straight(*steps)), processes=["annan"])

    assert codes(problems) == [
        ("form-missing", "a"),
        ("operation-missing", "b"),
        ("process-missing", "c"),
    ]
    assert "Menade du notis.skicka?" in problems[1].sv
    assert "Menade du annan?" in problems[2].sv
    assert "process-missing" not in [one.code for one in found(package(straight(*steps)))]


def test_a_message_that_nearly_has_a_name_is_told() -> None:
    sends = job("a", "meddelande.skicka", [("namn", '"svarett"'), ("nyckel", '"1"')])
    waits = '<receiveTask id="b" name="Vänta" messageRef="m"/>'

    problems = found(package(straight(sends, waits), '<message id="m" name="svaret"/>'))

    assert codes(problems) == [("message-unheard", "a")]
