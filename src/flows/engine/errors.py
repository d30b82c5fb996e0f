"""What the engine raises.

    Invalid
    ├── DialectError   a diagram can't be published; `problems` says why, all of it at once
    └── NotPlain       something that isn't JSON data was to become a variable
    Conflict
    └── TaskGone       what was to be done is not open any more

`Fault` never leaves the room: it becomes an incident on the element that met it.
"""

from collections.abc import Sequence

from flows.kernel import Conflict, Invalid, Problem


class DialectError(Invalid):
    """The diagrams can't be used."""

    code = "dialect"
    sv = "Diagrammen går inte att använda."
    en = "The diagrams can't be used."

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = [problem for problem in problems if problem.severity == "error"]
        first = errors[0] if errors else None
        super().__init__(first.sv if first else None, first.en if first else None, problems)


class NotPlain(Invalid):
    """Variables hold JSON data only: text, numbers, true, false, null, lists and objects."""

    code = "not-plain"
    sv = "Variabler kan bara innehålla JSON-värden."
    en = "Variables can only hold JSON values."


class TaskGone(Conflict):
    """The task is not open any more: someone finished it first, or it was cancelled."""

    code = "task-gone"
    sv = "Uppgiften är inte längre öppen. Någon annan hann före, eller så behövs den inte mer."
    en = "The task is not open any more. Someone else was faster, or it is no longer needed."


class Fault(Exception):
    """An element can't go on; becomes an incident that can be tried again."""

    def __init__(self, code: str, sv: str, en: str) -> None:
        super().__init__(en)
        self.code, self.sv, self.en = code, sv, en
