"""What an ended instance leaves: small, exact, and what its tasks were told in its history."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from tests.house import MONDAY, House
from werkzeug.datastructures import MultiDict

from flows.engine import BadState, TaskGone
from flows.files import FileUnknown, StoredFile
from flows.inbox import TaskDone, TaskUnknown, complete_task, progress_again, readable_file
from flows.inbox.complete_task import Progress
from flows.instances import HistoryRow, Instance, Task, reassign_task, standing_of

SECRETARY = "sekreterare-natverk-valfard"
COLLEAGUE = "registrator-ockelbo"
STRANGER = "administrator-vasternorrland"
AWKWARD = {
    "belopp": Decimal("1.10"),
    "stort": 2**80,
    "text": 'å "\\" \x00 \ud800',
    "typename": {"len": [None, True, 0.1]},
    "__class__": [],
}


def test_the_variables_come_back_exactly(house: House) -> None:
    instance_id = house.start("rad", **AWKWARD)
    running = _variables(house, instance_id)
    house.answer(instance_id, "forst", svar="samverkan " * 30)
    house.answer(instance_id, "sedan", annat=AWKWARD["typename"])

    assert house.instance(instance_id).status == "ended"
    expected = {**running, "svar": "samverkan " * 30, "annat": AWKWARD["typename"]}
    ended = _variables(house, instance_id)
    assert ended == expected
    assert str(ended) == str(expected), "decimals keep their digits"


def test_answers_and_configuration_stand_in_one_place(house: House) -> None:
    """The eleven answers are in history, and the forum's configuration is everybody's."""
    ended = [_voted(house) for _ in range(2)]

    rows = [house.instance(instance_id) for instance_id in ended]
    assert all(len(row.state) < 700 for row in rows), [len(row.state) for row in rows]
    assert rows[0].kept_forum_id is not None
    assert rows[0].kept_forum_id == rows[1].kept_forum_id
    variables = _variables(house, ended[0])
    assert [answer[:6] for answer in variables["svaren"]] == [f"svar {n:>2}"[:6] for n in range(11)]
    assert len(variables["forum"]["huvudman"]) == 11


def test_an_instance_that_ends_at_its_start_is_read_as_well(house: House) -> None:
    instance_id = house.start("kortvarigt", titel="Kort")
    assert house.instance(instance_id).status == "ended"
    assert _variables(house, instance_id)["titel"] == "Kort"


def test_a_changed_history_is_told_and_nothing_false_is_read(house: House) -> None:
    instance_id = house.start("rad")
    house.answer(instance_id, "forst", svar="ja " * 100)
    house.answer(instance_id, "sedan")
    with house.database.transaction() as session:
        changed = select(HistoryRow).where(
            HistoryRow.instance_id == instance_id, HistoryRow.element_id == "forst"
        )
        session.scalars(changed).one().detail = b'{"answers":{"svar":"nej"}}'

    with pytest.raises(BadState):
        _variables(house, instance_id)


def test_history_tells_what_the_tasks_told(house: House) -> None:
    instance_id = house.start("rad")
    first = _open_task(house, instance_id)
    with house.database.transaction() as session:
        session.get_one(Task, first).due_at = MONDAY + timedelta(days=9)
        reassign_task(
            session, instance_id, first, COLLEAGUE, actor="test", reason="Prov", now=house.clock()
        )
    began = house.clock()
    house.move(timedelta(days=3))
    house.answer(instance_id, "forst")
    house.answer(instance_id, "sedan")

    with house.database.transaction() as session:
        assert session.scalars(select(Task).where(Task.instance_id == instance_id)).all() == []
        told = session.scalars(
            select(HistoryRow).where(HistoryRow.instance_id == instance_id).order_by(HistoryRow.id)
        ).all()
    tasks = [row for row in told if row.began_at is not None]
    assert [row.element_id for row in tasks] == ["forst", "sedan"]
    assert (tasks[0].task_id, tasks[0].began_at, tasks[0].at) == (first, began, house.clock())
    assert (tasks[0].due_at, tasks[0].assignee) == (MONDAY + timedelta(days=9), COLLEAGUE)
    assert (tasks[1].due_at, tasks[1].assignee) == (None, None)


def test_whoever_was_given_a_task_by_name_still_reads_its_files(house: House) -> None:
    instance_id = house.start("rad")
    file_id = uuid4()
    with house.database.transaction() as session:
        session.add(
            StoredFile(
                id=file_id,
                collaboration_id="gavleborg",
                instance_id=instance_id,
                name="underlag.pdf",
                media_type="application/pdf",
                size=1,
                sha256="",
                content=b"x",
                uploaded_by="test",
                uploaded_at=house.clock(),
            )
        )
        task_id = session.scalars(select(Task.id).where(Task.instance_id == instance_id)).one()
        reassign_task(
            session, instance_id, task_id, COLLEAGUE, actor="test", reason="Prov", now=house.clock()
        )
    house.answer(instance_id, "forst")
    house.answer(instance_id, "sedan")
    assert house.instance(instance_id).status == "ended"

    with house.database.transaction() as session:
        assert readable_file(session, house.actor(COLLEAGUE), file_id).name == "underlag.pdf"
        with pytest.raises(FileUnknown):
            readable_file(session, house.actor("registrator-gavle"), file_id)


def test_a_task_of_an_ended_instance_is_still_known(house: House) -> None:
    instance_id = house.start("rad")
    house.answer(instance_id, "forst")
    last = _open_task(house, instance_id)
    following = _complete(house, SECRETARY, last)
    assert following.next_task_id is None

    with pytest.raises(TaskDone) as done:
        _complete(house, SECRETARY, last)
    with house.database.transaction() as session:
        actor = house.actor(SECRETARY)
        again = progress_again(session, actor, last, done.value, MultiDict(), now=house.clock())
    assert again == following
    with pytest.raises(TaskGone) as gone:
        _complete(house, COLLEAGUE, last)
    assert not isinstance(gone.value, TaskDone)
    for person, task_id in ((STRANGER, last), (SECRETARY, "aldrig")):
        with pytest.raises(TaskUnknown):
            _complete(house, person, task_id)


def test_a_task_of_an_ended_instance_is_found_by_an_index(house: House) -> None:
    with house.database.transaction() as session:
        session.execute(text("set local enable_seqscan = off"))
        plan = session.scalars(
            text("explain select 1 from history where task_id = 'x' and began_at is not null")
        ).all()
    assert any("ix_history_task" in line for line in plan), plan


def _voted(house: House) -> UUID:
    instance_id = house.start("elva")
    for number in range(11):
        house.answer(instance_id, "rosta", svar=f"svar {number:>2} " + f"ord{number * 7} " * 40)
    house.answer(instance_id, "rakna")
    return instance_id


def _complete(house: House, person: str, task_id: str) -> Progress:
    actor = house.actor(person)
    with house.database.transaction() as session:
        return complete_task(session, actor, task_id, {}, now=house.clock())


def _open_task(house: House, instance_id: UUID) -> str:
    with house.database.transaction() as session:
        return session.scalars(
            select(Task.id).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
        ).one()


def _variables(house: House, instance_id: UUID) -> dict[str, Any]:
    with house.database.transaction() as session:
        instance = session.get_one(Instance, instance_id)
        return standing_of(session, instance, now=house.clock()).variables
