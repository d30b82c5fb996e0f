"""Whether the program answers and reaches its database: for a supervisor, not for people."""

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from flows.web.access import public
from flows.web.current import database_session

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def show() -> tuple[str, int, dict[str, str]]:
    """200 `ok`, or 503 when the database does not answer."""
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    try:
        database_session().execute(text("SELECT 1"))
    except OperationalError:
        return "the database does not answer\n", 503, plain
    return "ok\n", 200, plain
