"""The migrations make exactly the tables that the program describes."""

from importlib import resources

from alembic import command
from procrastinate.schema import SchemaManager
from sqlalchemy import NullPool, create_engine, text

from flows.database import migration
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


def test_history_is_told_of_the_tasks_that_are_dropped(server: EmbeddedServer) -> None:
    """0014: what only the rows of tasks told stands in history before they go."""
    with server.superuser() as connection:
        connection.execute("CREATE DATABASE told OWNER flows")
    engine = create_engine(server.url("told"), poolclass=NullPool)
    with engine.begin() as connection:
        command.upgrade(migration._configuration(connection), "0013")
        for statement in _BEFORE_0014.split(";"):
            connection.execute(text(statement))
    migrate(server.url("told"))

    with engine.begin() as connection:
        history = connection.execute(
            text(
                "select id, task_id, what, extract(day from began_at), extract(day from due_at),"
                " assignee, detail from history order by id"
            )
        ).all()
        assert [tuple(row) for row in history] == [
            (1, "start", "completed", None, None, None, None),
            (2, "done", "completed", 1, 9, "anna", b"{}"),
            (3, "stopped", "cancelled", 2, None, None, None),
            (7, "passed", "completed", 3, None, None, None),
        ]
        kept = connection.scalars(text("select id from task order by id")).all()
        assert kept == ["open", "passed", "untold"]
        new = connection.scalars(
            text(
                "insert into history (instance_id, version_id, element_id, name, type, what, at,"
                " task_id) select id, version_id, 'e', 'E', 'endEvent', 'completed', now(), 'x'"
                " from instance limit 1 returning id"
            )
        ).one()
        assert new == 8, "numbers go on where they were"


_BEFORE_0014 = """
insert into process_version (package, number, sha256, author, reason, published_at, files)
values ('p', 1, '', '', '', now(), '');
insert into instance (id, collaboration_id, process_id, version_id, title, status, state, revision,
    started_at, ended_at, ends)
select i.id::uuid, 'c', 'p', process_version.id, 't', 'x', '', 1, now(), i.ended_at, '{}'
from process_version, (values
    ('00000000-0000-4000-8000-000000000001', now()), ('00000000-0000-4000-8000-000000000002', null)
) as i (id, ended_at);
insert into task (id, instance_id, collaboration_id, element_id, name, priority, properties,
    opened_at, due_at, assignee, closed_at)
select t.id, ('00000000-0000-4000-8000-00000000000' || i)::uuid, 'c', 'e', 'n', 0, '{}',
    opened_at::timestamptz, due_at::timestamptz, assignee, closed_at::timestamptz
from (values
    ('done', 1, '2027-01-01 12:00Z', '2027-01-09 12:00Z', 'anna', '2027-01-05 12:00Z'),
    ('stopped', 1, '2027-01-02 12:00Z', null, null, '2027-01-05 12:00Z'),
    ('untold', 1, '2027-01-02 12:00Z', null, null, '2027-01-05 12:00Z'),
    ('passed', 2, '2027-01-03 12:00Z', null, null, '2027-01-05 12:00Z'),
    ('open', 2, '2027-01-04 12:00Z', null, null, null)
) as t (id, i, opened_at, due_at, assignee, closed_at);
insert into history (id, instance_id, version_id, element_id, name, type, what, at, task_id, detail)
select h.id, ('00000000-0000-4000-8000-00000000000' || i)::uuid, v.id, 'e', 'n', 'userTask', what,
    now(), task_id, detail
from process_version as v, (values
    (1, 1, 'completed', 'start', null), (2, 1, 'completed', 'done', '{}'::bytea),
    (3, 1, 'cancelled', 'stopped', null), (7, 2, 'completed', 'passed', null)
) as h (id, i, what, task_id, detail)
"""


def test_the_job_tables_are_there(database: Database) -> None:
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0


def test_the_job_schema_is_the_library_s() -> None:
    """When this fails, Procrastinate has a newer schema: write a revision with its migration."""
    frozen = resources.files("flows.database") / "versions" / "procrastinate_3_10.sql"
    assert frozen.read_text(encoding="utf-8") == SchemaManager.get_schema()
