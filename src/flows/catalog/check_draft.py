"""Everything that can be found wrong in a package that is being drawn, without running it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flows.catalog.lints import FormFile, Subject, Surroundings, lint
from flows.catalog.lints.subject import OperationKind
from flows.catalog.packages import Package
from flows.engine import Element, ProcessOutline, read_package
from flows.forms import read_form
from flows.kernel import Problem

_MOST = 500
_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check_draft(
    package: Package,
    *,
    operations: Mapping[str, OperationKind],
    roles: Collection[str],
    processes: Collection[str] | None,
    now: datetime,
    max_bytes: int,
    scopes: Collection[str] = (),
    neighbours: Sequence[ProcessOutline] = (),
) -> list[Problem]:
    """Every problem of a package, errors first; `file` is the file's name within the package.

    `operations` are what Flows can do by service task type, `roles` the ids of every role and
    `scopes` of every party, forum and collaboration (empty: not known), `processes` the ids of the
    processes of other packages (None: not known) and `neighbours` their outlines, which tell what
    they send here. `hint_for` says how to mend each problem. After 500 there is one that says how
    many more there are.
    """
    reading = read_package(package.files, max_bytes=max_bytes)
    problems = list(reading.problems)
    forms, faults = _forms(package, max_bytes)
    problems += faults
    surroundings = Surroundings(operations, roles, scopes, processes, neighbours)
    subject = Subject(
        reading.processes,
        reading.decisions,
        forms,
        surroundings,
        now,
        _uses(reading.processes, forms),
    )
    problems += lint(subject)
    found = sorted(
        dict.fromkeys(problems),
        key=lambda one: (_ORDER.get(one.severity, 0), one.file, one.line, one.element),
    )
    return found if len(found) <= _MOST else [*found[:_MOST], _more(len(found) - _MOST)]


def _more(left: int) -> Problem:
    return Problem(
        "more-problems",
        f"Det finns {left} till. De visas när de första är rättade.",
        f"There are {left} more. They are shown when the first ones are mended.",
        severity="hint",
    )


def in_folder(package: Package, problems: Sequence[Problem]) -> list[Problem]:
    """The same problems with file names that say which package they are in."""
    return [
        replace(problem, file=f"{package.name}/{problem.file}" if problem.file else package.name)
        for problem in problems
    ]


def _forms(package: Package, max_bytes: int) -> tuple[dict[str, FormFile], list[Problem]]:
    forms: dict[str, FormFile] = {}
    problems: list[Problem] = []
    for name, raw in package.by_suffix(".form").items():
        form, faults = read_form(raw, name, max_bytes=max_bytes)
        problems += faults
        if form is None:
            continue
        if form.id in forms:
            problems.append(_twice(name, form.id))
        forms[form.id] = FormFile(form, name, raw)
    return forms, problems


def _uses(
    processes: Mapping[str, ProcessOutline], forms: Mapping[str, FormFile]
) -> dict[str, list[tuple[ProcessOutline, Element]]]:
    uses: dict[str, list[tuple[ProcessOutline, Element]]] = {}
    for outline in processes.values():
        for element in outline.elements.values():
            if element.form_id is not None and element.form_id in forms:
                uses.setdefault(element.form_id, []).append((outline, element))
    return uses


def _twice(file: str, form_id: str) -> Problem:
    return Problem(
        "form-twice",
        f"Två formulär heter {form_id}.",
        f"Two forms are called {form_id}.",
        file=file,
        element=form_id,
    )
