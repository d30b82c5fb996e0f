"""Save the files of a draft, each held against what the writer saw of it."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from flows.modeler.drafts import (
    Draft,
    DraftFile,
    draft_file,
    draft_of,
    is_file_name,
    lock_draft,
    touch_draft,
)
from flows.modeler.errors import (
    DraftChanged,
    DraftFileChanged,
    DraftFileUnknown,
    FileNameRefused,
    FileRefused,
    FileTooLarge,
)
from flows.modeler.readable_file import unreadable
from flows.modeler.tables import DraftFileRow, DraftRow
from flows.organisation import Actor


def write_file(
    session: Session,
    actor: Actor,
    package: str,
    name: str,
    content: bytes,
    *,
    expected: str | None,
    max_bytes: int,
    now: datetime,
) -> DraftFile:
    """Save a file whose content was `expected` (an etag) when the writer saw it; None: a new one.

    What is equal is not written again. Raises NotProcessOwner, DraftUnknown, FileNameRefused,
    FileTooLarge, FileRefused or DraftFileChanged. The caller owns the transaction.
    """
    if len(content) > max_bytes:
        raise FileTooLarge
    _require_sound(name, content, is_new=expected is None)
    row = lock_draft(session, actor, package)
    _expected(session, row, name, expected)
    if _put(session, row, name, content, actor, now):
        touch_draft(session, row, actor, now)
    return draft_file(session.get_one(DraftFileRow, (row.id, name)))


def remove_file(
    session: Session, actor: Actor, package: str, name: str, *, expected: str, now: datetime
) -> None:
    """Take a file out of the draft.

    Raises NotProcessOwner, DraftUnknown, DraftFileUnknown or DraftFileChanged. The caller owns the
    transaction.
    """
    row = lock_draft(session, actor, package)
    there = _expected(session, row, name, expected)
    if there is None:
        raise DraftFileUnknown
    session.delete(there)
    touch_draft(session, row, actor, now)


def replace_files(
    session: Session,
    actor: Actor,
    package: str,
    files: Mapping[str, bytes],
    *,
    revision: int,
    keep_others: bool,
    now: datetime,
) -> Draft:
    """Put files into the draft that the actor saw as `revision`, over those of the same name.

    Files of other names stay with `keep_others`, else they are taken out. Raises NotProcessOwner,
    DraftUnknown, DraftChanged, FileNameRefused or FileRefused. The caller owns the transaction.
    """
    row = lock_draft(session, actor, package)
    if row.revision != revision:
        raise DraftChanged(row.changed_by, row.changed_at)
    there = draft_of(session, package).files
    for name, content in files.items():
        _require_sound(name, content, is_new=name not in there)
    gone = set() if keep_others else set(there) - set(files)
    for name in gone:
        session.delete(session.get_one(DraftFileRow, (row.id, name)))
    changed = False
    for name, content in files.items():
        changed |= _put(session, row, name, content, actor, now)
    if gone or changed:
        touch_draft(session, row, actor, now)
    return draft_of(session, package)


def _expected(
    session: Session, row: DraftRow, name: str, expected: str | None
) -> DraftFileRow | None:
    there = session.get(DraftFileRow, (row.id, name), populate_existing=True)
    if (there.sha256 if there else None) != expected:
        raise DraftFileChanged(
            there.changed_by if there else None, there.changed_at if there else None
        )
    return there


def _require_sound(name: str, content: bytes, *, is_new: bool) -> None:
    """Raises FileNameRefused, for a file that is not there already, or FileRefused."""
    if is_new and not is_file_name(name):
        raise FileNameRefused
    fault = unreadable(name, content)
    if fault is not None:
        raise FileRefused(fault)


def _put(
    session: Session, row: DraftRow, name: str, content: bytes, actor: Actor, now: datetime
) -> bool:
    """Write a file of the draft; False when it is so already."""
    there = session.get(DraftFileRow, (row.id, name))
    digest = hashlib.sha256(content).hexdigest()
    if there is None:
        there = DraftFileRow(draft_id=row.id, name=name)
        session.add(there)
    elif there.sha256 == digest:
        return False
    there.content, there.sha256 = content, digest
    there.changed_by, there.changed_at = actor.person_id, now
    session.flush()
    return True
