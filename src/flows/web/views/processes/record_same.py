"""Gör likadant: what was done to one red scenario, done in all that stop in the same way."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog.packages import SCENARIOS
from flows.kernel import FlowsError, NotFound
from flows.modeler.alike_page import alike_rows, mend_in_words
from flows.modeler.change_files import ChangedSince, last_act_in, undo_act
from flows.modeler.mend_alike import mend_of
from flows.modeler.recording_errors import NotRunnable
from flows.modeler.recordings import find_recording
from flows.modeler.save_alike import save_alike
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.errors import status_of
from flows.web.language import told
from flows.web.views.processes.package import package_view
from flows.web.views.processes.record import not_runnable
from flows.web.words import gettext as _
from flows.web.words import ngettext

blueprint = Blueprint("record_same", __name__)


@blueprint.get("/<name>/same")
@role("processagare")
def show(package: str, name: str) -> ResponseReturnValue:
    """Every scenario that stops in the same way, with what is added and how it goes then."""
    return _page(package, name)


@blueprint.post("/<name>/same")
@role("processagare")
def save(package: str, name: str) -> ResponseReturnValue:
    """Save those that are ticked, all at once."""
    text = request.form.get("revision", "")
    revision = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    chosen = {f"{SCENARIOS}/{file}" for file in request.form.getlist("scenario")}
    try:
        count = save_alike(
            database_session(),
            actor(),
            package_view(package).package,
            f"{SCENARIOS}/{name}",
            chosen,
            revision=revision,
            max_bytes=settings().max_file_bytes,
            now=now(),
        )
    except NotFound:
        raise
    except FlowsError as fault:
        return _page(package, name, told(fault.sv, fault.en), status_of(fault))
    flash(
        ngettext(
            "%(num)d scenario är rättat och går rätt.",
            "%(num)d scenarier är rättade och går rätt.",
            count,
        )
    )
    return redirect(url_for("process_scenarios.show", package=package), 303)


@blueprint.post("/undo")
@role("processagare")
def undo(package: str) -> ResponseReturnValue:
    """Put the scenarios back as they were before they were last saved."""
    session = database_session()
    found = last_act_in(session, package, SCENARIOS)
    if found is None or request.form.get("act") != found[0].key:
        raise ChangedSince
    undone = undo_act(
        session,
        actor(),
        package,
        found[1],
        max_bytes=settings().max_file_bytes,
        now=now(),
    )
    flash(_("Ångrat: %(what)s", what=told(undone.sv, undone.en)))
    return redirect(url_for("process_scenarios.show", package=package), 303)


def _page(package: str, name: str, fault: str = "", status: int = 200) -> ResponseReturnValue:
    view = package_view(package)
    session = database_session()
    try:
        mend = mend_of(session, view.package, f"{SCENARIOS}/{name}")
        mended = mend_in_words(session, actor(), view.package, mend)
        rows = alike_rows(session, actor(), view.package, mend)
    except NotRunnable as refused:
        return not_runnable(view, refused), 422
    ticked = request.form.getlist("scenario") if fault else None
    return (
        render_template(
            "processes/record_same.html",
            title=_("Gör likadant i fler scenarier"),
            view=view,
            name=name,
            mend=mended,
            right=[row for row in rows if row.right],
            red=[row for row in rows if not row.right],
            ticked=ticked,
            fault=fault,
            recording=find_recording(session, actor(), view.name),
            revision=view.draft.revision if view.draft else 0,
        ),
        status,
    )
