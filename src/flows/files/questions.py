"""Questions about files. Who may see one is for the rooms above to say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, undefer

from flows.files.keep import FileUnknown
from flows.files.tables import StoredFile


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as a list shows it; `size` in bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    uploaded_by: str
    uploaded_at: datetime

    def as_answer(self) -> dict[str, str | int]:
        """The file as a process knows it."""
        return {"id": str(self.id), "namn": self.name, "typ": self.media_type, "byte": self.size}


def file_rows(session: Session, instance_ids: Iterable[UUID]) -> Sequence[FileRow]:
    """The files that are part of the processes, in the order they came."""
    return _rows(session, StoredFile.instance_id.in_(list(instance_ids)))


def pending_files(
    session: Session, collaboration_id: str, person_id: str, task_id: str | None = None
) -> Sequence[FileRow]:
    """The files that a person may use: their own unused ones, and those of a task's draft."""
    own = StoredFile.uploaded_by == person_id
    return _rows(
        session,
        StoredFile.instance_id.is_(None),
        StoredFile.collaboration_id == collaboration_id,
        own if task_id is None else own | (StoredFile.task_id == task_id),
    )


def stored_file(session: Session, collaboration_id: str, file_id: UUID) -> StoredFile:
    """One file of the collaboration, without its content. Raises FileUnknown."""
    found = session.get(StoredFile, file_id)
    if found is None or found.collaboration_id != collaboration_id:
        raise FileUnknown
    return found


def content_of(session: Session, file: StoredFile) -> bytes:
    """What the file holds."""
    found = session.scalars(
        select(StoredFile)
        .where(StoredFile.id == file.id)
        .options(undefer(StoredFile.content))
        .execution_options(populate_existing=True)
    ).one()
    return found.content


def _rows(session: Session, *conditions: ColumnElement[bool]) -> Sequence[FileRow]:
    found = session.scalars(
        select(StoredFile)
        .where(*conditions)
        .order_by(StoredFile.uploaded_at, StoredFile.name, StoredFile.id)
    )
    return [
        FileRow(one.id, one.name, one.media_type, one.size, one.uploaded_by, one.uploaded_at)
        for one in found
    ]
