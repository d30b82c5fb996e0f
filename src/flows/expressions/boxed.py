"""Boxed expressions: each XML element of an expression becomes a closure (DMN 1.5 §10.2)."""

from collections.abc import Callable

from flows.expressions.budget import spend
from flows.expressions.calls import UserFunction, external_function
from flows.expressions.closures import Run, Scope, condition, constant, list_of
from flows.expressions.decision_table import DecisionTable
from flows.expressions.dmn_xml import (
    BOXED,
    Element,
    boxed_child,
    child,
    children,
    local_name,
    name_of,
    type_of,
)
from flows.expressions.feel_types import FeelType
from flows.expressions.functions import Builtin
from flows.expressions.loops import SCOPE_STEPS, Iteration, for_loop, keep, quantified
from flows.expressions.model_reader import ModelReader
from flows.expressions.values import Value, is_function

_TURN = 20
"""Steps that one turn of a boxed loop costs, besides what it runs."""
_MAX_NESTING = 60


class BoxedReader:
    """Makes closures of the boxed expressions of one decision or knowledge model."""

    def __init__(self, reader: ModelReader, owner: str) -> None:
        self.reader = reader
        self.owner = owner
        self._nesting = 0

    def run(self, element: Element | None) -> Run:
        """The closure of an expression element; null for none."""
        if element is None:
            return constant(None)
        self._nesting += 1
        if self._nesting > _MAX_NESTING:
            self.reader.problem(
                element,
                "too-deep",
                "Uttrycket är nästlat för djupt.",
                "The expression is nested too deeply.",
            )
            return constant(None)
        run = _READ[local_name(element)](self, element)
        self._nesting -= 1
        if local_name(element) == "functionDefinition":
            return run
        return conforming(run, self.reader.type_named(type_of(element)))

    def inside(self, element: Element, name: str) -> Run:
        """The closure of the expression in a named child, such as `then`."""
        return self.run(boxed_child(child(element, name)))

    def _weighed(self, element: Element, name: str) -> tuple[Run, int]:
        """As `inside`, with what it takes to run it once."""
        before = self.reader.weight
        run = self.inside(element, name)
        return run, _TURN + self.reader.weight - before

    def _literal(self, element: Element) -> Run:
        return self.reader.expression(element) or constant(None)

    def _table(self, element: Element) -> Run:
        before = self.reader.weight
        table = DecisionTable(self.reader, element, self.owner)
        self.reader.weight = before  # a table spends what its rules take
        return table

    def _context(self, element: Element) -> Run:
        entries: list[tuple[str | None, Run]] = []
        for part in children(element, "contextEntry"):
            variable = child(part, "variable")
            run = self.run(boxed_child(part))
            if variable is None:
                entries.append((None, run))
                continue
            kind = self.reader.type_named(type_of(variable))
            entries.append((name_of(variable), conforming(run, kind)))
        return _context(entries)

    def _relation(self, element: Element) -> Run:
        columns = [name_of(column) for column in children(element, "column")]
        rows: list[Run] = []
        for row in children(element, "row"):
            cells = [self.run(cell) for cell in children(row, *BOXED)]
            rows.append(_row(columns, cells))
        return list_of(rows)

    def _list(self, element: Element) -> Run:
        return list_of([self.run(item) for item in children(element, *BOXED)])

    def function(self, element: Element) -> Run:
        """A function definition; one in another language than FEEL always answers null."""
        parameters = list(children(element, "formalParameter"))
        names = tuple(name_of(parameter) for parameter in parameters)
        if element.get("kind") not in (None, "FEEL"):
            return constant(external_function(names))
        types = tuple(self.reader.type_named(type_of(parameter)) for parameter in parameters)
        result = self.reader.type_named(type_of(element))
        before = self.reader.weight
        body = conforming(self.run(boxed_child(element)), result)
        weight = _TURN + self.reader.weight - before
        return lambda scope: UserFunction(names, types, body, scope, weight)

    def _invocation(self, element: Element) -> Run:
        function = self.run(boxed_child(element))
        bindings = []
        for binding in children(element, "binding"):
            parameter = child(binding, "parameter")
            if parameter is not None:
                bindings.append((name_of(parameter), self.run(boxed_child(binding))))
        return _invocation(function, bindings)

    def _conditional(self, element: Element) -> Run:
        return condition(
            self.inside(element, "if"), self.inside(element, "then"), self.inside(element, "else")
        )

    def _filter(self, element: Element) -> Run:
        items, (match, weight) = self.inside(element, "in"), self._weighed(element, "match")

        def scope_of(item: Value, scope: Scope) -> Scope:
            entries = item if type(item) is dict else {}
            spend(len(entries) // 8)
            return {**scope, **entries, "item": item}

        def run(scope: Scope) -> Value:
            found = items(scope)
            if found is None:
                return None
            return keep(found if type(found) is list else [found], scope, scope_of, match, weight)

        return run

    def _iteration(self, element: Element) -> list[Iteration]:
        name = " ".join((element.get("iteratorVariable") or "").split())
        return [Iteration(name, self.inside(element, "in"), None)]

    def _for(self, element: Element) -> Run:
        iterations = self._iteration(element)
        body, weight = self._weighed(element, "return")
        return for_loop(iterations, body, weight, uses_partial=True)

    def _quantified(self, element: Element) -> Run:
        iterations = self._iteration(element)
        condition, weight = self._weighed(element, "satisfies")
        return quantified(iterations, condition, weight, local_name(element) == "some")


def conforming(run: Run, kind: FeelType | None) -> Run:
    """The closure's value made to conform to a type."""
    if kind is None:
        return run
    conform = kind.conform
    return lambda scope: conform(run(scope))


def _context(entries: list[tuple[str | None, Run]]) -> Run:
    def run(scope: Scope) -> Value:
        result: dict[str, Value] = {}
        spend(len(entries) + len(scope) // SCOPE_STEPS)
        inner = dict(scope)
        for name, entry in entries:
            value = entry(inner)
            if name is None:
                return value
            result[name] = inner[name] = value
            if type(value) is UserFunction:
                value.scope = inner
        return result

    return run


def _row(columns: list[str], cells: list[Run]) -> Run:
    return lambda scope: {column: cell(scope) for column, cell in zip(columns, cells, strict=False)}


def _invocation(function: Run, bindings: list[tuple[str, Run]]) -> Run:
    def run(scope: Scope) -> Value:
        called = function(scope)
        if not is_function(called):
            return None
        arguments = {name: value(scope) for name, value in bindings}
        if type(called) is Builtin:
            return called.call(list(arguments.values()))
        if not arguments.keys() <= set(called.parameters):
            return None
        return called.call([arguments.get(name) for name in called.parameters])

    return run


_READ: dict[str, Callable[[BoxedReader, Element], Run]] = {
    "literalExpression": BoxedReader._literal,
    "decisionTable": BoxedReader._table,
    "context": BoxedReader._context,
    "relation": BoxedReader._relation,
    "list": BoxedReader._list,
    "functionDefinition": BoxedReader.function,
    "invocation": BoxedReader._invocation,
    "conditional": BoxedReader._conditional,
    "filter": BoxedReader._filter,
    "for": BoxedReader._for,
    "some": BoxedReader._quantified,
    "every": BoxedReader._quantified,
}
