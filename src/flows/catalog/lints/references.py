"""Forms, operations, roles, decisions and processes that steps refer to and that don't exist."""

from collections.abc import Iterable, Iterator, Sequence

from flows.catalog.lints.facts import did_you_mean, nearest
from flows.catalog.lints.handed_over import START, fixed_text, inputs_of
from flows.catalog.lints.subject import Subject, at, named
from flows.engine import Element, Formula, ProcessOutline
from flows.expressions import syntax
from flows.kernel import Problem


def missing_references(subject: Subject) -> Iterator[Problem]:
    """What is named and does not exist."""
    around = subject.around
    for outline, element in subject.elements():
        if element.form_id and not element.form_id.startswith("="):
            yield from _missing(
                outline, element, "form", "formuläret", [element.form_id], subject.forms
            )
        if element.job_type and not element.job_type.startswith("="):
            yield from _missing(
                outline,
                element,
                "operation",
                "åtgärden",
                [element.job_type],
                around.operations,
            )
        if around.processes is not None and element.job_type == START:
            called = fixed_text(inputs_of(element.settings).get("process"))
            known = {*subject.processes, *around.processes}
            if called is not None and called not in known:
                yield _finding(outline, element, "process", "processen", called, known, "warning")
        yield from _roles(subject, outline, element)
    yield from _unused(subject)


_ENGLISH = {
    "form": "form",
    "operation": "operation",
    "role": "role",
    "process": "process",
    "scope": "party or forum",
}


def _missing(
    outline: ProcessOutline,
    element: Element,
    kind: str,
    sv: str,
    names: Iterable[str],
    known: Iterable[str],
) -> Iterator[Problem]:
    among = set(known)
    for name in names:
        if name not in among:
            yield _finding(outline, element, kind, sv, name, among, "error")


def _finding(
    outline: ProcessOutline,
    element: Element,
    kind: str,
    sv: str,
    name: str,
    among: Iterable[str],
    severity: str,
) -> Problem:
    also_sv, also_en = did_you_mean(nearest(name, sorted(among)))
    return at(
        outline,
        element,
        f"{kind}-missing",
        f"”{named(element)}” hänvisar till {sv} {name}, som inte finns.{also_sv}",
        f'"{named(element)}" refers to the {_ENGLISH[kind]} {name}, which does not exist.{also_en}',
        severity,
    )


# ---------------------------------------------------------------- roles


def _roles(subject: Subject, outline: ProcessOutline, element: Element) -> Iterator[Problem]:
    around = subject.around
    formulas = [element.settings.assignment.groups]
    if element.job_type == "notis.skicka":
        formulas.append(inputs_of(element.settings).get("till"))
    for reference in (one for formula in formulas for one in _texts(formula)):
        role, at_sign, scope = (part.strip() for part in reference.partition("@"))
        if around.roles and role:
            yield from _missing(outline, element, "role", "rollen", [role], around.roles)
        if around.scopes and at_sign and scope:
            yield from _missing(
                outline, element, "scope", "parten eller forumet", [scope], around.scopes
            )


def _texts(formula: Formula | None) -> Sequence[str]:
    """The role references that a formula may give, as far as they stand in it."""
    if formula is None:
        return ()
    if formula.expression is None:
        return [part for part in str(formula.literal or "").split(",") if part.strip()]
    return list(_in_tree(formula.expression.tree))


def _in_tree(tree: syntax.Node) -> Iterator[str]:
    if isinstance(tree, syntax.Literal) and isinstance(tree.value, str):
        yield from (part for part in tree.value.split(",") if part.strip())
    elif isinstance(tree, syntax.If):
        yield from _in_tree(tree.yes)
        yield from _in_tree(tree.no)
    elif isinstance(tree, syntax.ListLiteral):
        for item in tree.items:
            yield from _in_tree(item)
    elif isinstance(tree, syntax.Binary) and tree.operator == "+":
        # "registrator@" + part.id: the role stands there, its scope is computed.
        left = tree.left
        if isinstance(left, syntax.Literal) and isinstance(left.value, str):
            role, at_sign, rest = left.value.partition("@")
            if at_sign and not rest:
                yield role


# ---------------------------------------------------------------- what nothing refers to


def _unused(subject: Subject) -> Iterator[Problem]:
    for form_id, form in sorted(subject.forms.items()):
        if form_id not in subject.form_uses:
            yield Problem(
                "form-unused",
                f"Formuläret {form_id} används inte av något steg.",
                f"The form {form_id} is used by no step.",
                file=form.file,
                element=form_id,
                severity="warning",
            )
    called = {element.decision_id for _, element in subject.elements()}
    models = {id(model): model for model in subject.decisions.values()}
    for model in models.values():
        if not called & model.decisions.keys():
            first = next(iter(model.decisions), "")
            yield Problem(
                "decision-unused",
                f"Inget steg använder något beslut i {model.file}.",
                f"No step uses any decision of {model.file}.",
                file=model.file,
                element=first,
                name=model.decisions.get(first, ""),
                severity="warning",
            )
