"""The page of a package: what is in it, who draws on it, where to go from here."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.modeler import discard_draft, open_draft
from flows.web.access import role
from flows.web.addresses import inside
from flows.web.current import actor, database_session, now
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.package import package_view
from flows.web.words import gettext as _

blueprint = Blueprint("process", __name__, url_prefix="/processes/<package>")


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str) -> str:
    """What the package holds."""
    view = package_view(package)
    return render_template("processes/overview.html", title=_("Översikt"), view=view)


@blueprint.post("/draft")
@role("processagare")
def begin(package: str) -> ResponseReturnValue:
    """Begin a draft, and stay where one was."""
    open_draft(database_session(), actor(), package, now=now())
    page = url_for("process.show", package=package)
    return redirect(inside(request.form.get("next"), otherwise=page), 303)


@blueprint.post("/draft/discard")
@role("processagare")
def discard(package: str) -> ResponseReturnValue:
    """Throw the draft away."""
    discard_draft(database_session(), actor(), package)
    flash(_("Utkastet är kastat."))
    return redirect(url_for("processes.show"), 303)
