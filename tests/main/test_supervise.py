"""Whatever dies is started again, at first at once and then with pauses, until it is no use."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from flows.main.faults import Stopped
from flows.main.supervise import AT_ONCE_SECONDS, DEATHS_IN_A_ROW, Child

LASTING = [sys.executable, "-c", "import signal; signal.pause()"]
DEAF = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); "
    "signal.pause()",
]
KEEPER = f"""
import json, os, signal
from flows.main.supervise import Child
child = Child("child", {LASTING!r}, dict(os.environ))
child.start()
print(json.dumps(child.pid), flush=True)
signal.pause()
"""

FORCEFUL = f"""
import json, os, signal
from flows.main.supervise import Child
child = Child("child", {DEAF!r}, dict(os.environ), signal.SIGKILL)
child.start()
print(json.dumps(child.pid), flush=True)
signal.pause()
"""


class Time:
    """The monotonic clock, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time()
    monkeypatch.setattr("flows.main.supervise.time.monotonic", clock)
    return clock


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child("worker", LASTING, os.environ)
    child.start()
    yield child
    child.ask_to_stop()
    child.wait(time.monotonic() + 30)


def die(child: Child) -> None:
    """Kill the child and wait until its end can be seen."""
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)


def test_one_that_lives_is_left_alone(child: Child) -> None:
    before = child.pid
    child.look()
    assert child.pid == before


@pytest.mark.usefixtures("clock")
def test_one_that_dies_is_started_again_at_once(child: Child) -> None:
    before = child.pid
    die(child)
    child.look()
    assert child.pid not in (None, before)


def test_the_pauses_grow_and_then_patience_ends(child: Child, clock: Time) -> None:
    pauses = []
    for _ in range(DEATHS_IN_A_ROW - 1):
        die(child)
        child.look()
        waited = 0.0
        while child.pid is None:
            clock.now += 0.5
            waited += 0.5
            child.look()
        pauses.append(waited)
    die(child)
    with pytest.raises(Stopped, match="worker ended at once 5 times in a row"):
        child.look()
    assert pauses == [0, 1, 2, 4]


def test_one_that_lives_for_a_while_is_forgiven(child: Child, clock: Time) -> None:
    for _ in range(2 * DEATHS_IN_A_ROW):
        clock.now += AT_ONCE_SECONDS
        die(child)
        child.look()
        assert child.pid is not None


def test_one_that_does_not_hear_is_ended_by_force(capfd: pytest.CaptureFixture[str]) -> None:
    child = Child("web", DEAF, os.environ)
    child.start()
    while not capfd.readouterr().out:  # it is deaf from now on
        os.sched_yield()
    pid = child.pid
    child.ask_to_stop()
    child.wait(time.monotonic())
    assert pid is not None
    assert not psutil.pid_exists(pid)
    assert "was killed" in capfd.readouterr().out


def test_a_child_ends_with_its_supervisor() -> None:
    keeper = subprocess.Popen([sys.executable, "-c", KEEPER], stdout=subprocess.PIPE, text=True)
    with keeper:
        assert keeper.stdout is not None
        pid = json.loads(keeper.stdout.readline())
        watched = psutil.Process(pid)
        keeper.kill()
        watched.wait(30)
    assert not psutil.pid_exists(pid)


def test_a_child_that_does_not_hear_ends_with_its_supervisor_too() -> None:
    """With an embedded database there is nothing left to finish: it is ended by force."""
    keeper = subprocess.Popen([sys.executable, "-c", FORCEFUL], stdout=subprocess.PIPE, text=True)
    with keeper:
        assert keeper.stdout is not None
        said = {json.loads(keeper.stdout.readline()) for _ in range(2)}
        (pid,) = said - {1}  # the other line: it is deaf from now on
        watched = psutil.Process(pid)
        keeper.kill()
        watched.wait(30)
    assert not watched.is_running()


def test_the_signal_of_the_terminal_does_not_reach_it(child: Child) -> None:
    assert child.pid is not None
    assert os.getpgid(child.pid) != os.getpgid(0)
