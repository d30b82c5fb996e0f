"""`flows run` as a newcomer meets it: steps, address, clean stop, nothing orphaned, quick again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from tests.program import ROOT, Program, free_port, running

SMALL = ROOT / "tests/durability/processes"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program that the module's tests share; some of them end it."""
    with running(Program(tmp_path_factory.mktemp("var"), SMALL)) as program:
        yield program


@pytest.fixture
def program(kept: Program) -> Program:
    """The program, running."""
    if not kept.is_running:
        kept.start()
    return kept


def page(program: Program, path: str) -> str:
    with urllib.request.urlopen(f"{program.address}{path}", timeout=30) as answer:
        return str(answer.read(), "utf-8")


def wait_until(true: Callable[[], object], within: float = 60) -> None:
    limit = time.monotonic() + within
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.05)


def answers(program: Program) -> bool:
    try:
        return page(program, "/healthz") == "ok\n"
    except OSError:
        return False


def test_it_tells_what_each_step_did_and_how_long_it_took(program: Program) -> None:
    for step in ("database", "migrate", "load", "web", "worker"):
        assert re.search(rf"^  {step} .*  \d+\.\d s$", program.output, re.MULTILINE)
    assert f"Flows is at {program.address}" in program.output
    assert "the password of everyone is demonstration" in program.output
    assert "bitradande-provradet" in program.output
    assert "flows demo --list" in program.output
    assert page(program, "/healthz") == "ok\n"


def test_it_serves_nobody_but_this_machine(program: Program) -> None:
    listening = [
        connection.laddr.ip
        for process in program.processes()
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}


def test_a_second_start_is_quick_and_loads_nothing(program: Program) -> None:
    """The promise is 3 s on a machine with nothing else to do: here the processor's are counted."""
    program.stop()
    program.start()
    page(program, "/sign-in")
    assert "has not changed since it was loaded" in program.output
    spent = [process.cpu_times() for process in program.processes()]
    assert sum(one.user + one.system for one in spent) < 15


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_cleanly(program: Program, sign: signal.Signals) -> None:
    everyone = program.processes()
    assert program.stop(sign) == 0
    assert program.lines[-1].split() == ["flows", "stopped"]
    assert psutil.wait_procs(everyone, timeout=0)[1] == []
    assert "was killed" not in program.output
    log = (program.data_dir / "postgres/postgres.log").read_text()
    assert "recovery" not in log


def test_a_killed_supervisor_leaves_nothing_behind(program: Program) -> None:
    everyone = program.processes()
    assert len(everyone) > 4
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    assert psutil.wait_procs(everyone, timeout=30)[1] == []


@pytest.mark.parametrize("name", ["serve", "worker", "postgres"])
def test_what_is_killed_is_started_again(program: Program, name: str) -> None:
    before = program.part(name)
    assert before is not None
    children = before.children(recursive=True)
    before.kill()
    wait_until(lambda: (now := program.part(name)) is not None and now.pid != before.pid)
    assert psutil.wait_procs([before, *children], timeout=30)[1] == []
    wait_until(lambda: answers(program))
    wait_until(lambda: program.part("worker"))


def test_a_killed_process_of_the_web_is_replaced(program: Program) -> None:
    web = program.part("serve")
    assert web is not None
    (before,) = web.children()
    before.kill()
    wait_until(lambda: answers(program))
    assert program.part("serve") == web


def test_a_second_one_on_the_same_data_is_refused(program: Program) -> None:
    code, said = refusal(program.data_dir, SMALL)
    assert code == 1
    assert said == f"Flows is already running with the data folder {program.data_dir}.\n"
    assert answers(program)


def test_commands_join_the_one_that_runs(program: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.main", "load", str(SMALL)],
        env={**os.environ, "FLOWS_DATA_DIR": str(program.data_dir)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 unchanged" in done.stdout
    assert answers(program)


def refusal(data_dir: Path, processes: Path, **settings: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "flows.main", "run"],
        env={
            **os.environ,
            "FLOWS_PORT": str(free_port()),
            "FLOWS_DATA_DIR": str(data_dir),
            "FLOWS_PROCESSES_DIR": str(processes),
            **settings,
        },
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = refusal(tmp_path / "var", SMALL, FLOWS_PORT=str(port))
    assert code == 1
    assert said == (
        f"Port {port} on 127.0.0.1 can't be used (Address already in use). "
        "Choose another one: FLOWS_PORT.\n"
    )
    assert not (tmp_path / "var").exists()


def test_a_broken_process_is_said_with_its_place(kept: Program, tmp_path: Path) -> None:
    kept.stop()
    package = tmp_path / "trasig"
    package.mkdir()
    (package / "trasig.bpmn").write_text("<bpmn:definitions")
    code, said = refusal(kept.data_dir, tmp_path)
    assert code == 1
    assert said.startswith(
        "The content has errors. Nothing was loaded.\n  error: trasig/trasig.bpmn:1"
    )
    assert "\n      sv: " in said
    assert "Traceback" not in said


def test_a_folder_of_processes_that_is_not_there_is_said(kept: Program, tmp_path: Path) -> None:
    kept.stop()
    code, said = refusal(tmp_path / "var", tmp_path / "none")
    assert code == 1
    assert said == (
        f"There is no folder {tmp_path / 'none'}. "
        "Name the one with your processes: FLOWS_PROCESSES_DIR.\n"
    )
    assert not (tmp_path / "var").exists()
