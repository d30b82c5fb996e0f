"""Type names in an expression: `number`, `list<string>`, `context<name: string>` and so on."""

from flows.expressions.feel_types import (
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
    named_type,
)
from flows.expressions.lexer import Scanner
from flows.expressions.syntax import TypeName

MAX_TYPE_NESTING = 30


def parse_type(scanner: Scanner, nesting: int = 0) -> TypeName:
    """The type that starts at the present token; raises ExpressionError."""
    if nesting > MAX_TYPE_NESTING:
        raise scanner.error("Typen är nästlad för djupt.", "The type is nested too deeply.")
    if scanner.kind not in ("name", "keyword"):
        raise scanner.error("Här borde stå en typ.", "There should be a type here.")
    name, offset = scanner.value, scanner.start
    scanner.advance()
    if name in _PARAMETRIC and scanner.accept("<"):
        return _PARAMETRIC[name](scanner, nesting + 1)
    found = named_type(name)
    if found is None:
        raise scanner.error(
            f"Det finns ingen typ som heter {name}.", f"There is no type called {name}.", offset
        )
    return TypeName(name, found)


def _list(scanner: Scanner, nesting: int) -> TypeName:
    item = parse_type(scanner, nesting)
    scanner.expect(">")
    return TypeName(f"list<{item.text}>", ListType(item.type))


def _range(scanner: Scanner, nesting: int) -> TypeName:
    bound = parse_type(scanner, nesting)
    scanner.expect(">")
    return TypeName(f"range<{bound.text}>", RangeType(bound.type))


def _context(scanner: Scanner, nesting: int) -> TypeName:
    entries: dict[str, FeelType] = {}
    texts = []
    while True:
        name = _key(scanner)
        scanner.expect(":")
        kind = parse_type(scanner, nesting)
        entries[name] = kind.type
        texts.append(f"{name}: {kind.text}")
        if not scanner.accept(","):
            break
    scanner.expect(">")
    return TypeName(f"context<{', '.join(texts)}>", ContextType(entries))


def _key(scanner: Scanner) -> str:
    start = stop = scanner.start
    while scanner.kind in ("name", "keyword", "number"):
        stop = scanner.end
        scanner.advance()
    name = " ".join(scanner.source[start:stop].split())
    if not name:
        raise scanner.error("Här saknas ett namn.", "A name is missing here.")
    scanner.declare(name)
    return name


def _function(scanner: Scanner, nesting: int) -> TypeName:
    parameters = []
    while not scanner.at(">"):
        parameters.append(parse_type(scanner, nesting))
        if not scanner.accept(","):
            break
    scanner.expect(">")
    result = f" -> {parse_type(scanner, nesting).text}" if scanner.accept("->") else ""
    texts = ", ".join(parameter.text for parameter in parameters)
    types = tuple(parameter.type for parameter in parameters)
    return TypeName(f"function<{texts}>{result}", FunctionType(types))


_PARAMETRIC = {"list": _list, "range": _range, "context": _context, "function": _function}
