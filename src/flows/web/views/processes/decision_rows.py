"""A decision as a table of cells, changed by plain forms: the way that needs no drawing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.expressions import DecisionError
from flows.modeler import write_file
from flows.modeler.change_columns import (
    COLUMN_TYPES,
    add_column,
    change_column,
    move_column,
    remove_column,
)
from flows.modeler.change_decision import add_rule, change_cells, copy_rule, move_rule, remove_rule
from flows.modeler.change_requirements import add_part, change_part, remove_part
from flows.modeler.decision_rows import (
    AGGREGATIONS,
    POLICIES,
    DecisionRows,
    InputRow,
    decisions_in,
    inputs_in,
)
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
    """The tables of the file, to read or to change, and what of them is being changed."""
    view = package_view(package)
    decisions, inputs = _parts(view, file)
    asked = request.args.get("change", "")
    columns = (
        (decision, column)
        for decision in decisions
        for column in [*decision.inputs, *decision.outputs]
        if column.id == asked
    )
    parts: list[DecisionRows | InputRow] = [*decisions, *inputs]
    return render_template(
        "processes/decision_rows.html",
        title=_("Beslutet %(name)s", name=view.contents.titles.get(file, file)),
        view=view,
        file=file,
        decisions=decisions,
        inputs=inputs,
        column=next(columns, None),
        part=next((each for each in parts if asked and each.id == asked), None),
        shown=shown_decision(view, file),
        policies=POLICIES,
        aggregations=AGGREGATIONS,
        types=COLUMN_TYPES,
    )


@blueprint.post("/<decision_id>")
@role("processagare")
def change(package: str, file: str, decision_id: str) -> ResponseReturnValue:
    """Save what is written in the cells, and do what the pressed button says.

    Raises DraftFileChanged when somebody was faster.
    """
    raw = change_cells(package_view(package).file(file), decision_id, request.form)
    action, _sep, one = request.form.get("do", "").partition(":")
    there, opened = one, ""
    if action in {"add", "copy"}:
        before = _ids(raw)
        adding = copy_rule if action == "copy" else add_rule
        raw = adding(raw, decision_id, one)
        there = _new_one(before, _ids(raw))
    elif action in {"up", "down"}:
        raw = move_rule(raw, decision_id, one, -1 if action == "up" else 1)
    elif action == "remove":
        raw, there = remove_rule(raw, decision_id, one), ""
    elif action in {"add-input", "add-output"}:
        before = _ids(raw)
        if action == "add-input":
            raw = add_column(raw, decision_id, "input", _("Nytt villkor"))
        else:
            raw = add_column(raw, decision_id, "output", _("Nytt svar"))
        opened = _new_one(before, _ids(raw))
    elif action in {"earlier", "later"}:
        raw = move_column(raw, decision_id, one, -1 if action == "earlier" else 1)
    elif action == "open":
        opened = one
    return _saved(package, file, raw, there or decision_id, opened)


@blueprint.post("/<decision_id>/columns/<column_id>")
@role("processagare")
def change_one_column(
    package: str, file: str, decision_id: str, column_id: str
) -> ResponseReturnValue:
    """Save what is written of a column, or take it away. Raises DraftFileChanged."""
    raw = package_view(package).file(file)
    if request.form.get("do") == "remove":
        raw = remove_column(raw, decision_id, column_id)
        return _saved(package, file, raw, decision_id)
    raw = change_column(raw, decision_id, column_id, request.form)
    return _saved(package, file, raw, column_id)


@blueprint.post("/-")
@role("processagare")
def add_one_part(package: str, file: str) -> ResponseReturnValue:
    """Add a decision or input data to the file. Raises DraftFileChanged."""
    kind = request.form.get("kind", "")
    raw, key = add_part(package_view(package).file(file), kind, request.form.get("name", ""))
    return _saved(package, file, raw, key)


@blueprint.post("/-/<part_id>")
@role("processagare")
def change_one_part(package: str, file: str, part_id: str) -> ResponseReturnValue:
    """Save what is written of a decision or input data, or take it away.

    Raises DraftFileChanged.
    """
    raw = package_view(package).file(file)
    if request.form.get("do") == "remove":
        return _saved(package, file, remove_part(raw, part_id), "parts")
    raw = change_part(
        raw,
        part_id,
        name=request.form.get("name", ""),
        type_=request.form.get("type", ""),
        description=request.form.get("description"),
        requires=request.form.getlist("requires") if "has_requires" in request.form else None,
    )
    return _saved(package, file, raw, part_id)


def _saved(
    package: str, file: str, raw: bytes, there: str, opened: str = ""
) -> ResponseReturnValue:
    """The file in the draft, and the page again at the place, or with what is to be changed."""
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
    if opened:
        address = url_for("process_decision.rows.show", package=package, file=file, change=opened)
        return redirect(f"{address}#change", 303)
    address = url_for("process_decision.rows.show", package=package, file=file)
    return redirect(f"{address}#{there}", 303)


def _parts(view: PackageView, file: str) -> tuple[list[DecisionRows], list[InputRow]]:
    """The file's decisions and inputs, none when it can't be read: its problems say why."""
    try:
        return decisions_in(view.file(file), file), inputs_in(view.file(file), file)
    except DecisionError:
        return [], []


def _ids(raw: bytes) -> list[str]:
    """The ids of all rules and columns, in the order of the file."""
    found: list[str] = []
    for decision in decisions_in(raw):
        found += [column.id for column in (*decision.inputs, *decision.outputs)]
        found += [rule.id for rule in decision.rules]
    return found


def _new_one(before: list[str], after: list[str]) -> str:
    return next((one for one in after if one not in before), "")
