"""What a killed server leaves behind: its pid file, its socket, and sessions that still end.

The pid in the file proves nothing, for it may belong to a stranger by now. What proves that
a PostgreSQL process is ours is that it stands in our cluster folder.
"""

import contextlib
import os
import signal
import time
from pathlib import Path

from flows.database.errors import ServerFailed
from flows.database.home import Home

_GONE_WITHIN_SECONDS = 60.0


def clear_leftovers(home: Home) -> None:
    """Wait until no process of an earlier server is left, then remove its pid file and socket.

    An earlier server that still runs without anyone to look after it is stopped. The caller holds
    the lock of the home. Raises ServerFailed when a process does not go away.
    """
    pid_file = home.cluster / "postmaster.pid"
    if not pid_file.exists():
        return
    server = _first_number(pid_file)
    limit = time.monotonic() + _GONE_WITHIN_SECONDS
    left = _processes_in(home.cluster)
    if server in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(server, signal.SIGINT)
    while left:
        if time.monotonic() > limit:
            raise ServerFailed(
                f"En tidigare PostgreSQL (process {min(left)}) avslutas inte.",
                f"An earlier PostgreSQL (process {min(left)}) does not end.",
            )
        time.sleep(0.02)
        left = _processes_in(home.cluster)
    for path in (pid_file, *home.run.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)


def _first_number(pid_file: Path) -> int:
    words = pid_file.read_text().split()
    return int(words[0]) if words and words[0].isdigit() else 0


def _processes_in(folder: Path) -> set[int]:
    here = folder.stat()
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            there = (process / "cwd").stat()
        except OSError:  # gone meanwhile, or not ours to look at
            continue
        if (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino):
            found.add(int(process.name))
    return found
