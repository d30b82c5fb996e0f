"""The syntax tree of an expression.

Every node knows the `offset` of its first character (of its operator, for a binary node) in the
source; trees are compared without it, so that a tree equals the tree of its own printed text.
"""

from dataclasses import dataclass, field
from typing import Any

from flows.expressions.feel_types import FeelType


def _offset() -> Any:
    return field(default=0, compare=False, repr=False)


@dataclass(slots=True)
class Node:
    """Any part of an expression."""


@dataclass(slots=True)
class Literal(Node):
    """A number, text, true, false or null."""

    value: Any
    offset: int = _offset()


@dataclass(slots=True)
class AtLiteral(Node):
    """`@"2027-01-11"`: a temporal value by its text."""

    text: str
    offset: int = _offset()


@dataclass(slots=True)
class Name(Node):
    """A variable, or a built-in function."""

    name: str
    offset: int = _offset()


@dataclass(slots=True)
class Path(Node):
    """`base.name`."""

    base: Node
    name: str
    offset: int = _offset()


@dataclass(slots=True)
class Filter(Node):
    """`base[predicate]`, or an index."""

    base: Node
    predicate: Node
    offset: int = _offset()


@dataclass(slots=True)
class Call(Node):
    """`function(arguments)`; with `names`, one per argument, for named arguments."""

    function: Node
    arguments: list[Node]
    names: list[str] | None = None
    offset: int = _offset()


@dataclass(slots=True)
class Negation(Node):
    """`-operand`."""

    operand: Node
    offset: int = _offset()


@dataclass(slots=True)
class Binary(Node):
    """Arithmetic, comparison, `and`, `or`."""

    operator: str
    left: Node
    right: Node
    offset: int = _offset()


@dataclass(slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node
    offset: int = _offset()


@dataclass(slots=True)
class In(Node):
    """`value in (tests)`."""

    value: Node
    tests: list["Test"]
    offset: int = _offset()


@dataclass(slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: "TypeName"
    offset: int = _offset()


@dataclass(slots=True)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node
    offset: int = _offset()


@dataclass(slots=True)
class Iterator:
    """`name in source`, or `name in source..end`."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(slots=True)
class For(Node):
    """`for iterators return body`."""

    iterators: list[Iterator]
    body: Node
    offset: int = _offset()


@dataclass(slots=True)
class Quantified(Node):
    """`some` or `every` iterators `satisfies` condition."""

    quantifier: str
    iterators: list[Iterator]
    condition: Node
    offset: int = _offset()


@dataclass(slots=True)
class TypeName:
    """A type as written, and the type it stands for."""

    text: str
    type: FeelType = field(compare=False)


@dataclass(slots=True)
class Parameter:
    """A function's parameter."""

    name: str
    type: TypeName | None = None


@dataclass(slots=True)
class FunctionLiteral(Node):
    """`function(parameters) body`; an external function has its mapping as body."""

    parameters: list[Parameter]
    body: Node
    external: bool = False
    offset: int = _offset()


@dataclass(slots=True)
class ListLiteral(Node):
    """`[items]`."""

    items: list[Node]
    offset: int = _offset()


@dataclass(slots=True)
class ContextLiteral(Node):
    """`{key: value}`."""

    entries: list[tuple[str, Node]]
    offset: int = _offset()


@dataclass(slots=True)
class RangeLiteral(Node):
    """`[low..high]`, with either bound open or closed."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool
    offset: int = _offset()


@dataclass(slots=True)
class HalfRange(Node):
    """`(< bound)` as a value: a range with one bound."""

    operator: str
    bound: Node
    offset: int = _offset()


@dataclass(slots=True)
class OperatorTest:
    """A unary test such as `>= 18`."""

    operator: str
    operand: Node


@dataclass(slots=True)
class ValueTest:
    """A unary test that is an expression: a value to equal, a range, or a condition on `?`."""

    expression: Node


Test = OperatorTest | ValueTest


@dataclass(slots=True)
class UnaryTestList:
    """What an input cell holds; no tests at all means anything."""

    tests: list[Test]
    negated: bool = False
