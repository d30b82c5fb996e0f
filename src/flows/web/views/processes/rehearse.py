"""Provkör: what the draft, or the current version, would do to everything that runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from flows.catalog import package_of, version_numbers
from flows.engine import DialectError, Element
from flows.instances import places_of
from flows.modeler.moves import moves_of
from flows.modeler.rehearse import Rehearsal, Rehearsed, Verdict, rehearse
from flows.modeler.start_move import may_move
from flows.web.access import role
from flows.web.current import actor, database_session, now
from flows.web.language import told
from flows.web.navigation import OVERSEERS
from flows.web.spreadsheet import csv_answer
from flows.web.views.processes.chosen_steps import (
    NOBODY,
    STEP,
    chosen_steps,
    fields_of_steps,
    fields_of_successors,
)
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

blueprint = Blueprint("process_rehearse", __name__, url_prefix="/processes/<package>")

_ORDER: Sequence[Verdict] = ("stays", "with_mapping", "goes_on")

ROWS = 100
"""Rows on one page of the table."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A rehearsal and what it was against: the draft (`number` None) or the current version."""

    rehearsal: Rehearsal
    number: int | None
    version_id: int | None


@blueprint.get("/rehearse")
@role(*OVERSEERS)
def show(package: str) -> str:
    """The summary, the choices and the table; nothing changes."""
    return page(package)


@blueprint.get("/rehearse.csv")
@role(*OVERSEERS)
def table(package: str) -> ResponseReturnValue:
    """The same table, all of it, for a spreadsheet."""
    tried = _try(package_view(package))
    rows = _chosen(tried.rehearsal)
    numbers = version_numbers(database_session(), {row.version_id for row in rows})
    places = places_of(database_session(), [row.instance_id for row in rows])
    headings = (_("Ärende"), _("Version"), _("Står vid"), _("Vad händer"), _("Varför"))
    lines = (
        (
            row.title,
            numbers[row.version_id],
            ", ".join(element.name for element in places.get(row.instance_id, ())),
            verdict(row),
            " ".join(told(one.sv, one.en) for one in (*row.reasons, *row.notes)),
        )
        for row in rows
    )
    return csv_answer(_("provkörning"), headings, lines)


def page(package: str, fault: str = "") -> str:
    """The page, also as the answer to a move that was refused."""
    view, session = package_view(package), database_session()
    moves = moves_of(session, actor(), package, now=now())
    shared = {"title": _("Provkör"), "view": view, "moves": moves, "fault": fault}
    try:
        tried = _try(view)
    except DialectError as error:
        return render_template("processes/rehearse.html", **shared, tried=None, error=error)
    chosen = _chosen(tried.rehearsal)
    number = min(max(request.args.get("page", 1, type=int), 1), max(1, -(-len(chosen) // ROWS)))
    rows = chosen[(number - 1) * ROWS : number * ROWS]
    return render_template(
        "processes/rehearse.html",
        **shared,
        tried=tried,
        rehearsal=tried.rehearsal,
        rows=rows,
        found=len(chosen),
        number=number,
        pages=max(1, -(-len(chosen) // ROWS)),
        numbers=version_numbers(session, {row.version_id for row in rows}),
        places=_places(rows),
        verdicts={"goes_on": "success", "with_mapping": "info", "stays": "warning"},
        verdict=verdict,
        search=request.values.get("search", "").strip(),
        shown=request.values.get("show", ""),
        asked={**_against(), **_looking(), **fields_of_steps(chosen_steps())},
        against=_against(),
        looking=_looking(),
        asked_steps=fields_of_steps(chosen_steps()),
        steps=fields_of_successors(tried.rehearsal.successors),
        step=STEP,
        nobody=NOBODY,
        may_move=may_move(actor()) and tried.version_id is not None,
        may_publish=view.editable and tried.version_id is None,
        reason=request.form.get("reason", ""),
    )


def verdict(row: Rehearsed) -> str:
    """What happens to an instance, in two or three words."""
    return {
        "goes_on": _("Kan flyttas"),
        "with_mapping": _("Kan flyttas, ett steg ersätts"),
        "stays": _("Stannar"),
    }[row.verdict]


def _try(view: PackageView) -> Tried:
    session, steps = database_session(), chosen_steps()
    against_draft = view.draft is not None and request.values.get("against") != "current"
    if against_draft or view.version is None:
        found = rehearse(session, view.package, actor=actor(), now=now(), chosen=steps)
        return Tried(found, None, None)
    current = view.version.version_id
    found = rehearse(
        session,
        package_of(session, current),
        actor=actor(),
        now=now(),
        version_id=current,
        chosen=steps,
    )
    return Tried(found, view.version.number, current)


def _chosen(rehearsal: Rehearsal) -> Sequence[Rehearsed]:
    """The own collaboration's instances that the search leaves, those that stay first."""
    search = request.values.get("search", "").strip().casefold()
    shown = request.values.get("show", "")
    rows = [
        row
        for row in rehearsal.own
        if (not search or search in row.title.casefold())
        and (not shown or (row.verdict == "stays") == (shown == "stays"))
    ]
    return sorted(rows, key=lambda row: _ORDER.index(row.verdict))


def _places(rows: Sequence[Rehearsed]) -> Mapping[UUID, Sequence[Element]]:
    return places_of(database_session(), [row.instance_id for row in rows])


def _against() -> dict[str, str]:
    """What the address says is rehearsed, so that links and forms keep it."""
    return _asked("against")


def _looking() -> dict[str, str]:
    """What the address says is looked for in the table."""
    return _asked("search", "show")


def _asked(*names: str) -> dict[str, str]:
    return {name: value for name in names if (value := request.values.get(name, ""))}
