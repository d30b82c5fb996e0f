"""What is killed, and when: an order that the seed decides, each kill in the midst of work."""

import contextlib
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import psutil
from tests.durability.house import House
from tests.durability.post_office import RECIPIENT, TAKEN, PostOffice

PLAN = {
    "serve": 8,
    "web process": 8,
    "worker": 10,
    "worker that sends": 4,
    "worker that has sent": 4,
    "postgres": 8,
    "session": 8,
}
"""How many times each is killed; the workers while a mail is on its way."""

_IN_THE_MAIL = {"worker that sends": RECIPIENT, "worker that has sent": TAKEN}
_OLD_ENOUGH_SECONDS = {"serve": 3.5, "worker": 3.5, "postgres": 6.0}
"""The supervisor gives up what dies at once again and again, so each has to live for a while."""


def order(seed: int) -> list[str]:
    """The kinds in the order that they are killed."""
    kinds = [kind for kind, times in PLAN.items() for _ in range(times)]
    random.Random(seed).shuffle(kinds)
    return kinds


@dataclass
class Killer:
    """Kills one after another, each while the cases that are let in for it are worked at."""

    house: House
    post_office: PostOffice
    cases: int
    seed: int
    over: threading.Event
    allowed: int = 0
    """How many cases may be started so far."""
    killed: list[str] = field(default_factory=list)

    def work(self) -> None:
        """Do all kills, then let in the rest of the cases."""
        chance = random.Random(self.seed)
        kinds = order(self.seed)
        for number, kind in enumerate(kinds, start=1):
            before = self.allowed
            self._wait_until(self._all_old_enough)
            share = self.cases * number // (len(kinds) + 1)
            enough = before + chance.randint(1, share - before)
            if kind in _IN_THE_MAIL:
                done = self.post_office.plan(_IN_THE_MAIL[kind], self._kill_the_worker)
                self.allowed = share
                self._wait_until(done.is_set)
            else:
                self.allowed = share
                self._wait_until(partial(self._has_started, enough))
                self.over.wait(chance.uniform(0, 0.7))
                self._wait_until(partial(self._kill, chance, kind))
            if self.over.is_set():
                return
            self.killed.append(kind)
        self.allowed = self.cases

    def _wait_until(self, holds: Callable[[], bool]) -> None:
        while not self.over.is_set() and not holds():
            self.over.wait(0.05)

    def _has_started(self, cases: int) -> bool:
        return self.house.started() >= cases

    def _all_old_enough(self) -> bool:
        now = time.time()
        for name, seconds in _OLD_ENOUGH_SECONDS.items():
            part = self.house.program.part(name)
            with contextlib.suppress(psutil.NoSuchProcess):
                if part is not None and now - part.create_time() >= seconds:
                    continue
            return False
        return True

    def _kill(self, chance: random.Random, kind: str) -> bool:
        found = victims(self.house, kind)
        return bool(found) and _killed(chance.choice(found))

    def _kill_the_worker(self) -> None:
        worker = self.house.program.part("worker")
        assert worker is not None, "it has just spoken"
        assert _killed(worker)


def _killed(process: psutil.Process) -> bool:
    """Kill a process and see it die; false when it was gone already."""
    try:
        process.kill()
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.005)
    except psutil.NoSuchProcess:
        return False
    return True


def victims(house: House, kind: str) -> Sequence[psutil.Process]:
    """The processes of a kind: web or a part of it, worker, PostgreSQL or a part of it."""
    program = house.program
    if kind in {"serve", "worker", "postgres"}:
        found = program.part(kind)
        return [found] if found else []
    parent = program.part({"web process": "serve", "session": "postgres"}[kind])
    with contextlib.suppress(psutil.NoSuchProcess):
        children = parent.children() if parent else []
        if kind == "web process":
            return children
        return [it for it in children if " flows flows " in f" {' '.join(it.cmdline())} "]
    return []
