"""Change the language of the pages."""

from flask import Blueprint, current_app, redirect, request
from flask.typing import ResponseReturnValue

from flows.web.access import public
from flows.web.addresses import inside
from flows.web.language import COOKIE, LANGUAGES

blueprint = Blueprint("language", __name__)

_YEAR = 365 * 24 * 3600


@blueprint.post("/language")
@public
def choose() -> ResponseReturnValue:
    """Remember the choice for a year and go back to the same page."""
    response = redirect(inside(request.form.get("next")), 303)
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=_YEAR,
            secure=current_app.config["HTTPS"],
            httponly=True,
            samesite="Lax",
        )
    return response
