"""What an expression or a decision model raises, as sentences a process owner understands.

Invalid
├── ExpressionError   an expression can't be read, or took too much (code `expression-limit`)
└── DecisionError     a decision model can't be read, or its rules contradict one another
"""

from collections.abc import Sequence
from typing import Any

from flows.kernel import Invalid, Problem

LIMIT = "expression-limit"


class ExpressionError(Invalid):
    """The expression can't be used.

    `line` and `column` count from 1 within the expression; 0 means that no place is known.
    """

    code = "expression"
    sv = "Uttrycket går inte att använda."
    en = "The expression can't be used."

    def __init__(
        self,
        sv: str | None = None,
        en: str | None = None,
        *,
        code: str = "expression",
        line: int = 0,
        column: int = 0,
    ) -> None:
        super().__init__(sv, en)
        self.code = code
        self.line = line
        self.column = column
        self.problems = (Problem(code, self.sv, self.en, line=line),)

    def __str__(self) -> str:
        place = f" (line {self.line}, column {self.column})" if self.line else ""
        return self.en + place


class DecisionError(Invalid):
    """The decision model can't be used; `problems` says where.

    `hits` are the rules that had matched when they contradicted one another.
    """

    code = "decision"
    sv = "Beslutsmodellen går inte att använda."
    en = "The decision model can't be used."

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.hits: tuple[Any, ...] = ()
        first = problems[0] if problems else None
        super().__init__(first.sv if first else None, first.en if first else None, problems)
        if first:
            self.code = first.code


def over_limit(sv: str, en: str) -> ExpressionError:
    """The error for work that was stopped because it took too much."""
    return ExpressionError(sv, en, code=LIMIT)


def place_of(source: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character offset in a source text."""
    line = source.count("\n", 0, offset) + 1
    return line, offset - (source.rfind("\n", 0, offset) + 1) + 1


def error_at(source: str, offset: int, sv: str, en: str) -> ExpressionError:
    """An ExpressionError that points at a character of the source."""
    line, column = place_of(source, offset)
    return ExpressionError(sv, en, line=line, column=column)
