"""A form: drawn in the browser, with a preview that is the task page's own form, tried as there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from flows.forms import MOST_BYTES, FieldView, failures
from flows.forms.repeating import ROWS_FIELD
from flows.kernel import Problem
from flows.modeler.file_uses import uses_of
from flows.modeler.form_moments import FormMoment, form_moments
from flows.modeler.form_rows import FormRow, FormUnreadable, rows_of
from flows.modeler.preview_form import FormPreview, preview_form, try_answers
from flows.modeler.sample_variables import known_variables, sample_forums, scenario_values
from flows.web.access import role
from flows.web.current import actor, database_session, is_fragment_request, now, settings
from flows.web.form_fields import every_view
from flows.web.language import LANGUAGES, language, told
from flows.web.navigation import OVERSEERS
from flows.web.uploads import sent_files, takes_files
from flows.web.views.processes.package import PackageView, package_view
from flows.web.views.processes.problems import problem_json
from flows.web.words import gettext as _

blueprint = Blueprint("process_form", __name__, url_prefix="/processes/<package>/form")

_SCHEMA, _TRY = "_schema", "_try"
_MOMENT, _SHOWN_MOMENT = "_moment", "_shown_moment"
MADE_UP = "-"
"""What is chosen instead of a moment in a scenario."""


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """The preview as the page shows it; `errors` are (id of the field or "", what is wrong).

    `moment` is the one whose values are shown, of `moments`; None when they are made up.
    """

    preview: FormPreview
    problems: list[dict[str, str | int]]
    fields: list[FieldView]
    errors: list[tuple[str, str]]
    language: str
    forum: str
    forums: list[tuple[str, str]]
    moment: FormMoment | None
    moments: list[tuple[str, str]]
    written: Mapping[str, str]
    tried: bool
    takes_files: bool


@blueprint.get("/<file>")
@role(*OVERSEERS)
def show(package: str, file: str) -> str:
    """The form with its preview; without JavaScript its questions in words."""
    return _page(package_view(package), file)


@blueprint.post("/<file>/preview")
@role(*OVERSEERS)
@takes_files
def preview(package: str, file: str) -> ResponseReturnValue:
    """What is sent, shown as a participant would see it; nothing is kept."""
    view = package_view(package)
    if not is_fragment_request():
        return _page(view, file)
    return render_template(
        "processes/form_preview.html", view=view, file=file, shown=shown_preview(view, file)
    )


@blueprint.post("/<file>/preview/fields")
@role(*OVERSEERS)
@takes_files
def preview_fields(package: str, file: str) -> str:
    """The questions that the typed answers call for, asked by the preview itself."""
    view = package_view(package)
    return render_template(
        "processes/form_preview_fields.html", view=view, file=file, shown=shown_preview(view, file)
    )


def _page(view: PackageView, file: str) -> str:
    return render_template(
        "processes/form.html",
        title=_("Formuläret %(name)s", name=view.contents.titles.get(file, file)),
        view=view,
        file=file,
        source=view.file(file).decode("utf-8-sig", errors="replace"),
        rows=form_rows(view, file),
        uses=uses_of(view.package, file),
        shown=shown_preview(view, file),
    )


def form_rows(view: PackageView, file: str) -> list[FormRow]:
    """The form's rows, none when it can't be read: its problems say why."""
    try:
        return rows_of(view.file(file))
    except FormUnreadable:
        return []


def shown_preview(view: PackageView, file: str) -> ShownPreview:
    """The preview of what was sent, or else of the saved file."""
    saved = view.file(file)
    sent = request.form.get(_SCHEMA)
    forums = sample_forums(database_session(), actor())
    moments = form_moments(database_session(), actor(), view.package, file)
    moment = _moment(moments)
    # What was written for other values says nothing of those that are chosen now.
    stays = request.form.get(_SHOWN_MOMENT, _id(moment)) == _id(moment)
    written: Mapping[str, str] = request.form if stays else {}
    first = next((one for one, _name in forums), "")
    forum = written.get("_forum", "")
    if moment is None:
        forum = forum or first
    else:
        forums = [("", _("Det i scenariot")), *forums]
    chosen = request.form.get("_language", "")
    spoken = chosen if chosen in LANGUAGES else language()
    found = preview_form(
        saved if sent is None else sent.encode(),
        file,
        known=known_variables(database_session(), actor(), forum or first),
        examples={} if moment else scenario_values(view.package),
        moment=_known_then(moment, forum) if moment else None,
        written_values=written,
        max_bytes=settings().max_file_bytes,
    )
    tried = _TRY in request.form and ROWS_FIELD not in request.form
    with failures() as failed:
        fields, errors = _fields(found, spoken, tried, typed=stays and "_shown" in request.form)
    failing = found.form.failures_in_words(failed) if found.form else []
    return ShownPreview(
        preview=found,
        problems=[problem_json(problem) for problem in (*found.problems, *failing)],
        fields=fields,
        errors=errors,
        language=spoken,
        forum=forum,
        forums=forums,
        moment=moment,
        moments=_named(moments),
        written=written,
        tried=tried,
        takes_files=found.form is not None and found.form.takes_files,
    )


def _moment(moments: Sequence[FormMoment]) -> FormMoment | None:
    """The moment that was chosen, or else the first; None when the values are to be made up."""
    chosen = request.form.get(_MOMENT)
    if chosen == MADE_UP:
        return None
    first = next(iter(moments), None)
    return next((one for one in moments if one.id == chosen), first)


def _id(moment: FormMoment | None) -> str:
    return moment.id if moment else MADE_UP


def _known_then(moment: FormMoment, forum: str) -> Mapping[str, Any]:
    """What the process knows at the moment, but for the forum if another is chosen."""
    left_out = {"forum"} if forum else set()
    return {key: value for key, value in moment.variables.items() if key not in left_out}


def _named(moments: Sequence[FormMoment]) -> list[tuple[str, str]]:
    """The moments by id, with the scenario's name and the step's where there are several steps."""
    several = len({one.step for one in moments}) > 1
    return [(one.id, f"{one.scenario}: {one.step}" if several else one.scenario) for one in moments]


def _fields(
    found: FormPreview, spoken: str, tried: bool, *, typed: bool
) -> tuple[list[FieldView], list[tuple[str, str]]]:
    if found.form is None:
        return [], []
    raw, errors = None, dict[str, Problem]()
    if typed:
        answers = try_answers(found, request.form, sent_files(), now=now())
        raw, errors = answers.raw, answers.errors if tried else {}
    scope = {**found.variables, MOST_BYTES: settings().max_upload_bytes}
    fields = found.form.view(scope, raw, errors, spoken, now=now())
    fields = [_without_files(field) for field in fields]
    places = {field.key: field.dom_id for field in every_view(fields) if field.error}
    faults = [
        (places.get(key, ""), told(problem.sv, problem.en)) for key, problem in errors.items()
    ]
    return fields, faults


def _without_files(field: FieldView) -> FieldView:
    """Files are checked but not kept, so none can be ticked or opened afterwards."""
    children = tuple(_without_files(child) for child in field.children)
    return replace(field, files=(), children=children)
