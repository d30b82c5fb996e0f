"""Tables that the reader sorts: the order in the address, the Swedish alphabet for words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from flows.organisation import swedish_sort_key

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column that can be sorted by."""

    name: str
    value: Callable[[Row], str | datetime]


@dataclass(frozen=True, slots=True)
class Order:
    """The column that a table is sorted by, and which way."""

    column: str
    falling: bool = False

    @classmethod
    def read(cls, asked: str, columns: Sequence[Column[Row]], *, otherwise: str) -> "Order":
        """`asked` is a column's name, with "-" before it for falling; `otherwise` when unknown."""
        known = {column.name for column in columns}
        chosen = asked if asked.removeprefix("-") in known else otherwise
        return cls(chosen.removeprefix("-"), chosen.startswith("-"))

    @property
    def asked(self) -> str:
        """The order as the address has it."""
        return f"-{self.column}" if self.falling else self.column

    def towards(self, column: str) -> str:
        """What to ask for to sort by a column: the other way when it is sorted by already."""
        return f"-{column}" if column == self.column and not self.falling else column

    def aria(self, column: str) -> str:
        """The heading's `aria-sort`."""
        if column != self.column:
            return "none"
        return "descending" if self.falling else "ascending"


def sort_rows(rows: Sequence[Row], columns: Sequence[Column[Row]], order: Order) -> list[Row]:
    """The rows in the order asked for; equal rows stay as they were."""
    value = next(column.value for column in columns if column.name == order.column)

    def key(row: Row) -> str | float:
        found = value(row)
        return found.timestamp() if isinstance(found, datetime) else swedish_sort_key(found)

    return sorted(rows, key=key, reverse=order.falling)
