"""Flyttar: running instances on their way to another version, and back again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.catalog import package_of
from flows.instances import ReasonMissing
from flows.kernel import Conflict, NotAllowed
from flows.modeler import StepChoiceRefused
from flows.modeler.moves import MovedInstance, count_moved, move_progress, moved_instances
from flows.modeler.rehearse import rehearse
from flows.modeler.start_move import MoveUnknown, may_move, start_move
from flows.modeler.undo_move import resume_move, stop_move, undo_move
from flows.web.access import role, signed_in_by_itself
from flows.web.current import actor, database_session, now
from flows.web.errors import status_of
from flows.web.language import told
from flows.web.navigation import OVERSEERS
from flows.web.spreadsheet import csv_answer
from flows.web.views.processes import rehearse as rehearsal_page
from flows.web.views.processes.chosen_steps import chosen_steps
from flows.web.views.processes.package import package_view
from flows.web.words import gettext as _

blueprint = Blueprint("process_moves", __name__, url_prefix="/processes/<package>/moves")

ROWS = 100


@blueprint.post("")
@role(*OVERSEERS)
def begin(package: str) -> ResponseReturnValue:
    """Begin to move what can be moved to the current version."""
    session, view = database_session(), package_view(package)
    if view.version is None:
        raise MoveUnknown
    version_id = view.version.version_id
    try:
        batch = start_move(
            session,
            actor(),
            package,
            version_id,
            reason=request.form.get("reason", ""),
            now=now(),
            mapping=_mapping(version_id),
        )
    except (ReasonMissing, StepChoiceRefused, Conflict) as error:
        return rehearsal_page.page(package, told(error.sv, error.en)), status_of(error)
    flash(_("Flytten är påbörjad."))
    return redirect(_address(package, batch), 303)


@blueprint.get("/<int:batch_id>")
@role(*OVERSEERS)
def show(package: str, batch_id: int) -> str:
    """How a move stands, and what came of each instance."""
    return _page(package, batch_id)


@blueprint.get("/<int:batch_id>.csv")
@role(*OVERSEERS)
def table(package: str, batch_id: int) -> ResponseReturnValue:
    """What came of each instance, for a spreadsheet."""
    rows = moved_instances(database_session(), actor(), batch_id)
    headings = (_("Ärende"), _("Från version"), _("Till version"), _("Vad hände"), _("Varför"))
    lines = (
        (
            row.title,
            row.from_number,
            row.to_number,
            outcome(row),
            " ".join(told(one.sv, one.en) for one in (*row.problems, *row.notes)),
        )
        for row in rows
    )
    return csv_answer(_("flytt"), headings, lines)


@blueprint.get("/<int:batch_id>/progress")
@signed_in_by_itself
def progress(package: str, batch_id: int) -> ResponseReturnValue:
    """The part of the page that asks for itself; when all is done, all that tells of the move."""
    if not may_move(actor()):
        raise NotAllowed
    move = move_progress(database_session(), actor(), batch_id, now=now())
    if not move.is_finished:
        again = request.full_path
        return render_template("processes/move_progress.html", move=move, progress_address=again)
    answer = render_template("processes/move_finished.html", **_context(package, batch_id))
    return answer, {"HX-Retarget": "#move", "HX-Reswap": "outerHTML"}


@blueprint.post("/<int:batch_id>/undo")
@role(*OVERSEERS)
def undo(package: str, batch_id: int) -> ResponseReturnValue:
    """Begin to move back those that were moved."""
    try:
        back = undo_move(
            database_session(),
            actor(),
            batch_id,
            reason=request.form.get("reason", ""),
            now=now(),
        )
    except (ReasonMissing, Conflict) as error:
        return _page(package, batch_id, told(error.sv, error.en)), status_of(error)
    flash(_("Flytten tillbaka är påbörjad."))
    return redirect(_address(package, back), 303)


@blueprint.post("/<int:batch_id>/stop")
@role(*OVERSEERS)
def stop(package: str, batch_id: int) -> ResponseReturnValue:
    """Leave what has not been moved yet."""
    stop_move(database_session(), actor(), batch_id, now=now())
    flash(_("Flytten är avbruten. Det som inte hann flyttas är kvar på sin version."))
    return redirect(_address(package, batch_id), 303)


@blueprint.post("/<int:batch_id>/resume")
@role(*OVERSEERS)
def resume(package: str, batch_id: int) -> ResponseReturnValue:
    """Ask for the work again."""
    resume_move(database_session(), actor(), batch_id)
    flash(_("Flytten är satt i gång igen."))
    return redirect(_address(package, batch_id), 303)


def outcome(row: MovedInstance) -> str:
    """What came of an instance, in a word."""
    return {"moved": _("Flyttat"), "stayed": _("Stannade"), "waiting": _("Väntar")}[row.status]


def _mapping(version_id: int) -> dict[str, str]:
    """The steps as they were chosen on the page, else as they are proposed.

    Raises StepChoiceRefused.
    """
    session, chosen = database_session(), chosen_steps()
    tried = rehearse(
        session,
        package_of(session, version_id),
        actor=actor(),
        now=now(),
        version_id=version_id,
        chosen=chosen,
    )
    tried.accept(chosen)
    return dict(tried.mapping)


def _page(package: str, batch_id: int, fault: str = "") -> str:
    return render_template(
        "processes/move.html",
        **_context(package, batch_id, fault),
        title=_("Flytt"),
        view=package_view(package),
    )


def _context(package: str, batch_id: int, fault: str = "") -> dict[str, Any]:
    """A move and what came of each, as the address asks for them."""
    session = database_session()
    move = move_progress(session, actor(), batch_id, now=now())
    if move.package != package:
        raise MoveUnknown
    shown = request.values.get("show", "")
    shown = shown if shown in {"stayed", "moved", "waiting"} else ""
    search = request.values.get("search", "").strip()
    found = count_moved(session, batch_id, status=shown or None, search=search)
    pages = max(1, -(-found // ROWS))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    rows = moved_instances(
        session,
        actor(),
        batch_id,
        status=shown or None,
        search=search,
        first=(number - 1) * ROWS,
        most=ROWS,
    )
    asked: dict[str, Any] = {"search": search or None, "show": shown or None, "page": number}
    return {
        "package": package,
        "move": move,
        "progress_address": url_for(".progress", package=package, batch_id=batch_id, **asked),
        "rows": rows,
        "found": found,
        "number": number,
        "pages": pages,
        "search": search,
        "shown": shown,
        "outcome": outcome,
        "colours": {"moved": "success", "stayed": "warning", "waiting": "neutral"},
        "fault": fault,
        "reason": request.form.get("reason", ""),
    }


def _address(package: str, batch_id: int) -> str:
    return url_for("process_moves.show", package=package, batch_id=batch_id)
