"""What a form of the outline asks for, as an edit, and in words when it is done."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from flows.diagrams import Edited, Outline, edits
from flows.diagrams.errors import refuse
from flows.diagrams.spoken import Spoken
from flows.diagrams.step_words import step_name

NEW_FORM = "+"
"""What is chosen in the list of forms for a form that is to be begun."""

BRANCHES = 4
"""So many ways a new choice may be given at once; more are added afterwards."""

Form = MultiDict[str, str]
Templates = Sequence[Mapping[str, Any]]


def edit_of(form: Form, templates: Templates) -> edits.Edit:
    """The edit that a sent form asks for. Raises EditRefused."""
    act, step = form.get("do", ""), form.get("step", "")
    read = _READERS.get(act)
    if read is None:
        raise refuse("", "Det går inte att göra så.", "That can't be done.")
    return read(form, step, templates)


def said_of(edit: edits.Edit, before: Outline, edited: Edited) -> Spoken:
    """What was done, in a sentence or two."""
    told = _sentence(edit, before, edited)
    for names, sv, en in (
        (_gone(edit, edited), "Det här togs också bort: {}.", "This was removed as well: {}."),
        (
            edited.unreached,
            "Inget leder längre till: {}.",
            "Nothing leads any longer to: {}.",
        ),
    ):
        if names:
            listed = ", ".join(f"”{name}”" for name in names)
            told = told + Spoken(f" {sv.format(listed)}", f" {en.format(listed)}")
    return told


def _gone(edit: edits.Edit, edited: Edited) -> tuple[str, ...]:
    removes = isinstance(edit, edits.RemoveStep)
    return edited.removed[1:] if removes else edited.removed


def _sentence(edit: edits.Edit, before: Outline, edited: Edited) -> Spoken:
    name = _name(edit, before, edited)
    match edit:
        case edits.InsertStep():
            return Spoken(f"Steget {name} är tillagt.", f"The step {name} is added.")
        case edits.AddReminder():
            return Spoken(f"{name} har fått en påminnelse.", f"{name} has a reminder.")
        case edits.RemoveStep():
            return Spoken(
                f"Steget {name} är borttaget. Det som ledde dit leder vidare till nästa steg.",
                f"The step {name} is removed. What led to it leads on to the next step.",
            )
        case edits.MoveStep(up=up):
            way = ("upp", "up") if up else ("ned", "down")
            return Spoken(f"{name} är flyttat {way[0]}.", f"{name} is moved {way[1]}.")
        case edits.AddWay():
            return Spoken(f"{name} har fått en väg till.", f"{name} has one more way.")
        case edits.RemoveWay():
            return Spoken(f"En väg från {name} är borttagen.", f"A way from {name} is removed.")
        case edits.LeadWay():
            return Spoken(
                f"En väg från {name} leder till ett annat steg.",
                f"A way from {name} leads to another step.",
            )
        case edits.SetWay():
            return Spoken(f"En väg från {name} är ändrad.", f"A way from {name} is changed.")
    return Spoken(f"{name} är ändrat.", f"{name} is changed.")


def _name(edit: edits.Edit, before: Outline, edited: Edited) -> str:
    steps = {**before.by_id(), **edited.outline.by_id()}
    step_id = getattr(edit, "step", "")
    if not isinstance(step_id, str) or step_id not in steps:
        step_id = edited.focus
    step = steps.get(step_id)
    return f"”{step_name(step).sv}”" if step else "”–”"


# ------------------------------------------------ one reader for each act


def _texts(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetTexts(
        step,
        form.get("name", ""),
        form.get("name_en", ""),
        form.get("help", ""),
        form.get("help_en", ""),
    )


def _role(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetRole(step, form.get("lane", ""), _groups(form))


def _form(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetForm(step, form.get("form", ""))


def _due(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetDue(step, form.get("due", ""), form.get("follow_up", ""))


def _time(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetTime(step, form.get("timer", ""), form.get("time", ""))


def _message(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetMessage(step, form.get("message", ""), form.get("key", ""))


def _script(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetScript(step, form.get("expression", ""), form.get("result", ""))


def _decision(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetDecision(step, form.get("decision", ""), form.get("result", ""))


def _operation(form: Form, step: str, templates: Templates) -> edits.Edit:
    return edits.SetOperation(step, _template(form, templates), _values(form))


def _reminder(form: Form, step: str, templates: Templates) -> edits.Edit:
    times = form.get("times", "1")
    return edits.AddReminder(
        step,
        form.get("name", ""),
        form.get("time", ""),
        _template(form, templates),
        _values(form),
        int(times) if times in ("0", "1", "2", "3", "5") else 1,
    )


def _move(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.MoveStep(step, form.get("do") == "up")


def _remove(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.RemoveStep(step)


def _way(form: Form, _step: str, _templates: Templates) -> edits.Edit:
    return edits.SetWay(
        form.get("way", ""),
        form.get("name", ""),
        form.get("condition", ""),
        bool(form.get("default")),
        form.get("name_en", ""),
    )


def _add_way(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.AddWay(
        step, form.get("branch_name", ""), form.get("condition", ""), form.get("to", "")
    )


def _lead(form: Form, _step: str, _templates: Templates) -> edits.Edit:
    return edits.LeadWay(form.get("way", ""), form.get("to", ""))


def _remove_way(form: Form, _step: str, _templates: Templates) -> edits.Edit:
    return edits.RemoveWay(form.get("way", ""))


def _insert(form: Form, _step: str, templates: Templates) -> edits.Edit:
    where, _colon, place = form.get("add", "").partition(":")
    step = _new_step(form, templates)
    return edits.InsertStep(edits.Place(where, place), step, form.get("lane", ""))


def _new_step(form: Form, templates: Templates) -> edits.NewStep:
    name, english = form.get("name", ""), form.get("name_en", "")
    match form.get("kind", ""):
        case "task":
            return edits.TaskStep(name, form.get("form", ""), _groups(form), english)
        case "service":
            return edits.ServiceStep(name, _template(form, templates), _values(form), english)
        case "script":
            expression, result = form.get("expression", ""), form.get("result", "")
            return edits.ScriptStep(name, expression, result, english)
        case "decision":
            decision, result = form.get("decision", ""), form.get("result", "")
            return edits.DecisionStep(name, decision, result, english)
        case "call":
            return edits.CallStep(name, form.get("process", ""), english)
        case "timer":
            return edits.TimerStep(name, form.get("timer", ""), form.get("time", ""), english)
        case "message":
            message, key = form.get("message", ""), form.get("key", "")
            return edits.MessageStep(name, message, key, english)
        case "choice":
            return edits.ChoiceStep(name, _branches(form), english)
        case "parallel":
            tasks = tuple(form.get("tasks", "").splitlines())
            return edits.ParallelStep(name, tasks, english)
        case "end":
            return edits.EndStep(name, english)
    raise refuse("kind", "Välj vad som ska läggas till.", "Choose what is to be added.")


def _branches(form: Form) -> tuple[edits.NewBranch, ...]:
    """The ways of a new choice; rows that were left empty are none, the last is the other case."""
    rows = [
        edits.NewBranch(
            form.get(f"branches.{number}.name", ""),
            form.get(f"branches.{number}.condition", ""),
            form.get(f"branches.{number}.to", ""),
        )
        for number in range(BRANCHES)
    ]
    return tuple(
        row
        for number, row in enumerate(rows)
        if number in (0, BRANCHES - 1) or row.name.strip() or row.condition.strip()
    )


def _groups(form: Form) -> str:
    """The roles: those chosen in the list, and what is written beside it."""
    written = form.get("groups", "").strip()
    if written.startswith("="):
        return written
    chosen = [one for one in form.getlist("roles") if one]
    return ", ".join(dict.fromkeys([*chosen, *(one.strip() for one in written.split(",") if one)]))


def _template(form: Form, templates: Templates) -> Mapping[str, Any]:
    wanted = form.get("template", "")
    return next((one for one in templates if one.get("id") == wanted), {})


def _values(form: Form) -> dict[str, str]:
    return {
        name.removeprefix("values."): text
        for name, text in form.items()
        if name.startswith("values.")
    }


_READERS = {
    "texts": _texts,
    "role": _role,
    "form": _form,
    "due": _due,
    "time": _time,
    "message": _message,
    "script": _script,
    "decision": _decision,
    "operation": _operation,
    "reminder": _reminder,
    "up": _move,
    "down": _move,
    "remove": _remove,
    "way": _way,
    "add_way": _add_way,
    "lead": _lead,
    "remove_way": _remove_way,
    "insert": _insert,
}
