"""kill -9 of web, worker and PostgreSQL while 200 cases run: none lost, none doubled, all finish.

Each case has a person's start, two jobs of its own, a person's task, a timer, another instance that
it starts, and a message from that one. The kills are spread over the work, in an order that the
seed decides.
"""

import random
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, pool, text
from sqlalchemy.exc import DBAPIError
from tests.durability.person import Person
from tests.program import ROOT, Program, running

CASES = 200
KILLS = 16
SEED = 20270111
FINISHED_WITHIN_SECONDS = 420


class House:
    """The running program, seen from its database, which may be away for a moment."""

    def __init__(self, program: Program) -> None:
        self.program = program
        socket = program.data_dir / "postgres/run"
        url = f"postgresql+psycopg://flows@/flows?host={socket}"
        self._engine = create_engine(url, poolclass=pool.NullPool)

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


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with running(Program(tmp_path / "var", ROOT / "tests/durability/processes")) as program:
        yield House(program)


def start_cases(house: House, person: Person) -> None:
    """Start case after case; when nobody can tell whether one was started, look."""
    person.sign_in()
    for number in range(CASES):
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


def victims(house: House, kind: str) -> list[psutil.Process]:
    """The processes of a kind: web or a part of it, worker, PostgreSQL or a part of it."""
    program = house.program
    if kind in {"serve", "worker", "postgres"}:
        found = program.part(kind)
        return [found] if found else []
    parent = program.part({"web process": "serve", "session": "postgres"}[kind])
    try:
        children = parent.children() if parent else []
    except psutil.NoSuchProcess:
        return []
    if kind == "web process":
        return children
    return [it for it in children if " flows flows " in f" {' '.join(it.cmdline())} "]


def kill_at_random(house: House, over: threading.Event, killed: list[str]) -> None:
    """Kill at KILLS moments, evenly spread over the work."""
    chance = random.Random(SEED)
    kinds = ["serve", "web process", "worker", "worker", "postgres", "session"]
    planned = [kinds[number % len(kinds)] for number in range(KILLS)]
    chance.shuffle(planned)
    for number, kind in enumerate(planned, start=1):
        threshold = 3 * CASES * number // (KILLS + 1)
        while house.progress() < threshold:
            if over.wait(0.05):
                return
        while not (found := victims(house, kind)):
            if over.wait(0.05):
                return
        try:
            chance.choice(found).kill()
        except psutil.NoSuchProcess:
            continue
        killed.append(kind)


def test_nothing_is_lost_and_nothing_is_doubled(house: House) -> None:
    program = house.program
    over = threading.Event()
    killed: list[str] = []
    people = [
        Person(program.address, name, program.password)
        for name in ("initiativtagare-provby", "sekreterare-provradet", "sekreterare-provradet")
    ]
    at_work = [
        threading.Thread(target=start_cases, args=(house, people[0])),
        threading.Thread(target=do_tasks, args=(house, people[1], over)),
        threading.Thread(target=do_tasks, args=(house, people[2], over)),
        threading.Thread(target=kill_at_random, args=(house, over, killed)),
    ]
    for thread in at_work:
        thread.start()
    limit = time.monotonic() + FINISHED_WITHIN_SECONDS
    try:
        while house.finished() < CASES and time.monotonic() < limit:
            time.sleep(0.2)
    finally:
        over.set()
        for thread in at_work:
            thread.join(90)

    assert program.is_running, program.output
    assert len(killed) >= KILLS - 2
    assert {"serve", "worker", "postgres"} <= set(killed)
    assert house.started() == CASES
    assert house.finished() == CASES

    ask = house.ask
    assert ask("SELECT count(*) FROM instance") == 2 * CASES  # each with the part it started
    assert ask("SELECT count(*) FROM instance WHERE ended_at IS NULL") == 0
    assert ask('SELECT count(*) FROM "case"') == CASES
    assert ask('SELECT count(DISTINCT title) FROM "case"') == CASES
    assert ask('SELECT count(DISTINCT registry_number) FROM "case"') == CASES
    assert ask('SELECT count(*) FROM "case" WHERE closed_at IS NULL') == 0
    assert ask("SELECT count(*) FROM task WHERE closed_at IS NULL") == 0
    assert ask("SELECT count(*) FROM incident") == 0
    assert ask("SELECT count(*) FROM message WHERE delivered_at IS NULL") == 0
    assert ask("SELECT count(*) FROM message") == CASES
    assert ask("SELECT count(*) FROM timer") == 0
    # Every element of every instance was passed once.
    passed = "SELECT count(*) AS times FROM history WHERE what = 'completed'"
    assert ask(f"SELECT max(times) FROM ({passed} GROUP BY instance_id, element_id)") == 1
    assert ask(f"SELECT count(*) FROM ({passed} GROUP BY instance_id, element_id)") == 11 * CASES
