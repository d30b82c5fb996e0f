"""A backup of everything in one file, and putting it back: all of it or nothing.

PostgreSQL's own programs do the work. A backup is written by the server's own version of them
where that is at hand, else by a newer one, which can read an older server. It is read by the newest
there is: a program knows the files of its own version and of those before it.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

from flows.database.binaries import Binaries, binaries_in, wheel_binaries
from flows.database.errors import BackupFailed, NoEmbeddedServer
from flows.database.migration import Migration, known_revisions, migrate
from flows.database.server import Server, connection_text

_REVISION = re.compile(r"^COPY public\.alembic_version .*?\n(\w+)\n", re.MULTILINE)
# Written by programs from PostgreSQL 17 on, unknown to older servers, and without effect here.
_UNKNOWN_TO_OLD = "SET transaction_timeout = 0;"
_LEAVING_WITHIN_SECONDS = 2.0  # a session that was just closed takes a moment to be gone
_CLEAR = """\
SET lock_timeout = '10s';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the revision the backup had, and the one the database has now."""

    revision: str
    migration: Migration


def back_up(server: Server, file: Path) -> int:
    """Write everything to `file` and read it back to be sure. Returns its size in bytes.

    Flows may run meanwhile: the backup is of one instant. Nothing is left at `file` unless all of
    it is good. Raises BackupFailed, or OSError when the file can't be written.
    """
    if file.exists() and not file.is_file():
        raise BackupFailed(f"{file} är ingen vanlig fil.", f"{file} is not an ordinary file.")
    unfinished = file.with_name(file.name + ".part")
    unfinished.touch(mode=0o600)
    try:
        _run(server, "pg_dump", "--format=custom", *_WITHOUT_OWNERS, f"--file={unfinished}")
        _revision_of(server, unfinished)
        _run(server, "pg_restore", "--file=/dev/null", str(unfinished), connect=False)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return file.stat().st_size


def restore(server: Server, file: Path) -> Restored:
    """Replace everything in the database by what a backup holds, then bring it up to date.

    In one transaction: a restore that fails changes nothing. Raises BackupFailed when the file is
    no backup, is of a newer Flows, or when somebody uses the database.
    """
    if not file.is_file():
        raise BackupFailed(f"Filen {file} finns inte.", f"There is no file {file}.")
    revision = _revision_of(server, file)
    if revision not in known_revisions():
        raise BackupFailed(
            f"Kopian är av en nyare Flows (schema {revision}).",
            f"The backup is of a newer Flows (schema {revision}).",
        )
    _require_alone(server)
    with tempfile.TemporaryDirectory(prefix="flows-restore-") as folder:
        plain = Path(folder) / "plain.sql"
        _run(server, "pg_restore", *_WITHOUT_OWNERS, f"--file={plain}", str(file), connect=False)
        script = Path(folder) / "restore.sql"
        _write_script(plain, script)
        _run(
            server,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            f"--file={script}",
        )
    return Restored(revision, migrate(server.url))


_READERS = {"pg_restore", "psql"}
_WITHOUT_OWNERS = ("--no-owner", "--no-privileges")


def _write_script(plain: Path, script: Path) -> None:
    with plain.open(encoding="utf-8", newline="") as lines, script.open("w", newline="") as out:
        out.write(_CLEAR)
        in_data = False
        for line in lines:
            if in_data:
                in_data = line != "\\.\n"
            elif line.startswith("COPY ") and line.endswith(" FROM stdin;\n"):
                in_data = True
            elif line.rstrip() == _UNKNOWN_TO_OLD or line.startswith("CREATE SCHEMA public;"):
                continue
            out.write(line)


def _revision_of(server: Server, file: Path) -> str:
    said = _run(
        server,
        "pg_restore",
        "--data-only",
        "--table=alembic_version",
        "--file=-",
        str(file),
        connect=False,
    )
    found = _REVISION.search(said)
    if not found:
        raise BackupFailed(
            f"{file} är ingen säkerhetskopia av Flows.", f"{file} is not a backup of Flows."
        )
    return found[1]


def _require_alone(server: Server) -> None:
    limit = time.monotonic() + _LEAVING_WITHIN_SECONDS
    with psycopg.connect(connection_text(make_url(server.url)), autocommit=True) as connection:
        while others := _others(connection):
            if time.monotonic() > limit:
                raise BackupFailed(
                    f"{others} andra anslutningar använder databasen. Stoppa Flows först.",
                    f"{others} other connections use the database. Stop Flows first.",
                )
            time.sleep(0.05)


def _others(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    ).fetchone()
    return int(row[0]) if row else 0


def _run(server: Server, name: str, *arguments: str, connect: bool = True) -> str:
    command = [_program(server, name), *arguments]
    environment = dict(os.environ)
    if connect:
        url = make_url(server.url)
        place = URL.create(
            url.drivername, url.username, None, url.host, url.port, url.database, url.query
        )
        command.append(f"--dbname={connection_text(place)}")
        if url.password:
            environment["PGPASSWORD"] = str(url.password)  # not for everyone's list of processes
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.splitlines() if line.strip()]
        said = lines[0] if lines else f"{name} ended with {error.returncode}"
        raise BackupFailed(f"{name} misslyckades: {said}", f"{name} failed: {said}") from error
    return done.stdout


def _program(server: Server, name: str) -> str:
    if name in _READERS:
        return _newest(server, name)
    if server.embedded is not None:
        return server.embedded.program(name)
    able = [it for it in _all_binaries() if it.major >= server.major]
    if not able:
        raise BackupFailed(
            f"Programmet {name} för PostgreSQL {server.major} eller nyare finns inte här.",
            f"The program {name} of PostgreSQL {server.major} or newer is not on this machine.",
        )
    return min(able, key=lambda it: it.major).program(name)


def _newest(server: Server, name: str) -> str:
    found = _all_binaries()
    if found:
        return max(found, key=lambda it: it.major).program(name)
    if server.embedded is not None:
        return server.embedded.program(name)
    raise BackupFailed(
        f"Programmet {name} för PostgreSQL finns inte här.",
        f"The program {name} of PostgreSQL is not on this machine.",
    )


def _all_binaries() -> list[Binaries]:
    on_path = shutil.which("pg_dump")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = wheel_binaries()
    for folder in folders:
        try:
            found.append(binaries_in(folder, asked="pg_dump"))
        except NoEmbeddedServer:
            continue
    return found
