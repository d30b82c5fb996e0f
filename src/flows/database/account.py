"""Who runs the embedded server: PostgreSQL refuses to be run by root.

An ordinary person runs it as themselves. Root runs it in a user namespace, where root outside is
account 1 inside, so that nothing on the machine is changed. Where user namespaces are forbidden
(some containers) root hands it to another account of the machine.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from flows.database.errors import ServerFailed

_NAMESPACE = ("unshare", "--user", "--map-user=1", "--map-group=1", "--")
_OTHER_ACCOUNTS = ("postgres", "daemon", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """How to run a program as the server's account.

    `prefix` goes before every command; `client` is the name that the server sees when this
    process connects; `uid` owns the files; `switched` tells that the account is another one than
    this process runs as; `note` says in a few words what was chosen ("" for the ordinary case).
    """

    prefix: tuple[str, ...]
    client: str
    uid: int
    gid: int
    switched: bool
    note: str

    def can_use(self, path: Path) -> bool:
        """Whether the account can read and enter an existing folder, or read and run a file."""
        check = ["test", "-r", str(path), "-a", "-x", str(path)]
        return self.run(check, check=False).returncode == 0

    def run(self, command: list[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as the account, with a bare environment."""
        return subprocess.run(
            [*self.prefix, *command],
            check=check,
            capture_output=True,
            text=True,
            cwd="/",
            env=bare_environment(),
            user=self.uid if self.switched else None,
            group=self.gid if self.switched else None,
            extra_groups=[] if self.switched else None,
        )

    def become(self) -> None:
        """Turn this process (a child about to run the server) into the account."""
        if self.switched:
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)


def choose_account(*, namespaces: bool = True) -> Account:
    """The account for the embedded server on this machine.

    `namespaces` false leaves user namespaces aside. Raises ServerFailed when no account will do.
    """
    uid = os.geteuid()
    if uid != 0:
        return Account((), _name_of(uid), uid, os.getegid(), switched=False, note="")
    if namespaces and _namespace_works():
        note = "as root: the server runs in a user namespace of its own"
        return Account(_NAMESPACE, _name_of(1), 0, 0, switched=False, note=note)
    for name in _OTHER_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        note = f"as root without user namespaces: the server runs as the account {name}"
        return Account((), "root", entry.pw_uid, entry.pw_gid, switched=True, note=note)
    raise ServerFailed(
        "PostgreSQL kan inte köras som root och inget annat konto finns.",
        "PostgreSQL can't be run as root, and there is no other account to run it as.",
    )


def bare_environment() -> dict[str, str]:
    """The environment of the server's programs: nothing of the caller's leaks in."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}


def _namespace_works() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*_NAMESPACE, "true"], capture_output=True).returncode == 0


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise ServerFailed(
            f"Kontot {uid} saknar namn i maskinens kontolista; PostgreSQL behöver ett.",
            f"Account {uid} has no name in the machine's list of accounts; PostgreSQL needs one.",
        ) from None
