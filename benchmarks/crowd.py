"""Many instances: started one by one, or copied by the thousand in a database of their own."""

from collections.abc import Mapping
from uuid import UUID

from throwaway import FORUM, House, now

from flows.instances import start_instance
from flows.kernel import Database


def start(database: Database, process_id: str) -> UUID:
    """Start an instance in the forum."""
    with database.transaction() as session:
        return start_instance(session, process_id, now=now(), forum_id=FORUM).id


def crowded(built: House, rows: int) -> Database:
    """A database of its own with so many instances, each with an open task and its history."""
    instance_id = start(built.database, "fraga")
    built.database.dispose()
    name = f"rows_{rows}"
    with built.server.superuser() as connection:
        connection.execute(f"create database {name} template flows owner flows".encode())
    with built.server.superuser(name) as connection:
        connection.execute(b"set session_replication_role = replica")  # the copies refer rightly
        for table, own in _COPIED.items():
            columns = connection.execute(
                "select string_agg(quote_ident(column_name), ', ') from information_schema.columns"
                " where table_name = %s and not column_name = any(%s)",
                [table, list(own)],
            ).fetchone()
            rest = columns[0] if columns else ""
            connection.execute(
                f"insert into {table} ({', '.join((*own, rest))})"
                f" select {', '.join((*own.values(), rest))}"
                f" from {table}, generate_series(1, {rows}) as n"
                f" where {_OF[table]}".encode(),
                [instance_id],
            )
        connection.execute(b"vacuum analyze")
    return Database(built.server.url(name))


_INSTANCE = "('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid"
_TASK = "'copy' || n::text"
_COPIED: Mapping[str, Mapping[str, str]] = {
    "instance": {"id": _INSTANCE},
    "task": {"id": _TASK, "instance_id": _INSTANCE},
    "task_candidate": {"task_id": _TASK},
    "history": {"instance_id": _INSTANCE, "id": "nextval('history_id_seq')"},
}
_OF = {
    "instance": "id = %s",
    "task": "instance_id = %s",
    "task_candidate": "task_id in (select id from task where instance_id = %s)",
    "history": "instance_id = %s",
}
