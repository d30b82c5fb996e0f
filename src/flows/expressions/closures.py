"""The small functions that compiled expressions are made of.

Each maker takes the closures of a node's parts and gives the closure of the node: a function from
the scope (names to FEEL values) to the node's value. Loops and calls are in `loops` and `calls`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import eq
from typing import Any

from flows.expressions.arithmetic import ARITHMETIC, negate
from flows.expressions.budget import warn
from flows.expressions.comparison import ORDER, ORDERED, compare, equal
from flows.expressions.feel_types import FeelType
from flows.expressions.properties import property_of
from flows.expressions.values import (
    Range,
    Value,
    kind_in_swedish,
    kind_of,
)

Scope = Mapping[str, Value]
Run = Callable[[Scope], Value]
TestRun = Callable[[Value, Scope], bool | None]


def constant(value: Value) -> Run:
    """Always the same value."""
    return lambda _scope: value


def no_time(text: str, line: int) -> Run:
    """Null, with a warning: what stands after `@` is neither a time nor a length of time."""

    def run(_scope: Scope) -> None:
        warn(
            "no-time",
            f"”{text}” är inget datum, klockslag eller någon tidslängd.",
            f"“{text}” is no date, time or duration.",
            line,
        )

    return run


def path(base: Run, name: str) -> Run:
    """`base.name`."""
    return lambda scope: property_of(base(scope), name)


def negation(operand: Run, line: int) -> Run:
    """`-operand`; null, with a warning, for what has no opposite."""

    def run(scope: Scope) -> Value:
        value = operand(scope)
        try:
            answer = negate(value)
        except (ArithmeticError, ValueError):
            answer = None
        if answer is None and value is not None:
            warn(
                "no-answer",
                f"- {kind_in_swedish(value)} har inget svar.",
                f"- {kind_of(value)} has no answer.",
                line,
            )
        return answer

    return run


def arithmetic(symbol: str, left: Run, right: Run, line: int) -> Run:
    """`left <symbol> right`; null, with a warning, when there is no answer."""
    operate = ARITHMETIC[symbol]

    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if one is None or other is None:
            return None
        try:
            answer = operate(one, other)
        except (ArithmeticError, ValueError, TypeError):
            answer = None
        if answer is None:
            warn(
                "no-answer",
                f"{kind_in_swedish(one)} {symbol} {kind_in_swedish(other)} har inget svar.",
                f"{kind_of(one)} {symbol} {kind_of(other)} has no answer.",
                line,
            )
        return answer

    return run


def comparison(symbol: str, left: Run, right: Run) -> Run:
    """`left <symbol> right` for =, != and the four of order."""
    if symbol == "=":
        return lambda scope: equal(left(scope), right(scope))
    if symbol == "!=":
        return lambda scope: opposite(equal(left(scope), right(scope)))
    operate = ORDER[symbol]

    def run(scope: Scope) -> Value:
        one, other = left(scope), right(scope)
        if type(one) is Decimal and type(other) is Decimal:
            return operate(one, other)
        return compare(symbol, one, other)

    return run


def literal_comparison(symbol: str, name: str, literal: Value, general: Run) -> Run | None:
    """`name <symbol> literal` on JSON data, when the literal is a text or a whole number.

    A variable of the literal's own JSON type is compared as it stands; others go the general way.
    """
    direct: type
    other: str | int
    if type(literal) is str:
        direct, other = str, literal
    elif type(literal) is Decimal and literal == literal.to_integral_value():
        direct, other = int, int(literal)
    else:
        return None
    operate: Callable[[Any, Any], bool] | None = eq if symbol == "=" else ORDER.get(symbol)
    if operate is None:
        return None

    def run(scope: Scope) -> Value:
        try:
            value = scope[name]
        except KeyError:
            return general(scope)
        return operate(value, other) if type(value) is direct else general(scope)

    return run


def opposite(answer: bool | None) -> bool | None:
    """Ternary not."""
    return None if answer is None else not answer


def truth_of(value: Value) -> bool | None:
    """A value as an operand of `and` or `or`: null when it isn't true or false."""
    if type(value) is list and len(value) == 1:
        value = value[0]
    return value if type(value) is bool else None


def conjunction(left: Run, right: Run) -> Run:
    """`left and right`, DMN 1.5 table 50."""

    def run(scope: Scope) -> bool | None:
        one = left(scope)
        if one is False:
            return False
        other = right(scope)
        if other is False:
            return False
        if one is True and other is True:
            return True
        one, other = truth_of(one), truth_of(other)
        if one is False or other is False:
            return False
        return True if one and other else None

    return run


def disjunction(left: Run, right: Run) -> Run:
    """`left or right`, DMN 1.5 table 50."""

    def run(scope: Scope) -> bool | None:
        one = left(scope)
        if one is True:
            return True
        other = right(scope)
        if other is True:
            return True
        if one is False and other is False:
            return False
        one, other = truth_of(one), truth_of(other)
        if one or other:
            return True
        return False if one is False and other is False else None

    return run


def between(value: Run, low: Run, high: Run) -> Run:
    """`value between low and high`."""

    def run(scope: Scope) -> bool | None:
        subject = value(scope)
        above = compare(">=", subject, low(scope))
        below = compare("<=", subject, high(scope))
        if above is None or below is None:
            return None
        return above and below

    return run


def condition(test: Run, yes: Run, no: Run) -> Run:
    """`if test then yes else no`; anything but true is no."""
    return lambda scope: yes(scope) if test(scope) is True else no(scope)


def instance_of(value: Run, kind: FeelType) -> Run:
    """`value instance of kind`."""
    return lambda scope: kind.holds(value(scope))


def list_of(items: list[Run]) -> Run:
    """`[items]`."""
    return lambda scope: [item(scope) for item in items]


def range_of(low: Run, high: Run, low_included: bool, high_included: bool) -> Run:
    """A range; null when its bounds have no order or stand the wrong way."""

    def run(scope: Scope) -> Range | None:
        one, other = low(scope), high(scope)
        if not _may_bound(one, other):
            if one is not None or other is not None:
                warn(
                    "no-range",
                    f"Det finns inget intervall från {kind_in_swedish(one)}"
                    f" till {kind_in_swedish(other)} med de värdena.",
                    f"There is no range from {kind_of(one)} to {kind_of(other)} of those values.",
                )
            return None
        return Range(
            one,
            other,
            low_included and one is not None,
            high_included and other is not None,
            null_bound=one is None or other is None,
        )

    return run


def _may_bound(low: Value, high: Value) -> bool:
    bounds = [bound for bound in (low, high) if bound is not None]
    if not bounds or any(type(bound) not in ORDERED for bound in bounds):
        return False
    return len(bounds) == 1 or compare("<=", low, high) is True


def half_range(symbol: str, bound: Run) -> Run:
    """`(< bound)` and its like as a value."""

    def run(scope: Scope) -> Range | None:
        value = bound(scope)
        if symbol == "=":
            return Range(value, value, True, True)
        if symbol == "!=":
            return None
        if symbol[0] == "<":
            return Range(None, value, False, symbol == "<=")
        return Range(value, None, symbol == ">=", False)

    return run
