"""Läs in från fil: one file or a zip of a package folder, into a draft or as a new process."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.forms import Upload, size_in_words
from flows.kernel import Conflict, FlowsError, Invalid
from flows.modeler import new_draft, open_draft, replace_files
from flows.modeler.ascii_name import ascii_name
from flows.modeler.import_files import Imported, read_import
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.errors import status_of
from flows.web.language import language, told
from flows.web.uploads import sent_files, takes_files
from flows.web.views.processes.package import package_view
from flows.web.words import gettext as _
from flows.web.words import ngettext

blueprint = Blueprint("process_import", __name__, url_prefix="/processes")


@blueprint.get("/import")
@role("processagare")
def show_new() -> str:
    """Ask for the files of a new process."""
    return _new_page()


@blueprint.post("/import")
@role("processagare")
@takes_files
def take_in_new() -> ResponseReturnValue:
    """Begin the draft of a new process with the files."""
    name = request.form.get("name", "").strip()
    try:
        found = _read()
        package = name or ascii_name(found.folder, gap="_")
        draft = new_draft(database_session(), actor(), package, found.files, now=now())
    except FlowsError as error:
        return _new_page(error), status_of(error)
    _tell(found)
    return redirect(url_for("process.show", package=draft.package), 303)


@blueprint.get("/<package>/import")
@role("processagare")
def show(package: str) -> str:
    """Ask for files, and whether they are all that the draft is to hold."""
    return _page(package)


@blueprint.post("/<package>/import")
@role("processagare")
@takes_files
def take_in(package: str) -> ResponseReturnValue:
    """Put the files into the draft, which is begun if there is none."""
    session = database_session()
    package_view(package)
    try:
        found = _read()
        with session.begin_nested():
            draft = open_draft(session, actor(), package, now=now())
            replace_files(
                session,
                actor(),
                package,
                found.files,
                revision=_seen_revision(draft.revision),
                keep_others=request.form.get("others") != "remove",
                now=now(),
            )
    except (Invalid, Conflict) as error:
        return _page(package, error), status_of(error)
    _tell(found)
    return redirect(url_for("process.show", package=package), 303)


def _seen_revision(otherwise: int) -> int:
    """The draft that the page showed; a draft begun just now when it showed none."""
    return request.form.get("revision", type=int) or otherwise


def _read() -> Imported:
    """The files that were sent. Raises Invalid in words for whoever sent them."""
    sent = sent_files().files.get("file", ())
    if not sent:
        raise Invalid("Välj en fil.", "Choose a file.")
    upload = sent[0]
    if upload.content is None:
        raise _too_large(upload)
    return read_import(upload.name, upload.content, max_bytes=settings().max_file_bytes)


def _too_large(upload: Upload) -> Invalid:
    most, size = settings().max_upload_bytes, upload.size
    return Invalid(
        f"Filen är för stor: {size_in_words(size)}. Högst {size_in_words(most)} tas emot."
        " Inget är ändrat.",
        f"The file is too large: {size_in_words(size, 'en')}. At most {size_in_words(most, 'en')}"
        " is accepted. Nothing has changed.",
    )


def _tell(found: Imported) -> None:
    count = len(found.files)
    flash(ngettext("%(num)d fil är inläst.", "%(num)d filer är inlästa.", count))
    if found.skipped:
        names = ", ".join(found.skipped[:10])
        flash(_("Det här hör inte till en process och lästes inte in: %(names)s.", names=names))


def _page(package: str, error: FlowsError | None = None) -> str:
    return render_template(
        "processes/import.html",
        title=_("Läs in filer"),
        view=package_view(package),
        faults=_faults(error),
        most=_most(),
    )


def _new_page(error: FlowsError | None = None) -> str:
    return render_template(
        "processes/import_new.html",
        title=_("Läs in en process från fil"),
        faults=_faults(error),
        most=_most(),
        name=request.form.get("name", ""),
    )


def _faults(error: FlowsError | None) -> list[str]:
    if error is None:
        return []
    problems = error.problems if isinstance(error, Invalid) else ()
    found = [told(problem.sv, problem.en) for problem in problems[:20]]
    return found or [told(error.sv, error.en)]


def _most() -> str:
    return size_in_words(settings().max_file_bytes, language())
