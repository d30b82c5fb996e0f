"""A FEEL condition in words, when it is of a kind that can be said plainly."""

from decimal import Decimal

from flows.diagrams.spoken import Names, Spoken, listed, same
from flows.expressions import ExpressionError, compile_expression
from flows.expressions.syntax import (
    Between,
    Binary,
    Call,
    Filter,
    In,
    Literal,
    Name,
    Negation,
    Node,
    Path,
    ValueTest,
)

_COMPARED = {
    "=": ("är", "is"),
    "!=": ("inte är", "is not"),
    "<": ("är mindre än", "is less than"),
    "<=": ("är högst", "is at most"),
    ">": ("är mer än", "is more than"),
    ">=": ("är minst", "is at least"),
}
_LONGEST = 4_000


class _Unsayable(Exception):
    """The expression is of another kind."""


def condition_words(condition: str, names: Names) -> Spoken | None:
    """A condition (`=…`) as a clause that "när" can stand before; None when it can't be said."""
    text = condition.strip().removeprefix("=")
    if not text or len(text) > _LONGEST:
        return None
    try:
        return _Words(names).clause(compile_expression(text).tree)
    except (ExpressionError, _Unsayable, RecursionError):
        return None


class _Words:
    def __init__(self, names: Names) -> None:
        self.names = names

    def clause(self, node: Node) -> Spoken:
        """A statement."""
        match node:
            case Binary(operator="and" | "or" as operator, left=left, right=right):
                return self._both(operator, left, right)
            case Binary(operator=operator, left=left, right=right) if operator in _COMPARED:
                return self._compared(operator, left, right)
            case Call(function=Name(name="not"), arguments=[inner], names=None):
                return self._holds(inner, "inte gäller", "does not hold")
            case Call(
                function=Name(name="contains" | "list contains"), arguments=[a, b], names=None
            ):
                whole, part = self.thing(a), self.value(b, _variable(a))
                return Spoken(f"{whole.sv} innehåller {part.sv}", f"{whole.en} contains {part.en}")
            case In(value=value, tests=tests):
                return self._one_of(value, [test for test in tests if isinstance(test, ValueTest)])
            case Between(value=value, low=low, high=high):
                what, least, most = self.thing(value), self.value(low), self.value(high)
                return Spoken(
                    f"{what.sv} är mellan {least.sv} och {most.sv}",
                    f"{what.en} is between {least.en} and {most.en}",
                )
            case Literal(value=True):
                return Spoken("alltid", "always")
        return self._holds(node, "gäller", "holds")

    def _holds(self, node: Node, sv: str, en: str) -> Spoken:
        what = self.thing(node)
        return Spoken(f"{what.sv} {sv}", f"{what.en} {en}")

    def _both(self, operator: str, left: Node, right: Node) -> Spoken:
        words = {"and": ("och", "and"), "or": ("eller", "or")}[operator]
        parts = []
        for part in (left, right):
            said = self.clause(part)
            mixed = isinstance(part, Binary) and part.operator in ("and", "or")
            if mixed and isinstance(part, Binary) and part.operator != operator:
                said = Spoken(f"({said.sv})", f"({said.en})")
            parts.append(said)
        return Spoken(
            f"{parts[0].sv} {words[0]} {parts[1].sv}", f"{parts[0].en} {words[1]} {parts[1].en}"
        )

    def _compared(self, operator: str, left: Node, right: Node) -> Spoken:
        what = self.thing(left)
        if isinstance(right, Literal) and right.value is None and operator in ("=", "!="):
            if operator == "=":
                return Spoken(f"{what.sv} saknas", f"{what.en} is missing")
            return Spoken(f"{what.sv} finns", f"{what.en} is there")
        sv, en = _COMPARED[operator]
        value = self.value(right, _variable(left))
        return Spoken(f"{what.sv} {sv} {value.sv}", f"{what.en} {en} {value.en}")

    def _one_of(self, value: Node, tests: list[ValueTest]) -> Spoken:
        what = self.thing(value)
        if not tests:
            raise _Unsayable
        values = [self.value(test.expression, _variable(value)) for test in tests]
        return Spoken(
            f"{what.sv} är {listed([one.sv for one in values], 'eller')}",
            f"{what.en} is {listed([one.en for one in values], 'or')}",
        )

    def thing(self, node: Node) -> Spoken:
        """What is spoken of."""
        match node:
            case Name(name=name):
                return self.names.variables.get(name, same(name))
            case Path(base=base, name=name):
                return same(f"{_written(base)}.{name}")
            case Call(function=Name(name="count"), arguments=[inner], names=None):
                what = self.thing(inner)
                return Spoken(f"antalet i {what.sv}", f"the number of {what.en}")
            case Literal():
                return self.value(node)
        raise _Unsayable

    def value(self, node: Node, variable: str = "") -> Spoken:
        """What it is compared with."""
        match node:
            case Literal(value=str(text)):
                chosen = self.names.values.get((variable, text), same(text))
                return Spoken(f"”{chosen.sv}”", f"“{chosen.en}”")
            case Literal(value=bool(yes)):
                return Spoken("ja", "yes") if yes else Spoken("nej", "no")
            case Literal(value=Decimal() as number):
                return same(f"{number:f}")
            case Negation(operand=inner):
                said = self.value(inner)
                return Spoken(f"-{said.sv}", f"-{said.en}")
        return self.thing(node)


def _written(node: Node) -> str:
    match node:
        case Name(name=name):
            return name
        case Path(base=base, name=name):
            return f"{_written(base)}.{name}"
        case Filter():
            raise _Unsayable
    raise _Unsayable


def _variable(node: Node) -> str:
    return node.name if isinstance(node, Name) else ""
