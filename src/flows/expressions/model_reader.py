"""What reading one decision model shares: its names, its types and the problems found so far."""

from collections.abc import Mapping

from flows.expressions.closures import Run, constant
from flows.expressions.compiler import Compiler
from flows.expressions.dmn_xml import Element, child, line_of, text_in
from flows.expressions.errors import ExpressionError
from flows.expressions.expression import UnaryTests, compile_unary_tests, unknown_function_problems
from flows.expressions.feel_types import FeelType
from flows.expressions.item_types import ItemTypes
from flows.expressions.parser import Parser
from flows.kernel import Problem


class ModelReader:
    """Compiles the texts of one model; what can't be compiled is noted and becomes null.

    `names` are all names of the model, so that those with spaces are read as one.
    `reads` gathers the names that expressions read from their scope, and `weight` what it takes to
    run each of them once.
    """

    def __init__(
        self,
        file: str,
        names: frozenset[str],
        definitions: Mapping[str, Element],
        imported: Mapping[str, ItemTypes],
    ) -> None:
        self.file = file
        self.names = names
        self.problems: list[Problem] = []
        self.reads: set[str] = set()
        self.weight = 0
        self.types = ItemTypes(definitions, imported, self.allowed)

    def type_named(self, reference: str | None) -> FeelType | None:
        """The type that a reference stands for; None when there is none to keep to."""
        return self.types.named(reference)

    def problem(self, element: Element, code: str, sv: str, en: str) -> None:
        """Note a fault at an element."""
        self.problems.append(Problem(code, sv, en, self.file, line_of(element), _id_near(element)))

    def expression(self, holder: Element) -> Run | None:
        """The closure of the element's text; None when it has none."""
        text = text_in(holder)
        return self.compile(text, holder) if text else None

    def compile(self, text: str, holder: Element) -> Run:
        """The closure of an expression that stands in the element; null when it is at fault."""
        language = (holder.get("expressionLanguage") or "").lower()
        if language and "feel" not in language:
            self.problem(
                holder,
                "expression-language",
                f"Uttryck skrivs på FEEL, inte {language}.",
                f"Expressions are written in FEEL, not {language}.",
            )
            return constant(None)
        try:
            compiler = Compiler(text, plain=False, known=self.names)
            run = compiler.compile(Parser(text, self.names).whole())
        except ExpressionError as fault:
            self._expression_problem(holder, fault.code, fault.sv, fault.en, fault.line)
            return constant(None)
        for unknown in unknown_function_problems(text, compiler.unknown):
            self._expression_problem(holder, unknown.code, unknown.sv, unknown.en, unknown.line)
        self.reads |= compiler.free | compiler.possible
        self.weight += compiler.weight
        return run

    def tests(self, holder: Element) -> UnaryTests | None:
        """The unary tests in the element's text; None when it allows anything."""
        text = text_in(holder)
        if text in ("", "-"):
            return None
        try:
            tests = compile_unary_tests(text, self.names)
        except ExpressionError as fault:
            self._expression_problem(holder, fault.code, fault.sv, fault.en, fault.line)
            return None
        for unknown in tests.problems:
            self._expression_problem(holder, unknown.code, unknown.sv, unknown.en, unknown.line)
        self.reads |= tests.names
        self.weight += tests.weight
        return tests

    def allowed(self, holder: Element) -> UnaryTests | None:
        """The tests of an item definition's allowed values."""
        before = set(self.reads)
        tests = self.tests(holder)
        self.reads = before
        return tests

    def _expression_problem(self, holder: Element, code: str, sv: str, en: str, line: int) -> None:
        inner = child(holder, "text")
        start = line_of(holder if inner is None else inner)
        self.problems.append(
            Problem(code, sv, en, self.file, start + max(line, 1) - 1, _id_near(holder))
        )


def _id_near(element: Element) -> str:
    here: Element | None = element
    while here is not None:
        if here.get("id"):
            return str(here.get("id"))
        here = here.getparent()
    return ""
