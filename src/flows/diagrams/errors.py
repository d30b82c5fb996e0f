"""What is refused when a diagram is read or edited.

NotFound
  ProcessUnknown      the file has no such process
  StepUnknown         the process has no such step
Invalid
  FileRefused         the file is no BPMN that can be read safely
  EditRefused         the change can't be made; the problems name the fields
"""

from flows.kernel import Invalid, NotFound, Problem


class ProcessUnknown(NotFound):
    """The file has no such process."""

    code = "process-unknown"
    sv = "Processen finns inte i filen."
    en = "The process is not in the file."


class StepUnknown(NotFound):
    """The process has no such step."""

    code = "step-unknown"
    sv = "Steget finns inte längre. Någon kan ha tagit bort det."
    en = "The step is no longer there. Somebody may have removed it."


class FileRefused(Invalid):
    """The file is no BPMN that can be read safely."""

    code = "file-refused"
    sv = "Filen går inte att läsa som ett diagram."
    en = "The file can't be read as a diagram."


class EditRefused(Invalid):
    """The change can't be made; each problem's `element` is the field that it is about."""

    code = "edit-refused"
    sv = "Ändringen går inte att göra."
    en = "The change can't be made."


def refuse(field: str, sv: str, en: str) -> EditRefused:
    """A refusal about one field ("" for the whole change)."""
    return EditRefused(sv, en, (Problem("edit-refused", sv, en, element=field),))
