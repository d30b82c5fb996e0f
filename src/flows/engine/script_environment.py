"""The only way from a diagram to a value: formulas that passed the reader, in FEEL.

SpiffWorkflow evaluates conditions, timers, scripts and decisions as Python unless it is given
another engine; all of it passes through this one, which refuses everything but formulas.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from flows.engine.errors import Fault
from flows.engine.formula import Formula
from flows.engine.variables import visible
from flows.expressions import DecisionError, DecisionModel, DecisionResult, ExpressionError


class CodeRefused(Exception):
    """A text was to be run as code; nothing but FEEL formulas is."""


class _NoCode(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Runs nothing."""

    def evaluate(self, expression: Any, context: Any, external_context: Any = None) -> NoReturn:
        raise CodeRefused(f"only FEEL formulas are evaluated, not {str(expression)[:60]!r}")

    def execute(self, script: Any, context: Any, external_context: Any = None) -> NoReturn:
        raise CodeRefused(f"no script is ever executed, not {str(script)[:60]!r}")

    def call_service(self, context: Any, **given: Any) -> NoReturn:
        raise CodeRefused("services are jobs")


class ScriptEngine(PythonScriptEngine):  # type: ignore[misc]
    """Evaluates formulas for one step; `now` is the instant that the step is taken at."""

    def __init__(self, decisions: Mapping[str, DecisionModel], now: datetime) -> None:
        super().__init__(_NoCode())
        self.decisions = decisions
        self.now = now

    def value(self, formula: Formula, task: Any, more: Mapping[str, Any] | None = None) -> Any:
        """What a formula gives at a task, `more` being visible as well. Raises Fault."""
        seen = visible(task)
        return formula.value({**seen, **more} if more else seen)

    def decide(self, decision_id: str, task: Any) -> DecisionResult:
        """The result of a decision of the package. Raises Fault."""
        try:
            return self.decisions[decision_id].evaluate(decision_id, visible(task))
        except (DecisionError, ExpressionError) as error:
            raise Fault(
                error.code,
                f"Beslutstabellen {decision_id} gav inget svar: {error.sv}",
                f"The decision table {decision_id} gave no answer: {error.en}",
            ) from error

    def validate(self, expression: Any) -> NoReturn:
        raise CodeRefused("no Python is accepted")
