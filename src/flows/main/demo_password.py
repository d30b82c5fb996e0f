"""The password that everyone shares in a demonstration."""

import os
import secrets

from flows.kernel import Settings


def demo_password(settings: Settings) -> str:
    """The setting, or one that was made up once and is kept in the data folder."""
    if settings.demo_password:
        return settings.demo_password
    path = settings.data_dir / "demo-password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(f"{secrets.token_hex(4)}\n")
    return path.read_text().strip()
