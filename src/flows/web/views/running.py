"""Pågående: everything that runs, for those who look after it."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from flows.catalog import published_processes
from flows.monitor import InstanceRow, running
from flows.organisation import swedish_sort_key
from flows.web.access import role
from flows.web.current import actor, database_session
from flows.web.dates import moment
from flows.web.language import told
from flows.web.navigation import OVERSEERS
from flows.web.sorting import Column, Order, sort_rows
from flows.web.spreadsheet import csv_answer
from flows.web.words import gettext as _

blueprint = Blueprint("running", __name__)

COLUMNS: tuple[Column[InstanceRow], ...] = (
    Column("title", lambda row: row.title),
    Column("process", lambda row: told(row.process_name, row.process_name_en)),
    Column("forum", lambda row: row.party_name or row.forum_name or ""),
    Column("status", lambda row: row.status),
    Column("started", lambda row: row.started_at),
)


@blueprint.get("/running")
@role(*OVERSEERS)
def show() -> str:
    """The list, by search, status and process, in the order asked for."""
    order = _order()
    rows = _rows(order)
    everything = running(database_session(), actor())
    return render_template(
        "running.html",
        title=_("Pågående"),
        rows=rows,
        order=order,
        search=request.args.get("search", "").strip(),
        chosen=request.args.get("status", ""),
        process=request.args.get("process", ""),
        processes=_processes(everything),
        packages={one.process_id: one.package for one in published_processes(database_session())},
        stopped=sum(1 for row in everything if row.status == "stopp"),
    )


@blueprint.get("/running.csv")
@role(*OVERSEERS)
def table() -> ResponseReturnValue:
    """The same list for a spreadsheet."""
    headings = (
        _("Ärende"),
        _("Diarienummer"),
        _("Process"),
        _("Version"),
        _("Forum"),
        _("Part"),
        _("Läge"),
        _("Väntar på"),
        _("Startade"),
    )
    lines = (
        (
            row.title,
            row.registry_number,
            told(row.process_name, row.process_name_en),
            row.version,
            row.forum_name,
            row.party_name,
            row.status,
            _told_waits(row),
            moment(row.started_at),
        )
        for row in _rows(_order())
    )
    return csv_answer(_("pågående"), headings, lines)


def _told_waits(row: InstanceRow) -> str:
    if row.incident:
        return told(row.incident, row.incident_en)
    return ", ".join(dict.fromkeys(told(*name) for name in row.waits))


def _processes(rows: Sequence[InstanceRow]) -> list[tuple[str, str]]:
    names = {row.process_id: told(row.process_name, row.process_name_en) for row in rows}
    return sorted(names.items(), key=lambda pair: swedish_sort_key(pair[1]))


def _rows(order: Order) -> list[InstanceRow]:
    rows = running(
        database_session(),
        actor(),
        search=request.args.get("search", "").strip(),
        status=request.args.get("status") or None,
        process=request.args.get("process") or None,
    )
    return sort_rows(rows, COLUMNS, order)


def _order() -> Order:
    return Order.read(request.args.get("order", ""), COLUMNS, otherwise="-started")
