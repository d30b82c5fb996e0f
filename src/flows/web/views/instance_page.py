"""One running process: its diagram, in words what it waits for, and a new try after a stop."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.monitor import instance_page, retry_incident
from flows.monitor.mending import ReasonMissing
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.language import language, told
from flows.web.navigation import OVERSEERS
from flows.web.words import gettext as _

blueprint = Blueprint("instance", __name__, url_prefix="/running/<uuid:instance_id>")


@blueprint.get("")
@role(*OVERSEERS)
def show(instance_id: UUID) -> str:
    """The diagram with where it stands, and the same in words."""
    return _render(instance_id)


@blueprint.post("/retry")
@role(*OVERSEERS)
def retry(instance_id: UUID) -> ResponseReturnValue:
    """Try again what stopped; the reason is kept in the history."""
    reason = request.form.get("reason", "")
    try:
        retry_incident(database_session(), actor(), instance_id, reason, now=now())
    except ReasonMissing as missing:
        return _render(instance_id, fault=told(missing.sv, missing.en)), 422
    flash(_("Ett nytt försök är gjort."))
    return redirect(url_for("instance.show", instance_id=instance_id), 303)


def _render(instance_id: UUID, fault: str = "") -> str:
    page = instance_page(database_session(), actor(), instance_id, language(), now=now())
    return render_template(
        "instance.html", page=page, fault=fault, reason=request.form.get("reason", "")
    )
