"""The kind of value that an expression gives, as far as its text alone says."""

import types
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from flows.expressions import syntax
from flows.expressions.functions import BUILTINS
from flows.expressions.syntax import Node
from flows.expressions.temporal import parse_temporal
from flows.expressions.values import Range, YearsMonths, kind_of

_ANNOTATED: dict[Any, str] = {
    str: "string",
    bool: "boolean",
    Decimal: "number",
    date: "date",
    datetime: "date and time",
    time: "time",
    YearsMonths: "years and months duration",
    Range: "range",
    list: "list",
    dict: "context",
}
_CONDITIONS = (syntax.Between, syntax.In, syntax.InstanceOf, syntax.Quantified)
_BY_NODE: dict[type[Node], str] = {
    **dict.fromkeys(_CONDITIONS, "boolean"),
    syntax.For: "list",
    syntax.ListLiteral: "list",
    syntax.ContextLiteral: "context",
    syntax.RangeLiteral: "range",
    syntax.HalfRange: "range",
    syntax.FunctionLiteral: "function",
}
_NUMBERS_OR_TEXTS = frozenset(("number", "string"))


def result_kind(tree: Node) -> str | None:
    """The kind of every value but null that the tree can give; None when it can't be told."""
    settled = _BY_NODE.get(type(tree))
    if settled is not None:
        return settled
    infer = _INFER.get(type(tree))
    return infer(tree) if infer is not None else None


def _of_literal(node: syntax.Literal) -> str | None:
    return None if node.value is None else kind_of(node.value)


def _of_at_literal(node: syntax.AtLiteral) -> str | None:
    value = parse_temporal(node.text)
    return None if value is None else kind_of(value)


def _of_binary(node: syntax.Binary) -> str | None:
    if node.operator in ("and", "or", "=", "!=", "<", "<=", ">", ">="):
        return "boolean"
    left, right = result_kind(node.left), result_kind(node.right)
    return left if left == right and left in _NUMBERS_OR_TEXTS else None


def _of_negation(node: syntax.Negation) -> str | None:
    return result_kind(node.operand)


def _of_if(node: syntax.If) -> str | None:
    branches = [
        result_kind(branch) for branch in (node.yes, node.no) if branch != syntax.Literal(None)
    ]
    return branches[0] if branches and len(set(branches)) == 1 else None


def _of_call(node: syntax.Call) -> str | None:
    if not isinstance(node.function, syntax.Name) or node.function.name not in BUILTINS:
        return None
    returned = get_type_hints(BUILTINS[node.function.name].run).get("return")
    if get_origin(returned) in (Union, types.UnionType):
        kinds = [part for part in get_args(returned) if part is not type(None)]
        returned = kinds[0] if len(kinds) == 1 else None
    return _ANNOTATED.get(get_origin(returned) or returned)


_INFER: dict[type[Node], Callable[[Any], str | None]] = {
    syntax.Literal: _of_literal,
    syntax.AtLiteral: _of_at_literal,
    syntax.Binary: _of_binary,
    syntax.Negation: _of_negation,
    syntax.If: _of_if,
    syntax.Call: _of_call,
}
