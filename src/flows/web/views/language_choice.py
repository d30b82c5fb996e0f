"""Change the language of the pages."""

from flask import Blueprint, make_response, redirect, request
from flask.typing import ResponseReturnValue

from flows.web.access import public
from flows.web.addresses import inside
from flows.web.current import visitor
from flows.web.language import change_language, remember_language
from flows.web.unfinished import brought_along
from flows.web.views.sign_in import sign_in_page, take_up_page

blueprint = Blueprint("language", __name__)


@blueprint.post("/language")
@public
def choose() -> ResponseReturnValue:
    """Remember the choice for a year and go back to the same page.

    A page that holds what someone was writing when they were signed out is made anew with it.
    """
    unfinished = brought_along()
    if unfinished is None:
        response = make_response(redirect(inside(request.form.get("next")), 303))
    else:
        change_language()
        page = (
            take_up_page(unfinished) if visitor() else sign_in_page("", "", unfinished=unfinished)
        )
        response = make_response(page)
    remember_language(response)
    return response
