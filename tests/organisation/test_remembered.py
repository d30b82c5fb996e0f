"""What is remembered of an organisation is what was loaded last, in every session."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from tests.organisation.example import EXAMPLE, spoilt

from flows.kernel import Database
from flows.organisation import (
    forum_context,
    forum_names,
    load_organisation,
    party_names,
    picker_lists,
)

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FIRST = EXAMPLE.encode()
SECOND = spoilt("notice_days: 7", "notice_days: 14")


def test_a_load_is_seen_by_the_next_who_asks_even_at_the_same_instant(database: Database) -> None:
    _load(database, FIRST)
    with database.transaction() as earlier:
        assert _notice(earlier) == 7
    _load(database, SECOND)
    with database.transaction() as later:
        assert _notice(later) == 14


def test_the_one_who_loads_sees_it_and_a_load_that_is_undone_is_not_remembered(
    database: Database,
) -> None:
    _load(database, FIRST)
    with database.transaction() as session:
        assert _notice(session) == 7
        load_organisation(session, SECOND, "lanet.yaml", NOW)
        assert _notice(session) == 14
        session.rollback()
    with database.transaction() as session:
        assert _notice(session) == 7


def test_a_transaction_asks_the_database_once(database: Database) -> None:
    _load(database, FIRST)
    with database.transaction() as session:
        _ask_all(session)
    with _counted(database) as statements, database.transaction() as session:
        _ask_all(session)
        _ask_all(session)
    assert len(statements) == 1


def _ask_all(session: Session) -> None:
    forum_context(session, "radet")
    forum_names(session, "lanet")
    party_names(session, "lanet")
    picker_lists(session, "lanet")


def _notice(session: Session) -> Any:
    return forum_context(session, "radet")["kallelsedagar"]


def _load(database: Database, raw: bytes) -> None:
    with database.transaction() as session:
        load_organisation(session, raw, "lanet.yaml", NOW)


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def hear(_: Any, __: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    yield statements
    event.remove(database.engine, "before_cursor_execute", hear)
