"""Closures of unary tests: from the value that is tested and the scope to true, false or null."""

from flows.expressions.closures import Run, Scope, TestRun, opposite
from flows.expressions.comparison import compare, equal, is_in
from flows.expressions.values import Value


def any_test(tests: list[TestRun]) -> TestRun:
    """True when one test is true; null when none is but one is null."""
    if len(tests) == 1:
        return tests[0]

    def run(value: Value, scope: Scope) -> bool | None:
        unknown = False
        for test in tests:
            answer = test(value, scope)
            if answer is True:
                return True
            unknown = unknown or answer is None
        return None if unknown else False

    return run


def negated_test(test: TestRun) -> TestRun:
    """The opposite of a test."""
    return lambda value, scope: opposite(test(value, scope))


def operator_test(symbol: str, operand: Run) -> TestRun:
    """Such as `>= 18`."""
    if symbol == "=":
        return lambda value, scope: equal(value, operand(scope))
    if symbol == "!=":
        return lambda value, scope: opposite(equal(value, operand(scope)))
    return lambda value, scope: compare(symbol, value, operand(scope))


def value_test(expression: Run, asks: bool) -> TestRun:
    """A value, range or list to find the value in; with `asks`, a condition on `?`."""
    if not asks:
        return lambda value, scope: is_in(value, expression(scope))

    def run(value: Value, scope: Scope) -> bool | None:
        answer = expression({**scope, "?": value})
        if answer is None or type(answer) is bool:
            return answer
        return is_in(value, answer)

    return run


def anything(_value: Value, _scope: Scope) -> bool:
    """The test of an empty cell."""
    return True
