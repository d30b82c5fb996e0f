"""Compiled expressions and unary tests, and the cache of them."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from flows.expressions.budget import opened_account, too_deep
from flows.expressions.compiler import Compiler
from flows.expressions.errors import place_of
from flows.expressions.functions import BUILTINS
from flows.expressions.parse_tests import parse_unary_tests
from flows.expressions.parser import Parser
from flows.expressions.plain import to_plain
from flows.expressions.result_kinds import result_kind
from flows.expressions.syntax import Node, UnaryTestList
from flows.expressions.unary import anything, negated_test
from flows.expressions.values import Value, from_plain
from flows.kernel import Clock, Problem


class Expression:
    """A compiled FEEL expression; it never changes, and is safe to share between threads.

    `free_variables` are the names it reads that must be variables. `possible_variables` may be
    variables: names within a filter, which an item's entries can answer, and names of built-ins.
    `unknown_functions` are the names it calls that nothing in the expression or the language has.
    """

    __slots__ = (
        "_names",
        "_run",
        "_straight",
        "free_variables",
        "possible_variables",
        "problems",
        "source",
        "tree",
        "unknown_functions",
    )

    def __init__(self, source: str, tree: Node, straight: bool, names: frozenset[str]) -> None:
        compiler = Compiler(source, plain=straight, known=names)
        self.source = source
        self.tree = tree
        self._run = compiler.compile(tree)
        # What neither loops nor calls is bounded by its own length and needs no account.
        self._straight = straight
        self._names = frozenset(compiler.free | compiler.possible)
        self.free_variables = frozenset(compiler.free)
        self.possible_variables = frozenset(compiler.possible)
        self.unknown_functions = frozenset(compiler.unknown)
        self.problems = unknown_function_problems(source, compiler.unknown)

    @property
    def result_kind(self) -> str | None:
        """The kind of its value, unless null, as its text alone says; None when it doesn't say."""
        return result_kind(self.tree)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def evaluate(self, variables: Mapping[str, Any], *, clock: Clock | None = None) -> Value:
        """The FEEL value for variables that are JSON data or FEEL values.

        What has no answer is null. Raises ExpressionError (code `expression-limit`) when the
        evaluation takes too much, and (code `expression-value`) for a variable that is no data.
        """
        if self._straight:
            try:
                return self._run(variables)
            except RecursionError:
                raise too_deep() from None
        with opened_account(clock):
            return self._run(scope_for(self._names, variables))

    def evaluate_plain(self, variables: Mapping[str, Any], *, clock: Clock | None = None) -> Any:
        """The value as JSON data, see `to_plain`."""
        if self._straight:
            return to_plain(self.evaluate(variables))
        with opened_account(clock):
            return to_plain(self._run(scope_for(self._names, variables)))

    def evaluate_with_warnings(
        self, variables: Mapping[str, Any], *, clock: Clock | None = None
    ) -> tuple[Value, tuple[Problem, ...]]:
        """The FEEL value, and a warning for each place where null came of something amiss."""
        with opened_account(clock) as running:
            scope = variables if self._straight else scope_for(self._names, variables)
            return self._run(scope), tuple(running.warnings)


class UnaryTests:
    """What an input cell of a decision table holds: tests of a value, any of which may hold.

    `names` are the names it may read from its variables; `weight` is what it takes to run once.
    """

    __slots__ = ("_test", "free_variables", "names", "problems", "source", "tree", "weight")

    def __init__(self, source: str, tree: UnaryTestList, names: frozenset[str]) -> None:
        compiler = Compiler(source, plain=False, known=names)
        self.source = source
        self.tree = tree
        test = compiler.tests(tree.tests) if tree.tests else anything
        self._test = negated_test(test) if tree.negated else test
        self.weight = compiler.weight
        self.names = frozenset(compiler.free | compiler.possible)
        self.free_variables = frozenset(compiler.free)
        self.problems = unknown_function_problems(source, compiler.unknown)

    def matches(self, value: Any, variables: Mapping[str, Any]) -> bool | None:
        """Whether the value passes; None when that can't be said."""
        with opened_account():
            return self.passes(from_plain(value), scope_for(self.names, variables))

    def passes(self, value: Value, scope: Mapping[str, Value]) -> bool | None:
        """As `matches`, within a running evaluation and on FEEL values."""
        return self._test(value, scope)


def scope_for(names: Iterable[str], variables: Mapping[str, Any]) -> dict[str, Value]:
    """The FEEL values of those variables that are among the names."""
    return {name: from_plain(variables[name]) for name in names if name in variables}


def unknown_function_problems(source: str, unknown: Mapping[str, int]) -> tuple[Problem, ...]:
    """A sentence for each function that doesn't exist, with the nearest one that does."""
    problems = []
    for name, offset in unknown.items():
        near = get_close_matches(name, BUILTINS, 1)
        sv = f"Det finns ingen funktion som heter {name}."
        en = f"There is no function called {name}."
        if near:
            sv += f" Menade du {near[0]}?"
            en += f" Did you mean {near[0]}?"
        line = place_of(source, offset)[0]
        problems.append(Problem("unknown-function", sv, en, line=line, name=name))
    return tuple(problems)


@lru_cache(4096)
def _compiled(source: str, names: frozenset[str]) -> Expression:
    parser = Parser(source, names)
    return Expression(source, parser.whole(), parser.straight, names)


@lru_cache(4096)
def _compiled_tests(source: str, names: frozenset[str]) -> UnaryTests:
    return UnaryTests(source, parse_unary_tests(source, names), names)


def compile_expression(source: str, names: Iterable[str] = ()) -> Expression:
    """Compile an expression, or take it from the cache.

    `names` are the variables that are known to exist; it is needed only for names with spaces and
    for variables that share their name with a built-in function.
    Raises ExpressionError, with line and column.
    """
    try:
        return _compiled(source, _frozen(names))
    except RecursionError:
        raise too_deep() from None


def compile_unary_tests(source: str, names: Iterable[str] = ()) -> UnaryTests:
    """Compile unary tests, such as `"Bollnäs", "Gävle"` or `>= 18`, or take them from the cache.

    Raises ExpressionError, with line and column.
    """
    try:
        return _compiled_tests(source, _frozen(names))
    except RecursionError:
        raise too_deep() from None


def _frozen(names: Iterable[str]) -> frozenset[str]:
    return names if isinstance(names, frozenset) else frozenset(names)


def evaluate(source: str, variables: Mapping[str, Any] | None = None) -> Any:
    """The value of an expression as JSON data; one call is one budget.

    Raises ExpressionError.
    """
    return compile_expression(source).evaluate_plain(variables or {})
