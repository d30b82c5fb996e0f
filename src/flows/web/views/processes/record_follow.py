"""Spela in vidare: take the steps of the scenario that a recording goes on from, or skip them."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from flows.kernel import FlowsError
from flows.modeler.follow_scenario import follow_scenario, skip_step
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.errors import status_of
from flows.web.language import told
from flows.web.views.processes.package import package_view
from flows.web.views.processes.record import address, page, revision
from flows.web.words import gettext as _
from flows.web.words import ngettext

blueprint = Blueprint("record_follow", __name__, url_prefix="/record")


@blueprint.post("/follow")
@role("processagare")
def follow(package: str) -> ResponseReturnValue:
    """Take the scenario's next step as it says, or all that fit."""
    try:
        taken = follow_scenario(
            database_session(),
            actor(),
            package_view(package).package,
            revision(),
            to_the_end="all" in request.form,
            now=now(),
        )
    except FlowsError as fault:
        return page(package, told(fault.sv, fault.en), status=status_of(fault))
    flash(ngettext("%(num)d steg är med.", "%(num)d steg är med.", taken))
    return redirect(address(package), 303)


@blueprint.post("/skip")
@role("processagare")
def skip(package: str) -> ResponseReturnValue:
    """Leave a step of the scenario out, or take it in again."""
    text = request.form.get("number", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    again = "again" in request.form
    try:
        skip_step(
            database_session(),
            actor(),
            package,
            revision(),
            number - 1,
            skipped=not again,
            now=now(),
        )
    except FlowsError as fault:
        return page(package, told(fault.sv, fault.en), status=status_of(fault))
    flash(_("Steget är kvar att göra igen.") if again else _("Steget är överhoppat."))
    return redirect(address(package), 303)
