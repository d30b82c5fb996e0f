"""What the present request works with: the transaction, the instant, the visitor."""

from datetime import datetime
from typing import cast

from flask import current_app, g, request
from sqlalchemy.orm import Session

from flows.kernel import Settings
from flows.organisation import Actor
from flows.web.access import SignInNeeded


def database_session() -> Session:
    """The request's transaction; it is committed for you when the view returns."""
    return cast(Session, g.database_session)


def now() -> datetime:
    """The request's instant, aware, in UTC; the same all through the request."""
    return cast(datetime, g.now)


def settings() -> Settings:
    """The program's settings."""
    return cast(Settings, g.settings)


def visitor() -> Actor | None:
    """Who is signed in, or None. Also right on error pages."""
    return cast(Actor | None, g.get("visitor"))


def actor() -> Actor:
    """Who is signed in. Raises SignInNeeded when nobody is."""
    found = visitor()
    if found is None:
        raise SignInNeeded
    return found


def is_fragment_request() -> bool:
    """Whether the page itself asks for a piece of it, by htmx."""
    return request.headers.get("HX-Request") == "true"


def session_cookie_name() -> str:
    """The name of the cookie with the session's token; bound to this very host over https."""
    return "__Host-flows" if current_app.config["HTTPS"] else "flows"
