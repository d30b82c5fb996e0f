"""What a form of the outline asks for of what is drawn beside the flow, as an edit."""

from collections.abc import Callable, Mapping

from werkzeug.datastructures import MultiDict

from flows.diagrams import edits

Form = MultiDict[str, str]


def _use_document(form: Form) -> edits.Edit:
    return edits.UseDocument(
        form.get("step", ""),
        form.get("how", ""),
        form.get("document", ""),
        form.get("name", ""),
        form.get("kind", ""),
    )


def _add_exchange(form: Form) -> edits.Edit:
    return edits.AddExchange(
        form.get("step", ""),
        form.get("name", ""),
        form.get("sends") == "yes",
        form.get("outsider", ""),
        form.get("who", ""),
    )


def _steps(form: Form) -> tuple[str, ...]:
    return tuple(form.getlist("steps"))


BESIDE: Mapping[str, Callable[[Form], edits.Edit]] = {
    "add_note": lambda form: edits.AddNote(form.get("step", ""), form.get("text", "")),
    "note": lambda form: edits.SetNote(form.get("beside", ""), form.get("text", "")),
    "remove_note": lambda form: edits.RemoveNote(form.get("beside", "")),
    "use_document": _use_document,
    "document": lambda form: edits.SetDocument(form.get("beside", ""), form.get("name", "")),
    "leave_document": lambda form: edits.LeaveDocument(
        form.get("step", ""), form.get("beside", "")
    ),
    "remove_document": lambda form: edits.RemoveDocument(form.get("beside", "")),
    "add_group": lambda form: edits.AddGroup(form.get("name", ""), _steps(form)),
    "group": lambda form: edits.SetGroup(
        form.get("beside", ""), form.get("name", ""), _steps(form)
    ),
    "remove_group": lambda form: edits.RemoveGroup(form.get("beside", "")),
    "add_outsider": lambda form: edits.AddOutsider(form.get("name", "")),
    "outsider": lambda form: edits.SetOutsider(form.get("beside", ""), form.get("name", "")),
    "remove_outsider": lambda form: edits.RemoveOutsider(form.get("beside", "")),
    "add_exchange": _add_exchange,
    "exchange": lambda form: edits.SetExchange(form.get("beside", ""), form.get("name", "")),
    "remove_exchange": lambda form: edits.RemoveExchange(form.get("beside", "")),
}
"""One reader for each act."""
