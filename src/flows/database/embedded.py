"""The embedded PostgreSQL: a child of this process that dies with it and loses nothing.

It listens on a Unix socket in a private folder and on nothing else. Whoever holds the lock of the
home looks after the server; every other process attaches to it.
"""

import errno
import fcntl
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import psycopg
from psycopg import sql

from flows.database.account import Account, bare_environment, choose_account
from flows.database.binaries import Binaries, embedded_binaries
from flows.database.cluster import (
    DATABASE,
    OWNER,
    SUPERUSER,
    cluster_major,
    make_cluster,
    server_command,
)
from flows.database.errors import NoEmbeddedServer, ServerFailed
from flows.database.home import Home, make_home, reachable
from flows.database.leftovers import clear_leftovers
from flows.kernel.parent import end_with_parent

_READY_WITHIN_SECONDS = 120.0  # recovery after a crash may take its time
_STOPPED_WITHIN_SECONDS = 60.0
_ASKED_AGAIN_AFTER_SECONDS = 2.0
_NO_SPACE = os.strerror(errno.ENOSPC)


@dataclass(frozen=True, slots=True)
class _Place:
    """What was settled when the server was started: where, with what and as whom."""

    home: Home
    binaries: Binaries
    account: Account


class EmbeddedServer:
    """One PostgreSQL server for one folder.

    `binaries` are the wheel's unless given. `durable` false trades safety for speed: only for data
    that is thrown away. `namespaces` false leaves user namespaces aside. After `start`, `note`
    tells in a few words what was out of the ordinary ("" when nothing was).
    """

    def __init__(
        self,
        folder: Path,
        *,
        binaries: Binaries | None = None,
        durable: bool = True,
        namespaces: bool = True,
    ) -> None:
        self._wanted_folder = folder.absolute()  # the server itself stands in /
        self._wanted_binaries = binaries
        self._durable = durable
        self._namespaces = namespaces
        self._settled: _Place | None = None
        self._lock: TextIO | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._starter = os.getpid()
        self.note = ""

    # -------------------------------------------------------------- life

    def start(self) -> None:
        """Start the server, or attach to the one that another process looks after.

        Call it from the main thread: the server dies with the thread that started it. Raises
        NoEmbeddedServer, ServerFailed, or OSError when the folder can't be made or written.
        """
        account = choose_account(namespaces=self._namespaces)
        binaries = self._wanted_binaries or embedded_binaries()
        folder, binaries, note = reachable(self._wanted_folder, binaries, account)
        home = make_home(folder, account)
        major = cluster_major(home)
        if major is not None and major != binaries.major:
            binaries = self._binaries_for(major)
        self._settled = _Place(home, binaries, account)
        self.note = "; ".join(part for part in (account.note, note) if part)
        if self._take_lock():
            self._launch()
            self._make_database()
        else:
            self._wait_until_ready()

    def stop(self) -> None:
        """Stop the server if it is ours to stop: sessions are ended, everything is written."""
        if self._starter != os.getpid():  # a fork of the process that started it
            return
        if self._process is not None:
            if not self._asked_to_stop(self._process):
                self._process.send_signal(signal.SIGQUIT)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(_STOPPED_WITHIN_SECONDS)
            self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def restart(self) -> None:
        """Start the server again after it died; what was committed is recovered from its log."""
        self._launch()

    # -------------------------------------------------------------- state

    @property
    def attached(self) -> bool:
        """Whether another process looks after the server."""
        return self._lock is None

    @property
    def pid(self) -> int | None:
        """The server's process, None when it isn't ours."""
        return self._process.pid if self._process else None

    def died(self) -> bool:
        """Whether our server has ended without being asked to."""
        return self._process is not None and self._process.poll() is not None

    def url(self, database: str = DATABASE, user: str = OWNER) -> str:
        """The SQLAlchemy URL of a database on the server."""
        return f"postgresql+psycopg://{user}@/{database}?host={self._place.home.run}"

    def program(self, name: str) -> str:
        """The path of one of the server's own programs, such as pg_dump."""
        return self._place.binaries.program(name)

    def superuser(self, database: str = "postgres") -> psycopg.Connection:
        """A connection that may make and drop databases; each statement is its own transaction."""
        host = str(self._place.home.run)
        return psycopg.connect(host=host, dbname=database, user=SUPERUSER, autocommit=True)

    # -------------------------------------------------------------- within

    @property
    def _place(self) -> _Place:
        if self._settled is None:
            raise ServerFailed("Servern är inte startad.", "The server has not been started.")
        return self._settled

    def _binaries_for(self, major: int) -> Binaries:
        if self._wanted_binaries is None:
            return embedded_binaries(major)
        raise NoEmbeddedServer(
            f"Databasens data är för PostgreSQL {major}.",
            f"The database's data is for PostgreSQL {major}.",
        )

    def _take_lock(self) -> bool:
        lock = open(self._place.home.lock, "a", encoding="utf-8")  # noqa: SIM115
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go when we die, however we die
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _launch(self) -> None:
        home, binaries, account = self._place.home, self._place.binaries, self._place.account
        make_cluster(home, binaries, account, durable=self._durable)
        clear_leftovers(home)
        command = [*account.prefix, *server_command(home, binaries, durable=self._durable)]
        parent = os.getpid()

        def prepare() -> None:
            os.setpgid(0, 0)  # Ctrl-C in the terminal is for us; the server is stopped last
            account.become()
            end_with_parent(signal.SIGINT, parent)

        with open(home.log, "ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=bare_environment(),
                preexec_fn=prepare,
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        limit = time.monotonic() + _READY_WITHIN_SECONDS
        while True:
            try:
                self.superuser().close()
                return
            except psycopg.OperationalError as error:
                if _NO_SPACE in str(error):
                    raise self._no_space() from error
                if self.died():
                    raise self._failed() from error
                if time.monotonic() > limit:
                    raise self._failed() from error
                time.sleep(0.02)

    @staticmethod
    def _asked_to_stop(process: subprocess.Popen[bytes]) -> bool:
        """Ask the server to stop until it has; a server that is just starting hears nothing."""
        limit = time.monotonic() + _STOPPED_WITHIN_SECONDS
        while time.monotonic() < limit:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(_ASKED_AGAIN_AFTER_SECONDS)
                return True
            except subprocess.TimeoutExpired:
                continue
        return False

    def _failed(self) -> ServerFailed:
        home = self._place.home
        lines = home.log.read_text(errors="replace").splitlines() if home.log.exists() else []
        said = [line for line in lines if "FATAL" in line or "PANIC" in line or "rror" in line]
        last = said[-1].strip() if said else ""
        if _NO_SPACE in last:
            return self._no_space()
        return ServerFailed(
            f"PostgreSQL startade inte: {last} (mer i {home.log})",
            f"PostgreSQL did not start: {last} (more in {home.log})",
        )

    def _no_space(self) -> ServerFailed:
        folder = self._place.home.folder
        return ServerFailed(
            f"PostgreSQL startade inte: disken är full ({folder}).",
            f"PostgreSQL did not start: there is no space left on the disk ({folder}).",
        )

    def _make_database(self) -> None:
        with self.superuser() as connection:
            find_role = "SELECT 1 FROM pg_roles WHERE rolname = %s"
            if not connection.execute(find_role, [OWNER]).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER").format(sql.Identifier(OWNER))
                )
            find_database = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(find_database, [DATABASE]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    )
                )
