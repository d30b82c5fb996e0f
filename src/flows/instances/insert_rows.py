"""Many rows in one statement, which the database reads as one and keeps in order."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import ARRAY, Insert, Table, bindparam, func, insert, select
from sqlalchemy.orm import Session

from flows.kernel import Base


def insert_rows(
    session: Session,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    **shared: Any,
) -> None:
    """Insert rows that have the same columns, in their order; `shared` is the same in them all."""
    if not rows:
        return
    columns = tuple(rows[0])
    given = {column: [row[column] for row in rows] for column in columns}
    session.execute(_statement(table, tuple(shared), columns), {**shared, **given})


@cache
def _statement(table: type[Base], shared: tuple[str, ...], own: tuple[str, ...]) -> Insert:
    stored = cast(Table, table.__table__)
    columns = stored.c
    arrays = (bindparam(name, type_=ARRAY(columns[name].type)) for name in own)
    rows = func.unnest(*arrays).table_valued(*own, with_ordinality="place").render_derived()
    chosen = [
        *(bindparam(name, type_=columns[name].type) for name in shared),
        *(rows.c[name] for name in own),
    ]
    return insert(stored).from_select([*shared, *own], select(*chosen).order_by(rows.c.place))
