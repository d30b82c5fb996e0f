"""Publicera: what it means, then do it with a reason."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog import PackageVersion
from flows.kernel import Conflict, FlowsError, Invalid
from flows.modeler import DraftGone, ReasonNeeded, ScenariosRed, accept_base, draft_of
from flows.modeler.publish_draft import MOST_REASON, publish_draft, published_just_now
from flows.modeler.publish_preview import MOST_REHEARSED, PublishPreview, preview_publish
from flows.modeler.rehearse import rehearse
from flows.modeler.running import running_of
from flows.modeler.start_move import MoveUnderWay, NothingToMove, start_move
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.errors import status_of
from flows.web.language import told
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.package import package_view
from flows.web.words import gettext as _

blueprint = Blueprint("process_publish", __name__, url_prefix="/processes/<package>/publish")

_FIELDS: dict[type[FlowsError], str] = {ReasonNeeded: "reason", ScenariosRed: "red_reason"}
"""The field that mends what was refused."""


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str) -> str:
    """What publishing would mean; nothing changes."""
    return _page(package)


@blueprint.post("")
@role("processagare")
def publish(package: str) -> ResponseReturnValue:
    """Publish what was seen, and move what runs when that was chosen."""
    session = database_session()
    try:
        version = publish_draft(
            session,
            actor(),
            package,
            revision=request.form.get("revision", type=int) or 0,
            reason=request.form.get("reason", ""),
            red_scenarios_reason=request.form.get("red_reason"),
            now=now(),
            max_bytes=settings().max_file_bytes,
        )
    except (Conflict, Invalid) as error:
        again = published_just_now(
            session, actor(), package, request.form.get("reason", ""), now=now()
        )
        if not isinstance(error, DraftGone) or again is None:
            return _page(package, error), status_of(error)
        return redirect(_page_of(again), 303)
    flash(_("Version %(number)s är publicerad.", number=version.number))
    if request.form.get("running") == "move":
        return redirect(_move(version), 303)
    return redirect(_page_of(version), 303)


@blueprint.post("/base")
@role("processagare")
def stand_on(package: str) -> ResponseReturnValue:
    """Let the draft stand as a change of the version that somebody published meanwhile."""
    version_id = request.form.get("version", type=int) or 0
    accept_base(database_session(), actor(), package, version_id=version_id, now=now())
    flash(_("Utkastet utgår nu från den nya versionen."))
    return redirect(url_for("process_publish.show", package=package), 303)


def _page_of(version: PackageVersion) -> str:
    return url_for("process_versions.version", package=version.package, number=version.number)


def _move(version: PackageVersion) -> str:
    """Begin to move what runs; the address where one can follow it."""
    session = database_session()
    view = package_view(version.package)
    if running_of(session, version.package).total > MOST_REHEARSED:
        flash(_("Det är mycket som pågår. Se här vad som kan flyttas, och flytta det."))
        return url_for("process_rehearse.show", package=version.package)
    tried = rehearse(session, view.package, actor=actor(), now=now(), version_id=version.version_id)
    try:
        batch = start_move(
            session,
            actor(),
            version.package,
            version.version_id,
            reason=version.reason,
            now=now(),
            mapping=tried.mapping,
        )
    except (NothingToMove, MoveUnderWay) as error:
        flash(told(error.sv, error.en))
        return _page_of(version)
    return url_for("process_moves.show", package=version.package, batch_id=batch)


def _page(package: str, error: FlowsError | None = None) -> str:
    view = package_view(package)
    preview: PublishPreview | None = None
    if view.draft is not None:
        preview = preview_publish(
            database_session(),
            actor(),
            draft_of(database_session(), package),
            now=now(),
            max_bytes=settings().max_file_bytes,
        )
    return render_template(
        "processes/publish.html",
        title=_("Publicera"),
        view=view,
        preview=preview,
        fault=told(error.sv, error.en) if error else "",
        fault_at=_FIELDS.get(type(error)) if error else None,
        typed=request.form,
        most_reason=MOST_REASON,
    )
