"""kill -9 of web, worker and PostgreSQL while 200 cases run: none lost, none doubled, all finish.

Each case has a person's start, two jobs of its own, a person's task, a timer, another instance that
it starts, and a message from that one. The kills are spread over the work, in an order that the
seed decides.
"""

import random
import threading
import time

import psutil
from tests.durability.house import (
    House,
    assert_nothing_lost_or_doubled,
    do_tasks,
    start_cases,
)
from tests.durability.person import Person

CASES = 200
KILLS = 16
SEED = 20270111
FINISHED_WITHIN_SECONDS = 420


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
        threading.Thread(target=start_cases, args=(house, people[0], CASES)),
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
    assert_nothing_lost_or_doubled(house, CASES)
