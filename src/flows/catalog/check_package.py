"""Everything that can be found wrong in a package without running it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from flows.catalog.packages import Package
from flows.engine import Definition, Element, ProcessOutline, check, deploy
from flows.forms import Form, FormError, parse_form
from flows.kernel import Problem


def check_package(
    package: Package,
    *,
    operations: Collection[str],
    roles: Collection[str],
    max_bytes: int,
) -> list[Problem]:
    """Check diagrams, decisions and forms, and that what they name exists.

    `operations` are the service task types that Flows can do, `roles` the ids of every role.
    """
    problems = check(package.files, max_bytes=max_bytes)
    forms: dict[str, Form] = {}
    for name, raw in package.by_suffix(".form").items():
        try:
            form = parse_form(raw, name)
        except FormError as error:
            problems.extend(error.problems)
            continue
        if form.id in forms:
            problems.append(_twice(name, form.id))
        forms[form.id] = form
    if any(problem.severity == "error" for problem in problems):
        return _in_folder(package, problems)
    definition = deploy(package.files, max_bytes=max_bytes)
    problems += _references(definition, forms, operations, roles)
    return _in_folder(package, problems)


def _references(
    definition: Definition,
    forms: dict[str, Form],
    operations: Collection[str],
    roles: Collection[str],
) -> Iterable[Problem]:
    used = set[str]()
    for outline in definition.processes.values():
        for element in outline.elements.values():
            used |= {element.form_id} if element.form_id else set()
            named: tuple[tuple[str, str, str, Iterable[str], Collection[str]], ...] = (
                ("form", "formuläret", "form", _given(element.form_id), forms),
                ("operation", "åtgärden", "operation", _given(element.job_type), operations),
                ("role", "rollen", "role", _literal_roles(element) if roles else (), roles),
            )
            for code, sv, en, names, known in named:
                for name in names:
                    if name not in known:
                        yield _missing(outline, element, f"{code}-missing", sv, en, name)
    for form_id in sorted(set(forms) - used):
        yield Problem(
            "form-unused",
            f"Formuläret {form_id} används inte av något steg.",
            f"The form {form_id} is used by no step.",
            element=form_id,
            severity="warning",
        )


def _given(name: str | None) -> Sequence[str]:
    """A name that stands in the diagram itself, rather than being computed."""
    return () if name is None or name.startswith("=") else (name,)


def _literal_roles(element: Element) -> Sequence[str]:
    groups = element.candidate_groups
    if not groups or groups.startswith("="):
        return ()
    return [part.strip().partition("@")[0] for part in groups.split(",") if part.strip()]


def _missing(
    outline: ProcessOutline, element: Element, code: str, what_sv: str, what_en: str, name: str
) -> Problem:
    return Problem(
        code,
        f"”{element.name or element.id}” hänvisar till {what_sv} {name}, som inte finns.",
        f'"{element.name or element.id}" refers to the {what_en} {name}, which does not exist.',
        file=outline.file,
        line=element.line,
        element=element.id,
        name=element.name,
    )


def _twice(file: str, form_id: str) -> Problem:
    return Problem(
        "form-twice",
        f"Två formulär heter {form_id}.",
        f"Two forms are called {form_id}.",
        file=file,
        element=form_id,
    )


def _in_folder(package: Package, problems: Iterable[Problem]) -> list[Problem]:
    """The same problems with file names that say which package they are in."""
    return [
        replace(problem, file=f"{package.name}/{problem.file}" if problem.file else package.name)
        for problem in problems
    ]
