"""Scenarier: how each goes on the files as they are, and what of the diagrams they pass."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog.packages import SCENARIOS
from flows.kernel import Conflict, Invalid
from flows.modeler import DraftFileUnknown, remove_file
from flows.modeler.alike_page import offers_in_words
from flows.modeler.change_files import last_act_in
from flows.modeler.follow_scenario import continue_scenario
from flows.modeler.recording_errors import NotRunnable
from flows.modeler.recordings import Recording, find_recording
from flows.modeler.rename_scenario import rename_scenario
from flows.modeler.scenario_list import scenario_list, scenario_row
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.errors import status_of
from flows.web.language import language, told
from flows.web.navigation import OVERSEERS
from flows.web.views.processes import (
    record,
    record_finish,
    record_follow,
    record_same,
    record_steps,
)
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

blueprint = Blueprint("process_scenarios", __name__, url_prefix="/processes/<package>/scenarios")
blueprint.register_blueprint(record.blueprint)
blueprint.register_blueprint(record_steps.blueprint)
blueprint.register_blueprint(record_follow.blueprint)
blueprint.register_blueprint(record_finish.blueprint)
blueprint.register_blueprint(record_same.blueprint)


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str) -> str:
    """Every scenario, played now; the coverage in numbers, words and on the diagrams."""
    return _list(package)


@blueprint.get("/<name>")
@role(*OVERSEERS)
def read(package: str, name: str) -> str:
    """A scenario as it is written."""
    view = package_view(package)
    file = f"{SCENARIOS}/{name}"
    text = view.file(file).decode(errors="replace")
    return render_template(
        "processes/scenario_file.html",
        title=_("Scenarier"),
        view=view,
        name=name,
        text=text,
        row=scenario_row(database_session(), actor(), view.package, file),
        recording=_recording(view),
    )


@blueprint.post("/<name>/continue")
@role("processagare")
def go_on(package: str, name: str) -> ResponseReturnValue:
    """Begin a recording with all of the scenario that fits."""
    view = package_view(package)
    try:
        recording = continue_scenario(
            database_session(), actor(), view.package, f"{SCENARIOS}/{name}", now=now()
        )
    except NotRunnable as refused:
        return record.not_runnable(view, refused), 422
    except (Conflict, Invalid) as fault:
        return _list(package, told(fault.sv, fault.en)), status_of(fault)
    if recording.begun and recording.origin:
        taken, steps = len(recording.scenario.steps), len(recording.origin.scenario.steps)
        flash(_("%(taken)d av %(all)d steg ur scenariot är gjorda.", taken=taken, all=steps))
    return redirect(record.address(package), 303)


@blueprint.post("/<name>/rename")
@role("processagare")
def rename(package: str, name: str) -> ResponseReturnValue:
    """Give a scenario another name."""
    try:
        rename_scenario(
            database_session(),
            actor(),
            package,
            f"{SCENARIOS}/{name}",
            request.form.get("name", ""),
            expected=request.form.get("etag", ""),
            max_bytes=settings().max_file_bytes,
            now=now(),
        )
    except Invalid as fault:
        return _list(package, told(fault.sv, fault.en)), 422
    flash(_("Scenariot har fått ett nytt namn."))
    return redirect(url_for("process_scenarios.show", package=package), 303)


@blueprint.post("/<name>/delete")
@role("processagare")
def delete(package: str, name: str) -> ResponseReturnValue:
    """Take a scenario out of the draft."""
    if not name.endswith(".yaml"):
        raise DraftFileUnknown
    remove_file(
        database_session(),
        actor(),
        package,
        f"{SCENARIOS}/{name}",
        expected=request.form.get("etag", ""),
        now=now(),
    )
    flash(_("Scenariot är borttaget."))
    return redirect(url_for("process_scenarios.show", package=package), 303)


def _list(package: str, fault: str = "") -> str:
    view = package_view(package)
    session = database_session()
    page = scenario_list(session, actor(), view.package, language())
    may_mend = view.may_edit and page.fault is None
    undoable = last_act_in(session, package, SCENARIOS) if view.editable else None
    took = f"{max(page.seconds, 0.01):.2f}"
    return render_template(
        "processes/scenarios.html",
        title=_("Scenarier"),
        view=view,
        page=page,
        took=took if language() == "en" else took.replace(".", ","),
        recording=_recording(view),
        offers=offers_in_words(session, actor(), view.package) if may_mend else [],
        last=undoable[0] if undoable else None,
        fault=fault,
        folder=SCENARIOS,
    )


def _recording(view: PackageView) -> Recording | None:
    """The visitor's recording, if there is one."""
    if not view.may_edit:
        return None
    return find_recording(database_session(), actor(), view.name)
