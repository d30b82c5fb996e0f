"""A case: where it stands, what was decided, who has answered."""

import hashlib

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.inbox import case_actions, case_history, do_case_action
from flows.records import CasePage, case_page
from flows.web.access import signed_in, signed_in_by_itself
from flows.web.current import actor, database_session, now
from flows.web.navigation import oversees
from flows.web.words import gettext as _

blueprint = Blueprint("case", __name__, url_prefix="/cases/<int:case_id>")


@blueprint.get("")
@signed_in
def show(case_id: int) -> str:
    """The whole case."""
    page = case_page(database_session(), actor(), case_id)
    return render_template(
        "case.html",
        page=page,
        seen=_digest(page),
        oversees=oversees(actor()),
        done=case_history(database_session(), actor(), case_id),
        actions=case_actions(database_session(), actor(), case_id, now=now()),
    )


@blueprint.post("/actions/<element_id>")
@signed_in
def act(case_id: int, element_id: str) -> ResponseReturnValue:
    """Do what the process lets the visitor do beside their tasks, such as take the case back.

    Raises ActionGone when the case has moved on.
    """
    do_case_action(database_session(), actor(), case_id, element_id, now=now())
    flash(_("Klart. Det kan ta en liten stund innan det syns här."))
    return redirect(url_for("case.show", case_id=case_id), 303)


@blueprint.get("/answers")
@signed_in_by_itself
def answers(case_id: int) -> ResponseReturnValue:
    """The answers so far, for the page that is open; 204 when nothing is new since `seen`."""
    page = case_page(database_session(), actor(), case_id)
    digest = _digest(page)
    if request.args.get("seen") == digest:
        return "", 204
    return render_template("case_answers.html", page=page, seen=digest)


def _digest(page: CasePage) -> str:
    return hashlib.sha256(repr(page.recommendations).encode()).hexdigest()[:16]
