"""The commands migrate, backup and restore."""

from pathlib import Path

from flows.database.backup import back_up, restore
from flows.database.migration import migrate
from flows.database.server import open_server
from flows.kernel import Settings
from flows.main.steps import step


def migrate_database(settings: Settings) -> None:
    """Bring the schema up to date and say what was done."""
    with open_server(settings) as server:
        migrate_step(server.url)


def migrate_step(url: str) -> None:
    """The step `migrate` of a start."""
    with step("migrate") as under_way:
        done = migrate(url)
        if done.before == done.after:
            under_way.did = f"the schema is up to date ({done.after})"
        else:
            under_way.did = f"the schema went from {done.before or 'nothing'} to {done.after}"


def back_up_database(settings: Settings, file: Path) -> None:
    """Write a backup and say how large it became."""
    with open_server(settings) as server, step("backup") as under_way:
        size = back_up(server, file)
        under_way.did = f"{file}, {size / 1024:,.0f} kB, read back without a fault"


def restore_database(settings: Settings, file: Path) -> None:
    """Put a backup back and say what schema it had."""
    with open_server(settings) as server, step("restore") as under_way:
        restored = restore(server, file)
        under_way.did = f"{file} is in place; schema {restored.revision}"
        if restored.migration.after != restored.revision:
            under_way.did += f", brought up to {restored.migration.after}"
