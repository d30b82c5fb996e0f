"""The accessibility statement, as the law on digital public service asks for."""

from flask import Blueprint, render_template

from flows.web.access import public
from flows.web.words import gettext as _

blueprint = Blueprint("accessibility", __name__)


@blueprint.get("/accessibility")
@public
def show() -> str:
    """What works for everyone, what does not yet, and whom to tell."""
    return render_template("accessibility.html", title=_("Tillgänglighet"))
