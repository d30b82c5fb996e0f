"""The key that signs the form cookie: from the settings, or made once and kept with the data."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from flows.kernel import Settings


def of(settings: Settings) -> str:
    """The key; the same for every process that shares the data folder."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret-key"
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    """Write a key whole before it gets its name, so that another process never reads half of it."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(secrets.token_hex(32))
    with suppress(FileExistsError):  # another process was faster: its key counts
        os.link(unfinished, path)
    unfinished.unlink()
