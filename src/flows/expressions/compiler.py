"""From syntax tree to closure, once; evaluation then only calls."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from flows.expressions import calls, closures, loops, syntax, variables
from flows.expressions.arithmetic import ARITHMETIC
from flows.expressions.budget import too_deep
from flows.expressions.closures import Run, TestRun
from flows.expressions.decimals import DECIMAL128
from flows.expressions.errors import place_of
from flows.expressions.functions import BUILTINS, Builtin
from flows.expressions.parser import MAX_HEIGHT
from flows.expressions.syntax import Node
from flows.expressions.temporal import parse_temporal
from flows.expressions.unary import any_test, operator_test, value_test

NodeType = TypeVar("NodeType", bound=Node)
_LONGEST_QUOTE = 60


class Compiler:
    """Compiles one tree and notes what it reads.

    With `plain` the closures read JSON data from their scope; otherwise the scope holds FEEL
    values. `known` are names that are variables even where a built-in has the same name. `weight`
    counts the nodes.
    """

    def __init__(self, source: str, *, plain: bool, known: frozenset[str] = frozenset()) -> None:
        self.source = source
        self.plain = plain
        self.known = known
        self.free: set[str] = set()
        self.possible: set[str] = set()
        self.unknown: dict[str, int] = {}
        self._bound: frozenset[str] = frozenset()
        self._read: set[str] = set()
        self._filters = 0
        self._height = 0
        self.weight = 0

    def compile(self, node: Node) -> Run:
        """The closure of a node; raises ExpressionError when the tree is too high."""
        self._height += 1
        self.weight += 1
        if self._height > MAX_HEIGHT:
            raise too_deep()
        run = _COMPILE[type(node)](self, node)
        self._height -= 1
        return run

    def tests(self, tests: list[syntax.Test]) -> TestRun:
        """The closure of unary tests: true when one of them is."""
        return any_test([self._test(test) for test in tests])

    def line(self, offset: int) -> int:
        """The line of an offset."""
        return place_of(self.source, offset)[0] if "\n" in self.source else 1

    @contextmanager
    def _binding(self, *names: str) -> Iterator[None]:
        before = self._bound
        self._bound = before | set(names)
        yield
        self._bound = before

    def _weighed(self, node: Node) -> tuple[Run, int]:
        before = self.weight
        run = self.compile(node)
        return run, self.weight - before

    # -- names

    def _name(self, node: syntax.Name) -> Run:
        name = node.name
        self._read.add(name)
        if name in self._bound:
            return variables.variable(name, 0)
        if self._filters or (name in BUILTINS and name not in self.known):
            self.possible.add(name)
        else:
            self.free.add(name)
        read = variables.plain_variable if self.plain else variables.variable
        return read(name, self.line(node.offset))

    def _path(self, node: syntax.Path) -> Run:
        if self.plain:
            names = _names_of(node)
            if names and names[0] not in self._bound:
                self._read.add(names[0])
                self.free.add(names[0])
                return variables.plain_path(names, self.line(node.offset))
        return closures.path(self.compile(node.base), node.name)

    # -- values and operators

    def _literal(self, node: syntax.Literal) -> Run:
        return closures.constant(node.value)

    def _at_literal(self, node: syntax.AtLiteral) -> Run:
        value = parse_temporal(node.text)
        if value is None:
            return closures.no_time(node.text[:_LONGEST_QUOTE], self.line(node.offset))
        return closures.constant(value)

    def _negation(self, node: syntax.Negation) -> Run:
        if isinstance(node.operand, syntax.Literal) and type(node.operand.value) is Decimal:
            return closures.constant(DECIMAL128.minus(node.operand.value))
        return closures.negation(self.compile(node.operand), self.line(node.offset))

    def _binary(self, node: syntax.Binary) -> Run:
        symbol = node.operator
        left, right = self.compile(node.left), self.compile(node.right)
        if symbol == "and":
            return closures.conjunction(left, right)
        if symbol == "or":
            return closures.disjunction(left, right)
        if symbol in ARITHMETIC:
            return closures.arithmetic(symbol, left, right, self.line(node.offset))
        general = closures.comparison(symbol, left, right)
        if self.plain and type(node.left) is syntax.Name and type(node.right) is syntax.Literal:
            direct = closures.literal_comparison(symbol, node.left.name, node.right.value, general)
            return direct or general
        return general

    def _between(self, node: syntax.Between) -> Run:
        return closures.between(
            self.compile(node.value), self.compile(node.low), self.compile(node.high)
        )

    def _in(self, node: syntax.In) -> Run:
        value, test = self.compile(node.value), self.tests(node.tests)
        return lambda scope: test(value(scope), scope)

    def _instance_of(self, node: syntax.InstanceOf) -> Run:
        return closures.instance_of(self.compile(node.value), node.type.type)

    def _if(self, node: syntax.If) -> Run:
        return closures.condition(
            self.compile(node.condition), self.compile(node.yes), self.compile(node.no)
        )

    def _list(self, node: syntax.ListLiteral) -> Run:
        return closures.list_of([self.compile(item) for item in node.items])

    def _range(self, node: syntax.RangeLiteral) -> Run:
        return closures.range_of(
            self.compile(node.low),
            self.compile(node.high),
            node.low_included,
            node.high_included,
        )

    def _half_range(self, node: syntax.HalfRange) -> Run:
        return closures.half_range(node.operator, self.compile(node.bound))

    # -- loops

    def _iterations(self, iterators: list[syntax.Iterator]) -> list[loops.Iteration]:
        """Compile iterators in order; each sees the names of those before it."""
        iterations = []
        for iterator in iterators:
            source = self.compile(iterator.source)
            end = None if iterator.end is None else self.compile(iterator.end)
            iterations.append(loops.Iteration(iterator.name, source, end))
            self._bound |= {iterator.name}
        return iterations

    def _for(self, node: syntax.For) -> Run:
        with self._binding():
            iterations = self._iterations(node.iterators)
            outside, self._read = self._read, set()
            with self._binding("partial"):
                body, weight = self._weighed(node.body)
            uses_partial = "partial" in self._read
            self._read |= outside
        return loops.for_loop(iterations, body, weight, uses_partial)

    def _quantified(self, node: syntax.Quantified) -> Run:
        with self._binding():
            iterations = self._iterations(node.iterators)
            condition, weight = self._weighed(node.condition)
        return loops.quantified(iterations, condition, weight, node.quantifier == "some")

    def _filter(self, node: syntax.Filter) -> Run:
        base = self.compile(node.base)
        position = _position_of(node.predicate)
        if position is not None:
            return loops.indexed(base, position)
        outside, self._read = self._read, set()
        self._filters += 1
        with self._binding("item"):
            predicate, weight = self._weighed(node.predicate)
        self._filters -= 1
        names = frozenset(self._read)
        self._read |= outside
        return loops.filtered(base, predicate, weight + len(names), names)

    # -- functions and contexts

    def _call(self, node: syntax.Call) -> Run:
        arguments = [self.compile(argument) for argument in node.arguments]
        if not isinstance(node.function, syntax.Name):
            called = self.compile(node.function)
        else:
            name = node.function.name
            builtin = BUILTINS.get(name)
            is_variable = name in self._bound or name in self.known
            if builtin is not None and not is_variable and node.names is None:
                return calls.builtin_call(builtin, arguments)
            called = self._called_name(node.function, builtin, is_variable)
        return calls.function_call(called, arguments, node.names, self.line(node.offset))

    def _called_name(
        self, function: syntax.Name, builtin: Builtin | None, is_variable: bool
    ) -> Run:
        name = function.name
        if builtin is None:
            self._read.add(name)
            if not is_variable:
                self.unknown.setdefault(name, function.offset)
                self.possible.add(name)
                return variables.unknown_function(name, self.line(function.offset))
            if name not in self._bound:
                self.free.add(name)
            return variables.variable(name, self.line(function.offset))
        if not is_variable:
            return closures.constant(builtin)
        self._read.add(name)
        self.possible.add(name)
        return variables.function_variable(name, builtin)

    def _function(self, node: syntax.FunctionLiteral) -> Run:
        names = tuple(parameter.name for parameter in node.parameters)
        if node.external:
            return closures.constant(calls.external_function(names))
        types = tuple(
            None if parameter.type is None else parameter.type.type for parameter in node.parameters
        )
        with self._binding(*names):
            body, weight = self._weighed(node.body)
        return calls.function_literal(names, types, body, weight)

    def _context(self, node: syntax.ContextLiteral) -> Run:
        keys = {key for key, _ in node.entries}
        if len(keys) < len(node.entries):
            return closures.constant(None)
        entries = []
        with self._binding():
            for key, entry in node.entries:
                # A function sees all the entries, itself too; other entries those before.
                seen = keys if isinstance(entry, syntax.FunctionLiteral) else set()
                with self._binding(*seen):
                    entries.append((key, self.compile(entry)))
                self._bound |= {key}
        return calls.context_literal(entries)

    # -- unary tests

    def _test(self, test: syntax.Test) -> TestRun:
        if isinstance(test, syntax.OperatorTest):
            return operator_test(test.operator, self.compile(test.operand))
        outside, self._read = self._read, set()
        with self._binding("?"):
            expression = self.compile(test.expression)
        asks = "?" in self._read
        self._read |= outside
        return value_test(expression, asks)


def _names_of(node: Node) -> list[str]:
    """The names of a path that starts at a name; none for other paths."""
    names: list[str] = []
    while isinstance(node, syntax.Path):
        names.append(node.name)
        node = node.base
    if not isinstance(node, syntax.Name):
        return []
    return [node.name, *reversed(names)]


def _position_of(node: Node) -> Decimal | None:
    if isinstance(node, syntax.Negation):
        position = _position_of(node.operand)
        return None if position is None else DECIMAL128.minus(position)
    if isinstance(node, syntax.Literal) and type(node.value) is Decimal:
        return node.value
    return None


_COMPILE: dict[type[Node], Callable[[Compiler, Any], Run]] = {
    syntax.Name: Compiler._name,
    syntax.Path: Compiler._path,
    syntax.Literal: Compiler._literal,
    syntax.AtLiteral: Compiler._at_literal,
    syntax.Negation: Compiler._negation,
    syntax.Binary: Compiler._binary,
    syntax.Between: Compiler._between,
    syntax.In: Compiler._in,
    syntax.InstanceOf: Compiler._instance_of,
    syntax.If: Compiler._if,
    syntax.ListLiteral: Compiler._list,
    syntax.RangeLiteral: Compiler._range,
    syntax.HalfRange: Compiler._half_range,
    syntax.For: Compiler._for,
    syntax.Quantified: Compiler._quantified,
    syntax.Filter: Compiler._filter,
    syntax.Call: Compiler._call,
    syntax.FunctionLiteral: Compiler._function,
    syntax.ContextLiteral: Compiler._context,
}
