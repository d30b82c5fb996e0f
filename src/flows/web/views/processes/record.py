"""Spela in: choose where a scenario begins, start it, see where it stands."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.forms.swedish_time import read_moment
from flows.kernel import STOCKHOLM, FlowsError
from flows.modeler.record_scenario import Beginning, begin_recording, start_recorded, undo_steps
from flows.modeler.recording_choices import beginnings, first_values
from flows.modeler.recording_errors import AnswersRefused, NotRunnable
from flows.modeler.recording_page import recording_page
from flows.modeler.recordings import (
    Recording,
    discard_recording,
    find_recording,
    new_run,
    play_recording,
    recording_of,
)
from flows.modeler.value_fields import ReadFields, read_value_fields, value_fields
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.errors import status_of
from flows.web.form_fields import FormFields, fields_of, refused_fields, typed_in
from flows.web.language import language, told
from flows.web.uploads import sent_files, takes_files
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

blueprint = Blueprint("record", __name__, url_prefix="/record")
_FIRST_HOUR = 9


def address(package: str) -> str:
    """The page of the visitor's recording."""
    return url_for("process_scenarios.record.show", package=package)


def revision() -> int:
    """The recording as the sender of the form saw it; 0 when that isn't told."""
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@blueprint.get("")
@role("processagare")
def show(package: str) -> ResponseReturnValue:
    """Where the recording stands; before it has begun, its start; before that, the choice."""
    return page(package)


@blueprint.post("")
@role("processagare")
def choose(package: str) -> ResponseReturnValue:
    """Choose which process, where, and when the clock starts."""
    view = package_view(package)
    process, _found, message = request.form.get("what", "").partition(" ")
    try:
        at = read_moment(request.form.get("now", ""))
    except ValueError:
        return _choice(view, _("Skriv en dag och ett klockslag."), "now"), 422
    if at.year > now().year + 100:
        return _choice(view, _("Skriv en dag och ett klockslag."), "now"), 422
    beginning = Beginning(
        process,
        request.form.get("forum") or None,
        request.form.get("part") or None,
        message or None,
        at,
    )
    session = database_session()
    try:
        given = first_values(
            session, actor(), view.package, beginning, request.form.get("starter", "")
        )
        begin_recording(session, actor(), view.package, given)
    except FlowsError as fault:
        return _choice(view, told(fault.sv, fault.en)), status_of(fault)
    return redirect(address(package), 303)


@blueprint.post("/start")
@role("processagare")
@takes_files
def start(package: str) -> ResponseReturnValue:
    """Start the process with what it knows from the beginning and its start form."""
    view = package_view(package)
    known = read_value_fields(list(request.form.items(multi=True)))
    if known.faulty:
        return _start(view, known=known), 422
    try:
        start_recorded(
            database_session(),
            actor(),
            view.package,
            revision(),
            known.values,
            request.form,
            sent_files(),
            now=now(),
        )
    except AnswersRefused as refused:
        return _start(view, known=known, refused=refused), 422
    except FlowsError as fault:
        return _start(view, known=known, fault=told(fault.sv, fault.en)), status_of(fault)
    flash(_("Processen har startat. Välj vad som ska hända."))
    return redirect(address(package), 303)


@blueprint.post("/start/fields")
@role("processagare", by_itself=True)
def start_fields(package: str) -> str:
    """The questions that what is typed calls for, asked by the page itself; nothing is saved."""
    view = package_view(package)
    recording = recording_of(database_session(), actor(), package)
    run = new_run(database_session(), view.package, recording.scenario)
    form_id = run.start_form_id()
    form = run.form(form_id) if form_id else None
    variables = run.form_variables(form, run.first_variables()) if form else {}
    typed = typed_in(form, variables, request.form, at=run.now)
    return render_template(
        "form_fields.html",
        fields=fields_of(form, variables, typed, at=run.now),
        refresh=url_for("process_scenarios.record.start_fields", package=package),
    )


@blueprint.post("/undo")
@role("processagare")
def undo(package: str) -> ResponseReturnValue:
    """Take the last step back, or all from a step on."""
    text = request.form.get("keep", "")
    keep = int(text) if text.lstrip("-").isdecimal() and len(text) < 6 else 0
    try:
        undo_steps(database_session(), actor(), package, revision(), keep, now=now())
    except FlowsError as fault:
        return page(package, told(fault.sv, fault.en), status=status_of(fault))
    flash(_("Steget är ångrat.") if keep >= 0 else _("Starten är ångrad."))
    return redirect(address(package), 303)


@blueprint.post("/discard")
@role("processagare")
def discard(package: str) -> ResponseReturnValue:
    """Throw the recording away."""
    discard_recording(database_session(), actor(), package)
    flash(_("Inspelningen är kastad."))
    return redirect(url_for("process_scenarios.show", package=package), 303)


def page(package: str, fault: str = "", *, status: int = 200, **more: Any) -> ResponseReturnValue:
    """The recording's page, whichever of the three it is at."""
    view = package_view(package)
    recording = find_recording(database_session(), actor(), package)
    if recording is None:
        return _choice(view, fault), status
    if not recording.begun:
        return _start(view, fault=fault), status
    try:
        found = recording_page(database_session(), actor(), view.package, recording, language())
    except NotRunnable as refused:
        return not_runnable(view, refused), 422
    return (
        render_template(
            "processes/record.html",
            title=_("Spela in ett scenario"),
            view=view,
            page=found,
            fault=fault,
            retyped=more,
        ),
        status,
    )


def _choice(view: PackageView, fault: str = "", wrong: str = "") -> str:
    session = database_session()
    at = now().astimezone(STOCKHOLM).replace(hour=_FIRST_HOUR, minute=0, second=0, microsecond=0)
    try:
        choices = beginnings(session, actor(), view.package)
    except NotRunnable as refused:
        return not_runnable(view, refused)
    return render_template(
        "processes/record_choice.html",
        title=_("Spela in ett scenario"),
        view=view,
        choices=choices,
        at=_local(at),
        typed=request.form,
        fault=fault,
        wrong=wrong,
    )


def _start(
    view: PackageView,
    *,
    known: ReadFields | None = None,
    refused: AnswersRefused | None = None,
    fault: str = "",
) -> str:
    session = database_session()
    recording = recording_of(session, actor(), view.name)
    try:
        run = new_run(session, view.package, recording.scenario)
    except NotRunnable as no:
        return not_runnable(view, no)
    scenario = recording.scenario
    given = scenario.message_variables if scenario.message else scenario.variables
    fields = FormFields(())
    try:
        form_id = run.start_form_id()
        form = run.form(form_id) if form_id else None
        variables = run.form_variables(form, run.first_variables()) if form else {}
    except FlowsError as no:
        form, variables, fault = None, {}, told(no.sv, no.en)
    variables = {**variables, "_files": recording.files}
    sent = request.method == "POST" and request.endpoint == request_endpoint("start")
    if refused is not None:
        fields = refused_fields(form, variables, refused.answers, at=run.now)
    elif form is not None and scenario.answers and not sent:
        answers = form.accept(scenario.answers, variables, now=run.now)
        errors = answers.errors if recording.origin else {}
        fields = fields_of(form, variables, answers.raw, errors, at=run.now)
    elif form is not None:
        typed = typed_in(form, variables, request.form, at=run.now) if sent else None
        fields = fields_of(form, variables, typed, at=run.now)
    if recording.origin is not None and not sent and not fault and not fields.errors:
        fault = _why_not_begun(view, recording)
    return render_template(
        "processes/record_start.html",
        title=_("Spela in ett scenario"),
        view=view,
        recording=recording,
        process=run.stage.definition.processes.get(scenario.process),
        fields=fields,
        known=known.fields if known else value_fields(given),
        fault=fault,
    )


def _why_not_begun(view: PackageView, recording: Recording) -> str:
    """Why the scenario that is recorded anew can't start as it says; empty when it can."""
    _run, stop = play_recording(database_session(), view.package, replace(recording, begun=True))
    return told(stop.sv, stop.en) if stop is not None and not recording.scenario.steps else ""


def request_endpoint(name: str) -> str:
    """The full name of one of these views."""
    return f"process_scenarios.record.{name}"


def not_runnable(view: PackageView, refused: NotRunnable) -> str:
    """A page that says why nothing can be played."""
    return render_template(
        "processes/record_not_runnable.html",
        title=_("Spela in ett scenario"),
        view=view,
        fault=told(refused.sv, refused.en),
        lines=[told(problem.sv, problem.en) for problem in refused.problems[:10]],
    )


def _local(at: datetime) -> str:
    """An instant as a field for date and time has it."""
    return at.astimezone(STOCKHOLM).isoformat()[:16]
