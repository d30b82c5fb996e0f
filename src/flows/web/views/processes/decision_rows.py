"""A decision as a table of cells, changed by plain forms: the way that needs no drawing."""

from collections.abc import Mapping
from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.expressions import DecisionError
from flows.kernel import FlowsError
from flows.modeler.change_columns import COLUMN_TYPES, change_column, remove_column
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
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.decision_acts import (
    cells_lost,
    column_label,
    fields_lost,
    part_name,
    pressed,
)
from flows.web.views.processes.decision_page import shown_decision
from flows.web.views.processes.package import PackageView, package_view
from flows.web.views.processes.table_change import (
    Changed,
    Refused,
    last_change,
    refusal,
    save_change,
    short,
)
from flows.web.words import gettext as _

blueprint = Blueprint("rows", __name__, url_prefix="/<file>/rows")


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str, file: str) -> str:
    """The tables of the file, to read or to change, and what of them is being changed."""
    return _page(package_view(package), file, request.args.get("change", ""))


@blueprint.post("/<decision_id>")
@role("processagare")
def change(package: str, file: str, decision_id: str) -> ResponseReturnValue:
    """Save what is written in the cells, and do what the pressed button says."""

    def changed(_view: PackageView, raw: bytes) -> Changed:
        return pressed(raw, decision_id, request.form)

    def refused(view: PackageView, fault: FlowsError) -> str:
        decisions, _inputs = _parts(view, file)
        return _page(view, file, refused=refusal(fault, cells_lost(decisions, request.form)))

    return _shown(package, file, save_change(package, file, changed, refused))


@blueprint.post("/<decision_id>/columns/<column_id>")
@role("processagare")
def change_one_column(
    package: str, file: str, decision_id: str, column_id: str
) -> ResponseReturnValue:
    """Save what is written of a column, or take it away."""

    def changed(_view: PackageView, raw: bytes) -> Changed:
        label = column_label(raw, decision_id, column_id)
        if request.form.get("do") == "remove":
            raw = remove_column(raw, decision_id, column_id)
            sv, en = f"Kolumnen ”{label}” är borttagen.", f"The column “{label}” is removed."
            return Changed(raw, decision_id, sv, en)
        raw = change_column(raw, decision_id, column_id, request.form)
        sv, en = f"Kolumnen ”{label}” är ändrad.", f"The column “{label}” is changed."
        return Changed(raw, column_id, sv, en)

    def refused(view: PackageView, fault: FlowsError) -> str:
        return _page(view, file, column_id, refusal(fault, fields_lost(request.form)))

    return _shown(package, file, save_change(package, file, changed, refused))


@blueprint.post("/-")
@role("processagare")
def add_one_part(package: str, file: str) -> ResponseReturnValue:
    """Add a decision or input data to the file."""

    def changed(_view: PackageView, raw: bytes) -> Changed:
        name = request.form.get("name", "")
        raw, key = add_part(raw, request.form.get("kind", ""), name)
        sv, en = f"”{short(name)}” är tillagt.", f"“{short(name)}” is added."
        return Changed(raw, key, sv, en)

    def refused(view: PackageView, fault: FlowsError) -> str:
        return _page(view, file, refused=refusal(fault, []), adding=request.form)

    return _shown(package, file, save_change(package, file, changed, refused))


@blueprint.post("/-/<part_id>")
@role("processagare")
def change_one_part(package: str, file: str, part_id: str) -> ResponseReturnValue:
    """Save what is written of a decision or input data, or take it away."""

    def changed(_view: PackageView, raw: bytes) -> Changed:
        name = part_name(raw, part_id)
        if request.form.get("do") == "remove":
            sv, en = f"”{name}” är borttaget.", f"“{name}” is removed."
            return Changed(remove_part(raw, part_id), "parts", sv, en)
        raw = change_part(
            raw,
            part_id,
            name=request.form.get("name", ""),
            type_=request.form.get("type", ""),
            description=request.form.get("description"),
            requires=request.form.getlist("requires") if "has_requires" in request.form else None,
        )
        return Changed(raw, part_id, f"”{name}” är ändrat.", f"“{name}” is changed.")

    def refused(view: PackageView, fault: FlowsError) -> str:
        return _page(view, file, part_id, refusal(fault, fields_lost(request.form)))

    return _shown(package, file, save_change(package, file, changed, refused))


def _shown(package: str, file: str, done: Changed | ResponseReturnValue) -> ResponseReturnValue:
    """The page again at the place, or with what is to be changed next; or the refusal."""
    if not isinstance(done, Changed):
        return done
    if done.opened:
        address = url_for(
            "process_decision.rows.show", package=package, file=file, change=done.opened
        )
        return redirect(f"{address}#change", 303)
    address = url_for("process_decision.rows.show", package=package, file=file)
    return redirect(f"{address}#{quote(done.there)}", 303)


def _page(
    view: PackageView,
    file: str,
    asked: str = "",
    refused: Refused | None = None,
    adding: Mapping[str, str] | None = None,
) -> str:
    decisions, inputs = _parts(view, file)
    columns = (
        (decision, column)
        for decision in decisions
        for column in [*decision.inputs, *decision.outputs]
        if asked and column.id == asked
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
        refused=refused,
        adding=adding or {},
        last=last_change(view, file),
    )


def _parts(view: PackageView, file: str) -> tuple[list[DecisionRows], list[InputRow]]:
    """The file's decisions and inputs, none when it can't be read: its problems say why."""
    try:
        return decisions_in(view.file(file), file), inputs_in(view.file(file), file)
    except DecisionError:
        return [], []
