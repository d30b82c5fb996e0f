"""Spela in, till sist: what the scenario is called and expects; then it is saved in the draft."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.kernel import FlowsError, Problem
from flows.modeler.recording_errors import NotRunnable, PlaceNeeded
from flows.modeler.recording_expect import Chosen, as_before, expectable
from flows.modeler.recording_page import recording_page
from flows.modeler.recording_rest import differences
from flows.modeler.recordings import recording_of
from flows.modeler.save_recording import save_recording
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.errors import status_of
from flows.web.language import language, told
from flows.web.views.processes.package import PackageView, package_view
from flows.web.views.processes.record import address, not_runnable, revision
from flows.web.words import gettext as _

blueprint = Blueprint("record_finish", __name__, url_prefix="/record/finish")


@blueprint.get("")
@role("processagare")
def ask(package: str) -> ResponseReturnValue:
    """What the scenario is to be called, and what it is to expect."""
    return _page(package_view(package))


@blueprint.post("")
@role("processagare")
def save(package: str) -> ResponseReturnValue:
    """Save the recording as a scenario of the draft."""
    view = package_view(package)
    sent = request.form
    chosen = Chosen(
        sent.get("name", ""),
        sent.get("description", ""),
        [rule.strip() for rule in sent.get("rules", "").split(",") if rule.strip()][:20],
        "standing" in sent,
        _numbers("operation"),
        _numbers("message"),
        set(sent.getlist("variable")),
        {"over": True, "new": False}.get(sent.get("place", "")),
    )
    try:
        save_recording(
            database_session(),
            actor(),
            view.package,
            revision(),
            chosen,
            now=now(),
            max_bytes=settings().max_file_bytes,
        )
    except FlowsError as fault:
        problems: tuple[Problem, ...] = getattr(fault, "problems", ())
        lines = [told(fault.sv, fault.en), *(told(one.sv, one.en) for one in problems)]
        return _page(view, chosen, lines, status_of(fault), isinstance(fault, PlaceNeeded))
    flash(_("Scenariot är sparat i utkastet, och det går rätt."))
    return redirect(url_for("process_scenarios.show", package=package), 303)


def _page(
    view: PackageView,
    chosen: Chosen | None = None,
    faults: list[str] | None = None,
    status: int = 200,
    place_needed: bool = False,
) -> ResponseReturnValue:
    session = database_session()
    recording = recording_of(session, actor(), view.name)
    if not recording.begun:
        return redirect(address(view.name), 303)
    try:
        found = recording_page(session, actor(), view.package, recording, language())
    except NotRunnable as refused:
        return not_runnable(view, refused), 422
    if found.stop is not None and found.run.outcome is None:
        return redirect(address(view.name), 303)
    origin = recording.origin
    return (
        render_template(
            "processes/record_finish.html",
            title=_("Spela in ett scenario"),
            view=view,
            page=found,
            may=expectable(found.run, language(), origin),
            chosen=chosen or (as_before(found.run, origin) if origin else None),
            others=differences(found.run, origin) if origin else [],
            faults=faults or [],
            place_needed=place_needed,
        ),
        status,
    )


def _numbers(name: str) -> set[int]:
    sent = request.form.getlist(name)
    return {int(one) for one in sent if one.isascii() and one.isdecimal() and len(one) < 6}
