"""The page of a package: what is in it, who draws on it, where to go from here."""

from collections import Counter
from collections.abc import Mapping
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog import Package, package_of, version_of
from flows.modeler import discard_draft, draft_of, open_draft
from flows.modeler.check import package_problems
from flows.modeler.export_zip import zip_of
from flows.modeler.running import running_of
from flows.web.access import role
from flows.web.addresses import inside
from flows.web.current import actor, database_session, now, settings
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

blueprint = Blueprint("process", __name__, url_prefix="/processes/<package>")


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str) -> str:
    """What the package holds."""
    view = package_view(package)
    return render_template(
        "processes/overview.html",
        title=_("Översikt"),
        view=view,
        found=_found(view) if view.draft else None,
        running=running_of(database_session(), package),
    )


@blueprint.post("/draft")
@role("processagare")
def begin(package: str) -> ResponseReturnValue:
    """Begin a draft, and stay where one was."""
    open_draft(database_session(), actor(), package, now=now())
    flash(_("Nu kan du ändra. För andra ändras inget förrän utkastet publiceras."))
    page = url_for("process.show", package=package)
    return redirect(inside(request.form.get("next"), otherwise=page), 303)


@blueprint.get("/draft/discard")
@role("processagare")
def ask_to_discard(package: str) -> str:
    """What would be lost."""
    view = package_view(package)
    draft = draft_of(database_session(), package)
    return render_template(
        "processes/discard.html",
        title=_("Kasta utkastet"),
        view=view,
        draft=draft,
        changes=_changes(view),
    )


@blueprint.post("/draft/discard")
@role("processagare")
def discard(package: str) -> ResponseReturnValue:
    """Throw the draft away, if it is still the one that was seen."""
    view = package_view(package)
    revision = request.form.get("revision", type=int)
    discard_draft(database_session(), actor(), package, revision=revision or 0)
    flash(_("Utkastet är kastat."))
    if view.version is None:
        return redirect(url_for("processes.show"), 303)
    return redirect(url_for("process.show", package=package), 303)


@blueprint.get("/export.zip")
@role(*OVERSEERS)
def export(package: str) -> Response:
    """The folder as a zip: of a version by number, else of what the pages show."""
    session = database_session()
    number = request.args.get("version", type=int)
    if number is None:
        files = package_view(package).package
    else:
        files = package_of(session, version_of(session, package, number).version_id)
    response = Response(zip_of(Package(package, files.files)), mimetype="application/zip")
    name = package if number is None else f"{package}-{number}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.zip"
    return response


def _found(view: PackageView) -> Counter[str]:
    """How many errors and warnings a check of the draft finds."""
    problems = package_problems(
        database_session(), view.package, now=now(), max_bytes=settings().max_file_bytes
    )
    return Counter(problem.severity for problem in problems)


def _changes(view: PackageView) -> list[tuple[str, str]]:
    """Each file that is new, changed or gone since the current version, and which it is."""
    before: Mapping[str, bytes] = {}
    if view.version is not None:
        before = package_of(database_session(), view.version.version_id).files
    after = view.package.files
    words = {
        name: _("ny")
        if name not in before
        else _("borttagen")
        if name not in after
        else _("ändrad")
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }
    return list(words.items())
