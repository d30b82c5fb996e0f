"""Starta ärende: choose what to start, fill in its form."""

import secrets

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from flows.forms.reading import Raw
from flows.inbox import (
    AnswersRejected,
    StartedAlready,
    StartPage,
    start_form,
    start_process,
    startable,
)
from flows.web.access import signed_in, signed_in_by_itself
from flows.web.current import actor, database_session, now
from flows.web.form_fields import FormFields, fields_of, refused_fields, typed_in
from flows.web.language import change_language, remember_language
from flows.web.typed import recorded_answers, typed_answers
from flows.web.uploads import fields_as_typed, sent_files, takes_files
from flows.web.words import gettext as _

PAGE_KEY = "_page"
"""The field by which a page that is sent twice is known again."""

blueprint = Blueprint("start", __name__, url_prefix="/start")


@blueprint.get("")
@signed_in
def choose() -> str:
    """What I may start, by forum."""
    choices = startable(database_session(), actor())
    return render_template("start_choices.html", title=_("Starta ärende"), choices=choices)


@blueprint.get("/<process_id>/<forum_id>")
@signed_in
def show(process_id: str, forum_id: str) -> str:
    """The form of the process."""
    page = start_form(database_session(), actor(), process_id, forum_id)
    return _render(page, fields_of(page.form, page.variables))


@blueprint.post("/<process_id>/<forum_id>")
@signed_in
@takes_files
def begin(process_id: str, forum_id: str) -> ResponseReturnValue:
    """Start it and go to the case or to my first task in it."""
    transaction = database_session()
    try:
        progress = start_process(
            transaction,
            actor(),
            process_id,
            forum_id,
            request.form,
            now=now(),
            uploads=sent_files(),
            page_key=request.form.get(PAGE_KEY, ""),
        )
    except AnswersRejected as rejected:
        page = start_form(transaction, actor(), process_id, forum_id)
        return _render(page, refused_fields(page.form, page.variables, rejected.answers)), 422
    except StartedAlready as earlier:
        return _sent_already(start_form(transaction, actor(), process_id, forum_id), earlier), 409
    flash(
        _("Klart. Det är skickat. När ärendet har fått ett diarienummer finns det under Ärenden.")
    )
    if progress.next_task_id:
        return redirect(url_for("task.show", task_id=progress.next_task_id), 303)
    if progress.case_id:
        return redirect(url_for("case.show", case_id=progress.case_id), 303)
    return redirect(url_for("inbox.show"), 303)


@blueprint.post("/<process_id>/<forum_id>/again")
@signed_in
@takes_files
def again(process_id: str, forum_id: str) -> Response:
    """The form as it was being written when its writer was signed out, or chose another language.

    Nothing is sent.
    """
    change_language()
    page = start_form(database_session(), actor(), process_id, forum_id)
    response = make_response(_render(page, fields_as_typed(page.form, page.variables)))
    remember_language(response)
    return response


@blueprint.get("/<process_id>/<forum_id>/again")
@signed_in
def opened_anew(process_id: str, forum_id: str) -> ResponseReturnValue:
    """The address of a form that was taken up again, opened anew: the form itself."""
    return redirect(url_for("start.show", process_id=process_id, forum_id=forum_id), 303)


@blueprint.post("/<process_id>/<forum_id>/fields")
@signed_in_by_itself
def fields(process_id: str, forum_id: str) -> str:
    """The questions that what is typed calls for, asked by the page itself; nothing is saved."""
    page = start_form(database_session(), actor(), process_id, forum_id)
    return render_template(
        "form_fields.html",
        fields=fields_of(page.form, page.variables, _typed(page)),
        refresh=url_for("start.fields", process_id=process_id, forum_id=forum_id),
    )


def _sent_already(page: StartPage, earlier: StartedAlready) -> str:
    """What was sent first, which stands, and what was typed now, so that it can be copied."""
    process = page.process
    there = url_for("start.show", process_id=process.process_id, forum_id=process.forum_id)
    return render_template(
        "already_sent.html",
        title=_("Det är redan skickat"),
        lead=_(
            "Du har redan skickat formuläret, och det du skickade då gäller. Det du skickade nu är "
            "inte sparat. Vill du starta ett till behöver du ett nytt formulär."
        ),
        case_id=earlier.case_id,
        other=(_("Öppna ett nytt formulär"), there),
        name=(process.name, process.name_en),
        at=earlier.at,
        first=recorded_answers(page.form, page.variables, earlier.answers),
        typed=typed_answers(page.form, page.variables),
    )


def _typed(page: StartPage) -> Raw:
    return typed_in(page.form, page.variables, request.form)


def _render(page: StartPage, fields: FormFields) -> str:
    key = request.form.get(PAGE_KEY) or secrets.token_urlsafe(12)
    return render_template("start.html", page=page, fields=fields, page_key=(PAGE_KEY, key))
