"""Keep a file, hold it for a draft, use it in a process, and drop what nobody used."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from flows.files.tables import StoredFile
from flows.kernel import Conflict, NotFound

PENDING_LIFE = timedelta(days=1)
"""How long a file that nobody used is kept."""

MOST_PENDING_BYTES = 200 * 1024 * 1024
"""What a person may have lying unused; when there is more, the oldest goes first."""


class FileUnknown(NotFound):
    """There is no such file for this person."""

    code = "file-unknown"
    sv = "Filen finns inte, eller är inte din att se."
    en = "There is no such file, or it is not yours to see."


class FilesGone(Conflict):
    """A file was dropped, or used elsewhere, before it could be used here."""

    code = "files-gone"
    sv = "En fil som du valde finns inte kvar. Välj den igen."
    en = "A file that you chose is no longer there. Choose it again."


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that has been found sound; its name is safe."""

    name: str
    media_type: str
    content: bytes


def keep_file(
    session: Session, new: NewFile, *, collaboration_id: str, uploaded_by: str, now: datetime
) -> StoredFile:
    """Store a file as pending. The caller owns the transaction."""
    _make_room(session, uploaded_by, len(new.content))
    kept = StoredFile(
        id=uuid4(),
        collaboration_id=collaboration_id,
        name=new.name,
        media_type=new.media_type,
        size=len(new.content),
        sha256=hashlib.sha256(new.content).hexdigest(),
        content=new.content,
        uploaded_by=uploaded_by,
        uploaded_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def hold_files(session: Session, task_id: str, person_id: str, ids: Sequence[UUID]) -> None:
    """Make these pending files, and no others, the ones of a task's draft.

    Only the person's own, and those that the draft has already, can be held. The caller owns the
    transaction.
    """
    chosen = StoredFile.id.in_(ids)
    session.execute(
        update(StoredFile)
        .where(_pending(), StoredFile.task_id == task_id, ~chosen)
        .values(task_id=None)
    )
    session.execute(
        update(StoredFile)
        .where(_pending(), StoredFile.uploaded_by == person_id, chosen)
        .values(task_id=task_id)
    )


def use_files(session: Session, ids: Sequence[UUID], instance_id: UUID) -> None:
    """Make files part of a process, if they aren't part of one already.

    Raises FilesGone when one of them no longer exists. The caller owns the transaction.
    """
    if not ids:
        return
    wanted = set(ids)
    there = session.scalars(
        select(StoredFile.id).where(StoredFile.id.in_(wanted)).with_for_update()
    ).all()
    if wanted - set(there):
        raise FilesGone
    session.execute(
        update(StoredFile)
        .where(StoredFile.id.in_(wanted), _pending())
        .values(instance_id=instance_id, task_id=None)
    )


def discard_pending(session: Session, held: ColumnElement[bool], *, now: datetime) -> int:
    """Drop the files that nobody has used in PENDING_LIFE; returns how many there were.

    `held` is the condition under which a file is spared. The caller owns the transaction.
    """
    dropped = session.scalars(
        delete(StoredFile)
        .where(_pending(), StoredFile.uploaded_at <= now - PENDING_LIFE, ~held)
        .returning(StoredFile.id)
    )
    return len(dropped.all())


def _pending() -> ColumnElement[bool]:
    return StoredFile.instance_id.is_(None)


def _make_room(session: Session, person_id: str, size: int) -> None:
    loose = (_pending(), StoredFile.uploaded_by == person_id, StoredFile.task_id.is_(None))
    newest_first = func.sum(StoredFile.size).over(
        order_by=(StoredFile.uploaded_at.desc(), StoredFile.id)
    )
    summed = select(StoredFile.id, newest_first.label("total")).where(*loose).subquery()
    session.execute(
        delete(StoredFile).where(
            StoredFile.id.in_(select(summed.c.id).where(summed.c.total + size > MOST_PENDING_BYTES))
        )
    )
