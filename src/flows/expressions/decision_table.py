"""Decision tables: hit policies U A P F R O C with SUM, MIN, MAX, COUNT (DMN 1.5 §8)."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flows.expressions.budget import spend, warn
from flows.expressions.closures import Run, Scope
from flows.expressions.comparison import equal
from flows.expressions.dmn_xml import Element, child, children, line_of, name_of, text_in, type_of
from flows.expressions.errors import DecisionError
from flows.expressions.expression import UnaryTests
from flows.expressions.feel_types import FeelType
from flows.expressions.functions import BUILTINS
from flows.expressions.model_reader import ModelReader
from flows.expressions.values import Value
from flows.kernel import Problem

_POLICIES: Final = frozenset(
    ("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT")
)
_RANKED: Final = frozenset(("PRIORITY", "OUTPUT ORDER"))
_AGGREGATIONS: Final = frozenset(("SUM", "MIN", "MAX", "COUNT"))


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that matched: the id of the decision it belongs to, its number from 1, its id."""

    decision_id: str
    rule_number: int
    rule_id: str


hits: ContextVar[list[RuleHit] | None] = ContextVar("decision_hits", default=None)
"""Where the running decision notes the rules that hit."""


@dataclass(frozen=True, slots=True)
class _Input:
    expression: Run
    allowed: UnaryTests | None

    def refuses(self, value: Value, scope: Scope) -> bool:
        """Whether a value is not among the allowed ones; null always is."""
        if self.allowed is None or value is None:
            return False
        return self.allowed.passes(value, scope) is not True


@dataclass(frozen=True, slots=True)
class _Output:
    name: str
    type: FeelType | None
    order: Run | None
    default: Run | None


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    id: str
    tests: Sequence[UnaryTests | None]
    outputs: Sequence[Run]
    tests_weight: int
    outputs_weight: int


class DecisionTable:
    """One compiled table; a call gives its value and notes the hits."""

    def __init__(self, reader: ModelReader, element: Element, owner: str) -> None:
        self.owner = owner
        self.file = reader.file
        self.line = line_of(element)
        self.policy = element.get("hitPolicy") or "UNIQUE"
        self.aggregation = element.get("aggregation") or ""
        before = reader.weight
        self.inputs = [_read_input(reader, part) for part in children(element, "input")]
        self._inputs_weight = reader.weight - before
        self.outputs = [
            _read_output(reader, part, self.policy) for part in children(element, "output")
        ]
        self.rules = [
            _read_rule(reader, part, number)
            for number, part in enumerate(children(element, "rule"), 1)
        ]
        self._check(reader, element)

    def _check(self, reader: ModelReader, element: Element) -> None:
        if self.policy not in _POLICIES or (
            self.aggregation and self.aggregation not in _AGGREGATIONS
        ):
            policy = f"{self.policy} {self.aggregation}".strip()
            reader.problem(
                element,
                "hit-policy",
                f"Det finns ingen träffpolicy som heter {policy}.",
                f"There is no hit policy called {policy}.",
            )
        names = [output.name for output in self.outputs]
        if len(names) > 1 and ("" in names or len(set(names)) < len(names)):
            reader.problem(
                element,
                "output-names",
                "Utkolumnerna behöver var sitt namn, när de är flera.",
                "The outputs need a name each, when there are several.",
            )
        if self.policy in _RANKED and not any(output.order for output in self.outputs):
            reader.problem(
                element,
                "no-order",
                f"{self.policy} kräver att utkolumnens värden står i ordning, det främsta först.",
                f"{self.policy} needs the values of its output in order, the foremost first.",
            )
        if not self.outputs:
            reader.problem(
                element, "no-output", "Tabellen saknar utkolumn.", "The table has no output."
            )
        rules = children(element, "rule")
        for rule, part in zip(self.rules, rules, strict=True):
            if len(rule.tests) != len(self.inputs) or len(rule.outputs) != len(self.outputs):
                reader.problem(
                    part,
                    "rule-width",
                    f"Regel {rule.number} har inte lika många celler som tabellen har kolumner.",
                    f"Rule {rule.number} does not have as many cells as the table has columns.",
                )

    def __call__(self, scope: Scope) -> Value:
        """The table's value. Raises DecisionError when rules contradict one another."""
        values = []
        spend(self._inputs_weight)
        for column in self.inputs:
            value = column.expression(scope)
            if column.refuses(value, scope):
                warn(
                    "not-allowed-value",
                    "Ett värde finns inte bland kolumnens tillåtna värden.",
                    "A value is not among the values allowed for its column.",
                    self.line,
                )
                return None
            values.append(value)
        matching = self._matching(values, scope)
        noted = hits.get()
        if noted is not None:
            noted.extend(RuleHit(self.owner, rule.number, rule.id) for rule in matching)
        if not matching:
            return self._without_match(scope)
        spend(sum(rule.outputs_weight for rule in matching))
        rows = [[output(scope) for output in rule.outputs] for rule in matching]
        return _BY_POLICY[self.policy](self, matching, rows, scope)

    def _matching(self, values: list[Value], scope: Scope) -> list[_Rule]:
        matching = []
        for rule in self.rules:
            spend(rule.tests_weight)
            if all(
                test is None or test.passes(value, scope) is True
                for test, value in zip(rule.tests, values, strict=False)
            ):
                matching.append(rule)
                if self.policy == "FIRST":
                    break
        return matching

    def _without_match(self, scope: Scope) -> Value:
        if any(output.default for output in self.outputs):
            return self._shaped(
                [output.default(scope) if output.default else None for output in self.outputs]
            )
        return Decimal(0) if self.aggregation == "COUNT" else None

    def _shaped(self, row: list[Value]) -> Value:
        """One row as a value: a context when the table has several outputs."""
        conformed = [
            output.type.conform(value) if output.type is not None else value
            for output, value in zip(self.outputs, row, strict=False)
        ]
        if len(conformed) == 1:
            return conformed[0]
        names = [output.name for output in self.outputs]
        return dict(zip(names, conformed, strict=False))

    # -- hit policies

    def _unique(self, matching: list[_Rule], rows: list[list[Value]], scope: Scope) -> Value:
        if len(matching) > 1:
            numbers = _enumerated(matching)
            raise self._contradiction(
                "overlapping-rules",
                f"Reglerna {numbers['sv']} träffar samtidigt, men bara en får träffa (UNIQUE).",
                f"Rules {numbers['en']} all match, but only one may (UNIQUE).",
            )
        return self._shaped(rows[0])

    def _any(self, matching: list[_Rule], rows: list[list[Value]], scope: Scope) -> Value:
        shaped = [self._shaped(row) for row in rows]
        if any(equal(shaped[0], other) is not True for other in shaped[1:]):
            numbers = _enumerated(matching)
            raise self._contradiction(
                "disagreeing-rules",
                f"Reglerna {numbers['sv']} träffar samtidigt men ger olika svar (ANY).",
                f"Rules {numbers['en']} all match but give different answers (ANY).",
            )
        return shaped[0]

    def _first(self, matching: list[_Rule], rows: list[list[Value]], scope: Scope) -> Value:
        return self._shaped(rows[0])

    def _priority(self, matching: list[_Rule], rows: list[list[Value]], scope: Scope) -> Value:
        return self._shaped(self._ranked(rows, scope)[0])

    def _output_order(self, matching: list[_Rule], rows: list[list[Value]], scope: Scope) -> Value:
        return [self._shaped(row) for row in self._ranked(rows, scope)]

    def _rule_order(self, matching: list[_Rule], rows: list[list[Value]], scope: Scope) -> Value:
        return [self._shaped(row) for row in rows]

    def _collect(self, matching: list[_Rule], rows: list[list[Value]], scope: Scope) -> Value:
        collected = [self._shaped(row) for row in rows]
        if not self.aggregation:
            return collected
        if self.aggregation == "COUNT":
            return Decimal(len(collected))
        return BUILTINS[self.aggregation.lower()].call([collected])

    def _ranked(self, rows: list[list[Value]], scope: Scope) -> list[list[Value]]:
        orders = [output.order(scope) if output.order else [] for output in self.outputs]

        def place_of(value: Value, order: list[Value]) -> int:
            place = next(
                (place for place, item in enumerate(order) if equal(item, value)), len(order)
            )
            spend(2 + place // 2)
            return place

        return sorted(rows, key=lambda row: list(map(place_of, row, orders)))

    def _contradiction(self, code: str, sv: str, en: str) -> DecisionError:
        return DecisionError([Problem(code, sv, en, self.file, self.line, self.owner)])


def _enumerated(rules: list[_Rule]) -> Mapping[str, str]:
    numbers = [str(rule.number) for rule in rules]
    first, last = ", ".join(numbers[:-1]), numbers[-1]
    return {"sv": f"{first} och {last}", "en": f"{first} and {last}"}


def _read_input(reader: ModelReader, element: Element) -> _Input:
    holder = child(element, "inputExpression")
    run = reader.expression(holder) if holder is not None else None
    if run is None:
        reader.problem(
            element,
            "empty-column",
            "Inkolumnen saknar uttryck.",
            "The input column has no expression.",
        )
        run = _null
    allowed = child(element, "inputValues")
    return _Input(run, reader.tests(allowed) if allowed is not None else None)


def _null(_scope: Scope) -> None:
    return None


def _read_output(reader: ModelReader, element: Element, policy: str) -> _Output:
    allowed, default = child(element, "outputValues"), child(element, "defaultOutputEntry")
    order = None
    if policy in _RANKED and allowed is not None and text_in(allowed):
        order = reader.compile(f"[{text_in(allowed)}]", allowed)
    return _Output(
        name_of(element) or element.get("label") or "",
        reader.type_named(type_of(element)),
        order,
        reader.expression(default) if default is not None else None,
    )


def _read_rule(reader: ModelReader, element: Element, number: int) -> _Rule:
    before = reader.weight
    tests = [reader.tests(cell) for cell in children(element, "inputEntry")]
    between = reader.weight
    outputs = []
    for cell in children(element, "outputEntry"):
        run = reader.expression(cell) if text_in(cell) != "-" else None
        outputs.append(run or _null)
    return _Rule(
        number,
        element.get("id") or "",
        tests,
        outputs,
        tests_weight=2 * len(tests) + 2 + between - before,
        outputs_weight=reader.weight - between,
    )


_BY_POLICY: Mapping[
    str, Callable[[DecisionTable, list[_Rule], list[list[Value]], Scope], Value]
] = {
    "UNIQUE": DecisionTable._unique,
    "ANY": DecisionTable._any,
    "FIRST": DecisionTable._first,
    "PRIORITY": DecisionTable._priority,
    "OUTPUT ORDER": DecisionTable._output_order,
    "RULE ORDER": DecisionTable._rule_order,
    "COLLECT": DecisionTable._collect,
}
