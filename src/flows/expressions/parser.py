"""From text to syntax tree: a Pratt parser for FEEL (DMN 1.5 §10.3.1.2)."""

import re
from collections.abc import Callable
from typing import Final

from flows.expressions import syntax
from flows.expressions.decimals import number_from_text
from flows.expressions.lexer import Scanner, unescape
from flows.expressions.parse_types import parse_type
from flows.expressions.syntax import Node

MAX_NESTING: Final = 80
"""Levels of brackets, conditions and loops inside one another."""

MAX_STRAIGHT_READS: Final = 8
"""So many variables are read without an account of what it takes to convert and compare them."""

MAX_HEIGHT: Final = 150
"""Nodes above one another; a chain such as a + b + c + … is as high as it is long."""

_BINDING: Final = {
    "or": 10,
    "and": 20,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "between", "in"), 30),
    "+": 50,
    "-": 50,
    "*": 60,
    "/": 60,
    "**": 70,
    "instance": 80,
    ".": 90,
    "[": 90,
    "(": 90,
}
_COMPARISONS: Final = frozenset({"<", "<=", ">", ">=", "=", "!="})
_BOUND: Final = 45
"""The binding power of an operand of a unary test or of a bound of a range."""
_POSTFIX: Final = frozenset({".", "[", "("})
_NAME_SIGNS: Final = frozenset("+-*/.'")
_UP_TO_COLON: Final = re.compile(r"""[^,:()\[\]{}"]*+:""")


class Parser(Scanner):
    """Parses one source; `names` are names with spaces that count as one."""

    def __init__(self, source: str, names: frozenset[str] = frozenset()) -> None:
        self._nesting = 0
        self._in_bound = False
        self._reads = 0
        self.straight = True
        """Whether nothing so far loops, calls, opens a scope of its own or reads many variables."""
        super().__init__(source, names)

    # -- expressions

    def whole(self) -> Node:
        """The tree of the whole source."""
        tree = self.expression()
        self.finish()
        return tree

    def finish(self) -> None:
        """Raise ExpressionError when something is left."""
        if self.kind != "end":
            raise self.error(
                f"{self.value} passar inte in här.", f"{self.value} doesn't belong here."
            )

    def expression(self, binding: int = 0) -> Node:
        """An expression whose operators bind at least as hard as given."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise self.error(
                "Uttrycket är nästlat för djupt.", "The expression is nested too deeply."
            )
        tree = self.continued(self._operand(), binding)
        self._nesting -= 1
        return tree

    def continued(self, left: Node, binding: int) -> Node:
        """What an operand and the operators after it make together."""
        links = 0
        while self.kind in ("operator", "keyword"):
            operator = self.value
            power = _BINDING.get(operator, -1)
            if power < 0 or power < binding:
                break
            links += 1
            if links > MAX_HEIGHT:
                raise self.error("Kedjan är för lång.", "The chain is too long.")
            if operator in _POSTFIX:
                if operator == "[" and self._in_bound and self.ends_range():
                    break
                left = self._postfix(left, operator)
                continue
            offset = self.start
            self.advance()
            special = _INFIX.get(operator)
            if special is not None:
                left = special(self, left, offset, power)
            else:
                left = syntax.Binary(operator, left, self.expression(power + 1), offset)
        return left

    def _operand(self) -> Node:
        kind, value, offset = self.kind, self.value, self.start
        if kind == "name":
            self.advance()
            self._reads += 1
            if self._reads > MAX_STRAIGHT_READS:
                self.straight = False
            return syntax.Name(value, offset)
        if kind == "number":
            self.advance()
            return syntax.Literal(self._number(value, offset), offset)
        if kind == "string":
            self.advance()
            return syntax.Literal(unescape(value[1:-1], self.source, offset), offset)
        if kind == "at":
            self.advance()
            return syntax.AtLiteral(value[value.index('"') + 1 : -1], offset)
        parse = _PREFIX.get(value) if kind != "end" else None
        if parse is None:
            raise self.missing_value()
        return parse(self)

    def _number(self, digits: str, offset: int) -> object:
        try:
            return number_from_text(digits)
        except ArithmeticError:
            raise self.error("Talet är för stort.", "The number is too large.", offset) from None

    def _constant(self) -> Node:
        value = {"true": True, "false": False, "null": None}[self.value]
        offset = self.start
        self.advance()
        return syntax.Literal(value, offset)

    def _negation(self) -> Node:
        offset = self.start
        self.advance()
        return syntax.Negation(self.expression(_BINDING["**"] + 1), offset)

    def _if(self) -> Node:
        offset = self.start
        self.advance()
        condition = self.expression()
        self.expect("then")
        yes = self.expression()
        self.expect("else")
        return syntax.If(condition, yes, self.expression(), offset)

    def _parenthesis(self) -> Node:
        offset = self.start
        self.advance()
        if self.kind == "operator" and self.value in _COMPARISONS:
            tree = self._half_range(offset)
            self.expect(")")
            return tree
        tree = self.expression()
        if self.accept(".."):
            return self._range(tree, low_included=False, offset=offset)
        self.expect(")")
        return tree

    def _half_range(self, offset: int | None = None) -> Node:
        start = self.start if offset is None else offset
        operator = self.value
        self.advance()
        return syntax.HalfRange(operator, self.expression(_BOUND), start)

    def _bracket(self) -> Node:
        offset = self.start
        self.advance()
        if self.accept("]"):
            return syntax.ListLiteral([], offset)
        first = self.expression()
        if self.accept(".."):
            return self._range(first, low_included=True, offset=offset)
        items = [first]
        while self.accept(","):
            items.append(self.expression())
        self.expect("]")
        return syntax.ListLiteral(items, offset)

    def _open_bracket(self) -> Node:
        offset = self.start
        self.advance()
        low = self.expression()
        self.expect("..")
        return self._range(low, low_included=False, offset=offset)

    def _range(self, low: Node, *, low_included: bool, offset: int) -> Node:
        around, self._in_bound = self._in_bound, True
        high = self.expression(_BOUND)
        self._in_bound = around
        high_included = self.accept("]")
        if not high_included and not self.accept(")"):
            self.expect("[")
        return syntax.RangeLiteral(low, high, low_included, high_included, offset)

    # -- names that an expression introduces

    def _declared_name(self, *ends: str) -> str:
        """A name of any number of words and signs, up to one of the ends."""
        start, stop = self.start, self.start
        while not self.at(*ends):
            sign = self.kind == "operator" and self.value in _NAME_SIGNS
            if not sign and self.kind not in ("name", "keyword", "number"):
                raise self.missing(" / ".join(ends))
            stop = self.end
            self.advance()
        name = " ".join(self.source[start:stop].strip("`").split())
        if not name:
            raise self.error("Här saknas ett namn.", "A name is missing here.")
        self.declare(name)
        return name

    def _iterators(self, end: str) -> list[syntax.Iterator]:
        self.straight = False
        iterators = []
        while True:
            name = self._declared_name("in")
            self.expect("in")
            source = self.expression()
            last = self.expression() if self.accept("..") else None
            iterators.append(syntax.Iterator(name, source, last))
            if not self.accept(","):
                break
        self.expect(end)
        return iterators

    def _for(self) -> Node:
        offset = self.start
        self.advance()
        iterators = self._iterators("return")
        return syntax.For(iterators, self.expression(), offset)

    def _quantified(self) -> Node:
        offset, quantifier = self.start, self.value
        self.advance()
        iterators = self._iterators("satisfies")
        return syntax.Quantified(quantifier, iterators, self.expression(), offset)

    def _function(self) -> Node:
        self.straight = False
        offset = self.start
        self.advance()
        self.expect("(")
        parameters = []
        while not self.at(")"):
            name = self._declared_name(",", ":", ")")
            kind = parse_type(self) if self.accept(":") else None
            parameters.append(syntax.Parameter(name, kind))
            if not self.accept(","):
                break
        self.expect(")")
        external = self.kind == "name" and self.value == "external"
        if external:
            self.advance()
        return syntax.FunctionLiteral(parameters, self.expression(), external, offset)

    def _context(self) -> Node:
        self.straight = False
        offset = self.start
        self.advance()
        entries: list[tuple[str, Node]] = []
        while not self.at("}"):
            if self.kind == "string":
                key = unescape(self.value[1:-1], self.source, self.start)
                self.advance()
                if key:
                    self.declare(key)
            else:
                key = self._declared_name(":")
            self.expect(":")
            entries.append((key, self.expression()))
            if not self.accept(","):
                break
        self.expect("}")
        return syntax.ContextLiteral(entries, offset)

    # -- what follows an operand

    def _postfix(self, left: Node, operator: str) -> Node:
        offset = self.start
        self.advance()
        if operator == ".":
            if self.kind not in ("name", "keyword"):
                raise self.error(
                    "Efter punkten borde stå ett namn.", "There should be a name after the dot."
                )
            name = self.value
            self.advance()
            return syntax.Path(left, name, offset)
        self.straight = False
        if operator == "[":
            predicate = self.expression()
            self.expect("]")
            return syntax.Filter(left, predicate, offset)
        return self._arguments(left, offset)

    def _arguments(self, function: Node, offset: int) -> Node:
        arguments: list[Node] = []
        names: list[str] = []
        while not self.at(")"):
            if self.kind in ("name", "keyword") and self._is_named_argument():
                names.append(self._declared_name(":"))
                self.expect(":")
            arguments.append(self.expression())
            if not self.accept(","):
                break
        self.expect(")")
        if names and len(names) != len(arguments):
            raise self.error(
                "Antingen alla argument eller inget av dem ska ha namn.",
                "Either all arguments or none of them should be named.",
                offset,
            )
        return syntax.Call(function, arguments, names or None, offset)

    def _is_named_argument(self) -> bool:
        return _UP_TO_COLON.match(self.source, self.end) is not None

    def _between(self, value: Node, offset: int, power: int) -> Node:
        low = self.expression(power + 1)
        self.expect("and")
        return syntax.Between(value, low, self.expression(power + 1), offset)

    def _instance_of(self, value: Node, offset: int, power: int) -> Node:
        if self.kind != "name" or self.value != "of":
            raise self.missing("of")
        self.advance()
        return syntax.InstanceOf(value, parse_type(self), offset)

    def _in(self, value: Node, offset: int, power: int) -> Node:
        if not self.at("("):
            return syntax.In(value, [self.test(power + 1)], offset)
        start = self.start
        self.advance()
        tests = self.tests()
        only = tests[0]
        if len(tests) > 1 or not isinstance(only, syntax.ValueTest):
            self.expect(")")
            return syntax.In(value, tests, offset)
        tree = only.expression
        if self.accept(".."):
            tree = self._range(tree, low_included=False, offset=start)
        else:
            self.expect(")")
        return syntax.In(value, [syntax.ValueTest(self.continued(tree, power + 1))], offset)

    # -- unary tests

    def tests(self) -> list[syntax.Test]:
        """Unary tests with commas between."""
        tests = [self.test()]
        while self.accept(","):
            tests.append(self.test())
        return tests

    def test(self, binding: int = 0) -> syntax.Test:
        """One unary test."""
        if self.kind == "operator" and self.value in _COMPARISONS:
            operator = self.value
            self.advance()
            return syntax.OperatorTest(operator, self.expression(_BOUND))
        return syntax.ValueTest(self.expression(binding))


_PREFIX: dict[str, Callable[[Parser], Node]] = {
    "true": Parser._constant,
    "false": Parser._constant,
    "null": Parser._constant,
    "-": Parser._negation,
    "if": Parser._if,
    "for": Parser._for,
    "some": Parser._quantified,
    "every": Parser._quantified,
    "function": Parser._function,
    "(": Parser._parenthesis,
    "[": Parser._bracket,
    "]": Parser._open_bracket,
    "{": Parser._context,
    **dict.fromkeys(_COMPARISONS, Parser._half_range),
}
_INFIX: dict[str, Callable[[Parser, Node, int, int], Node]] = {
    "between": Parser._between,
    "in": Parser._in,
    "instance": Parser._instance_of,
}
