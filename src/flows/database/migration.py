"""The schema: brought up to date, compared with the tables in the program, and added to.

Alembic is set up here, in Python: there is no alembic.ini to find at run time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, MetaData, create_engine, pool, text

from flows.database.errors import MigrationFailed

FOREIGN_PREFIX = "procrastinate_"
_HERE = Path(__file__).parent
_ONE_AT_A_TIME = 4_702_111_307  # advisory lock: two programs that start at once take turns


@dataclass(frozen=True, slots=True)
class Migration:
    """What a migration did: the revision before (None for an empty database) and after."""

    before: str | None
    after: str


def migrate(url: str) -> Migration:
    """Bring the schema up to date in one transaction.

    Raises MigrationFailed when the database is newer than the program. Database errors pass
    through; nothing is changed then.
    """
    with _connection(url) as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        before = MigrationContext.configure(connection).get_current_revision()
        configuration = _configuration(connection)
        after = ScriptDirectory.from_config(configuration).get_current_head() or ""
        if before != after:
            try:
                command.upgrade(configuration, "head")
            except CommandError as error:
                raise MigrationFailed(
                    f"Databasen har versionen {before}, som programmet inte känner till. "
                    "Är programmet äldre än databasen?",
                    f"The database is at revision {before}, which this program does not know. "
                    "Is the program older than the database?",
                ) from error
        return Migration(before, after)


def known_revisions() -> frozenset[str]:
    """Every revision that this program can bring up to date."""
    scripts = ScriptDirectory.from_config(_configuration(None))
    return frozenset(script.revision for script in scripts.walk_revisions())


def differences(url: str) -> list[Any]:
    """What the tables in the program have that the migrated database lacks, and the reverse.

    Empty when the migrations are complete. The shape of an entry is Alembic's.
    """
    with _connection(url) as connection:
        context = MigrationContext.configure(connection, opts=_COMPARISON)
        return list(compare_metadata(context, _tables()))


def add_revision(url: str, message: str) -> Path | None:
    """Write a new revision that makes the database like the tables in the program.

    `url` is a migrated database. Returns the file, or None when there is nothing to change.
    """
    if not differences(url):
        return None
    with _connection(url) as connection:
        configuration = _configuration(connection)
        configuration.attributes["tables"] = _tables()
        number = len(list((_HERE / "versions").glob("[0-9]*.py"))) + 1
        script = command.revision(
            configuration, message=message, autogenerate=True, rev_id=f"{number:04}"
        )
    if script is None or isinstance(script, list):
        raise MigrationFailed("Ingen revision skrevs.", "No revision was written.")
    file = Path(script.path)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(it for it in lines if "# ### " not in it), encoding="utf-8")
    return file


def run_environment() -> None:
    """What Alembic runs for every command; called by `env.py`."""
    from alembic import context  # only exists while Alembic runs a command

    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes.get("tables"),  # only needed to write a revision
        transaction_per_migration=False,
        **_COMPARISON,
    )
    with context.begin_transaction():
        context.run_migrations()


def _tables() -> MetaData:
    from flows.database.tables import all_tables  # every room: a second that a start can't spare

    return all_tables()


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:
    return not (kind == "table" and name is not None and name.startswith(FOREIGN_PREFIX))


_COMPARISON: dict[str, Any] = {
    "include_name": _is_ours,
    "compare_type": True,
    "compare_server_default": True,
}


def _configuration(connection: Connection | None) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    configuration.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    configuration.attributes["connection"] = connection
    return configuration


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        yield connection
