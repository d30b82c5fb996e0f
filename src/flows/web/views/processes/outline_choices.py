"""What can be chosen from on the outline's pages, and what things are called there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.catalog import Package
from flows.diagrams import Outline
from flows.diagrams.spoken import Names, Spoken, named, swedish
from flows.diagrams.step_words import step_name
from flows.kernel import Invalid
from flows.modeler.catalogue import catalogue_of
from flows.modeler.form_rows import rows_of
from flows.web.current import database_session


@dataclass(frozen=True, slots=True)
class Choices:
    """The names of everything, and the lists to choose from.

    `variables` are (name, what it is) of all that a condition may speak of.
    """

    names: Names
    forms: Sequence[str]
    decisions: Sequence[Mapping[str, Any]]
    processes: Sequence[Mapping[str, Any]]
    roles: Sequence[tuple[str, Spoken]]
    templates: Sequence[Mapping[str, Any]]
    variables: Sequence[tuple[str, Spoken]]


def choices_for(package: Package, outline: Outline) -> Choices:
    """What a process of the package can be made of."""
    sv = catalogue_of(database_session(), package, "sv")
    en = catalogue_of(database_session(), package, "en")
    roles = _paired(sv["roles"], en["roles"])
    variables, values = _asked(package)
    names = Names(
        roles=dict(roles),
        decisions={one["id"]: named(one["name"]) for one in sv["decisions"]},
        processes=dict(_paired(sv["processes"], en["processes"])),
        operations={
            _operation(one): named(one["name"]) for one in sv["operations"] if _operation(one)
        },
        variables=variables,
        values=values,
    )
    return Choices(
        names=names,
        forms=[one["id"] for one in sv["forms"]],
        decisions=sv["decisions"],
        processes=[one for one in sv["processes"] if one["own"]],
        roles=sorted(roles, key=lambda pair: pair[1].sv.casefold()),
        templates=sv["operations"],
        variables=_known(outline, variables),
    )


def _paired(
    sv: Sequence[Mapping[str, Any]], en: Sequence[Mapping[str, Any]]
) -> list[tuple[str, Spoken]]:
    """Names by id; what is called the same in both languages has no English name."""
    english = {one["id"]: one["name"] for one in en}
    return [
        (one["id"], named(one["name"], name if (name := english[one["id"]]) != one["name"] else ""))
        for one in sv
    ]


def _operation(template: Mapping[str, Any]) -> str:
    """The kind of job that a template makes of a step."""
    for one in template.get("properties", ()):
        binding = one.get("binding", {})
        if binding.get("type") == "zeebe:taskDefinition" and binding.get("property") == "type":
            return str(one.get("value", ""))
    return ""


def _asked(package: Package) -> tuple[dict[str, Spoken], dict[tuple[str, str], Spoken]]:
    """What the forms ask, by the answers' names, and what the choices are called."""
    variables: dict[str, Spoken] = {}
    values: dict[tuple[str, str], Spoken] = {}
    for raw in package.by_suffix(".form").values():
        try:
            rows = rows_of(raw)
        except Invalid:
            continue
        for row in rows:
            if not row.key:
                continue
            label = row.label or row.key
            variables.setdefault(
                row.key, Spoken(f"”{label}”", f"“{row.label_en or swedish(label)}”")
            )
            for line in (row.choices or "").splitlines():
                value, sv, english = [*(part.strip() for part in line.split("|")), "", ""][:3]
                values.setdefault((row.key, value), named(sv or value, english))
    return variables, values


def _known(outline: Outline, asked: Mapping[str, Spoken]) -> list[tuple[str, Spoken]]:
    """The variables that a process may know, by name."""
    found = {
        "forum": Spoken("forumets inställningar", "the forum’s settings"),
        "part": Spoken("parten, när flödet gäller en part", "the party, when there is one"),
        "instans": Spoken("flödet självt", "the running process itself"),
        **asked,
    }
    for step in outline.all_steps():
        told = step_name(step)
        made = Spoken(f"från ”{told.sv}”", f"from “{told.en}”")
        names = [step.facts.result, *(target for target, _source in step.facts.outputs)]
        if step.facts.loop is not None:
            names += [step.facts.loop.item, step.facts.loop.results]
        for name in names:
            if name:
                found.setdefault(name, made)
    return sorted(found.items())
