"""What a finished instance takes in the tables, exact to the byte however few were run.

PostgreSQL takes pages of 8 kB, for each table and each index of its own: five instances more, or
twenty, may cost no page or a dozen. So the rows of the finished instances are copied, with other
ids, into tables and indexes made like their own, until a page is nothing against them all.
"""

from collections.abc import Mapping

from throwaway import House

COPIED = 2_000
"""Instances, at the least, that are measured."""

_ID = "copies.id"
_TASK = "substr(md5({0} || copies.number), 1, 16)"
_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "instance": ("source.id = copies.original", {"id": _ID}),
    "task": (
        "source.instance_id = copies.original",
        {"id": _TASK.format("source.id"), "instance_id": _ID},
    ),
    "task_candidate": (
        "source.task_id in (select id from public.task where instance_id = copies.original)",
        {"task_id": _TASK.format("source.task_id")},
    ),
    **{
        table: (
            "source.instance_id = copies.original",
            {"task_id": _TASK.format("source.task_id"), "instance_id": _ID},
        )
        for table in ("history", "timer", "subscription", "job")
    },
}
"""How a copy's rows are found, and what is another's in each."""


def footprint(built: House, process_id: str) -> Mapping[str, float]:
    """Bytes of each table, its indexes and its large values, for an ended instance of a process.

    What instances have together isn't counted: versions, and the configurations of forums.
    """
    with built.server.superuser("flows") as connection:
        row = connection.execute(
            "select count(*) from instance where process_id = %s and ended_at is not null",
            [process_id],
        ).fetchone()
        ended = int(row[0]) if row else 0
        copies = -(-COPIED // ended)
        connection.execute(b"create schema footprint")
        connection.execute(
            "create table footprint.copies as select instance.id as original, number,"
            " gen_random_uuid() as id from instance,"
            f" generate_series(1, {copies}) as number"
            f" where process_id = '{process_id}' and ended_at is not null".encode()
        )
        sizes: dict[str, float] = {}
        for table, (found_by, others) in _TABLES.items():
            connection.execute(
                f"create table footprint.{table} (like public.{table} including all)".encode()
            )
            empty = built.number(_SIZE.format(table))
            named = connection.execute(
                "select quote_ident(column_name) from information_schema.columns"
                " where table_schema = 'public' and table_name = %s order by ordinal_position",
                [table],
            ).fetchall()
            columns = [str(name) for (name,) in named]
            values = [others.get(column, f"source.{column}") for column in columns]
            connection.execute(
                f"insert into footprint.{table} ({', '.join(columns)})"
                f" select {', '.join(values)}"
                f" from public.{table} as source, footprint.copies where {found_by}".encode()
            )
            connection.execute(f"vacuum full footprint.{table}".encode())
            sizes[table] = (built.number(_SIZE.format(table)) - empty) / (ended * copies)
        connection.execute(b"drop schema footprint cascade")
    return sizes


_SIZE = "select pg_total_relation_size('footprint.{}')"
