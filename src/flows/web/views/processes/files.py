"""The files of a package as the editors fetch and save them, each held against what was seen."""

from urllib.parse import quote

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from flows.forms import size_in_words
from flows.kernel import FlowsError, Invalid
from flows.modeler import (
    DraftFileChanged,
    draft_of,
    remove_file,
)
from flows.modeler.check import problems_of
from flows.modeler.save_drawing import save_drawing
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.dates import moment
from flows.web.errors import status_of
from flows.web.language import language, told
from flows.web.navigation import OVERSEERS
from flows.web.people import person_name
from flows.web.views.processes.package import package_view
from flows.web.views.processes.problems import problem_json
from flows.web.words import gettext as _

blueprint = Blueprint("process_files", __name__, url_prefix="/processes/<package>/files")

_FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}


@blueprint.get("/<path:name>")
@role(*OVERSEERS)
def show(package: str, name: str) -> Response:
    """The file as it is, in the draft or else in the current version; never as a page."""
    view = package_view(package)
    response = Response(view.file(name), content_type="text/plain; charset=utf-8")
    short = quote(name.rpartition("/")[2])
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{short}"
    etag = view.etag(name)
    if etag:
        response.set_etag(etag)
    return response


@blueprint.put("/<path:name>")
@role("processagare")
def save(package: str, name: str) -> ResponseReturnValue:
    """Save the file that was seen (If-Match), or a new one (If-None-Match: *).

    Answers with the new etag and every problem of the draft; 412 when somebody was faster.
    """
    session = database_session()
    seen, conditional = _seen()
    if not conditional:
        return _refusal(428, _("Sidan sade inte vilken version av filen den har ändrat."))
    try:
        file = save_drawing(
            session,
            actor(),
            package,
            name,
            _sent(),
            expected=seen,
            max_bytes=settings().max_file_bytes,
            now=now(),
        )
    except DraftFileChanged as changed:
        return _taken(changed)
    except FlowsError as error:
        return _refused(error)
    draft = draft_of(session, package)
    problems = problems_of(session, draft, now=now(), max_bytes=settings().max_file_bytes)
    answer = jsonify(
        etag=file.etag,
        revision=draft.revision,
        problems=[problem_json(problem) for problem in problems],
    )
    answer.set_etag(file.etag)
    return answer


@blueprint.delete("/<path:name>")
@role("processagare")
def remove(package: str, name: str) -> ResponseReturnValue:
    """Take the file that was seen (If-Match) out of the draft."""
    seen, _conditional = _seen()
    if seen is None:
        return _refusal(428, _("Sidan sade inte vilken version av filen den har ändrat."))
    session = database_session()
    try:
        remove_file(session, actor(), package, name, expected=seen, now=now())
    except DraftFileChanged as changed:
        return _taken(changed)
    except FlowsError as error:
        return _refused(error)
    return jsonify(revision=draft_of(session, package).revision)


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say to the editor what a page would say, before any of it is read."""
    size = size_in_words(current_app.config["MAX_FILE_BYTES"], language())
    return _refusal(413, _("Filen är för stor. Den får vara högst %(size)s.", size=size))


def _seen() -> tuple[str | None, bool]:
    """The etag that the writer saw (None: no file), and whether the request said so."""
    if request.if_none_match.star_tag:
        return None, True
    tags = list(request.if_match)
    return (tags[0], True) if len(tags) == 1 else (None, False)


def _sent() -> bytes:
    if request.mimetype in _FORMS:
        raise Invalid("Filen skickades som ett formulär.", "The file was sent as a form.")
    return request.get_data(cache=False)


def _taken(changed: DraftFileChanged) -> ResponseReturnValue:
    by = person_name(changed.by) if changed.by else ""
    at = moment(changed.at) if changed.at else ""
    return jsonify(text=told(changed.sv, changed.en), by=by, at=at), 412


def _refused(error: FlowsError) -> ResponseReturnValue:
    text = told(error.sv, error.en)
    problems = error.problems if isinstance(error, Invalid) else ()
    lines = [told(problem.sv, problem.en) for problem in problems]
    return _refusal(status_of(error), " ".join([text, *lines]))


def _refusal(status: int, text: str) -> ResponseReturnValue:
    return jsonify(text=text), status
