"""The running program seen from its database, people at work, and what must hold at the end."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, pool, text
from sqlalchemy.exc import DBAPIError
from tests.durability.person import Person
from tests.program import Program


class House:
    """The running program, seen from its database, which may be away for a moment."""

    def __init__(self, program: Program) -> None:
        self.program = program
        socket = program.data_dir / "postgres/run"
        self.url = f"postgresql+psycopg://flows@/flows?host={socket}"
        self._engine = create_engine(self.url, poolclass=pool.NullPool)

    def ask(self, question: str) -> int:
        """A number from the database, as soon as it answers."""
        limit = time.monotonic() + 60
        while True:
            try:
                with self._engine.connect() as connection:
                    return int(connection.execute(text(question)).scalar_one())
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
        return self.ask("SELECT count(*) FROM instance WHERE process_id = 'slitage'")

    def finished(self) -> int:
        return self.ask(
            "SELECT count(*) FROM instance WHERE process_id = 'slitage' AND ended_at IS NOT NULL"
        )

    def progress(self) -> int:
        """Cases started, tasks done and cases finished: three steps a case."""
        done = self.ask("SELECT count(*) FROM task WHERE closed_at IS NOT NULL")
        return self.started() + done + self.finished()


def start_cases(house: House, person: Person, cases: int) -> None:
    """Start case after case; when nobody can tell whether one was started, look."""
    person.sign_in()
    for number in range(cases):
        while house.started() <= number:
            person.send("/start/slitage/provradet", titel=f"Fall {number:03}")


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
    assert ask(f"SELECT count(*) FROM ({passed} GROUP BY instance_id, element_id)") == 11 * cases
