"""What a completed task costs the database, and what is left of it afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select
from tests.house import House

from flows.inbox import complete_task
from flows.instances import Instance, Task, TaskCandidate, TaskGone

SECRETARY = "sekreterare-natverk-valfard"
COLLEAGUE = "registrator-ockelbo"


def test_a_completion_is_a_handful_of_statements(house: House) -> None:
    """The lock, the task, one statement for each table that changes, and what comes next."""
    instance_id = house.start("rad")
    task_id = _open_task(house, instance_id)
    actor = house.actor(SECRETARY)

    with _heard(house) as statements, house.database.transaction() as session:
        following = complete_task(session, actor, task_id, {}, now=house.clock())

    assert following.next_task_id == _open_task(house, instance_id)
    tables = [text.split()[0:3] for text in statements]
    assert len(statements) <= 9, tables


def test_a_start_writes_its_row_once(house: House) -> None:
    with _heard(house) as statements:
        instance_id = house.start("vantan")

    assert not [text for text in statements if text.startswith("UPDATE instance")]
    assert house.instance(instance_id).revision == 1


def test_candidates_go_with_their_task_and_the_second_is_told(house: House) -> None:
    instance_id = house.start("rad")
    task_id = _open_task(house, instance_id)
    house.answer(instance_id, "forst")

    with house.database.transaction() as session:
        left = session.scalars(select(TaskCandidate).where(TaskCandidate.task_id == task_id))
        assert left.all() == []
    for person in (SECRETARY, COLLEAGUE):
        actor = house.actor(person)
        with pytest.raises(TaskGone), house.database.transaction() as session:
            complete_task(session, actor, task_id, {}, now=house.clock())


def test_a_step_is_seen_on_the_instance_that_took_it(house: House) -> None:
    """The row is written past the session's own bookkeeping; the object must say the same."""
    instance_id = house.start("rad")
    with house.database.transaction() as session:
        task_id = _open_task(house, instance_id)
        complete_task(session, house.actor(SECRETARY), task_id, {}, now=house.clock())
        held = session.get_one(Instance, instance_id)
        said = (held.state, held.revision, held.status, held.ends, held.ended_at)
        assert not session.dirty

    stored = house.instance(instance_id)
    assert said == (stored.state, stored.revision, stored.status, stored.ends, stored.ended_at)
    assert stored.revision == 2


def _open_task(house: House, instance_id: UUID) -> str:
    with house.database.transaction() as session:
        return session.scalars(
            select(Task.id).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
        ).one()


@contextmanager
def _heard(house: House) -> Iterator[list[str]]:
    statements: list[str] = []

    def hear(_: Any, __: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    event.listen(house.database.engine, "before_cursor_execute", hear)
    yield statements
    event.remove(house.database.engine, "before_cursor_execute", hear)
