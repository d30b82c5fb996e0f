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


@pytest.fixture
def second_worker(house: House) -> Iterator[subprocess.Popen[bytes]]:
    """A worker beside the one that the program looks after."""
    worker = subprocess.Popen(
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
    yield worker
    worker.kill()
    worker.wait()


def freeze_at_work(house: House, worker: subprocess.Popen[bytes], limit: float) -> None:
    """Stop the worker while it has a piece of work in hand."""
    oldest = "SELECT coalesce(min(id), 0) FROM procrastinate_jobs WHERE status = 'doing'"
    while time.monotonic() < limit:
        worker.send_signal(signal.SIGSTOP)
        in_hand = house.ask(oldest)
        time.sleep(1)
        if in_hand and house.ask(oldest) == in_hand:
            return
        worker.send_signal(signal.SIGCONT)
        time.sleep(0.05)
    raise AssertionError("the worker was never found at work")


def test_a_frozen_worker_does_nothing_twice(
    house: House, second_worker: subprocess.Popen[bytes]
) -> None:
    over = threading.Event()
    password = house.program.password
    starter, doer = (
        Person(house.program.address, name, password)
        for name in ("initiativtagare-provby", "sekreterare-provradet")
    )
    at_work = [
        threading.Thread(target=start_cases, args=(house, starter, CASES)),
        threading.Thread(target=do_tasks, args=(house, doer, over)),
    ]
    for thread in at_work:
        thread.start()
    limit = time.monotonic() + FINISHED_WITHIN_SECONDS
    try:
        for number in range(1, FREEZES + 1):
            while house.progress() < 3 * CASES * number // (FREEZES + 2):
                assert time.monotonic() < limit
                time.sleep(0.02)
            freeze_at_work(house, second_worker, limit)
            woken_at = time.monotonic() + STALLED_SECONDS * 1.5
            while time.monotonic() < woken_at:
                time.sleep(0.2)
            second_worker.send_signal(signal.SIGCONT)
        while house.finished() < CASES and time.monotonic() < limit:
            time.sleep(0.2)
    finally:
        over.set()
        for thread in at_work:
            thread.join(90)

    assert second_worker.poll() is None, "it woke and went on"
    assert_nothing_lost_or_doubled(house, CASES)
