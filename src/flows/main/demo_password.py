"""The password that everyone shares in a demonstration."""

import os
import secrets

from flows.kernel import Settings
from flows.main.faults import Stopped


def demo_password(settings: Settings) -> str:
    """The password that the demonstration began with: the setting, or else one made up once.

    It is kept in the data folder, since the accounts have it. Raises Stopped when the setting has
    been changed afterwards: an account that exists keeps its password.
    """
    path = settings.data_dir / "demo-password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(f"{settings.demo_password or secrets.token_hex(4)}\n")
    kept = path.read_text().strip()
    if settings.demo_password not in {None, kept}:
        raise Stopped(
            f"Demonstrationens konton har redan ett annat lösenord: det står i {path}. "
            "Ta bort FLOWS_DEMO_PASSWORD.",
            f"The demonstration's accounts have another password already: it is in {path}. "
            "Leave out FLOWS_DEMO_PASSWORD.",
        )
    return kept
