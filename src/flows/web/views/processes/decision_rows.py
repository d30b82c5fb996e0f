"""A decision as a table of cells, changed by a plain form: the way that needs no drawing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.expressions import DecisionError
from flows.modeler import write_file
from flows.modeler.change_decision import add_rule, change_cells, move_rule, remove_rule
from flows.modeler.decision_rows import AGGREGATIONS, POLICIES, DecisionRows, decisions_in
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.decision_page import shown_decision
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

blueprint = Blueprint("rows", __name__, url_prefix="/<file>/rows")


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str, file: str) -> str:
    """The tables of the file, to read or to change."""
    view = package_view(package)
    return render_template(
        "processes/decision_rows.html",
        title=_("Beslutet %(name)s", name=view.contents.titles.get(file, file)),
        view=view,
        file=file,
        decisions=_decisions(view, file),
        shown=shown_decision(view, file),
        policies=POLICIES,
        aggregations=AGGREGATIONS,
    )


@blueprint.post("/<decision_id>")
@role("processagare")
def change(package: str, file: str, decision_id: str) -> ResponseReturnValue:
    """Save what is written in the cells, and do what the pressed button says.

    Raises DraftFileChanged when somebody was faster.
    """
    raw = change_cells(package_view(package).file(file), decision_id, request.form)
    action, _sep, rule_id = request.form.get("do", "").partition(":")
    there = rule_id
    if action == "add":
        raw = add_rule(raw, decision_id, before=rule_id)
        there = _last_rule(raw, decision_id)
    elif action in {"up", "down"}:
        raw = move_rule(raw, decision_id, rule_id, -1 if action == "up" else 1)
    elif action == "remove":
        raw, there = remove_rule(raw, decision_id, rule_id), ""
    write_file(
        database_session(),
        actor(),
        package,
        file,
        raw,
        expected=request.form.get("etag"),
        max_bytes=settings().max_file_bytes,
        now=now(),
    )
    flash(_("Ändringen är sparad i utkastet."))
    address = url_for("process_decision.rows.show", package=package, file=file)
    return redirect(f"{address}#{there or decision_id}", 303)


def _decisions(view: PackageView, file: str) -> list[DecisionRows]:
    """The file's decisions, none when it can't be read: its problems say why."""
    try:
        return decisions_in(view.file(file), file)
    except DecisionError:
        return []


def _last_rule(raw: bytes, decision_id: str) -> str:
    decision = next((one for one in decisions_in(raw) if one.id == decision_id), None)
    return decision.rules[-1].id if decision and decision.rules else ""
