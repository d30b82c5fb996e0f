"""Make formulas of a diagram's texts; what can't be read becomes a problem at its element."""

from lxml import etree

from flows.engine.diagram.element import Element
from flows.engine.diagram.findings import Findings
from flows.engine.formula import Formula, Kind, feel, literal
from flows.engine.parts import Part
from flows.expressions import ExpressionError


class ExpressionReader:
    """Reads the expressions of one file."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def formula(
        self, element: etree._Element, text: str | None, what: Part, kind: Kind = Kind.ANY
    ) -> Formula:
        """A text where a leading "=" means FEEL and anything else is itself."""
        source = (text or "").strip()
        if source.startswith("="):
            return self.feel(element, source, what, kind)
        return literal(kind, what, source)

    def feel(
        self, element: etree._Element, text: str | None, what: Part, kind: Kind = Kind.ANY
    ) -> Formula:
        """A text that is always FEEL, with or without a leading "="."""
        place = Element(element)
        source = (text or "").strip().removeprefix("=").strip()
        if not source:
            self.findings.refuse(
                place,
                "no-expression",
                f"{what.sv}: uttrycket är tomt.",
                f"{what.en}: the expression is empty.",
            )
            return literal(kind, what, None)
        if source.startswith("="):  # FEEL would read it as a range of one value
            self.findings.refuse(
                place,
                "two-equals-signs",
                f"{what.sv}: uttrycket börjar med två likhetstecken.",
                f"{what.en}: the expression begins with two equals signs.",
            )
            return literal(kind, what, None)
        try:
            found = feel(kind, what, source)
        except ExpressionError as error:
            self.findings.refuse(
                place,
                "bad-expression",
                f"{what.sv}: ”{source}” är inte ett FEEL-uttryck: {error.sv}",
                f'{what.en}: "{source}" is not a FEEL expression: {error.en}',
            )
            return literal(kind, what, None)
        expression = found.expression
        for problem in expression.problems if expression else ():
            self.findings.refuse(
                place, problem.code, f"{what.sv}: {problem.sv}", f"{what.en}: {problem.en}"
            )
        for variable in sorted(expression.free_variables if expression else ()):
            if not variable.isascii():
                self.findings.warn(
                    place,
                    "not-ascii",
                    f"{what.sv}: variabeln {variable} bör skrivas utan å, ä och ö.",
                    f"{what.en}: the variable {variable} is better written in ASCII.",
                )
        return found
