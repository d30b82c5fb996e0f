"""Begin a new process as a copy of a pattern, under a name of its own.

A pattern is a package of the program's own, checked and tried like any other. In its files stand
`monster_id` for the name of the package and `Mönsternamn` for the process's name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from xml.sax.saxutils import escape

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import Package, current_versions, published_processes
from flows.catalog.packages import SCENARIOS
from flows.kernel import Conflict, Invalid, NotFound
from flows.modeler.ascii_name import ascii_name
from flows.modeler.contents import contents_of
from flows.modeler.drafts import (
    Draft,
    draft_of,
    find_draft,
    is_package_name,
    new_draft,
    require_owner,
)
from flows.modeler.errors import PackageExists
from flows.modeler.tables import DraftRow
from flows.organisation import Actor

ID = "monster_id"
FORM_ID = "monster-id"
NAME = "Mönsternamn"
LONGEST_NAME = 60
_LONGEST_ID = 40
_AGAIN = timedelta(seconds=30)


class PatternUnknown(NotFound):
    """There is no such pattern."""

    code = "pattern-unknown"
    sv = "Mönstret finns inte."
    en = "There is no such pattern."


class NameRefused(Invalid):
    """A process can't be called that."""

    code = "name-refused"
    sv = f"Skriv ett namn med minst en bokstav och högst {LONGEST_NAME} tecken."
    en = f"Write a name with at least one letter and at most {LONGEST_NAME} characters."


class NameTaken(Conflict):
    """There is a process of that name already."""

    code = "name-taken"
    sv = "Det finns redan en process som heter så. Välj ett namn som skiljer dem åt."
    en = "There is a process of that name already. Choose a name that tells them apart."


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern to begin with: what it is for, and the steps it has, in plain language."""

    id: str
    name: str
    name_en: str
    about: str
    about_en: str
    steps: tuple[str, ...]
    steps_en: tuple[str, ...]
    package: Package


@cache
def patterns() -> Sequence[Pattern]:
    """The patterns that come with the program, in the order in which they are offered."""
    folder = resources.files("flows.modeler") / "patterns"
    listed = yaml.safe_load((folder / "patterns.yaml").read_text(encoding="utf-8"))
    return tuple(
        Pattern(
            id=each["id"],
            name=each["namn"],
            name_en=each["name"],
            about=each["om"],
            about_en=each["about"],
            steps=tuple(each["steg"]),
            steps_en=tuple(each["steps"]),
            package=Package(ID, _files(folder / each["id"])),
        )
        for each in listed
    )


def new_process(
    session: Session, actor: Actor, pattern_id: str, name: str, *, now: datetime
) -> Draft:
    """Begin the draft of a new process that is like a pattern; nothing of it collides.

    Asked for twice in a row by the same person, as by a double click, it is the same draft.
    Raises NotProcessOwner, PatternUnknown, NameRefused or NameTaken. The caller owns the
    transaction.
    """
    require_owner(actor)
    pattern = next((each for each in patterns() if each.id == pattern_id), None)
    if pattern is None:
        raise PatternUnknown
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise NameRefused
    published = published_processes(session)
    if name.casefold() in {each.name.casefold() for each in published}:
        raise NameTaken
    again = _draft_called(session, name)
    if again is not None:
        return _the_same(again, actor, now)
    taken = {each.process_id for each in published}
    taken |= {each.package for each in current_versions(session)}
    taken |= set(session.scalars(select(DraftRow.package)))
    id_ = _free_id(name, taken)
    files = named(pattern.package, id_, name).files
    try:
        return new_draft(session, actor, id_, files, now=now)
    except PackageExists:
        return _the_same(draft_of(session, id_), actor, now)


def named(pattern: Package, id_: str, name: str) -> Package:
    """A pattern's files under another id and name."""
    texts = {ID: id_, FORM_ID: id_.replace("_", "-"), NAME: escape(name, {'"': "&quot;"})}
    files = {}
    for file, content in pattern.files.items():
        text = content.decode()
        for was, becomes in texts.items():
            file, text = file.replace(was, becomes), text.replace(was, becomes)
        files[file] = text.encode()
    return Package(id_, files)


def _draft_called(session: Session, name: str) -> Draft | None:
    """The draft of a process that was never published and has that name."""
    new = select(DraftRow.package).where(DraftRow.base_version_id.is_(None))
    for package in session.scalars(new):
        draft = find_draft(session, package)
        if draft and contents_of(draft.as_package()).title.casefold() == name.casefold():
            return draft
    return None


def _the_same(draft: Draft, actor: Actor, now: datetime) -> Draft:
    """The draft, if the actor began it just now and nobody has touched it. Raises NameTaken."""
    untouched = draft.revision == 1 and draft.created_by == actor.person_id
    if not untouched or now - draft.created_at > _AGAIN:
        raise NameTaken
    return draft


def _free_id(name: str, taken: Collection[str]) -> str:
    """An id made of the name that nothing has. Raises NameRefused."""
    wanted = ascii_name(name, gap="_").lstrip("0123456789_")[:_LONGEST_ID].rstrip("_")
    for number in range(1, len(taken) + 2):
        id_ = wanted if number == 1 else f"{wanted}_{number}"
        if id_ not in taken and is_package_name(id_):
            return id_
    raise NameRefused


def _files(folder: Traversable) -> dict[str, bytes]:
    files = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    scenarios = (folder / SCENARIOS).iterdir()
    return files | {f"{SCENARIOS}/{each.name}": each.read_bytes() for each in scenarios}
