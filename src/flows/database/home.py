"""The folder of an embedded server: its cluster, its socket, its log and its lock.

<home>/cluster        PostgreSQL's data
<home>/run            the socket (elsewhere when the path would be too long for one)
<home>/postgres.log   what the server said
<home>/lock           held by the process that looks after the server
"""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flows.database.account import Account
from flows.database.binaries import Binaries
from flows.database.errors import ServerFailed

_LONGEST_SOCKET_PATH = 100  # the system allows 107 bytes on Linux, 103 on macOS
_LARGEST_LOG = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one embedded server."""

    folder: Path
    run: Path

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"


def make_home(folder: Path, account: Account) -> Home:
    """Make the folders, private to the account.

    Raises OSError when they can't be made, ServerFailed when they belong to a stranger.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _make_private(folder, account)
    home = Home(folder, _socket_folder(folder, account))
    _make_private(home.run, account)
    if home.log.exists() and home.log.stat().st_size > _LARGEST_LOG:
        home.log.replace(home.log.with_suffix(".log.1"))
    return home


def reachable(folder: Path, binaries: Binaries, account: Account) -> tuple[Path, Binaries, str]:
    """A folder and programs that the account can reach, and a note of what was done about it.

    They are the ones given, unless the account is another one than ours and is shut out, as it is
    from a checkout under root's home. Then a folder under /var/lib is used, named after the one
    given, and the programs are copied into it.
    """
    if not account.switched:
        return folder, binaries, ""
    folder.mkdir(parents=True, exist_ok=True)
    notes = []
    mark = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
    refuge = Path("/var/lib") / f"flows-{mark}"
    refuge.mkdir(mode=0o755, exist_ok=True)
    if not account.can_use(folder.parent):
        notes.append(f"data in {refuge / 'postgres'}, as {folder} is out of its reach")
        folder = refuge / "postgres"
    if not account.can_use(binaries.folder / "postgres"):
        notes.append("programs copied there")
        binaries = _copy(binaries, refuge / "programs")
    if not notes:
        refuge.rmdir()
    return folder, binaries, "; ".join(notes)


def _copy(binaries: Binaries, to: Path) -> Binaries:
    # The wheel's programs find their libraries beside the package, so the shape is kept.
    package = binaries.folder.parent.parent
    copied = to / package.name / binaries.folder.parent.name
    if not copied.exists():
        shutil.copytree(binaries.folder.parent, copied.with_suffix(".new"), dirs_exist_ok=True)
        for libraries in package.parent.glob(f"{package.name}.libs"):
            shutil.copytree(libraries, to / libraries.name, dirs_exist_ok=True)
        copied.with_suffix(".new").rename(copied)
    return Binaries(copied / "bin", binaries.major)


def _socket_folder(folder: Path, account: Account) -> Path:
    run = folder.resolve() / "run"
    if len(os.fsencode(run / ".s.PGSQL.5432.lock")) <= _LONGEST_SOCKET_PATH:
        return run
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    mark = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
    return base / f"flows-{account.uid}-{mark}"


def _make_private(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = os.lstat(folder)
    if account.switched and found.st_uid == 0:
        os.chown(folder, account.uid, account.gid)
        found = os.lstat(folder)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        raise ServerFailed(
            f"{folder} är inte en mapp som tillhör kontot {account.uid}.",
            f"{folder} is not a folder that belongs to account {account.uid}.",
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
