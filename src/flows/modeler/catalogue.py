"""What a process owner chooses from while drawing: forms, decisions, processes, roles and more."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from sqlalchemy.orm import Session

from flows.catalog import Package, published_processes
from flows.forms import Field, read_form
from flows.kernel.hostile_xml import parse_hostile_xml
from flows.modeler.contents import contents_of
from flows.operations import element_templates
from flows.organisation import (
    collaborations,
    forum_context,
    forum_names,
    party_context,
    party_names,
    roles_of,
)

_DMN = "{*}"
_WIDEST = 3
"""How deep a known variable is described: `forum.parter.namn` is as far as anyone writes."""

Entry = dict[str, Any]


def catalogue_of(session: Session, package: Package, language: str) -> dict[str, Any]:
    """Everything to choose from, as JSON data; names are in the language where there are such.

    Files that can't be read are left out: the check tells about them. Reads the database, changes
    nothing.
    """
    return {
        "forms": list(_forms(package)),
        "decisions": list(_decisions(package)),
        "processes": list(_processes(session, package, language)),
        "roles": _roles(session, language),
        "forums": _named(session, forum_names),
        "parties": _named(session, party_names),
        "known": _known(session),
        "operations": list(element_templates()),
    }


def _forms(package: Package) -> Iterator[Entry]:
    used_by = contents_of(package).used_by
    for file, raw in sorted(package.by_suffix(".form").items()):
        form, _ = read_form(raw, file)
        if form is not None:
            fields = list(_fields(form.fields))
            yield {"id": form.id, "file": file, "fields": fields, "used_by": used_by[file]}


def _fields(fields: tuple[Field, ...]) -> Iterator[Entry]:
    """What a person answers, those inside groups among the rest."""
    for field in fields:
        if field.key:
            label = field.label.say({}, "sv").text if field.label else ""
            rows = list(_fields(field.row))
            entry = {"key": field.key, "label": label, "type": field.type, "fields": rows}
            yield entry | ({"subtype": field.subtype} if field.type == "datetime" else {})
        yield from _fields(field.children)


def _decisions(package: Package) -> Iterator[Entry]:
    for file, raw in sorted(package.by_suffix(".dmn").items()):
        try:
            root = parse_hostile_xml(raw)
        except (etree.XMLSyntaxError, ValueError):
            continue
        for decision in root.findall(f"{_DMN}decision"):
            outputs = decision.findall(f"{_DMN}decisionTable/{_DMN}output")
            decision_id = decision.get("id", "")
            yield {
                "id": decision_id,
                "name": decision.get("name") or decision_id,
                "file": file,
                "results": [output.get("name") or output.get("label") or "" for output in outputs],
            }


def _processes(session: Session, package: Package, language: str) -> Iterator[Entry]:
    """The processes of the package, which can be called, then the others, which can be started."""
    own = contents_of(package).processes
    for drawn in own:
        english = drawn.name_en if language == "en" else ""
        yield {"id": drawn.id, "name": english or drawn.name, "file": drawn.file, "own": True}
    ids = {drawn.id for drawn in own}
    for process in published_processes(session):
        if process.process_id not in ids:
            english = process.name_en if language == "en" else ""
            yield {"id": process.process_id, "name": english or process.name, "own": False}


def _roles(session: Session, language: str) -> list[Entry]:
    """Every role once, whichever collaborations have it."""
    found: dict[str, Entry] = {}
    for collaboration in collaborations(session):
        for role in roles_of(session, collaboration.id):
            english = role.name_en if language == "en" else ""
            entry = {"id": role.id, "name": english or role.name, "scopes": list(role.scopes)}
            there = found.setdefault(role.id, entry)
            there["scopes"] = list(dict.fromkeys([*there["scopes"], *role.scopes]))
    return list(found.values())


def _named(session: Session, names: Any) -> list[Entry]:
    return [
        {"id": each, "name": name}
        for collaboration in collaborations(session)
        for each, name in names(session, collaboration.id).items()
    ]


def _known(session: Session) -> list[Entry]:
    """What every instance knows: the shape of `forum`, `part` and `instans`, without values."""
    known: dict[str, Any] = {"instans": {"id": ""}}
    for collaboration in collaborations(session):
        forums = forum_names(session, collaboration.id)
        parties = party_names(session, collaboration.id)
        if forums and parties:
            known["forum"] = forum_context(session, next(iter(forums)))
            known["part"] = party_context(session, next(iter(parties)))
            break
    return [_shape(name, value, 1) for name, value in sorted(known.items())]


def _shape(name: str, value: Any, depth: int) -> Entry:
    several = isinstance(value, list)
    inner = value[0] if several and value else value
    entry: Entry = {"name": name, "list": several}
    if isinstance(inner, Mapping) and depth < _WIDEST:
        entry["entries"] = [_shape(key, each, depth + 1) for key, each in inner.items()]
    return entry
