"""Spela in, ett steg: a task answered as a role, the clock moved, a message, an operation's answer.

Every step is played at once. What can't be played is told, and the recording stands as it stood.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import ScenarioStopped
from flows.engine import OpenTask
from flows.forms import KNOWN_FILES, Form
from flows.forms.swedish_time import read_moment
from flows.kernel import FlowsError, Invalid
from flows.modeler.record_scenario import (
    answer_operation,
    answer_task,
    move_clock,
    take_step,
)
from flows.modeler.recording_errors import AnswersRefused
from flows.modeler.recordings import Recording, play_recording, recording_of
from flows.modeler.scenario_steps import Doer, doers_of
from flows.modeler.value_fields import read_value_fields
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.errors import status_of
from flows.web.form_fields import FormFields, fields_of, refused_fields, typed_in
from flows.web.language import told
from flows.web.uploads import sent_files, takes_files
from flows.web.views.processes.package import package_view
from flows.web.views.processes.record import address, page, revision
from flows.web.words import gettext as _

blueprint = Blueprint("record_steps", __name__, url_prefix="/record")


@blueprint.get("/task/<element_id>")
@role("processagare")
def task(package: str, element_id: str) -> ResponseReturnValue:
    """The task's form, as the one who does it sees it."""
    return _task(package, element_id)


@blueprint.post("/task/<element_id>")
@role("processagare")
@takes_files
def answer(package: str, element_id: str) -> ResponseReturnValue:
    """Answer the task, or record that its form says no."""
    try:
        answer_task(
            database_session(),
            actor(),
            package_view(package).package,
            revision(),
            _step(element_id),
            request.form,
            sent_files(),
            refused="refuse" in request.form,
            now=now(),
        )
    except AnswersRefused as refused:
        return _task(package, element_id, refused)
    except FlowsError as fault:
        return page(package, told(fault.sv, fault.en), status=status_of(fault))
    if "refuse" in request.form:
        flash(_("Steget är med: formuläret ska säga nej."))
    else:
        flash(_("Steget är med."))
    return redirect(address(package), 303)


@blueprint.post("/task/<element_id>/fields")
@role("processagare", by_itself=True)
def task_fields(package: str, element_id: str) -> str:
    """The questions that what is typed calls for, asked by the page itself; nothing is saved."""
    recording, run, found = _open(package, element_id)
    form, variables = _form(recording, run, found)
    typed = typed_in(form, variables, request.form, at=run.now)
    return render_template(
        "form_fields.html",
        fields=fields_of(form, variables, typed, at=run.now),
        refresh=_refresh(package, element_id),
    )


@blueprint.post("/clock")
@role("processagare")
def clock(package: str) -> ResponseReturnValue:
    """Move the clock to what waits, or to a time of one's own."""
    try:
        to = read_moment(request.form.get("to", ""))
    except ValueError:
        fault = _("Skriv en dag och ett klockslag, som 2027-03-12 13.00.")
        return page(package, fault, status=422, clock=request.form.get("to", ""))
    return _do(package, move_clock, to)


@blueprint.post("/message")
@role("processagare")
def message(package: str) -> ResponseReturnValue:
    """Send a message or a signal that is awaited."""
    kind = "signal" if request.form.get("what") == "signal" else "message"
    read = read_value_fields(list(request.form.items(multi=True)))
    if read.faulty:
        place = f"{request.form.get('name', '')} {request.form.get('key', '')}"
        fault = _("Meddelandet går inte att skicka: ett värde går inte att läsa.")
        return page(package, fault, status=422, message=place, fields=read.fields)
    told_of: dict[str, Any] = {"name": request.form.get("name", "")}
    if kind == "message" and request.form.get("key"):
        told_of["key"] = request.form["key"]
    if read.values:
        told_of["variables"] = read.values
    return _do(package, take_step, {kind: told_of})


@blueprint.post("/operation/<int:number>")
@role("processagare")
def operation(package: str, number: int) -> ResponseReturnValue:
    """Change what an operation answered."""
    read = read_value_fields(list(request.form.items(multi=True)))
    code = request.form.get("error", "").strip()
    if read.faulty and not code:
        fault = _("Svaret går inte att ändra: ett värde går inte att läsa.")
        return page(package, fault, status=422, operation=number, fields=read.fields)
    return _do(package, answer_operation, number, {"error": code} if code else read.values)


def _do(package: str, command: Callable[..., None], *args: Any) -> ResponseReturnValue:
    try:
        command(
            database_session(),
            actor(),
            package_view(package).package,
            revision(),
            *args,
            now=now(),
        )
    except FlowsError as fault:
        return page(package, told(fault.sv, fault.en), status=status_of(fault))
    flash(_("Steget är med.") if command is not answer_operation else _("Svaret är ändrat."))
    return redirect(address(package), 303)


def _step(element_id: str) -> dict[str, Any]:
    """The step that the form is about, without its answers."""
    step: dict[str, Any] = {"task": element_id, "as": request.values.get("as", "")}
    item = request.values.get("item", "")
    if item.isascii() and item.isdecimal() and len(item) < 6 and int(item) > 0:
        step["item"] = int(item)
    return step


def _open(package: str, element_id: str) -> tuple[Recording, ScenarioRun, OpenTask]:
    session = database_session()
    recording = recording_of(session, actor(), package)
    run, stop = play_recording(session, package_view(package).package, recording)
    if stop is not None:
        raise ScenarioStopped(stop.sv, stop.en)
    step = _step(element_id)
    found = run.pick(step)
    run.require_doer(step["as"], found)
    return recording, run, found


def _form(
    recording: Recording, run: ScenarioRun, found: OpenTask
) -> tuple[Form | None, dict[str, Any]]:
    form = run.form(found.form_id) if found.form_id else None
    variables = run.form_variables(form, found.variables) if form else dict(found.variables)
    return form, {**variables, KNOWN_FILES: recording.files}


def _task(
    package: str, element_id: str, refused: AnswersRefused | None = None
) -> ResponseReturnValue:
    try:
        recording, run, found = _open(package, element_id)
        form, variables = _form(recording, run, found)
    except Invalid as fault:
        return page(package, told(fault.sv, fault.en), status=422)
    fields: FormFields
    like = _like(recording, element_id)
    if refused is not None:
        fields = refused_fields(form, variables, refused.answers, at=run.now)
    elif form is not None and like is not None:
        answers = form.accept(like, variables, now=run.now)
        fields = refused_fields(form, variables, answers, at=run.now)
    else:
        fields = fields_of(form, variables, at=run.now)
    doer: Doer = doers_of(database_session(), actor(), run, {request.values.get("as", "")})[
        request.values.get("as", "")
    ]
    answered = render_template(
        "processes/record_task.html",
        title=_("Spela in ett scenario"),
        view=package_view(package),
        recording=recording,
        task=found,
        element=run.element(element_id),
        doer=doer,
        clock=run.now,
        fields=fields,
        recordable=refused is not None and refused.recordable and bool(fields.errors),
        refresh=_refresh(package, element_id),
    )
    return answered, 422 if refused is not None else 200


def _like(recording: Recording, element_id: str) -> Mapping[str, Any] | None:
    """What the scenario's next step answers, when the form is to be filled in with that."""
    origin = recording.origin
    if "like" not in request.args or origin is None or not origin.rest:
        return None
    step = origin.step(origin.rest[0])
    return step.get("answers", {}) if step.get("task") == element_id else None


def _refresh(package: str, element_id: str) -> str:
    place = {key: request.values[key] for key in ("as", "item") if key in request.values}
    endpoint = "process_scenarios.record_steps.task_fields"
    values: dict[str, Any] = {"package": package, "element_id": element_id, **place}
    return url_for(endpoint, **values)
