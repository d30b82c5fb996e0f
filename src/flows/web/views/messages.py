"""Messages that nobody has taken, and who almost did."""

from flask import Blueprint, render_template

from flows.monitor import kept_messages
from flows.web.access import role
from flows.web.current import actor, database_session, now

blueprint = Blueprint("messages", __name__)


@blueprint.get("/running/messages")
@role("administrator")
def show() -> str:
    """The messages, newest first."""
    found = kept_messages(database_session(), actor(), now=now())
    return render_template("messages.html", messages=found)
