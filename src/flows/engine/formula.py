"""A text of a diagram that yields a value: fixed, or FEEL with the kind it must give.

The script environment evaluates formulas and nothing else, so a text that did not pass the
reader can't run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flows.engine.errors import Fault
from flows.engine.parts import Part
from flows.expressions import Expression, ExpressionError, compile_expression, kind_of, to_plain


class Kind(Enum):
    """What a formula must give."""

    ANY = "any"
    BOOLEAN = "boolean"
    LIST = "list"
    NUMBER = "number"
    TEXT = "text"
    TIME = "time"


_TIME_KINDS = frozenset(
    {"date", "date and time", "days and time duration", "years and months duration", "string"}
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A literal (`expression` is None) or a compiled FEEL expression."""

    kind: Kind
    what: Part
    literal: Any = None
    expression: Expression | None = None

    @property
    def source(self) -> str:
        """The text as the diagram has it, with its leading "=" when it is an expression."""
        return f"={self.expression.source}" if self.expression else str(self.literal)

    def value(self, variables: Mapping[str, Any]) -> Any:
        """The value as JSON data. Raises Fault when it can't be computed or is of another kind."""
        if self.expression is None:
            return self.literal
        try:
            found = self.expression.evaluate(variables)
            plain = to_plain(found)
        except ExpressionError as error:
            raise Fault(
                error.code,
                f"{self.what.sv}: uttrycket ”{self.expression.source}” gick inte att räkna ut: "
                f"{error.sv}",
                f'{self.what.en}: the expression "{self.expression.source}" failed: {error.en}',
            ) from error
        self._hold(kind_of(found), plain)
        return plain

    def _hold(self, got: str, plain: Any) -> None:
        wanted = _WANTED.get(self.kind)
        if wanted is None or got in wanted[0]:
            return
        source = self.expression.source if self.expression else ""
        shown = "null" if plain is None else f"{plain!r}"[:60]
        raise Fault(
            "wrong-kind",
            f"{self.what.sv}: ”{source}” ska ge {wanted[1]} men gav {shown}.",
            f'{self.what.en}: "{source}" must give {wanted[2]} but gave {shown}.',
        )


_WANTED: Mapping[Kind, tuple[frozenset[str], str, str]] = {
    Kind.BOOLEAN: (frozenset({"boolean"}), "sant eller falskt", "true or false"),
    Kind.LIST: (frozenset({"list"}), "en lista", "a list"),
    Kind.NUMBER: (frozenset({"number"}), "ett tal", "a number"),
    Kind.TEXT: (frozenset({"string", "number", "null"}), "en text", "a text"),
    Kind.TIME: (_TIME_KINDS, "en tidpunkt eller tidsrymd", "a point in time or a duration"),
}


def literal(kind: Kind, what: Part, value: Any) -> Formula:
    """A formula that always gives the same value."""
    return Formula(kind, what, literal=value)


def feel(kind: Kind, what: Part, source: str) -> Formula:
    """A FEEL formula. Raises ExpressionError when the source can't be read."""
    text = source.strip()
    return Formula(kind, what, expression=compile_expression(text.removeprefix("=").strip()))
