"""What a check found, as the editors are told it."""

from flows.catalog.hints import hint_for
from flows.kernel import Problem
from flows.web.language import told


def problem_json(problem: Problem) -> dict[str, str | int]:
    """A problem in the page's language, with how to mend it."""
    return {
        "code": problem.code,
        "text": told(problem.sv, problem.en),
        "hint": told(*hint_for(problem.code)),
        "file": problem.file,
        "line": problem.line,
        "element": problem.element,
        "name": problem.name,
        "severity": problem.severity,
    }
