"""Publicera: what it means, then do it with a reason."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog import PackageVersion
from flows.kernel import Conflict, FlowsError, Invalid
from flows.modeler import (
    DraftGone,
    ReasonNeeded,
    ScenariosRed,
    StepChoiceRefused,
    accept_base,
    draft_of,
)
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
from flows.web.views.processes.chosen_steps import (
    chosen_steps,
    fields_of_steps,
    fields_of_successors,
)
from flows.web.views.processes.package import PackageView, package_view
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
    """Publish what was seen, and move what runs when that was chosen, by the steps shown."""
    session = database_session()
    try:
        steps = _steps_for_the_move(package)
        version = publish_draft(
            session,
            actor(),
            package,
            revision=_seen_revision(),
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
    if _wants_move():
        return redirect(_move(version, steps), 303)
    return redirect(_page_of(version), 303)


@blueprint.post("/base")
@role("processagare")
def stand_on(package: str) -> ResponseReturnValue:
    """Let the draft stand as a change of the version that somebody published meanwhile."""
    version_id = request.form.get("version", type=int) or 0
    accept_base(database_session(), actor(), package, version_id=version_id, now=now())
    flash(_("Utkastet utgår nu från den nya versionen."))
    return redirect(url_for("process_publish.show", package=package), 303)


def _wants_move() -> bool:
    return request.form.get("running") == "move"


def _seen_revision() -> int:
    """The draft as the visitor saw it, on this page or when rehearsing."""
    return request.values.get("revision", type=int) or 0


def _page_of(version: PackageVersion) -> str:
    return url_for("process_versions.version", package=version.package, number=version.number)


def _steps_for_the_move(package: str) -> Mapping[str, str]:
    """Which steps take over, as the page showed it. Raises StepChoiceRefused.

    A draft that has changed meanwhile is left for the publishing to refuse.
    """
    chosen, view = chosen_steps(), package_view(package)
    if not _wants_move() or _is_stale(view):
        return {}
    if running_of(database_session(), package).total > MOST_REHEARSED:
        return chosen
    if not any(chosen.values()):
        return {}
    tried = rehearse(database_session(), view.package, actor=actor(), now=now(), chosen=chosen)
    return tried.accept(chosen)


def _is_stale(view: PackageView) -> bool:
    """Whether what the visitor saw is no longer the draft."""
    return view.draft is None or view.draft.revision != _seen_revision()


def _move(version: PackageVersion, steps: Mapping[str, str]) -> str:
    """Begin to move what runs; the address where one can follow it."""
    session = database_session()
    if running_of(session, version.package).total > MOST_REHEARSED:
        flash(_("Se här vad som kan flyttas till den nya versionen, och flytta det."))
        asked: dict[str, Any] = fields_of_steps(steps)
        return url_for("process_rehearse.show", package=version.package, **asked)
    try:
        batch = start_move(
            session,
            actor(),
            version.package,
            version.version_id,
            reason=version.reason,
            now=now(),
            mapping=steps,
        )
    except (NothingToMove, MoveUnderWay) as error:
        flash(told(error.sv, error.en))
        return _page_of(version)
    return url_for("process_moves.show", package=version.package, batch_id=batch)


def _page(package: str, error: FlowsError | None = None) -> str:
    view = package_view(package)
    chosen = chosen_steps()
    steps_gone = bool(chosen) and view.draft is not None and _is_stale(view)
    if steps_gone or isinstance(error, StepChoiceRefused):
        chosen = {}
    preview: PublishPreview | None = None
    if view.draft is not None:
        preview = preview_publish(
            database_session(),
            actor(),
            draft_of(database_session(), package),
            now=now(),
            max_bytes=settings().max_file_bytes,
            chosen=chosen,
        )
    tried = preview.rehearsal if preview else None
    return render_template(
        "processes/publish.html",
        title=_("Publicera"),
        view=view,
        preview=preview,
        steps=fields_of_successors(tried.successors) if tried else fields_of_steps(chosen),
        steps_gone=steps_gone,
        most_rehearsed=MOST_REHEARSED,
        fault=told(error.sv, error.en) if error else "",
        fault_at=_FIELDS.get(type(error)) if error else None,
        typed=request.form,
        most_reason=MOST_REASON,
    )
