"""The least an action can cost: the SQL that it sends, sent again with nothing around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from flows.kernel import Database

Statement = tuple[str, Any]


class RolledBack(Exception):
    """Ends a rehearsal."""


@contextmanager
def rehearsal(database: Database, heard: list[Statement]) -> Iterator[Session]:
    """A transaction that is rolled back; what it says to the database is heard."""

    def hear(_: Any, __: Any, statement: str, parameters: Any, *rest: Any) -> None:
        heard.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        with database.transaction() as session:
            yield session
            session.flush()
            raise RolledBack
    except RolledBack:
        pass
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def driver(database: Database) -> psycopg.Connection:
    """A connection of the driver alone, set up as the program's own are."""
    url = make_url(database.url).set(drivername="postgresql")
    return psycopg.connect(
        url.render_as_string(hide_password=False),
        options="-c lock_timeout=5000 -c timezone=UTC",
    )


def replay(connection: psycopg.Connection, heard: list[Statement]) -> None:
    """Say it all again, read every answer, and commit."""
    for statement, parameters in heard:
        cursor = connection.execute(statement.encode(), parameters)
        if cursor.description is not None:
            cursor.fetchall()
    connection.commit()
