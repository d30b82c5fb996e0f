"""What the worker drops when nobody can ask for it any more, and what it leaves."""

import asyncio
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text
from tests.house import House

from flows.identity import open_session
from flows.identity.tables import Account, WebSession
from flows.instances import KEPT_WHEN_TAKEN, Message, deliver_message, send_message
from flows.kernel import Database, Settings
from flows.worker.run_worker import KEPT_HOURS, make_queue, tidy

DAY = timedelta(days=1)


@pytest.fixture
def house(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> House:
    settings = Settings(database_url=database_url, data_dir=tmp_path_factory.mktemp("data"))
    return House(database, settings)


def send(house: House, name: str, life: timedelta, kind: str = "message") -> int:
    with house.database.transaction() as session:
        return send_message(
            session, "gavleborg", name, None, {}, now=house.clock(), life=life, kind=kind
        )


def take(house: House, message_id: int) -> None:
    with house.database.transaction() as session:
        session.get_one(Message, message_id).delivered_at = house.clock()


def kept(house: House) -> list[str]:
    with house.database.transaction() as session:
        return list(session.scalars(select(Message.name).order_by(Message.id)))


def in_a_loop(work: Coroutine[None, None, None]) -> None:
    """Run to the end in a thread of its own: the tests' browser has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def test_messages_that_nobody_can_get_are_dropped(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["flows.instances.forget_messages"], "MOST", 2)
    old = [send(house, f"gammalt {number}", DAY) for number in range(5)]
    send(house, "väntar", 400 * DAY)
    for name, kind in (("taget", "message"), ("hört", "signal")):
        take(house, send(house, name, 400 * DAY, kind))
    house.clock.move(DAY)
    assert house.work.tidy() == 0, "on its last day a message can still be taken"

    house.clock.move(timedelta(seconds=1))
    assert house.work.tidy() == 5
    assert kept(house) == ["väntar", "taget", "hört"]
    house.clock.move(KEPT_WHEN_TAKEN)
    assert house.work.tidy() == 1
    assert kept(house) == ["väntar", "hört"], "who is paused may still hear the signal"
    house.clock.move(400 * DAY)
    assert house.work.tidy() == 2
    assert kept(house) == []
    with house.database.transaction() as session:
        assert deliver_message(session, old[0], now=house.clock()) is False


def test_a_message_that_is_being_delivered_is_left_for_the_next_time(house: House) -> None:
    message_id = send(house, "på väg", DAY)
    house.clock.move(2 * DAY)
    with house.database.transaction() as session:
        assert deliver_message(session, message_id, now=house.clock()) is False
        assert house.work.tidy() == 0
    assert house.work.tidy() == 1


def test_sessions_that_are_over_are_dropped(house: House) -> None:
    with house.database.transaction() as session:
        session.add(
            Account(
                person_id="a",
                collaboration_id="gavleborg",
                password_hash="x",
                created_at=house.clock(),
            )
        )
        session.flush()
        open_session(session, "a", now=house.clock())
    assert house.work.tidy() == 0
    house.clock.move(DAY)
    assert house.work.tidy() == 1
    with house.database.transaction() as session:
        assert session.scalars(select(WebSession)).all() == []
        session.execute(delete(Account))


def test_the_queue_forgets_what_was_set_aside_long_ago(house: House) -> None:
    ages = {"failed": KEPT_HOURS + 1, "aborted": KEPT_HOURS + 1, "todo": KEPT_HOURS + 1}
    with house.database.transaction() as session:
        session.execute(text("delete from procrastinate_jobs"))
        for status, hours in (*ages.items(), ("failed", 1)):
            session.execute(
                text(
                    "with job as (insert into procrastinate_jobs (queue_name, task_name, status)"
                    " values ('default', 'flows.tick', cast(:status as procrastinate_job_status))"
                    " returning id) insert into procrastinate_events (job_id, type, at)"
                    " select id, cast(:event as procrastinate_job_event_type),"
                    " now() - make_interval(hours => :hours) from job"
                ),
                {
                    "status": status,
                    "event": "deferred" if status == "todo" else status,
                    "hours": hours,
                },
            )

    async def once() -> None:
        app = make_queue(house.database.url, house.work)
        async with app.open_async():
            await tidy(app, house.work)

    in_a_loop(once())
    with house.database.transaction() as session:
        left = session.scalars(text("select status::text from procrastinate_jobs order by 1")).all()
        session.execute(text("delete from procrastinate_jobs"))
    assert list(left) == ["failed", "todo"]
