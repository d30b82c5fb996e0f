"""Processer: every package, what is drawn on it and what runs of it."""

from flask import Blueprint, render_template

from flows.modeler.package_list import packages
from flows.web.access import role
from flows.web.current import actor, database_session
from flows.web.navigation import OVERSEERS
from flows.web.words import gettext as _

blueprint = Blueprint("processes", __name__, url_prefix="/processes")


@blueprint.get("")
@role(*OVERSEERS)
def show() -> str:
    """The list."""
    return render_template(
        "processes/list.html",
        title=_("Processer"),
        rows=packages(database_session()),
        may_edit=actor().is_owner,
    )
