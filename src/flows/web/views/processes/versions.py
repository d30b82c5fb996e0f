"""Versioner: every published version, what it was, and the way back to it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog import package_of, package_versions, version_of
from flows.inbox import startable
from flows.kernel import Conflict, FlowsError, Invalid
from flows.modeler import DraftHasErrors, NothingToPublish, ReasonNeeded, VersionMoved
from flows.modeler.contents import contents_of
from flows.modeler.publish_draft import MOST_REASON, published_just_now, restore_version
from flows.modeler.running import running_of
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.errors import status_of
from flows.web.language import told
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.package import package_view
from flows.web.words import gettext as _

blueprint = Blueprint("process_versions", __name__, url_prefix="/processes/<package>/versions")


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str) -> str:
    """The history, the newest first."""
    session = database_session()
    return render_template(
        "processes/versions.html",
        title=_("Versioner"),
        view=package_view(package),
        versions=package_versions(session, package),
        running=dict(running_of(session, package).versions),
    )


@blueprint.get("/<int:number>")
@role(*OVERSEERS)
def version(package: str, number: int) -> str:
    """One version: who, when, why and which files; and the way back to it."""
    return _page(package, number)


@blueprint.post("/<int:number>/restore")
@role("processagare")
def restore(package: str, number: int) -> ResponseReturnValue:
    """Publish the version's files again as a new version."""
    session, reason = database_session(), request.form.get("reason", "")
    try:
        made = restore_version(
            session,
            actor(),
            package,
            number,
            seen_version_id=request.form.get("seen", type=int) or 0,
            reason=reason,
            now=now(),
            max_bytes=settings().max_file_bytes,
        )
    except (Conflict, Invalid) as error:
        again = published_just_now(session, actor(), package, reason, now=now())
        if not isinstance(error, VersionMoved | NothingToPublish) or again is None:
            return _page(package, number, error), status_of(error)
        made = again
    else:
        flash(_("Version %(number)s är publicerad.", number=made.number))
    there = url_for("process_versions.version", package=package, number=made.number)
    return redirect(there, 303)


def _page(package: str, number: int, error: FlowsError | None = None) -> str:
    session = database_session()
    found = version_of(session, package, number)
    files = package_of(session, found.version_id)
    everyone = package_versions(session, package)
    contents = contents_of(files)
    drawn = {process.id for process in contents.processes}
    problems = error.problems if isinstance(error, DraftHasErrors) else ()
    return render_template(
        "processes/version.html",
        title=_("Version %(number)s", number=number),
        view=package_view(package),
        version=found,
        current=everyone[0],
        before=next((each for each in everyone if each.number < number), None),
        contents=contents,
        may_start=any(each.process_id in drawn for each in startable(session, actor())),
        files=files,
        running=running_of(session, package),
        fault=told(error.sv, error.en) if error else "",
        fault_at="reason" if isinstance(error, ReasonNeeded) else None,
        faults=[told(problem.sv, problem.en) for problem in problems],
        reason=request.form.get("reason", ""),
        most_reason=MOST_REASON,
    )
