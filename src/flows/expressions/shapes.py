"""What a value is made of, as far as the text of an expression says; and parts that aren't there.

FEEL answers null for `forum.nman` as it does for a forum without a name, so a slip of the pen goes
unseen when it runs. What is known of the variables shows it beforehand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.expressions import syntax
from flows.expressions.expression import Expression
from flows.expressions.syntax import Node


@dataclass(frozen=True, slots=True)
class ContextShape:
    """A context with these parts and no others."""

    parts: Mapping[str, "Shape"]


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list, all of whose items have the shape."""

    item: "Shape"


@dataclass(frozen=True, slots=True)
class NullShape:
    """Null, or an empty list's item: fits beside any other shape."""


Shape = ContextShape | ListShape | NullShape | None
"""What a value is made of; None when nothing is known, and for texts, numbers and the like."""

NULL = NullShape()


@dataclass(frozen=True, slots=True)
class MissingPart:
    """`of.part` is read, but `of` has only the parts `offered`."""

    of: str
    part: str
    offered: tuple[str, ...]


def either(one: Shape, other: Shape) -> Shape:
    """The shape of a value that has one of two shapes."""
    if isinstance(one, NullShape):
        return other
    if isinstance(other, NullShape):
        return one
    if isinstance(one, ContextShape) and isinstance(other, ContextShape):
        parts = dict(one.parts)
        for name, shape in other.parts.items():
            parts[name] = either(parts[name], shape) if name in parts else shape
        return ContextShape(parts)
    if isinstance(one, ListShape) and isinstance(other, ListShape):
        return ListShape(either(one.item, other.item))
    return None


def shape_of(
    expression: Expression, known: Mapping[str, Shape]
) -> tuple[Shape, tuple[MissingPart, ...]]:
    """The shape of an expression's value, and the parts that it reads and that aren't there.

    `known` are the shapes of the variables; a variable without one may have any.
    """
    walk = _Walk()
    shape = walk.shape(expression.tree, known)
    return shape, tuple(dict.fromkeys(walk.missing))


Known = Mapping[str, Shape]


class _Walk:
    """One pass over a tree."""

    def __init__(self) -> None:
        self.missing: list[MissingPart] = []

    def shape(self, node: Node, known: Known) -> Shape:
        walk = _WALKS.get(type(node))
        return None if walk is None else walk(self, node, known)

    def _all(self, nodes: list[Node], known: Known) -> None:
        for node in nodes:
            self.shape(node, known)

    def name(self, node: syntax.Name, known: Known) -> Shape:
        return known.get(node.name)

    def literal(self, node: syntax.Literal, known: Known) -> Shape:
        return NULL if node.value is None else None

    def path(self, node: syntax.Path, known: Known) -> Shape:
        base = self.shape(node.base, known)
        if isinstance(base, ListShape):
            inner = self._part(base.item, node)
            return None if inner is None else ListShape(inner)
        return self._part(base, node)

    def _part(self, base: Shape, node: syntax.Path) -> Shape:
        if not isinstance(base, ContextShape):
            return None
        if node.name not in base.parts:
            self.missing.append(MissingPart(_text(node.base), node.name, tuple(base.parts)))
        return base.parts.get(node.name)

    def filter(self, node: syntax.Filter, known: Known) -> Shape:
        base = self.shape(node.base, known)
        item = base.item if isinstance(base, ListShape) else base
        if isinstance(item, ContextShape):
            self.shape(node.predicate, {**known, **item.parts, "item": item})
        else:
            # Any name may be one of the item's own.
            self.shape(node.predicate, {})
        by_position = isinstance(node.predicate, (syntax.Literal, syntax.Negation))
        return item if by_position else base

    def call(self, node: syntax.Call, known: Known) -> Shape:
        if not isinstance(node.function, syntax.Name):
            self.shape(node.function, known)
        self._all(node.arguments, known)
        return None

    def negation(self, node: syntax.Negation, known: Known) -> Shape:
        self.shape(node.operand, known)
        return None

    def binary(self, node: syntax.Binary, known: Known) -> Shape:
        self._all([node.left, node.right], known)
        return None

    def between(self, node: syntax.Between, known: Known) -> Shape:
        self._all([node.value, node.low, node.high], known)
        return None

    def in_(self, node: syntax.In, known: Known) -> Shape:
        self.shape(node.value, known)
        for test in node.tests:
            inner = test.operand if isinstance(test, syntax.OperatorTest) else test.expression
            self.shape(inner, known)
        return None

    def instance_of(self, node: syntax.InstanceOf, known: Known) -> Shape:
        self.shape(node.value, known)
        return None

    def if_(self, node: syntax.If, known: Known) -> Shape:
        self.shape(node.condition, known)
        return either(self.shape(node.yes, known), self.shape(node.no, known))

    def _iterated(self, iterators: list[syntax.Iterator], known: Known) -> Known:
        inner = dict(known)
        for iterator in iterators:
            source = self.shape(iterator.source, inner)
            if iterator.end is not None:
                self.shape(iterator.end, inner)
            inner[iterator.name] = source.item if isinstance(source, ListShape) else None
        return inner

    def for_(self, node: syntax.For, known: Known) -> Shape:
        inner = {**self._iterated(node.iterators, known), "partial": None}
        return ListShape(self.shape(node.body, inner))

    def quantified(self, node: syntax.Quantified, known: Known) -> Shape:
        self.shape(node.condition, self._iterated(node.iterators, known))
        return None

    def function(self, node: syntax.FunctionLiteral, known: Known) -> Shape:
        bound: dict[str, Shape] = {parameter.name: None for parameter in node.parameters}
        self.shape(node.body, {**known, **bound})
        return None

    def list(self, node: syntax.ListLiteral, known: Known) -> Shape:
        item: Shape = NULL
        for one in node.items:
            item = either(item, self.shape(one, known))
        return ListShape(item)

    def context(self, node: syntax.ContextLiteral, known: Known) -> Shape:
        inner = dict(known)
        parts: dict[str, Shape] = {}
        for key, entry in node.entries:
            inner[key] = parts[key] = self.shape(entry, inner)
        return ContextShape(parts)

    def range(self, node: syntax.RangeLiteral, known: Known) -> Shape:
        self._all([node.low, node.high], known)
        return None


def _text(node: Node) -> str:
    if isinstance(node, syntax.Name):
        return node.name
    if isinstance(node, syntax.Path):
        return f"{_text(node.base)}.{node.name}"
    return f"{_text(node.base)}[…]" if isinstance(node, syntax.Filter) else "…"


_WALKS: dict[type[Node], Callable[[_Walk, Any, Known], Shape]] = {
    syntax.Name: _Walk.name,
    syntax.Literal: _Walk.literal,
    syntax.Path: _Walk.path,
    syntax.Filter: _Walk.filter,
    syntax.Call: _Walk.call,
    syntax.Negation: _Walk.negation,
    syntax.Binary: _Walk.binary,
    syntax.Between: _Walk.between,
    syntax.In: _Walk.in_,
    syntax.InstanceOf: _Walk.instance_of,
    syntax.If: _Walk.if_,
    syntax.For: _Walk.for_,
    syntax.Quantified: _Walk.quantified,
    syntax.FunctionLiteral: _Walk.function,
    syntax.ListLiteral: _Walk.list,
    syntax.ContextLiteral: _Walk.context,
    syntax.RangeLiteral: _Walk.range,
}
