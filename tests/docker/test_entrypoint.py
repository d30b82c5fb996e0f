"""The image's entry point and health check, walked through by hand on an empty server."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.program import ROOT, free_port

from flows.database.embedded import EmbeddedServer


@pytest.fixture
def environment(server: EmbeddedServer, tmp_path: Path) -> dict[str, str]:
    """The environment of a container whose server is empty as yet."""
    name = f"container_{tmp_path.name}".lower()
    with server.superuser() as connection:
        connection.execute(f'CREATE DATABASE "{name}" OWNER flows')
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "FLOWS_DATABASE_URL": server.url(name),
        "FLOWS_SECRET_KEY": "a long random text",
        "FLOWS_PORT": str(free_port()),
        "FLOWS_LOG_JSON": "true",
        "FLOWS_DATA_DIR": str(tmp_path),
        "FLOWS_PROCESSES_DIR": str(ROOT / "tests/durability/processes"),
    }


def entrypoint(environment: dict[str, str], *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(ROOT / "docker/entrypoint"), *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def is_healthy(environment: dict[str, str]) -> bool:
    """What the image's own health check says."""
    recipe = (ROOT / "docker/Dockerfile").read_text()
    found = re.search(r"^HEALTHCHECK .*\\\n +CMD (\[.*\])$", recipe, re.MULTILINE)
    assert found
    command = json.loads(found[1])
    return subprocess.run(command, env=environment, capture_output=True).returncode == 0


def test_the_web_makes_its_database_ready_and_gets_healthy(environment: dict[str, str]) -> None:
    with entrypoint(environment, "serve") as web:
        limit = time.monotonic() + 90
        while not is_healthy(environment):
            assert web.poll() is None, web.communicate()[0]
            assert time.monotonic() < limit
            time.sleep(0.1)
        web.send_signal(signal.SIGTERM)
        said, _ = web.communicate(timeout=60)
    assert web.returncode == 0
    assert "the schema went from nothing to" in said
    assert "published slitage 1" in said
    again = subprocess.run(
        ["sh", "-c", 'flows load --if-changed --keep "$FLOWS_PROCESSES_DIR"'],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "has not changed since it was loaded" in again.stdout


def test_the_worker_works_and_stops_when_told(environment: dict[str, str]) -> None:
    subprocess.run(["flows", "migrate"], env=environment, check=True, capture_output=True)
    with entrypoint(environment, "worker") as worker:
        assert worker.stdout is not None
        assert "worker ready" in worker.stdout.readline()
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=60)
    assert worker.returncode == 0


def test_nothing_but_a_server_will_do(environment: dict[str, str]) -> None:
    del environment["FLOWS_DATABASE_URL"]
    with entrypoint(environment, "serve") as web:
        said, _ = web.communicate(timeout=60)
    assert web.returncode == 1
    assert said.startswith("FLOWS_DATABASE_URL must name a PostgreSQL server")
