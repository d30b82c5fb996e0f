"""Ärenden: every case that I may see."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from flows.records import CaseRow, cases
from flows.web.access import signed_in
from flows.web.current import actor, database_session
from flows.web.dates import day
from flows.web.navigation import may_start
from flows.web.spreadsheet import csv_answer
from flows.web.words import gettext as _

blueprint = Blueprint("cases", __name__)


@blueprint.get("/cases")
@signed_in
def show() -> str:
    """The list, by search and status."""
    return render_template(
        "cases.html",
        title=_("Ärenden"),
        rows=_rows(),
        search=_search(),
        chosen=_status(),
        statuses=[("open", _("Pågående ärenden")), ("closed", _("Avslutade ärenden"))],
        may_start=may_start(actor()),
    )


@blueprint.get("/cases.csv")
@signed_in
def table() -> ResponseReturnValue:
    """The same list for a spreadsheet."""
    headings = (_("Diarienummer"), _("Ärende"), _("Forum"), _("Läge"), _("Inkom"), _("Svar"))
    lines = (
        (
            row.registry_number,
            row.title,
            row.forum_name,
            row.standing.stands,
            day(row.opened_at),
            f"{row.answered}/{row.of}" if row.of else "",
        )
        for row in _rows()
    )
    return csv_answer(_("ärenden"), headings, lines)


def _rows() -> Sequence[CaseRow]:
    return cases(database_session(), actor(), search=_search(), status=_status() or None)


def _search() -> str:
    return request.args.get("search", "").strip()


def _status() -> str:
    return request.args.get("status", "")
