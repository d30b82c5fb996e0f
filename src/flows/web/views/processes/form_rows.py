"""A form as a table of its questions, changed by plain forms: the way that needs no drawing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.modeler import write_file
from flows.modeler.form_kinds import FIELD_KINDS
from flows.modeler.form_rows import FormRow, add_row, change_row, move_row, remove_row, rows_of
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.form_page import form_rows, shown_preview
from flows.web.views.processes.package import package_view
from flows.web.words import gettext as _

blueprint = Blueprint("rows", __name__, url_prefix="/<file>/rows")

_WORDS = ("label", "label_en", "key", "help", "help_en", "choices", "hidden_when", "inside")


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str, file: str) -> str:
    """The table, and the questions of the row that is being changed."""
    view = package_view(package)
    rows = form_rows(view, file)
    return render_template(
        "processes/form_rows.html",
        title=_("Formuläret %(name)s", name=view.contents.titles.get(file, file)),
        view=view,
        file=file,
        rows=rows,
        row=next((row for row in rows if row.id == request.args.get("row")), None),
        kinds=[kind for kind in FIELD_KINDS.values() if kind.id != "button"],
        shown=shown_preview(view, file),
    )


@blueprint.post("")
@role("processagare")
def change(package: str, file: str) -> ResponseReturnValue:
    """Do what the pressed button says to the row that the form names, and save.

    Raises DraftFileChanged when somebody was faster.
    """
    raw = package_view(package).file(file)
    action, _sep, row_id = request.form.get("do", "").partition(":")
    before = rows_of(raw)
    there = row_id
    if action == "add":
        raw = add_row(
            raw,
            request.form.get("kind", ""),
            request.form.get("label", "") or _("Ny fråga"),
            request.form.get("label_en", ""),
            request.form.get("into", ""),
        )
        there = _new_one(before, rows_of(raw))
    elif action == "save":
        raw = change_row(raw, row_id, _typed())
    elif action in {"up", "down"}:
        raw = move_row(raw, row_id, -1 if action == "up" else 1)
    elif action == "remove":
        raw, there = remove_row(raw, row_id), ""
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
    if action == "add":
        address = url_for("process_form.rows.show", package=package, file=file, row=there)
        return redirect(f"{address}#change", 303)
    address = url_for("process_form.rows.show", package=package, file=file)
    return redirect(f"{address}#row-{there}", 303)


def _typed() -> dict[str, str]:
    typed = {name: request.form[name] for name in _WORDS if name in request.form}
    if "has_required" in request.form:
        typed["required"] = request.form.get("required", "")
    shown = request.form.getlist("has_setting")
    return typed | {one: request.form.get(f"set.{one}", "") for one in shown}


def _new_one(before: list[FormRow], after: list[FormRow]) -> str:
    known = {row.id for row in before}
    return next((row.id for row in after if row.id not in known), "")
