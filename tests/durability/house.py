"""The running program seen from its database, people at work, and what must hold at the end."""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, pool, text
from sqlalchemy.exc import DBAPIError
from tests.durability.person import Person
from tests.program import Program

_PATIENCE_SECONDS = 180


class House:
    """The running program, seen from its database, which may be away for a moment."""

    def __init__(self, program: Program) -> None:
        self.program = program
        socket = program.data_dir / "postgres/run"
        self.url = f"postgresql+psycopg://flows@/flows?host={socket}"
        self._engine = create_engine(self.url, poolclass=pool.NullPool)

    def ask(self, question: str) -> int:
        """A number from the database, as soon as it answers."""
        return int(self.rows(question)[0][0])

    def rows(self, question: str, *, when_nobody_writes: str = "") -> Sequence[tuple[Any, ...]]:
        """Rows from the database, as soon as it answers.

        With `when_nobody_writes` no transaction that has written to that table is under way.
        """
        limit = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                with self._engine.begin() as connection:
                    if when_nobody_writes:
                        connection.execute(text(f'LOCK TABLE "{when_nobody_writes}" IN SHARE MODE'))
                    return [tuple(row) for row in connection.execute(text(question))]
            except DBAPIError:
                if time.monotonic() > limit:
                    raise
                time.sleep(0.1)

    @contextmanager
    def nobody_writes(self, table: str) -> Iterator[None]:
        """Keep everybody from changing a table meanwhile: who tries waits."""
        with self._engine.begin() as connection:
            connection.execute(text("SET idle_in_transaction_session_timeout = 0"))
            connection.execute(text(f'LOCK TABLE "{table}" IN SHARE MODE'))
            yield

    def started(self) -> int:
        return self.ask(_STARTED)

    def started_for_certain(self) -> int:
        """How many cases there are, and no start that has begun can add one more."""
        return int(self.rows(_STARTED, when_nobody_writes="instance")[0][0])

    def finished(self) -> int:
        return self.ask(
            "SELECT count(*) FROM instance WHERE process_id = 'slitage' AND ended_at IS NOT NULL"
        )

    def actions(self) -> int:
        """How many steps have been committed, of all instances together."""
        return self.ask("SELECT sum(revision) FROM instance")


_STARTED = "SELECT count(*) FROM instance WHERE process_id = 'slitage'"


def start_cases(
    house: House,
    person: Person,
    cases: int,
    allowed: Callable[[], int],
    over: threading.Event,
) -> None:
    """Start case after case, as many as are allowed so far.

    When nobody can tell whether one was started, the database is asked.
    """
    person.sign_in()
    for number in range(house.started(), cases):
        while allowed() <= number:
            if over.wait(0.02):
                return
        done = False
        while not done and not over.is_set():
            done = person.send("/start/slitage/provradet", titel=f"Fall {number:03}")
            done = done or house.started_for_certain() > number


def do_tasks(house: House, person: Person, over: threading.Event) -> None:
    """Do every task there is, until all cases are finished."""
    person.sign_in()
    while not over.is_set():
        tasks = dict.fromkeys(re.findall(r'href="(/tasks/[^/"]+)"', person.get("/tasks")))
        for task in tasks:
            person.send(task, to=f"{task}/complete", omdome="Bra")
        if not tasks:
            over.wait(0.2)


def assert_nothing_lost_or_doubled(house: House, cases: int) -> None:
    """Every case was started, registered and finished once, and nothing is left waiting."""
    assert house.started() == cases
    assert house.finished() == cases
    ask = house.ask
    assert ask("SELECT count(*) FROM instance") == 2 * cases  # each with the part it started
    assert ask("SELECT count(*) FROM instance WHERE ended_at IS NULL") == 0
    assert ask('SELECT count(*) FROM "case"') == cases
    assert ask('SELECT count(DISTINCT title) FROM "case"') == cases
    assert ask('SELECT count(DISTINCT registry_number) FROM "case"') == cases
    assert ask('SELECT count(*) FROM "case" WHERE closed_at IS NULL') == 0
    assert ask("SELECT count(*) FROM task WHERE closed_at IS NULL") == 0
    assert ask("SELECT count(*) FROM incident") == 0
    assert ask("SELECT count(*) FROM message WHERE delivered_at IS NULL") == 0
    assert ask("SELECT count(*) FROM message") == cases
    assert ask("SELECT count(*) FROM timer") == 0
    # Every element of every instance was passed once.
    passed = "SELECT count(*) AS times FROM history WHERE what = 'completed'"
    assert ask(f"SELECT max(times) FROM ({passed} GROUP BY instance_id, element_id)") == 1
    assert ask(f"SELECT count(*) FROM ({passed} GROUP BY instance_id, element_id)") == 12 * cases
