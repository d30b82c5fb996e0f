"""Ny process: begin with a pattern."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.kernel import Conflict, Invalid
from flows.modeler.new_process import LONGEST_NAME, new_process, patterns
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.errors import status_of
from flows.web.language import told
from flows.web.words import gettext as _

blueprint = Blueprint("process_new", __name__, url_prefix="/processes/new")


@blueprint.get("")
@role("processagare")
def choose() -> str:
    """The patterns, and what the process is to be called."""
    return _page()


@blueprint.post("")
@role("processagare")
def begin() -> ResponseReturnValue:
    """Begin the draft and go to it."""
    try:
        draft = new_process(
            database_session(),
            actor(),
            request.form.get("pattern", ""),
            request.form.get("name", ""),
            now=now(),
        )
    except (Conflict, Invalid) as error:
        return _page(told(error.sv, error.en)), status_of(error)
    flash(_("Utkastet är påbörjat. Öppna diagrammet och gör det till ert eget."))
    return redirect(url_for("process.show", package=draft.package), 303)


def _page(fault: str = "") -> str:
    return render_template(
        "processes/new.html",
        title=_("Ny process"),
        patterns=patterns(),
        fault=fault,
        name=request.form.get("name", ""),
        chosen=request.form.get("pattern", ""),
        longest=LONGEST_NAME,
    )
