"""FEEL expressions and decision models (DMN 1.5): exact, bounded, without side effects."""

from flows.expressions.budget import (
    Purse,
    evaluation_clock,
    pattern_time,
    shared_budget,
    spending_from,
)
from flows.expressions.decision_model import DecisionModel, DecisionResult, UnknownDecision
from flows.expressions.decision_table import RuleHit
from flows.expressions.errors import DecisionError, ExpressionError
from flows.expressions.expression import (
    Expression,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
    evaluate,
)
from flows.expressions.plain import to_plain
from flows.expressions.shapes import (
    NULL,
    ContextShape,
    ListShape,
    MissingPart,
    Shape,
    either,
    shape_of,
)
from flows.expressions.values import from_plain, kind_of

__all__ = [
    "NULL",
    "ContextShape",
    "DecisionError",
    "DecisionModel",
    "DecisionResult",
    "Expression",
    "ExpressionError",
    "ListShape",
    "MissingPart",
    "Purse",
    "RuleHit",
    "Shape",
    "UnaryTests",
    "UnknownDecision",
    "compile_expression",
    "compile_unary_tests",
    "either",
    "evaluate",
    "evaluation_clock",
    "from_plain",
    "kind_of",
    "pattern_time",
    "shape_of",
    "shared_budget",
    "spending_from",
    "to_plain",
]
