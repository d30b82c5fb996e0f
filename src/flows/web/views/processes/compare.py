"""Jämför: two versions side by side, drawn and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from flows.diagrams.compare import Change, FileComparison
from flows.documents import DiagramUnreadable, Mark, diagram_svg
from flows.modeler.compare_packages import (
    DRAFT,
    NothingToCompare,
    PackageComparison,
    Side,
    compare_packages,
    sides_of,
)
from flows.modeler.contents import contents_of
from flows.web.access import role
from flows.web.current import database_session
from flows.web.language import told
from flows.web.navigation import OVERSEERS
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

blueprint = Blueprint("process_compare", __name__, url_prefix="/processes/<package>/compare")

_PAGES = {"bpmn": "process_diagram", "form": "process_form", "dmn": "process_decision"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A file's diagram on one side; `svg` is empty when it can't be drawn."""

    name: str
    svg: str


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """A file that differs: its title, what is said, and the drawings, the older first."""

    title: str
    name: str
    changes: Sequence[tuple[Change, str]]
    drawings: Sequence[Drawing]


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str) -> str:
    """The draft with the current version, or the two that are asked for."""
    view, session = package_view(package), database_session()
    try:
        found = compare_packages(
            session,
            package,
            before=request.args.get("from", ""),
            after=request.args.get("to", ""),
        )
    except NothingToCompare:
        return render_template(
            "processes/compare.html", title=_("Jämför"), view=view, found=None, sides=()
        )
    files = [_file(view, found, file, number) for number, file in enumerate(found.comparison.files)]
    return render_template(
        "processes/compare.html",
        title=_("Jämför"),
        view=view,
        found=found,
        files=files,
        count=len(found.comparison.changes),
        sides=[(each, side_name(each)) for each in sides_of(session, package)],
        before=side_name(found.before.asked),
        after=side_name(found.after.asked),
        signs={
            "added": (_("Nytt"), "success", "plus"),
            "removed": (_("Borttaget"), "danger", "cross"),
            "changed": (_("Ändrat"), "info", "edit"),
            "layout": (_("Utseende"), "neutral", "dash"),
        },
    )


def side_name(asked: str) -> str:
    """A side in words: the draft, or a version."""
    return _("utkastet") if asked == DRAFT else _("version %(number)s", number=asked)


def _file(
    view: PackageView, found: PackageComparison, file: FileComparison, number: int
) -> ComparedFile:
    titles = {**contents_of(found.before.package).titles, **contents_of(found.after.package).titles}
    drawings = []
    if file.name.endswith(".bpmn"):
        drawings = [
            _drawing(found.before, file, file.before, f"before-{number}", {"removed", "changed"}),
            _drawing(found.after, file, file.after, f"after-{number}", {"added", "changed"}),
        ]
    return ComparedFile(
        titles.get(file.name, file.name),
        file.name,
        [(change, _address(view, found, change)) for change in file.changes],
        drawings,
    )


def _drawing(
    side: Side, file: FileComparison, name: str | None, prefix: str, kinds: set[str]
) -> Drawing:
    shown = side_name(side.asked)
    if name is None:
        return Drawing(shown, "")
    words = {"added": _("Nytt"), "removed": _("Borttaget"), "changed": _("Ändrat")}
    marks = {
        element: Mark(kind, label=words[kind])
        for element, kind in file.marks().items()
        if kind in kinds and kind != "layout"
    }
    title = _("Diagrammet i %(side)s", side=shown)
    try:
        svg = diagram_svg(side.package.files[name], marks, title=title, prefix=prefix)
    except DiagramUnreadable as fault:
        return Drawing(shown + ": " + told(fault.sv, fault.en), "")
    return Drawing(shown, svg)


def _address(view: PackageView, found: PackageComparison, change: Change) -> str:
    """Where the element can be seen and edited; empty when it is in no page's files."""
    blueprint_name = _PAGES.get(change.file.rpartition(".")[2])
    there = found.shows_current and change.kind != "removed"
    if blueprint_name is None or not there or change.file not in view.package.files:
        return ""
    return view.address_of(blueprint_name, file=change.file, element=change.element) or ""
