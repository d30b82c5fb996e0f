"""The migrations make exactly the tables that the program describes."""

from importlib import resources

from procrastinate.schema import SchemaManager
from sqlalchemy import text

from flows.database.embedded import EmbeddedServer
from flows.database.migration import differences, migrate
from flows.kernel import Database


def test_migrating_twice_changes_nothing(server: EmbeddedServer) -> None:
    with server.superuser() as connection:
        connection.execute("CREATE DATABASE migrated_twice OWNER flows")
    first = migrate(server.url("migrated_twice"))
    second = migrate(server.url("migrated_twice"))
    assert first.before is None
    assert second.before == second.after == first.after


def test_the_migrations_and_the_tables_agree(server: EmbeddedServer) -> None:
    with server.superuser() as connection:
        connection.execute("CREATE DATABASE compared OWNER flows")
    migrate(server.url("compared"))
    assert differences(server.url("compared")) == []


def test_the_job_tables_are_there(database: Database) -> None:
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0


def test_the_job_schema_is_the_library_s() -> None:
    """When this fails, Procrastinate has a newer schema: write a revision with its migration."""
    frozen = resources.files("flows.database") / "versions" / "procrastinate_3_10.sql"
    assert frozen.read_text(encoding="utf-8") == SchemaManager.get_schema()
