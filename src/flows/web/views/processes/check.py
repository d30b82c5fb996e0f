"""Everything that the check finds in a package, file by file, with how to mend it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from flask import Blueprint, render_template

from flows.catalog.hints import hint_for
from flows.engine import read_package
from flows.kernel import Problem
from flows.modeler.check import package_problems
from flows.modeler.form_rows import FormUnreadable, rows_of
from flows.web.access import role
from flows.web.current import database_session, now, settings
from flows.web.language import told
from flows.web.navigation import OVERSEERS
from flows.web.status import Status
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

_LONGEST = 48

blueprint = Blueprint("process_check", __name__, url_prefix="/processes/<package>/check")


@dataclass(frozen=True, slots=True)
class Way:
    """A page where the thing can be seen or mended."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: how bad, where, what, how to mend it, and the ways there."""

    status: Status
    name: str
    element: str
    line: int
    text: str
    hint: str
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What was found in one file; `file` is "" for the whole.

    `kind` says what sort of file it is, `title` its name for itself; that tells it from the others.
    """

    kind: str
    title: str
    file: str
    findings: Sequence[Finding]


@blueprint.get("")
@role(*OVERSEERS)
def show(package: str) -> str:
    """What is found in the draft, or else in the version that holds."""
    view = package_view(package)
    problems = package_problems(
        database_session(), view.package, now=now(), max_bytes=settings().max_file_bytes
    )
    return render_template(
        "processes/check.html",
        title=_("Kontroll"),
        view=view,
        files=list(_by_file(view, problems)),
        errors=sum(problem.severity == "error" for problem in problems),
        count=len(problems),
    )


def _by_file(view: PackageView, problems: Sequence[Problem]) -> Iterator[FileFindings]:
    """The files with errors first; within a file the worst first, as they came."""
    processes = _processes(view)
    grouped: dict[str, list[Problem]] = {}
    for problem in problems:
        grouped.setdefault(problem.file, []).append(problem)
    titles = Counter(view.contents.titles.get(file, file) for file in grouped)
    for file, found in grouped.items():
        title = view.contents.titles.get(file, file) if file else _("Hela processen")
        rows = _rows(view, file)
        yield FileFindings(
            _kind(file),
            f"{title} ({file})" if titles[title] > 1 else title,
            file,
            [
                Finding(
                    _status(problem.severity),
                    problem.name
                    if problem.name not in {"", problem.element}
                    else rows.get(problem.element, ""),
                    problem.element,
                    problem.line,
                    told(problem.sv, problem.en),
                    told(*hint_for(problem.code)),
                    list(_ways(view, problem, processes)),
                )
                for problem in found
            ],
        )


def _kind(file: str) -> str:
    kinds = {"bpmn": _("Diagram"), "form": _("Formulär"), "dmn": _("Beslut"), "yaml": _("Scenario")}
    return kinds.get(file.rpartition(".")[2], "")


def _rows(view: PackageView, file: str) -> Mapping[str, str]:
    """What to call a form's components that have no question: how their text begins."""
    if not file.endswith(".form"):
        return {}
    try:
        rows = rows_of(view.package.files.get(file, b""))
    except FormUnreadable:
        return {}
    words = {row.element: " ".join(row.label.split()) for row in rows}
    return {
        row: f"”{shorten(text, _LONGEST, placeholder=' …')}”" for row, text in words.items() if text
    }


def _processes(view: PackageView) -> Mapping[tuple[str, str], str]:
    """The process that an element of a file is drawn in."""
    read = read_package(view.package.files, max_bytes=settings().max_file_bytes)
    found: dict[tuple[str, str], str] = {}
    for outline in read.processes.values():
        ids = {outline.id, *outline.elements}
        ids |= {flow.id for flow in outline.flows} | {lane.id for lane in outline.drawn_lanes}
        found.update({(outline.file, element): outline.id for element in ids})
    return found


def _status(severity: str) -> Status:
    known = {
        "error": Status(_("Fel"), "danger", "stop"),
        "warning": Status(_("Varning"), "warning", "warning"),
        "hint": Status(_("Tips"), "info", "edit"),
    }
    return known.get(severity, known["error"])


def _ways(
    view: PackageView, problem: Problem, processes: Mapping[tuple[str, str], str]
) -> Iterator[Way]:
    file, element = problem.file, problem.element
    if file not in view.package.files:
        return
    if file.endswith(".bpmn"):
        process = processes.get((file, element))
        yield from _way(view, _("Visa i diagrammet"), "process_diagram", file=file, element=element)
        if process is not None:
            yield from _way(
                view,
                _("Visa i ord"),
                "process_outline",
                process_id=process,
                _anchor=f"step-{element}",
            )
    elif file.endswith(".form"):
        yield from _way(view, _("Visa i formuläret"), "process_form", file=file, element=element)
        yield from _way(view, _("Visa i tabellen"), "process_form.rows", file=file, _anchor=element)
    elif file.endswith(".dmn"):
        yield from _way(view, _("Visa i beslutet"), "process_decision", file=file, element=element)
        yield from _way(
            view, _("Visa i tabellen"), "process_decision.rows", file=file, _anchor=element
        )


def _way(view: PackageView, text: str, page: str, **values: str) -> Iterator[Way]:
    address = view.address_of(page, **{name: value for name, value in values.items() if value})
    if address is not None:
        yield Way(text, address)
