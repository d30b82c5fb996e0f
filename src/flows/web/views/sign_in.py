"""Sign in with a local account, and out again."""

from flask import (
    Blueprint,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from flows.identity import check_password, close_session, forget_old_sessions, open_session
from flows.kernel.log import logger
from flows.web.access import public, signed_in
from flows.web.addresses import inside
from flows.web.current import database_session, now, settings, visitor
from flows.web.demonstration import demonstration_people, first_people
from flows.web.navigation import first_page
from flows.web.unfinished import Unfinished, brought_along
from flows.web.visitor import find_person, forget, remember, session_token
from flows.web.words import gettext as _

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/")
@public
def first() -> ResponseReturnValue:
    """Lead on: to the visitor's first page, or to signing in."""
    person = visitor()
    return redirect(first_page(person) if person else url_for("sign_in.show"))


@blueprint.get("/sign-in")
@public
def show() -> ResponseReturnValue:
    """The form; in a demonstration with the people whom one can be."""
    person = visitor()
    if person is not None:
        return redirect(inside(request.args.get("next"), first_page(person)))
    return sign_in_page(request.args.get("user", ""), inside(request.args.get("next"), ""))


@blueprint.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Check the password and open a session under a new token.

    Whoever was signed out while writing goes on with what they had written.
    """
    user = request.form.get("user", "").strip()
    back = inside(request.form.get("next"), "")
    unfinished = brought_along()
    transaction = database_session()
    account = check_password(transaction, user, request.form.get("password", ""), now=now())
    person = find_person(account.person_id) if account else None
    if account is None or person is None:
        logger("web").info("sign-in refused")
        return sign_in_page(user, back, refused=True, unfinished=unfinished), 422
    forget_old_sessions(transaction, now=now())
    session.clear()
    g.visitor = person
    response = (
        make_response(take_up_page(unfinished))
        if unfinished
        else redirect(back or first_page(person), 303)
    )
    remember(
        response,
        open_session(transaction, account.person_id, now=now(), replaces=session_token()),
    )
    logger("web").info("signed in")
    return response


@blueprint.post("/sign-out")
@signed_in
def leave() -> ResponseReturnValue:
    """End the session and say so."""
    token = session_token()
    if token:
        close_session(database_session(), token)
    session.clear()
    response = redirect(url_for("sign_in.show", out=1), 303)
    forget(response)
    return response


def take_up_page(unfinished: Unfinished) -> str:
    """The page from which someone who is signed in again goes on with what they were writing."""
    return render_template("take_up.html", title=_("Välkommen tillbaka"), unfinished=unfinished)


def sign_in_page(
    user: str, back: str, *, refused: bool = False, unfinished: Unfinished | None = None
) -> str:
    """The page for signing in, for whoever comes to it or was signed out while writing.

    For the latter it asks the database nothing: it is an answer to an error.
    """
    demonstration = unfinished is None and settings().demo
    first = first_people(database_session(), now()) if demonstration else []
    groups = demonstration_people(database_session(), now()) if demonstration else []
    return render_template(
        "sign_in.html",
        user=user,
        next=back,
        refused=refused,
        left="out" in request.args,
        first=first,
        groups=groups,
        everyone=sum(len(group.people) for group in groups),
        among_others=any(group.has(user) for group in groups)
        and not any(each.has(user) for each in first),
        password=settings().demo_password if demonstration else None,
        unfinished=unfinished,
        title=_("Du har loggats ut") if unfinished else _("Logga in"),
    )
