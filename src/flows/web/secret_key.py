"""The key that signs the form cookie: from the settings, or made once and kept with the data."""

import os
import secrets

from flows.kernel import Settings


def of(settings: Settings) -> str:
    """The key; the same for every process that shares the data folder."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret-key"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(opened, "w") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key
