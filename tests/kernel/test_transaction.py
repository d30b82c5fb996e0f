"""One block, one transaction: all of it or nothing, and no endless waiting for a lock."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from flows.kernel import Database


@pytest.fixture(autouse=True)
def note(database: Database) -> Iterator[None]:
    with database.transaction() as session:
        session.execute(text("CREATE TABLE note (id int PRIMARY KEY)"))
    yield
    with database.transaction() as session:
        session.execute(text("DROP TABLE note"))


def ids(database: Database) -> list[int]:
    with database.transaction() as session:
        return list(session.scalars(text("SELECT id FROM note")))


def test_a_block_that_ends_is_committed(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("INSERT INTO note VALUES (1)"))
    assert ids(database) == [1]


def test_a_block_that_raises_is_undone(database: Database) -> None:
    def fail(session: Session) -> None:
        session.execute(text("INSERT INTO note VALUES (2)"))
        raise RuntimeError

    with pytest.raises(RuntimeError), database.transaction() as session:
        fail(session)
    assert ids(database) == []


def test_time_is_in_utc_and_waiting_is_limited(database: Database) -> None:
    with database.transaction() as session:
        assert session.scalar(text("SHOW timezone")) == "UTC"
        assert session.scalar(text("SHOW lock_timeout")) == "5s"


def test_who_waits_for_a_lock_is_let_go(database: Database) -> None:
    held, finished = threading.Event(), threading.Event()

    def hold() -> None:
        with database.transaction() as session:
            session.execute(text("LOCK TABLE note"))
            held.set()
            finished.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(30)
        with database.transaction() as session:
            session.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(OperationalError, match="lock timeout"):
                session.execute(text("INSERT INTO note VALUES (3)"))
            session.rollback()
    finally:
        finished.set()
        holder.join()
