"""A worker that freezes past its heartbeat and wakes again does nothing twice.

Two workers share the work. One is stopped for longer than it takes the other to take its work
over, and then goes on where it stood, in the midst of what has been done for it.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.durability.house import (
    House,
    assert_nothing_lost_or_doubled,
    do_tasks,
    start_cases,
)
from tests.durability.person import Person

from flows.worker.run_worker import STALLED_SECONDS

CASES = 60
FREEZES = 2
FINISHED_WITHIN_SECONDS = 240


@dataclass(frozen=True)
class SecondWorker:
    """A worker beside the one that the program looks after."""

    process: subprocess.Popen[bytes]
    number: int
    """Its number in the queue's table of workers."""


@pytest.fixture
def second_worker(house: House) -> Iterator[SecondWorker]:
    newest = "SELECT coalesce(max(id), 0) FROM procrastinate_workers"
    first = _as_soon_as_above(house, newest, 0)
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.main", "worker"],
        env={
            **os.environ,
            "FLOWS_DATABASE_URL": house.url,
            "FLOWS_DATA_DIR": str(house.program.data_dir),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield SecondWorker(process, _as_soon_as_above(house, newest, first))
    process.kill()
    process.wait()


def _as_soon_as_above(house: House, question: str, least: int) -> int:
    limit = time.monotonic() + 60
    while (answer := house.ask(question)) <= least:
        assert time.monotonic() < limit, question
        time.sleep(0.1)
    return answer


def freeze_at_work(
    house: House, worker: SecondWorker, starter: Person, cases: int, over: threading.Event
) -> None:
    """Start cases until there are so many, and stop the worker while it has some of them in hand.

    None of them can be registered before the worker is stopped: the table is kept from all.
    """
    in_hand = (
        "SELECT count(*) FROM procrastinate_jobs"
        f" WHERE status = 'doing' AND worker_id = {worker.number}"
    )
    with house.nobody_writes("case"):
        start_cases(house, starter, cases, lambda: cases, over)
        _as_soon_as_above(house, in_hand, 0)
        worker.process.send_signal(signal.SIGSTOP)


def test_a_frozen_worker_does_nothing_twice(house: House, second_worker: SecondWorker) -> None:
    over = threading.Event()
    password = house.program.password
    starter, doer = (
        Person(house.program.address, name, password)
        for name in ("initiativtagare-provby", "sekreterare-provradet")
    )
    at_work = threading.Thread(target=do_tasks, args=(house, doer, over))
    at_work.start()
    try:
        for number in range(1, FREEZES + 1):
            freeze_at_work(house, second_worker, starter, CASES * number // FREEZES, over)
            time.sleep(STALLED_SECONDS * 1.5)
            second_worker.process.send_signal(signal.SIGCONT)
        limit = time.monotonic() + FINISHED_WITHIN_SECONDS
        while house.finished() < CASES and time.monotonic() < limit:
            time.sleep(0.2)
    finally:
        over.set()
        at_work.join(90)

    assert second_worker.process.poll() is None, "it woke and went on"
    assert_nothing_lost_or_doubled(house, CASES)
