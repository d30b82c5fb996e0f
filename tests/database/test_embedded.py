"""The embedded server: private, durable, never orphaned, and clear about what it can't do."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy.engine import make_url

from flows.database.account import choose_account
from flows.database.binaries import binaries_in, embedded_binaries
from flows.database.embedded import EmbeddedServer
from flows.database.errors import NoEmbeddedServer, ServerFailed

KEEPER = """
import json, sys
from pathlib import Path
from flows.database.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
server.start()
print(json.dumps({"pid": server.pid, "url": server.url()}), flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "postgres"


@pytest.fixture
def keeper(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that looks after a server in `home`."""
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def ask(server: EmbeddedServer, question: str) -> object:
    with server.superuser("flows") as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def told(keeper: subprocess.Popen[str]) -> dict[str, object]:
    assert keeper.stdout is not None
    said: dict[str, object] = json.loads(keeper.stdout.readline())
    return said


def wait_for_the_end_of(pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(30)


def test_a_full_disk_is_said_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise psycopg.OperationalError("FATAL:  could not write: No space left on device")

    monkeypatch.setattr(EmbeddedServer, "superuser", full)
    server = EmbeddedServer(home)
    try:
        with pytest.raises(ServerFailed, match="there is no space left on the disk"):
            server.start()
        assert not server.died(), "nobody waited for that"
    finally:
        server.stop()


def test_it_listens_on_a_private_socket_only(home: Path) -> None:
    server = EmbeddedServer(home)
    server.start()
    try:
        assert ask(server, "SHOW listen_addresses") == ""
        assert ask(server, "SHOW data_checksums") == "on"
        assert ask(server, "SHOW fsync") == "on"
        assert ask(server, "SELECT count(*) FROM pg_hba_file_rules") == 1
        assert ask(server, "SELECT auth_method FROM pg_hba_file_rules") == "peer"
        socket = make_url(server.url()).query["host"]
        assert Path(str(socket)).stat().st_mode & 0o777 == 0o700
        assert (home / "cluster").stat().st_mode & 0o777 == 0o700
        assert server.pid is not None
        assert psutil.Process(server.pid).net_connections("inet") == []
    finally:
        server.stop()


def test_what_was_committed_is_there_after_kill_9(home: Path) -> None:
    server = EmbeddedServer(home)
    server.start()
    try:
        with server.superuser("flows") as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        wait_for_the_end_of(server.pid)
        assert server.died()
        server.restart()
        assert ask(server, "SELECT answer FROM kept") == 42
    finally:
        server.stop()


def test_it_stops_when_its_keeper_is_killed_and_starts_again(
    home: Path, keeper: subprocess.Popen[str]
) -> None:
    pid = int(str(told(keeper)["pid"]))
    keeper.kill()
    wait_for_the_end_of(pid)
    assert not psutil.pid_exists(pid)
    server = EmbeddedServer(home)
    server.start()
    server.stop()


def test_a_second_program_attaches_and_leaves_it_running(
    home: Path, keeper: subprocess.Popen[str]
) -> None:
    pid = int(str(told(keeper)["pid"]))
    server = EmbeddedServer(home)
    server.start()
    assert server.attached
    assert ask(server, "SELECT 1") == 1
    server.stop()
    assert psutil.pid_exists(pid)


def test_a_stale_pid_file_of_a_stranger_is_no_obstacle(home: Path) -> None:
    server = EmbeddedServer(home)
    server.start()
    server.stop()
    (home / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    server.start()
    try:
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_an_initdb_that_was_cut_off_is_done_again(home: Path) -> None:
    (home / "cluster.new").mkdir(parents=True)
    (home / "cluster.new" / "PG_VERSION").write_text("18\n")
    server = EmbeddedServer(home)
    server.start()
    server.stop()
    assert not (home / "cluster.new").exists()


def test_a_long_path_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / ("long" * 30))
    server.start()
    try:
        assert ask(server, "SELECT 1") == 1
        assert "long" not in server.url()
    finally:
        server.stop()
        shutil.rmtree(server.url().partition("host=")[2])


def test_a_fork_of_the_keeper_does_not_stop_it(home: Path) -> None:
    server = EmbeddedServer(home)
    server.start()
    try:
        child = os.fork()
        if child == 0:
            server.stop()
            os._exit(0)
        os.waitpid(child, 0)
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_damaged_data_are_said_in_one_line(home: Path) -> None:
    server = EmbeddedServer(home)
    server.start()
    server.stop()
    (home / "cluster" / "global" / "pg_control").write_bytes(b"")
    with pytest.raises(ServerFailed, match=r"PostgreSQL did not start: .*pg_control.*\(more in"):
        server.start()
    server.stop()


def test_data_of_an_unknown_version_are_said(home: Path) -> None:
    (home / "cluster").mkdir(parents=True)
    (home / "cluster" / "PG_VERSION").write_text("9\n")
    with pytest.raises(NoEmbeddedServer, match="no PostgreSQL 9"):
        EmbeddedServer(home).start()


def test_a_machine_without_the_wheel_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.database.binaries.WHEEL", "no_such_wheel")
    with pytest.raises(NoEmbeddedServer, match="FLOWS_DATABASE_URL=postgresql://"):
        embedded_binaries()


def test_a_folder_without_postgres_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoEmbeddedServer, match=str(tmp_path)):
        binaries_in(tmp_path)


def test_the_account_is_never_root() -> None:
    account = choose_account()
    said = account.run(["id", "-u"])
    assert said.stdout.strip() != "0"


def test_without_namespaces_another_account_runs_it_where_it_can_reach(tmp_path: Path) -> None:
    if os.geteuid() != 0:  # only root needs another account
        assert choose_account(namespaces=False).note == ""
        return
    tmp_path.chmod(0o700)  # out of reach, as root's own home is
    package = embedded_binaries().folder.parent.parent
    for folder in (package, package.with_name(f"{package.name}.libs")):
        (tmp_path / folder.name).symlink_to(folder)
    binaries = binaries_in(tmp_path / package.name / "pginstall18" / "bin")
    server = EmbeddedServer(
        tmp_path / "postgres", binaries=binaries, namespaces=False, durable=False
    )
    server.start()
    try:
        assert "runs as the account" in server.note
        assert "/var/lib/flows-" in server.note
        assert "programs copied there" in server.note
        assert ask(server, "SELECT 1") == 1
        assert server.pid is not None
        assert psutil.Process(server.pid).uids().real != 0
    finally:
        server.stop()
        refuge = Path(server.url().partition("host=")[2]).parent.parent
        assert refuge.parent == Path("/var/lib")
        shutil.rmtree(refuge)


def test_it_is_one_connection_away_for_nobody_else(server: EmbeddedServer) -> None:
    host = server.url().partition("host=")[2]
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(host=host, dbname="flows", user="somebody")


def test_its_folder_may_be_named_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    server = EmbeddedServer(Path("var/postgres"), durable=False)
    server.start()
    server.stop()
    assert (tmp_path / "var/postgres/cluster/PG_VERSION").exists()
