"""What an input cell of a decision table holds (DMN 1.5 grammar rules 7-10)."""

from flows.expressions.parser import Parser
from flows.expressions.syntax import UnaryTestList


def parse_unary_tests(source: str, names: frozenset[str] = frozenset()) -> UnaryTestList:
    """The tests of a cell; none for an empty one or `-`. Raises ExpressionError."""
    if source.strip() in ("", "-"):
        return UnaryTestList([])
    return _negated_tests(Parser(source, names)) or _plain_tests(Parser(source, names))


def _plain_tests(parser: Parser) -> UnaryTestList:
    tests = parser.tests()
    parser.finish()
    return UnaryTestList(tests)


def _negated_tests(parser: Parser) -> UnaryTestList | None:
    """The tests within `not(...)`; None for others, such as `not(a) and b`."""
    if parser.kind != "name" or parser.value != "not":
        return None
    parser.advance()
    if not parser.accept("("):
        return None
    tests = parser.tests()
    if not parser.accept(")") or parser.kind != "end":
        return None
    return UnaryTestList(tests, negated=True)
