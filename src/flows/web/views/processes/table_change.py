"""What the plain tables of forms and decisions share: a save that can be undone, and refusals.

A refusal is told on the page that was sent, beside what it is about; nothing that was written is
lost, and nothing that somebody else has saved meanwhile is written over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from flows.kernel import FlowsError, Invalid
from flows.modeler import DraftFileChanged
from flows.modeler.change_files import Act, ChangedSince, change_files, last_act, undo_act
from flows.web.access import role
from flows.web.current import actor, database_session, now, settings
from flows.web.dates import moment
from flows.web.errors import status_of
from flows.web.language import told
from flows.web.people import person_name
from flows.web.views.processes.package import PackageView, package_view
from flows.web.words import gettext as _

_SHOWN = 60


class UnknownButton(Invalid):
    """No button of the page sends this."""

    code = "unknown-button"
    sv = "Knappen som trycktes finns inte på sidan längre. Välj en som finns."
    en = "The button that was pressed is no longer on the page. Choose one that is."


@dataclass(frozen=True, slots=True)
class Changed:
    """A file as changed: where on its page the change is seen, and what was done in words.

    `opened` is what the page shows for changing next.
    """

    raw: bytes
    there: str
    sv: str
    en: str
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was saved; `fields` tells it by the field that it is about.

    `written` is what the person had written that isn't what is saved: where, and the text.
    """

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    written: list[tuple[str, str]] = field(default_factory=list)


def save_change(
    package: str,
    file: str,
    change: Callable[[PackageView, bytes], Changed],
    refused: Callable[[PackageView, FlowsError], str],
) -> Changed | ResponseReturnValue:
    """Save what a sent form changes of a file; what changed, or the page that tells why not."""
    view = package_view(package)
    try:
        raw = view.file(file)
        if view.draft is not None and request.form.get("etag") != view.etag(file):
            there = view.draft.files.get(file)
            raise DraftFileChanged(
                *((there.changed_by, there.changed_at) if there else (None,) * 2)
            )
        changed = change(view, raw)
        change_files(
            database_session(),
            actor(),
            package,
            {file: (changed.raw, request.form.get("etag"))},
            focus=changed.there,
            sv=changed.sv,
            en=changed.en,
            max_bytes=settings().max_file_bytes,
            now=now(),
        )
    except (Invalid, DraftFileChanged) as fault:
        return refused(package_view(package), fault), status_of(fault)
    flash(_("Ändringen är sparad i utkastet."))
    return changed


def refusal(fault: FlowsError, written: list[tuple[str, str]]) -> Refused:
    """A fault as the page tells it."""
    problems = fault.problems if isinstance(fault, Invalid) else ()
    fields = {one.element: told(one.sv, one.en) for one in problems if one.element}
    text = told(fault.sv, fault.en)
    if isinstance(fault, DraftFileChanged) and fault.by and fault.at:
        text = _(
            "%(who)s ändrade filen %(when)s, medan du skrev. Det du skrev är inte sparat. "
            "Läs hur det ser ut nu och ändra igen om det fortfarande behövs.",
            who=person_name(fault.by),
            when=moment(fault.at),
        )
    return Refused(text, fields, written)


def short(text: str) -> str:
    """A text from a file as it is told of in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def last_change(view: PackageView, file: str) -> Act | None:
    """What can be undone of the file."""
    return last_act(database_session(), view.name, file) if view.editable else None


def undoing(endpoint: str) -> Blueprint:
    """The view that takes the last change of a file back, and shows the page `endpoint` again."""
    blueprint = Blueprint("undo", __name__, url_prefix="/<file>/undo")

    @blueprint.post("")
    @role("processagare")
    def act(package: str, file: str) -> ResponseReturnValue:
        """Take the last change back. Raises NothingToUndo or ChangedSince."""
        session = database_session()
        if last_act(session, package, file) is None:
            raise ChangedSince
        undone = undo_act(
            session,
            actor(),
            package,
            file,
            key=request.form.get("act", ""),
            max_bytes=settings().max_file_bytes,
            now=now(),
        )
        flash(_("Ångrat: %(what)s", what=told(undone.sv, undone.en)))
        return redirect(url_for(endpoint, package=package, file=file), 303)

    return blueprint
