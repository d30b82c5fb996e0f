"""A form as a table of its questions, changed by plain forms: the way that needs no drawing."""

from collections.abc import Mapping
from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.kernel import FlowsError
from flows.modeler.form_kinds import FIELD_KINDS
from flows.modeler.form_rows import FormRow, add_row, change_row, move_row, remove_row, rows_of
from flows.modeler.form_setting_kinds import SETTINGS
from flows.web.access import role
from flows.web.language import told
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.form_page import form_rows, shown_preview
from flows.web.views.processes.package import PackageView, package_view
from flows.web.views.processes.table_change import (
    Changed,
    Refused,
    UnknownButton,
    last_change,
    refusal,
    save_change,
    short,
)
from flows.web.words import gettext as _

blueprint = Blueprint("rows", __name__, url_prefix="/<file>/rows")

_WORDS = ("label", "label_en", "key", "help", "help_en", "choices", "hidden_when", "inside")


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str, file: str) -> str:
    """The table, and the questions of the row that is being changed."""
    return _page(package_view(package), file, request.args.get("row", ""))


@blueprint.post("")
@role("processagare")
def change(package: str, file: str) -> ResponseReturnValue:
    """Do what the pressed button says to the row that the form names, and save."""
    action, _sep, row_id = request.form.get("do", "").partition(":")

    def changed(_view: PackageView, raw: bytes) -> Changed:
        return _pressed(raw, action, row_id)

    def refused(view: PackageView, fault: FlowsError) -> str:
        row = next((one for one in form_rows(view, file) if one.id == row_id), None)
        told_of = refusal(fault, _lost(row, action))
        adding = request.form if action == "add" else None
        return _page(view, file, row_id if action == "save" else "", told_of, adding)

    done = save_change(package, file, changed, refused)
    if not isinstance(done, Changed):
        return done
    if done.opened:
        address = url_for("process_form.rows.show", package=package, file=file, row=done.opened)
        return redirect(f"{address}#change", 303)
    address = url_for("process_form.rows.show", package=package, file=file)
    return redirect(f"{address}#row-{quote(done.there)}", 303)


def _page(
    view: PackageView,
    file: str,
    row_id: str,
    refused: Refused | None = None,
    adding: Mapping[str, str] | None = None,
) -> str:
    rows = form_rows(view, file)
    return render_template(
        "processes/form_rows.html",
        title=_("Formuläret %(name)s", name=view.contents.titles.get(file, file)),
        view=view,
        file=file,
        rows=rows,
        row=next((row for row in rows if row_id and row.id == row_id), None),
        kinds=[kind for kind in FIELD_KINDS.values() if kind.id != "button"],
        shown=shown_preview(view, file),
        refused=refused,
        adding=adding or {},
        last=last_change(view, file),
    )


def _pressed(raw: bytes, action: str, row_id: str) -> Changed:
    before = rows_of(raw)
    name = next((short(row.label) or row.key or row.id for row in before if row.id == row_id), "")
    match action:
        case "add":
            label = request.form.get("label", "").strip() or _("Ny fråga")
            kind, into = request.form.get("kind", ""), request.form.get("into", "")
            raw = add_row(raw, kind, label, request.form.get("label_en", ""), into)
            there = _new_one(before, rows_of(raw))
            sv, en = f"”{short(label)}” är tillagt.", f"“{short(label)}” is added."
            return Changed(raw, there, sv, en, there)
        case "save":
            raw = change_row(raw, row_id, _typed())
            return Changed(raw, row_id, f"”{name}” är ändrat.", f"“{name}” is changed.")
        case "up" | "down":
            raw = move_row(raw, row_id, -1 if action == "up" else 1)
            return Changed(raw, row_id, f"”{name}” är flyttat.", f"“{name}” is moved.")
        case "remove":
            raw = remove_row(raw, row_id)
            return Changed(raw, "", f"”{name}” är borttaget.", f"“{name}” is removed.")
        case _:
            raise UnknownButton


def _lost(row: FormRow | None, action: str) -> list[tuple[str, str]]:
    """What stands in a refused form and not in the file: where, and the text."""
    if action != "save":
        return []
    names = {
        "label": _("Text på svenska"),
        "label_en": _("Text på engelska"),
        "help": _("Hjälp före svaret, på svenska"),
        "help_en": _("Hjälp före svaret, på engelska"),
        "choices": _("Alternativ, ett på varje rad"),
        "key": _("Nyckel"),
        "hidden_when": _("Dölj när (FEEL-uttryck, kan vara tomt)"),
    }
    said = [(text, request.form.get(name), getattr(row, name, "")) for name, text in names.items()]
    said += [
        (told(one.sv, one.en), request.form.get(f"set.{one.id}"), _setting(row, one.id))
        for one in SETTINGS
        if one.control not in ("tick", "choice")
    ]
    return [
        (where, written)
        for where, written, now in said
        if written is not None and written.replace("\r\n", "\n").strip() != now.strip()
    ]


def _setting(row: FormRow | None, setting_id: str) -> str:
    settings = row.settings if row else ()
    return next((one.text for one in settings if one.setting.id == setting_id), "")


def _typed() -> dict[str, str]:
    typed = {name: request.form[name] for name in _WORDS if name in request.form}
    if "has_required" in request.form:
        typed["required"] = request.form.get("required", "")
    shown = request.form.getlist("has_setting")
    return typed | {one: request.form.get(f"set.{one}", "") for one in shown}


def _new_one(before: list[FormRow], after: list[FormRow]) -> str:
    known = {row.id for row in before}
    return next((row.id for row in after if row.id not in known), "")
