"""What a form of the outline asks for, as an edit."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from flows.diagrams import edits
from flows.diagrams.errors import refuse
from flows.engine import role_of_lane
from flows.web.views.processes.outline_acts_beside import BESIDE

NEW_FORM = "+"
"""What is chosen in the list of forms for a form that is to be begun."""

BRANCHES = 4
"""So many ways a new choice may be given at once; more are added afterwards."""

Form = MultiDict[str, str]
Templates = Sequence[Mapping[str, Any]]


def edit_of(form: Form, templates: Templates) -> edits.Edit:
    """The edit that a sent form asks for. Raises EditRefused."""
    act, step = form.get("do", ""), form.get("step", "")
    if act in BESIDE:
        return BESIDE[act](form)
    read = _READERS.get(act)
    if read is None:
        raise refuse("", "Det går inte att göra så.", "That can't be done.")
    return read(form, step, templates)


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
    return edits.SetRole(step, form.get("lane", ""), _groups(form), form.get("assignee"))


def _form(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetForm(step, form.get("form", ""))


def _due(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetDue(step, form.get("due", ""), form.get("follow_up", ""))


def _time(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetTime(step, form.get("timer", ""), form.get("time", ""))


def _message(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetMessage(step, form.get("message", ""), form.get("key", ""))


def _signal(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetSignal(step, form.get("signal", ""))


def _link(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetLink(step, form.get("link", ""))


def _condition(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetCondition(step, form.get("condition", ""))


def _interrupts(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetInterrupts(step, form.get("interrupts") == "yes")


def _event(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.AddEvent(
        step,
        form.get("what", ""),
        form.get("name", ""),
        form.get("to", ""),
        form.get("interrupts") == "yes",
        form.get("signal", ""),
        form.get("message", ""),
        form.get("key", ""),
        form.get("time", ""),
        form.get("condition", ""),
        form.get("name_en", ""),
    )


def _repeat(form: Form, step: str, _templates: Templates) -> edits.Edit:
    names = ("order", "items", "item", "count", "results", "result", "until", "again", "most")
    return edits.SetRepeat(step, **{name: form.get(name, "") for name in names})


def _priority(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetPriority(step, form.get("priority", ""))


def _call(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetCall(step, form.get("process", ""))


def _mappings(form: Form, step: str, _templates: Templates) -> edits.Edit:
    return edits.SetMappings(step, form.get("inputs", ""), form.get("outputs", ""))


def _process(form: Form, _step: str, _templates: Templates) -> edits.Edit:
    names = ("name", "name_en", "help", "help_en")
    return edits.SetProcess(*(form.get(name, "") for name in names))


def _add_lane(form: Form, _step: str, _templates: Templates) -> edits.Edit:
    return edits.AddLane(_lane_name(form), form.get("name_en", ""), form.get("after", ""))


def _lane(form: Form, _step: str, _templates: Templates) -> edits.Edit:
    return edits.SetLane(form.get("lane", ""), _lane_name(form), form.get("name_en", ""))


def _remove_lane(form: Form, _step: str, _templates: Templates) -> edits.Edit:
    return edits.RemoveLane(form.get("lane", ""))


def _lane_name(form: Form) -> str:
    """What a lane is to be called: what is written, else what leads to the role that is chosen."""
    role, _bar, title = form.get("role", "").partition("|")
    if form.get("name", "").strip() or not role:
        return form.get("name", "")
    return title if role_of_lane(title) == role else role


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
        case "signal":
            return edits.SignalStep(name, form.get("signal", ""), english)
        case "condition":
            return edits.ConditionStep(name, form.get("condition", ""), english)
        case "send":
            return edits.SendStep(name, *_told(form), name_en=english)
        case "link":
            return edits.LinkStep(name, form.get("to", ""), english)
        case "choice":
            return edits.ChoiceStep(name, _branches(form), english)
        case "parallel":
            tasks = tuple(form.get("tasks", "").splitlines())
            return edits.ParallelStep(name, tasks, english)
        case "end":
            return edits.EndStep(name, english, *_told(form))
    raise refuse("kind", "Välj vad som ska läggas till.", "Choose what is to be added.")


def _told(form: Form) -> tuple[str, str, str, str]:
    """What a step tells: its kind, its signal or code, its message and the message's key."""
    names = ("what", "signal", "message", "key")
    what, signal, message, key = (form.get(name, "") for name in names)
    return what, signal, message, key


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
    "signal": _signal,
    "link": _link,
    "condition": _condition,
    "interrupts": _interrupts,
    "event": _event,
    "repeat": _repeat,
    "priority": _priority,
    "call": _call,
    "mappings": _mappings,
    "process": _process,
    "add_lane": _add_lane,
    "lane": _lane,
    "remove_lane": _remove_lane,
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
