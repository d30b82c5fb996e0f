"""A task: what is asked, the form, and what happens when it is answered."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from flows.inbox import (
    AnswersRejected,
    TaskDone,
    TaskPage,
    claim_task,
    complete_task,
    done_task,
    keep_draft,
    progress_again,
    release_task,
    task_page,
)
from flows.web.access import signed_in, signed_in_by_itself
from flows.web.current import actor, database_session, now
from flows.web.form_fields import FormFields, fields_of, refused_fields, typed_in
from flows.web.language import change_language, remember_language
from flows.web.typed import recorded_answers, typed_answers
from flows.web.uploads import fields_as_typed, sent_files, takes_files
from flows.web.words import gettext as _

blueprint = Blueprint("task", __name__, url_prefix="/tasks/<task_id>")


@blueprint.get("")
@signed_in
def show(task_id: str) -> str:
    """The task with the draft that there may be."""
    page = _page(task_id)
    return _render(page, fields_of(page.form, page.variables, page.draft))


@blueprint.post("/complete")
@signed_in
@takes_files
def complete(task_id: str) -> ResponseReturnValue:
    """Record the answers and go on to what is next; with faults, ask again with all that was typed.

    A form that was sent twice in a row is answered as if it were sent once, unless it says
    something else the second time. Raises TaskGone when someone was faster.
    """
    sent = sent_files()
    try:
        progress = complete_task(
            database_session(), actor(), task_id, request.form, now=now(), uploads=sent
        )
    except AnswersRejected as rejected:
        page = _page(task_id)
        return _render(page, refused_fields(page.form, page.variables, rejected.answers)), 422
    except TaskDone as done:
        try:
            progress = progress_again(
                database_session(), actor(), task_id, done, request.form, now=now(), uploads=sent
            )
        except TaskDone:
            return _already_done(task_id, done)
    flash(_("Klart. Uppgiften är utförd."))
    if progress.next_task_id:
        return redirect(url_for("task.show", task_id=progress.next_task_id), 303)
    if progress.case_id:
        return redirect(url_for("case.show", case_id=progress.case_id), 303)
    return redirect(url_for("inbox.show"), 303)


@blueprint.get("/complete")
@blueprint.get("/draft")
@blueprint.get("/again")
@signed_in
def shown_again(task_id: str) -> ResponseReturnValue:
    """The address of a form that was answered with faults, opened anew: the task itself."""
    return redirect(url_for("task.show", task_id=task_id), 303)


@blueprint.post("/draft")
@signed_in
@takes_files
def draft(task_id: str) -> ResponseReturnValue:
    """Keep what is typed, right or wrong, for later; a file that can't be kept is told of."""
    try:
        refused = keep_draft(
            database_session(), actor(), task_id, request.form, sent_files(), now=now()
        )
    except TaskDone as done:
        return _already_done(task_id, done)
    if refused:
        flash(_("Utkastet är sparat, men inte alla filer."))
        page = _page(task_id)
        return _render(page, fields_of(page.form, page.variables, page.draft, refused)), 422
    flash(_("Utkastet är sparat. Du kan fortsätta när du vill."))
    return redirect(url_for("task.show", task_id=task_id), 303)


@blueprint.post("/again")
@signed_in
@takes_files
def again(task_id: str) -> Response:
    """The task in another language, with all that was typed; no answer is saved."""
    change_language()
    page = _page(task_id)
    fields = fields_as_typed(page.form, page.variables, task_id)
    response = make_response(_render(page, fields))
    remember_language(response)
    return response


@blueprint.post("/fields")
@signed_in_by_itself
def fields(task_id: str) -> str:
    """The questions that what is typed calls for, asked by the page itself; nothing is saved."""
    page = _page(task_id)
    typed = typed_in(page.form, page.variables, request.form)
    return render_template(
        "form_fields.html",
        fields=fields_of(page.form, page.variables, typed),
        refresh=url_for("task.fields", task_id=task_id),
    )


@blueprint.post("/claim")
@signed_in
def claim(task_id: str) -> ResponseReturnValue:
    """Take the task, so that others see that it is being done."""
    claim_task(database_session(), actor(), task_id, now=now())
    flash(_("Du har tagit uppgiften."))
    return redirect(url_for("task.show", task_id=task_id), 303)


@blueprint.post("/take-over")
@signed_in
def take_over(task_id: str) -> ResponseReturnValue:
    """Take the task from the one who has it."""
    release_task(database_session(), actor(), task_id)
    return claim(task_id)


@blueprint.post("/release")
@signed_in
def release(task_id: str) -> ResponseReturnValue:
    """Give the task back to all who may do it."""
    release_task(database_session(), actor(), task_id)
    flash(_("Uppgiften är lämnad tillbaka. Någon annan kan ta den."))
    return redirect(url_for("inbox.show"), 303)


def _page(task_id: str) -> TaskPage:
    return task_page(database_session(), actor(), task_id, now=now())


def _render(page: TaskPage, fields: FormFields) -> str:
    return render_template("task.html", page=page, fields=fields)


def _already_done(task_id: str, done: TaskDone) -> tuple[str, int]:
    """What was sent first, which stands, and what was typed now, so that it can be copied."""
    task = done_task(database_session(), actor(), task_id, done, now=now())
    page = render_template(
        "already_sent.html",
        title=_("Det är redan gjort"),
        lead=_(
            "Du har redan gjort uppgiften, och det du skickade då gäller. "
            "Det du skickade nu är inte sparat."
        ),
        case_id=task.case_id,
        other=(_("Mina uppgifter"), url_for("inbox.show")),
        name=(task.name, task.name_en),
        at=task.at,
        first=recorded_answers(task.form, task.variables, task.answers),
        typed=typed_answers(task.form, task.variables),
    )
    return page, 409
