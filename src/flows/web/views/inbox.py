"""Mina uppgifter: what waits for me."""

from flask import Blueprint, render_template, request

from flows.inbox import open_tasks
from flows.web.access import signed_in
from flows.web.current import actor, database_session, now
from flows.web.navigation import may_start
from flows.web.words import gettext as _

blueprint = Blueprint("inbox", __name__)


@blueprint.get("/tasks")
@signed_in
def show() -> str:
    """My tasks and those that I may take, the most urgent first."""
    search = request.args.get("search", "").strip()
    rows = open_tasks(database_session(), actor(), now=now(), search=search)
    return render_template(
        "inbox.html",
        title=_("Mina uppgifter"),
        rows=rows,
        search=search,
        may_start=may_start(actor()),
    )
