"""The program's own processes, started as `flows serve` and `flows worker` start them."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from throwaway import House

_READY_WITHIN_SECONDS = 60.0


@contextmanager
def web(house: House, *, processes: int) -> Iterator[tuple[int, int]]:
    """Serve the house with gunicorn; gives the port and the pid of gunicorn's first process."""
    port = _free_port()
    with _running(house, "serve", PORT=str(port), WEB_PROCESSES=str(processes)) as pid:
        _wait_until_it_answers(port)
        yield port, pid


@contextmanager
def worker(house: House, *, jobs: int = 4) -> Iterator[int]:
    """Do the house's jobs; gives the pid."""
    with _running(house, "worker", WORKER_JOBS=str(jobs)) as pid:
        yield pid


@contextmanager
def _running(house: House, command: str, **settings: str) -> Iterator[int]:
    environment = {
        **os.environ,
        "FLOWS_DATABASE_URL": house.url,
        "FLOWS_DATA_DIR": str(house.folder / "data"),
        "FLOWS_LOG_LEVEL": "WARNING",
        **{f"FLOWS_{name}": value for name, value in settings.items()},
    }
    process = subprocess.Popen([sys.executable, "-m", "flows.main", command], env=environment)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_it_answers(port: int) -> None:
    limit = time.monotonic() + _READY_WITHIN_SECONDS
    while time.monotonic() < limit:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError("the web did not answer")
