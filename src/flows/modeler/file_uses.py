"""Forms and decisions as files of a draft: begun, renamed with all that names them, taken out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.kernel import Invalid
from flows.kernel.hostile_xml import parse_hostile_xml
from flows.modeler.ascii_name import ascii_name
from flows.modeler.change_decision import new_decision, rename_model
from flows.modeler.drafts import draft_of, is_file_name
from flows.modeler.errors import DraftFileChanged
from flows.modeler.form_rows import new_form, rename_form
from flows.modeler.save_files import remove_file, write_file
from flows.organisation import Actor

_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
_STEM = re.compile(r"[a-z][a-z0-9_-]{0,79}")


class NameRefused(Invalid):
    """A form or decision can't be called that."""

    code = "name-refused"
    sv = "Skriv ett namn som har minst en bokstav och högst 80 tecken."
    en = "Write a name that has at least one letter and at most 80 characters."


class NameTaken(Invalid):
    """The draft has a file of that name already."""

    code = "name-taken"
    sv = "Det finns redan en fil med det namnet i utkastet. Välj ett annat."
    en = "There is a file of that name in the draft already. Choose another."


@dataclass(frozen=True, slots=True)
class Use:
    """A step that shows a form or asks a decision: where it is drawn, its id and its name."""

    file: str
    element: str
    name: str


def uses_of(package: Package, file: str) -> list[Use]:
    """The steps of the package's diagrams that use a form, or a decision of a model."""
    wanted = _names_in(package, file)
    attribute = "formId" if file.endswith(".form") else "decisionId"
    return [
        Use(name, step.get("id", ""), step.get("name") or step.get("id") or "")
        for name, raw in sorted(package.by_suffix(".bpmn").items())
        for step, used in _used(raw, attribute)
        if used in wanted
    ]


def add_file(
    session: Session,
    actor: Actor,
    package: str,
    stem: str,
    suffix: str,
    title: str,
    *,
    max_bytes: int,
    now: datetime,
) -> str:
    """Begin a form (`.form`) or a decision (`.dmn`) in the draft; returns the file's name.

    The file's name is made of `stem`, whatever letters that has.

    Raises NameRefused, NameTaken, NotProcessOwner or DraftUnknown. The caller commits.
    """
    title, stem = title or stem, _stem(stem)
    name = _checked(stem, suffix)
    content = new_form(stem) if suffix == ".form" else new_decision(_as_id(stem), title)
    _write_new(session, actor, package, name, content, max_bytes=max_bytes, now=now)
    return name


def rename_file(
    session: Session,
    actor: Actor,
    package: str,
    file: str,
    stem: str,
    title: str = "",
    *,
    expected: str,
    max_bytes: int,
    now: datetime,
) -> str:
    """Give a form or decision another name; the steps that show the form go on showing it.

    A decision keeps its id, by which steps ask it, and gets `title` as its name.
    Raises NameRefused, NameTaken, NotProcessOwner, DraftUnknown, DraftFileUnknown or
    DraftFileChanged. The caller commits.
    """
    draft = draft_of(session, package)
    old = draft.file(file)
    suffix = f".{file.rpartition('.')[2]}"
    stem = _stem(stem)
    name = _checked(stem, suffix)
    if old.etag != expected:
        raise DraftFileChanged(old.changed_by, old.changed_at)
    is_form = suffix == ".form"
    content = rename_form(old.content, stem) if is_form else rename_model(old.content, title)
    if name == file:
        write_file(
            session, actor, package, file, content, expected=expected, max_bytes=max_bytes, now=now
        )
        return name
    _write_new(session, actor, package, name, content, max_bytes=max_bytes, now=now)
    remove_file(session, actor, package, file, expected=expected, now=now)
    if is_form:
        for diagram, other in draft.files.items():
            if diagram.endswith(".bpmn"):
                changed = _renamed(other.content, file.removesuffix(".form"), stem)
                write_file(
                    session,
                    actor,
                    package,
                    diagram,
                    changed,
                    expected=other.etag,
                    max_bytes=max_bytes,
                    now=now,
                )
    return name


def _write_new(
    session: Session,
    actor: Actor,
    package: str,
    name: str,
    content: bytes,
    *,
    max_bytes: int,
    now: datetime,
) -> None:
    try:
        write_file(
            session, actor, package, name, content, expected=None, max_bytes=max_bytes, now=now
        )
    except DraftFileChanged:
        raise NameTaken from None


def _checked(stem: str, suffix: str) -> str:
    name = f"{stem}{suffix}"
    if not _STEM.fullmatch(stem) or not is_file_name(name):
        raise NameRefused
    return name


def _stem(typed: str) -> str:
    """What was typed as a name for a file: Granska ärendet becomes granska-arendet."""
    return typed if _STEM.fullmatch(typed) else ascii_name(typed, keep="_-").lstrip("0123456789_-")


def _as_id(stem: str) -> str:
    return stem.replace("-", "_")


def _names_in(package: Package, file: str) -> set[str]:
    """What steps call the file: the form's id, or the ids of the model's decisions."""
    if file.endswith(".form"):
        return {file.removesuffix(".form")}
    root = _root(package.files.get(file, b""))
    if root is None:
        return set()
    return {
        element.get("id", "")
        for element in root
        if isinstance(element.tag, str) and etree.QName(element).localname == "decision"
    }


def _used(raw: bytes, attribute: str) -> Iterator[tuple[etree._Element, str]]:
    root = _root(raw)
    tag = "formDefinition" if attribute == "formId" else "calledDecision"
    for element in root.iter(f"{_ZEEBE}{tag}") if root is not None else ():
        holder = element.getparent()
        step = holder.getparent() if holder is not None else None
        if step is not None:
            yield step, element.get(attribute, "")


def _root(raw: bytes) -> etree._Element | None:
    try:
        return parse_hostile_xml(raw)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _renamed(raw: bytes, old: str, new: str) -> bytes:
    """The diagram with its references to a form changed, and nothing else in it."""
    reference = re.compile(rb"(\bformId\s*=\s*[\"'])" + re.escape(old.encode()) + rb"(?=[\"'])")
    return reference.sub(lambda found: found[1] + new.encode(), raw)
