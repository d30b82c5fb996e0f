"""Who is behind a request: from the cookie's token to the person and their roles."""

from flask import current_app, g, request
from werkzeug.wrappers import Response

from flows.identity import ABSOLUTE_LIFE, find_session
from flows.kernel import STOCKHOLM, NotAllowed, NotFound
from flows.organisation import Actor, actor_of
from flows.web.access import declared_access
from flows.web.current import database_session, now, session_cookie_name


def admit() -> None:
    """Find out who the visitor is and refuse whoever may not use the view.

    Raises SignInNeeded or NotAllowed. An address that leads nowhere is left for Flask to refuse.
    """
    if request.endpoint == "static":
        return
    access = declared_access(current_app.view_functions.get(request.endpoint or ""))
    g.visitor = find_visitor(touch=access is None or not access.by_itself)
    if request.routing_exception is not None:
        return
    if access is None:
        raise NotAllowed
    access.check(g.visitor)


def find_visitor(*, touch: bool) -> Actor | None:
    """The person whose session the browser holds, with the roles they hold today; else None."""
    token = session_token()
    if not token:
        return None
    account = find_session(database_session(), token, now=now(), touch=touch)
    return find_person(account.person_id) if account else None


def find_person(person_id: str) -> Actor | None:
    """The person with the roles they hold today; None when the organisation no longer has them."""
    try:
        return actor_of(database_session(), person_id, now().astimezone(STOCKHOLM).date())
    except NotFound:
        return None


def session_token() -> str | None:
    """The token in the browser's cookie."""
    return request.cookies.get(session_cookie_name())


def remember(response: Response, token: str) -> None:
    """Give the browser the token of a new session."""
    response.set_cookie(
        session_cookie_name(),
        token,
        max_age=int(ABSOLUTE_LIFE.total_seconds()),
        path="/",
        secure=current_app.config["HTTPS"],
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response) -> None:
    """Take the token back, and the visitor with it."""
    g.visitor = None
    response.delete_cookie(
        session_cookie_name(),
        path="/",
        secure=current_app.config["HTTPS"],
        httponly=True,
        samesite="Lax",
    )
