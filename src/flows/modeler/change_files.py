"""Change files of a draft in one act that can be undone."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from flows.kernel import Conflict, NotFound
from flows.modeler.drafts import lock_draft
from flows.modeler.save_files import remove_file, write_file
from flows.modeler.tables import DraftFileRow, DraftRow, DraftUndoRow
from flows.organisation import Actor

_KEPT = 30
"""So many acts of a draft can be undone, one after the other."""


class NothingToUndo(NotFound):
    """There is no act left to undo."""

    code = "nothing-to-undo"
    sv = "Det finns inget att ångra."
    en = "There is nothing to undo."


class ChangedSince(Conflict):
    """The file has been saved since the act, so undoing it would undo that too."""

    code = "changed-since"
    sv = "Det går inte att ångra: filen har ändrats på annat sätt sedan dess."
    en = "It can't be undone: the file has been changed in another way since."


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done to a draft's files, in words; `focus` is the step it was about."""

    number: int
    focus: str
    sv: str
    en: str
    done_by: str
    done_at: datetime
    key: str
    """What a page names the act by. A number comes back once its act is undone; what it made of
    the files doesn't."""


def change_files(
    session: Session,
    actor: Actor,
    package: str,
    files: Mapping[str, tuple[bytes, str | None]],
    *,
    focus: str,
    sv: str,
    en: str,
    max_bytes: int,
    now: datetime,
) -> None:
    """Save files, each with the etag that it was seen with (None: a new one), as one act.

    `focus`, `sv` and `en` tell what was done. Nothing is kept when nothing changed. Raises as
    `write_file`. The caller owns the transaction.
    """
    row = lock_draft(session, actor, package)
    latest = select(func.max(DraftUndoRow.act)).where(DraftUndoRow.draft_id == row.id)
    act = 1 + (session.scalar(latest) or 0)
    for name, (content, expected) in files.items():
        there = session.get(DraftFileRow, (row.id, name), populate_existing=True)
        before = there.content if there else None
        saved = write_file(
            session,
            actor,
            package,
            name,
            content,
            expected=expected,
            max_bytes=max_bytes,
            now=now,
        )
        if before == saved.content:
            continue
        session.add(
            DraftUndoRow(
                draft_id=row.id,
                act=act,
                name=name,
                before=before,
                after_sha256=saved.etag,
                focus=focus,
                sv=sv,
                en=en,
                done_by=actor.person_id,
                done_at=now,
            )
        )
    session.flush()
    session.execute(
        delete(DraftUndoRow).where(DraftUndoRow.draft_id == row.id, DraftUndoRow.act <= act - _KEPT)
    )


def last_act(session: Session, package: str, name: str) -> Act | None:
    """The last act that changed a file, if nothing else has changed its files since."""
    found = _last(session, package, name)
    if not found or any(_has_changed(session, row) for row in found):
        return None
    return _act(found)


def before_last_act(session: Session, package: str, name: str) -> bytes | None:
    """What a file said before the last act that changed it, if nothing has changed it since."""
    for row in _last(session, package, name):
        if row.name == name and not _has_changed(session, row):
            return row.before
    return None


def last_act_in(session: Session, package: str, folder: str) -> tuple[Act, str] | None:
    """The last act that changed files of a folder, and one of them; as `last_act`."""
    draft = select(DraftRow.id).where(DraftRow.package == package).scalar_subquery()
    name = session.scalars(
        select(DraftUndoRow.name)
        .where(DraftUndoRow.draft_id == draft, DraftUndoRow.name.startswith(f"{folder}/"))
        .order_by(DraftUndoRow.act.desc(), DraftUndoRow.name)
        .limit(1)
    ).one_or_none()
    act = last_act(session, package, name) if name is not None else None
    return (act, name) if act is not None and name is not None else None


def undo_act(
    session: Session,
    actor: Actor,
    package: str,
    name: str,
    *,
    key: str | None = None,
    max_bytes: int,
    now: datetime,
) -> Act:
    """Put back what a draft's files were before the last act that changed this file.

    `key` is that of the act as the page showed it. Raises NotProcessOwner, DraftUnknown,
    NothingToUndo or ChangedSince. The caller owns the transaction.
    """
    lock_draft(session, actor, package)
    found = _last(session, package, name)
    if not found:
        raise NothingToUndo
    if any(_has_changed(session, row) for row in found):
        raise ChangedSince
    act = _act(found)
    if key is not None and key != act.key:
        raise ChangedSince
    for row in found:
        if row.before is None:
            remove_file(session, actor, package, row.name, expected=row.after_sha256, now=now)
        else:
            write_file(
                session,
                actor,
                package,
                row.name,
                row.before,
                expected=row.after_sha256,
                max_bytes=max_bytes,
                now=now,
            )
        session.delete(row)
    session.flush()
    return act


def _act(found: Sequence[DraftUndoRow]) -> Act:
    first = found[0]
    made = hashlib.sha256("".join(row.after_sha256 for row in found).encode()).hexdigest()
    key = f"{first.act}-{made[:16]}"
    return Act(first.act, first.focus, first.sv, first.en, first.done_by, first.done_at, key)


def _last(session: Session, package: str, name: str) -> list[DraftUndoRow]:
    draft = select(DraftRow.id).where(DraftRow.package == package).scalar_subquery()
    number = (
        select(func.max(DraftUndoRow.act))
        .where(DraftUndoRow.draft_id == draft, DraftUndoRow.name == name)
        .scalar_subquery()
    )
    return list(
        session.scalars(
            select(DraftUndoRow)
            .where(DraftUndoRow.draft_id == draft, DraftUndoRow.act == number)
            .order_by(DraftUndoRow.name)
        )
    )


def _has_changed(session: Session, row: DraftUndoRow) -> bool:
    there = session.get(DraftFileRow, (row.draft_id, row.name), populate_existing=True)
    return there is None or there.sha256 != row.after_sha256
