"""PostgreSQL's data: made once, all of it or nothing, and how the server is configured."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from flows.database.account import Account
from flows.database.binaries import Binaries
from flows.database.errors import ServerFailed
from flows.database.home import Home

SUPERUSER = "postgres"
OWNER = "flows"
DATABASE = "flows"
_BUILTIN_LOCALE_SINCE = 17


def cluster_major(home: Home) -> int | None:
    """The PostgreSQL version that the data is for, None when there is none yet."""
    try:
        return int((home.cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def make_cluster(home: Home, binaries: Binaries, account: Account, *, durable: bool = True) -> None:
    """Make the data with checksums and peer authentication only, unless it is there already.

    A run that is killed on the way leaves nothing that a later one would take for data. Raises
    ServerFailed with the last line that initdb said.
    """
    if cluster_major(home) is None:
        unfinished = home.folder / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [binaries.program("initdb"), "--pgdata", str(unfinished), *_INITDB]
        if binaries.major >= _BUILTIN_LOCALE_SINCE:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not durable:
            command.append("--no-sync")
        try:
            account.run(command)
        except subprocess.CalledProcessError as error:
            raise _initdb_failed(error) from error
        unfinished.rename(home.cluster)
    _give_to(home.cluster, account)
    _write(home.cluster / "pg_hba.conf", "local all all peer map=flows\n", account)
    names = "".join(f"flows {account.client} {role}\n" for role in (SUPERUSER, OWNER))
    _write(home.cluster / "pg_ident.conf", names, account)


def server_command(home: Home, binaries: Binaries, *, durable: bool = True) -> list[str]:
    """The command that runs the server: every setting of ours stands here, none in a file."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(home.run),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "128MB",
        "idle_in_transaction_session_timeout": "60s",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "warning",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [binaries.program("postgres"), "-D", str(home.cluster), *options]


_INITDB = [
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--data-checksums",
    "--auth-host=reject",
    "--auth-local=peer",
]


def _initdb_failed(error: subprocess.CalledProcessError) -> ServerFailed:
    said = re.findall(r"(?:FATAL|PANIC|error): +(.*)", error.stderr or "")
    last = said[0] if said else f"initdb ended with {error.returncode}"
    return ServerFailed(
        f"Databasens datamapp kunde inte skapas: {last}",
        f"The database's data folder could not be made: {last}",
    )


def _give_to(folder: Path, account: Account) -> None:
    # Root may have run it under another account before; only root can get here with a wrong owner.
    if os.geteuid() != 0 or folder.stat().st_uid == account.uid:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _write(path: Path, text: str, account: Account) -> None:
    if path.read_text() == text:
        return
    path.write_text(text)
    if account.switched:
        os.chown(path, account.uid, account.gid)
