"""From syntax tree to text: the printed text of a tree is parsed to an equal tree."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from flows.expressions import syntax
from flows.expressions.lexer import KEYWORDS
from flows.expressions.rendering import key_text, literal_of
from flows.expressions.syntax import Node

_TIGHT: Final = 90
_UNARY: Final = 71
_OPEN_ENDED: Final = 0
"""How hard `if`, `for` and their like bind: they swallow all that follows, so they are bracketed
wherever an operator could follow."""
_BINDING: Final = {
    "or": 10,
    "and": 20,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), 30),
    "+": 50,
    "-": 50,
    "*": 60,
    "/": 60,
    "**": 70,
}
_COMPARISON: Final = 30
_BOUND: Final = 45
_INSTANCE: Final = 80
_ATOM: Final = 100
_LIKE_TESTS: Final = ("(<", "(>", "(=", "(!")
"""How the text of a half range starts, which after `in` would be read as a unary test."""


def print_expression(tree: Node) -> str:
    """The text of an expression, with as few brackets as its reading needs."""
    return _printed(tree, 0)


def print_unary_tests(tests: syntax.UnaryTestList) -> str:
    """The text of an input cell."""
    if not tests.tests:
        return "-"
    text = _tests(tests.tests)
    return f"not({text})" if tests.negated else text


def _printed(tree: Node, binding: int) -> str:
    """The text, in brackets when the tree binds less than its place asks for."""
    text, strength = _PRINT[type(tree)](tree)
    return text if strength >= binding else f"({text})"


def _tests(tests: Sequence[syntax.Test]) -> str:
    return ", ".join(map(_test, tests))


def _test(test: syntax.Test) -> str:
    if isinstance(test, syntax.OperatorTest):
        return f"{test.operator} {_printed(test.operand, _BOUND)}"
    return _printed(test.expression, 0)


def _literal(node: syntax.Literal) -> tuple[str, int]:
    if isinstance(node.value, Decimal):
        return str(node.value), _ATOM
    return literal_of(node.value), _ATOM


def _at_literal(node: syntax.AtLiteral) -> tuple[str, int]:
    return f'@"{node.text}"', _ATOM


def _name(node: syntax.Name) -> tuple[str, int]:
    return (f"`{node.name}`" if node.name in KEYWORDS else node.name), _ATOM


def _path(node: syntax.Path) -> tuple[str, int]:
    return f"{_printed(node.base, _TIGHT)}.{node.name}", _TIGHT


def _filter(node: syntax.Filter) -> tuple[str, int]:
    return f"{_printed(node.base, _TIGHT)}[{_printed(node.predicate, 0)}]", _TIGHT


def _call(node: syntax.Call) -> tuple[str, int]:
    arguments = [_printed(argument, 0) for argument in node.arguments]
    if node.names is not None:
        arguments = [f"{name}: {text}" for name, text in zip(node.names, arguments, strict=True)]
    return f"{_printed(node.function, _TIGHT)}({', '.join(arguments)})", _TIGHT


def _negation(node: syntax.Negation) -> tuple[str, int]:
    return f"-{_printed(node.operand, _UNARY)}", _UNARY


def _binary(node: syntax.Binary) -> tuple[str, int]:
    binding = _BINDING[node.operator]
    left, right = _printed(node.left, binding), _printed(node.right, binding + 1)
    return f"{left} {node.operator} {right}", binding


def _between(node: syntax.Between) -> tuple[str, int]:
    value = _printed(node.value, _COMPARISON)
    low, high = (_printed(bound, _COMPARISON + 1) for bound in (node.low, node.high))
    return f"{value} between {low} and {high}", _COMPARISON


def _in(node: syntax.In) -> tuple[str, int]:
    value = _printed(node.value, _COMPARISON)
    only = node.tests[0]
    if len(node.tests) == 1 and isinstance(only, syntax.ValueTest):
        test = _printed(only.expression, _COMPARISON + 1)
        if test.startswith(_LIKE_TESTS):
            test = f"({test})"
        return f"{value} in {test}", _COMPARISON
    return f"{value} in ({_tests(node.tests)})", _COMPARISON


def _instance_of(node: syntax.InstanceOf) -> tuple[str, int]:
    return f"{_printed(node.value, _INSTANCE)} instance of {node.type.text}", _INSTANCE


def _if(node: syntax.If) -> tuple[str, int]:
    parts = [_printed(part, 0) for part in (node.condition, node.yes, node.no)]
    return f"if {parts[0]} then {parts[1]} else {parts[2]}", _OPEN_ENDED


def _iterators(iterators: Sequence[syntax.Iterator]) -> str:
    texts = []
    for iterator in iterators:
        end = f"..{_printed(iterator.end, 0)}" if iterator.end is not None else ""
        texts.append(f"{iterator.name} in {_printed(iterator.source, 0)}{end}")
    return ", ".join(texts)


def _for(node: syntax.For) -> tuple[str, int]:
    return f"for {_iterators(node.iterators)} return {_printed(node.body, 0)}", _OPEN_ENDED


def _quantified(node: syntax.Quantified) -> tuple[str, int]:
    iterators, condition = _iterators(node.iterators), _printed(node.condition, 0)
    return f"{node.quantifier} {iterators} satisfies {condition}", _OPEN_ENDED


def _function(node: syntax.FunctionLiteral) -> tuple[str, int]:
    parameters = ", ".join(
        parameter.name if parameter.type is None else f"{parameter.name}: {parameter.type.text}"
        for parameter in node.parameters
    )
    external = "external " if node.external else ""
    return f"function({parameters}) {external}{_printed(node.body, 0)}", _OPEN_ENDED


def _list(node: syntax.ListLiteral) -> tuple[str, int]:
    return f"[{', '.join(_printed(item, 0) for item in node.items)}]", _ATOM


def _context(node: syntax.ContextLiteral) -> tuple[str, int]:
    entries = (f"{key_text(key)}: {_printed(entry, 0)}" for key, entry in node.entries)
    return f"{{{', '.join(entries)}}}", _ATOM


def _range(node: syntax.RangeLiteral) -> tuple[str, int]:
    opening = "[" if node.low_included else "("
    closing = "]" if node.high_included else ")"
    low, high = _printed(node.low, 0), _printed(node.high, _BOUND)
    return f"{opening}{low}..{high}{closing}", _ATOM


def _half_range(node: syntax.HalfRange) -> tuple[str, int]:
    return f"({node.operator} {_printed(node.bound, _BOUND)})", _ATOM


_PRINT: dict[type[Node], Callable[[Any], tuple[str, int]]] = {
    syntax.Literal: _literal,
    syntax.AtLiteral: _at_literal,
    syntax.Name: _name,
    syntax.Path: _path,
    syntax.Filter: _filter,
    syntax.Call: _call,
    syntax.Negation: _negation,
    syntax.Binary: _binary,
    syntax.Between: _between,
    syntax.In: _in,
    syntax.InstanceOf: _instance_of,
    syntax.If: _if,
    syntax.For: _for,
    syntax.Quantified: _quantified,
    syntax.FunctionLiteral: _function,
    syntax.ListLiteral: _list,
    syntax.ContextLiteral: _context,
    syntax.RangeLiteral: _range,
    syntax.HalfRange: _half_range,
}
