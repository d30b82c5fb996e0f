"""Looks after the program's processes: whatever dies is started again, and all of it stops as one.

A child is told by the kernel when this process dies, so that nothing is orphaned even by kill -9.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from flows.database.embedded import EmbeddedServer
from flows.kernel.parent import end_with_parent
from flows.main.faults import Stopped
from flows.main.steps import say

AT_ONCE_SECONDS = 3.0
DEATHS_IN_A_ROW = 5
_STOPPED_WITHIN_SECONDS = 25.0
_LOOK_EVERY_SECONDS = 0.1


class Child:
    """One process of the program, and how often in a row it has died at once.

    `command` is run with `environment`. Must be started from the main thread: when that ends,
    however it ends, the process is sent `orphaned`.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        orphaned: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.deaths = 0
        self.due_at = 0.0
        self._command = list(command)
        self._environment = dict(environment)
        self._orphaned = orphaned
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0

    @property
    def pid(self) -> int | None:
        """The process, None while it isn't running."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process."""
        parent = os.getpid()

        def prepare() -> None:
            os.setpgid(0, 0)  # Ctrl-C in the terminal is for the supervisor, which stops the rest
            end_with_parent(self._orphaned, parent)

        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            preexec_fn=prepare,
        )
        self._began = time.monotonic()

    def look(self) -> None:
        """Start the process again if it has died, after a pause that grows.

        Raises Stopped when it has died at once too many times in a row.
        """
        now = time.monotonic()
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return
            self._process = None
            self.deaths = self.deaths + 1 if now - self._began < AT_ONCE_SECONDS else 1
            if self.deaths >= DEATHS_IN_A_ROW:
                raise gave_up(self.name, self.deaths)
            pause = float(2 ** (self.deaths - 2)) if self.deaths > 1 else 0.0
            self.due_at = now + pause
            say(self.name, f"ended with {code}; starting it again")
        if now >= self.due_at:
            self.start()

    def ask_to_stop(self) -> None:
        """Ask the process to finish what it is doing and end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end of the process, and end it by force at `until` (monotonic time)."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(self.name, "did not stop in time and was killed")
            self._process.kill()
            self._process.wait()
        self._process = None


class Supervisor:
    """The children, and the embedded server below them (None when the server is another's)."""

    def __init__(self, server: EmbeddedServer | None, environment: Mapping[str, str]) -> None:
        self._server = server
        self._environment = environment
        self._children: list[Child] = []
        self._server_began = time.monotonic()
        self._server_deaths = 0

    def start(self, name: str) -> Child:
        """Start the subcommand `name` of this program as a child."""
        # An embedded database ends with us: without it nothing that is begun could be finished.
        orphaned = signal.SIGTERM if self._server is None else signal.SIGKILL
        command = [sys.executable, "-m", "flows.main", name]
        child = Child(name, command, self._environment, orphaned)
        self._children.append(child)
        child.start()
        return child

    def look(self) -> None:
        """Start again what has died, the database first. Raises Stopped when that is no use."""
        if self._server is not None and self._server.died():
            self._restart_server(self._server)
        for child in self._children:
            child.look()

    def watch(self) -> None:
        """Look after everything until this process is told to stop (KeyboardInterrupt)."""
        while True:
            self.look()
            time.sleep(_LOOK_EVERY_SECONDS)

    def stop(self) -> None:
        """Stop the children together; the database is for whoever opened it to stop, after this."""
        say("flows", "stopping")
        for child in self._children:
            child.ask_to_stop()
        until = time.monotonic() + _STOPPED_WITHIN_SECONDS
        for child in self._children:
            child.wait(until)

    def _restart_server(self, server: EmbeddedServer) -> None:
        now = time.monotonic()
        at_once = now - self._server_began < AT_ONCE_SECONDS
        self._server_deaths = self._server_deaths + 1 if at_once else 1
        if self._server_deaths >= DEATHS_IN_A_ROW:
            raise gave_up("database", self._server_deaths)
        server.restart()
        self._server_began = time.monotonic()
        say("database", "had ended; it was started again", self._server_began - now)


def gave_up(name: str, deaths: int) -> Stopped:
    """The end of patience with a process."""
    return Stopped(
        f"{name} avslutades direkt {deaths} gånger i rad; se loggen ovan. Flows stoppas.",
        f"{name} ended at once {deaths} times in a row; see the log above. Flows stops.",
    )
