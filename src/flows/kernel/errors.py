"""Every error that Flows raises on purpose.

    FlowsError
    ├── NotFound      what was asked for does not exist, or is not for this actor to see
    ├── NotAllowed    the actor may not do this
    ├── Conflict      someone else was faster, or the thing has moved on
    └── Invalid       the input breaks a rule; may carry problems, one per place

A room declares its own errors below one of the four families; `web` turns the families into
answers in one file. Anything else that is raised is a bug.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file or an answer, with the place and a sentence in both languages.

    `file` is relative to what was checked, `line` counts from 1 (0: no line),
    `element` is a BPMN id, a form key, a rule id or a path in a YAML file ("" when there is none).
    """

    code: str
    sv: str
    en: str
    file: str = ""
    line: int = 0
    element: str = ""
    name: str = ""
    severity: str = "error"

    def where(self) -> str:
        """The place as `file:line element`, as far as it is known."""
        place = f"{self.file}:{self.line}" if self.file and self.line else self.file
        return " ".join(part for part in (place, self.element) if part)


class FlowsError(Exception):
    """Something went wrong in Flows."""

    code = "error"
    sv = "Något gick fel."
    en = "Something went wrong."

    def __init__(self, sv: str | None = None, en: str | None = None) -> None:
        self.sv = sv or type(self).sv
        self.en = en or sv or type(self).en
        super().__init__(self.en)


class NotFound(FlowsError):
    """What was asked for does not exist."""

    code = "not-found"
    sv = "Det du söker finns inte."
    en = "What you are looking for does not exist."


class NotAllowed(FlowsError):
    """The actor may not do this."""

    code = "not-allowed"
    sv = "Du har inte behörighet att göra detta."
    en = "You are not allowed to do this."


class Conflict(FlowsError):
    """Someone else was faster."""

    code = "conflict"
    sv = "Någon annan hann före."
    en = "Someone else was faster."


class Invalid(FlowsError):
    """The input breaks a rule; `problems` says where."""

    code = "invalid"
    sv = "Uppgifterna går inte att använda."
    en = "The input can't be used."

    def __init__(
        self,
        sv: str | None = None,
        en: str | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        super().__init__(sv, en)
        self.problems = tuple(problems)
