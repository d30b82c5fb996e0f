"""The whole program as its users start it: `flows run` on a data folder and a port of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
_READY = "Flows is at "


class Program:
    """`flows run`. Output is collected in `lines`; `address` is where it serves."""

    def __init__(self, data_dir: Path, processes: Path = ROOT / "processes", **settings: str):
        self.data_dir = data_dir
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.lines: list[str] = []
        self.password = "demonstration"
        self._environment = {
            **os.environ,
            "FLOWS_PORT": str(self.port),
            "FLOWS_DATA_DIR": str(data_dir),
            "FLOWS_PROCESSES_DIR": str(processes),
            "FLOWS_DEMO": "true",
            "FLOWS_DEMO_PASSWORD": self.password,
            **{f"FLOWS_{name.upper()}": value for name, value in settings.items()},
        }
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._ready = threading.Event()

    # ---------------------------------------------------------------- life

    def start(self, within: float = 120) -> None:
        """Start it and wait until it says that it is there."""
        self._ready.clear()
        self.lines.clear()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.main", "run"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=_hear_the_terminal,
        )
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()
        if not self._ready.wait(within) or self._process.poll() is not None:
            raise AssertionError("flows run did not start:\n" + self.output)

    def stop(self, sign: signal.Signals = signal.SIGINT) -> int:
        """Stop it as Ctrl-C does and return its exit code."""
        assert self._process is not None
        if self.is_running:
            self._process.send_signal(sign)
        return self.wait()

    def wait(self, within: float = 60) -> int:
        """Wait for its end and return its exit code (negative: the signal that ended it)."""
        assert self._process is not None
        assert self._reader is not None
        code = self._process.wait(within)
        self._reader.join(within)
        return code

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.lines.append(line.rstrip())
                if line.startswith(_READY):
                    self._ready.set()
        self._ready.set()

    # ---------------------------------------------------------------- parts

    def processes(self) -> list[psutil.Process]:
        """Every process of the program, the supervisor first."""
        supervisor = psutil.Process(self.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def part(self, name: str) -> psutil.Process | None:
        """The supervised process `serve`, `worker` or `postgres`; None while it is away."""
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.pid).children():
                with contextlib.suppress(psutil.NoSuchProcess):
                    words = child.cmdline()
                    if name == "postgres" and any(it.endswith("/postgres") for it in words[:1]):
                        return child
                    if words[-3:] == ["-m", "flows.main", name]:
                        return child
        return None


def _hear_the_terminal() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # even when the tests themselves were told not to


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def running(program: Program) -> Iterator[Program]:
    """The program for as long as the block runs; in the end nothing of it is left."""
    program.start()
    try:
        yield program
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            left = program.processes()
            program.stop()
            gone, alive = psutil.wait_procs(left, timeout=30)
            assert alive == [], f"left behind: {alive} (gone: {len(gone)})"
