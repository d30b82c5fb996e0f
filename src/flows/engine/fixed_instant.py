"""Points in time that stand in a diagram, the same for every instance."""

import re
from datetime import datetime

from flows.engine.formula import Formula
from flows.engine.timers import parse_instant
from flows.expressions import ExpressionError

_MOVES = re.compile(r"\b(?:now|today)\s*\(")


def fixed_instant(formula: Formula, now: datetime) -> datetime | None:
    """The instant that a formula gives whenever it is computed; None when it depends on anything.

    A text that is no point in time gives None too.
    """
    value, expression = formula.literal, formula.expression
    if expression is not None:
        reads = expression.free_variables | expression.possible_variables
        if reads or expression.unknown_functions or _MOVES.search(expression.source):
            return None
        try:
            value = expression.evaluate_plain({}, clock=lambda: now)
        except ExpressionError:
            return None
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except ValueError:
        return None
