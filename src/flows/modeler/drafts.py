"""Drafts: what process owners are drawing, file by file, until it is published or thrown away.

Its files are saved in `save_files`, each against the version of it that the writer saw, named by
its digest: who comes second is told, and nothing is written over unseen.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from flows.catalog import Package, latest_version, package_of
from flows.modeler.errors import (
    BaseMoved,
    DraftChanged,
    DraftFileUnknown,
    DraftUnknown,
    FileNameRefused,
    FileRefused,
    NotProcessOwner,
    PackageExists,
    PackageNameRefused,
)
from flows.modeler.readable_file import unreadable
from flows.modeler.tables import DraftFileRow, DraftRow
from flows.modeler.version_words import author_words
from flows.organisation import Actor

_FILE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}\.(bpmn|dmn|form)")
_SCENARIO = re.compile(r"scenarier/[a-z0-9][a-z0-9_.-]{0,99}\.yaml")
_PACKAGE = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_TAKEN = {"organisations", "operations", "new", "import"}


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file; `etag` names its content and is what a later save is held against."""

    name: str
    content: bytes
    etag: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A package as it is being drawn. `revision` grows with every change of any file."""

    package: str
    base_version_id: int | None
    revision: int
    files: Mapping[str, DraftFile]
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime

    def as_package(self) -> Package:
        """The files as a package, to be checked, played, compared or published."""
        return Package(self.package, {name: file.content for name, file in self.files.items()})

    def file(self, name: str) -> DraftFile:
        """One of the files. Raises DraftFileUnknown."""
        try:
            return self.files[name]
        except KeyError:
            raise DraftFileUnknown from None


def is_file_name(name: str) -> bool:
    """Whether a package can hold a file of that name."""
    return bool(_FILE.fullmatch(name) or _SCENARIO.fullmatch(name))


def is_package_name(name: str) -> bool:
    """Whether a package can be called that."""
    return bool(_PACKAGE.fullmatch(name)) and name not in _TAKEN


def find_draft(session: Session, package: str) -> Draft | None:
    """The package's draft, if somebody has begun one."""
    row = session.scalars(select(DraftRow).where(DraftRow.package == package)).one_or_none()
    return _draft(session, row) if row else None


def draft_of(session: Session, package: str) -> Draft:
    """The package's draft. Raises DraftUnknown."""
    draft = find_draft(session, package)
    if draft is None:
        raise DraftUnknown
    return draft


def open_draft(session: Session, actor: Actor, package: str, *, now: datetime) -> Draft:
    """The package's draft, begun as a copy of the current version if there is none.

    Raises NotProcessOwner, or NotFound for a package that was never published. The caller owns
    the transaction.
    """
    require_owner(actor)
    draft = find_draft(session, package)
    if draft is not None:
        return draft
    version = latest_version(session, package)
    files = package_of(session, version.version_id).files
    _begin(session, actor, package, files, version.version_id, now)
    return draft_of(session, package)


def new_draft(
    session: Session, actor: Actor, package: str, files: Mapping[str, bytes], *, now: datetime
) -> Draft:
    """The draft of a package that has never been published.

    Raises NotProcessOwner, PackageExists, PackageNameRefused, FileNameRefused or FileRefused. The
    caller owns the transaction.
    """
    require_owner(actor)
    if not is_package_name(package):
        raise PackageNameRefused
    for name, content in files.items():
        require_sound(name, content)
    if latest_version(session, package, missing_ok=True) or not _begin(
        session, actor, package, files, None, now
    ):
        raise PackageExists
    return draft_of(session, package)


def require_sound(name: str, content: bytes) -> None:
    """Raises FileNameRefused or FileRefused for a file that a draft can't hold."""
    if not is_file_name(name):
        raise FileNameRefused
    fault = unreadable(name, content)
    if fault is not None:
        raise FileRefused(fault)


def discard_draft(
    session: Session, actor: Actor, package: str, *, revision: int | None = None
) -> None:
    """Throw the draft away; with a `revision` only what the actor saw of it.

    Raises NotProcessOwner, DraftUnknown or DraftChanged. The caller commits.
    """
    row = lock_draft(session, actor, package)
    if revision is not None and row.revision != revision:
        raise DraftChanged(row.changed_by, row.changed_at)
    session.execute(
        delete(DraftRow).where(DraftRow.id == row.id),
        execution_options={"synchronize_session": "fetch"},
    )
    session.expire_all()


def require_owner(actor: Actor) -> None:
    """Raises NotProcessOwner for anybody else."""
    if not actor.is_owner:
        raise NotProcessOwner


def accept_base(
    session: Session, actor: Actor, package: str, *, version_id: int, now: datetime
) -> None:
    """Let the draft stand as a change of the current version, which the actor has seen.

    What that version changed and the draft does not have is lost when the draft is published.
    Raises NotProcessOwner, DraftUnknown or, when `version_id` is not current any more, BaseMoved.
    The caller owns the transaction.
    """
    row = lock_draft(session, actor, package)
    current = latest_version(session, package)
    if current.version_id != version_id:
        raise BaseMoved(*author_words(session, actor, current), current.number)
    row.base_version_id = version_id
    touch_draft(session, row, actor, now)


def _begin(
    session: Session,
    actor: Actor,
    package: str,
    files: Mapping[str, bytes],
    base_version_id: int | None,
    now: datetime,
) -> bool:
    """Write the draft's rows; False when somebody else was faster."""
    by_now = {"changed_by": actor.person_id, "changed_at": now}
    draft_id = session.scalar(
        insert(DraftRow)
        .values(
            package=package,
            base_version_id=base_version_id,
            revision=1,
            created_by=actor.person_id,
            created_at=now,
            **by_now,
        )
        .on_conflict_do_nothing(index_elements=["package"])
        .returning(DraftRow.id)
    )
    if draft_id is None:
        return False
    session.add_all(
        DraftFileRow(
            draft_id=draft_id,
            name=name,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            **by_now,
        )
        for name, content in files.items()
    )
    session.flush()
    return True


def lock_draft(session: Session, actor: Actor, package: str) -> DraftRow:
    """The draft's row, kept from other writers until the transaction ends.

    Raises NotProcessOwner or DraftUnknown.
    """
    require_owner(actor)
    row = session.scalars(
        select(DraftRow)
        .where(DraftRow.package == package)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise DraftUnknown
    return row


def touch_draft(session: Session, row: DraftRow, actor: Actor, now: datetime) -> None:
    """Note that something of the draft was changed, by whom and when."""
    row.revision += 1
    row.changed_by, row.changed_at = actor.person_id, now
    session.flush()


def _draft(session: Session, row: DraftRow) -> Draft:
    files = session.scalars(
        select(DraftFileRow)
        .where(DraftFileRow.draft_id == row.id)
        .order_by(DraftFileRow.name)
        .execution_options(populate_existing=True)
    )
    return Draft(
        package=row.package,
        base_version_id=row.base_version_id,
        revision=row.revision,
        files={file.name: draft_file(file) for file in files},
        created_by=row.created_by,
        created_at=row.created_at,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


def draft_file(row: DraftFileRow) -> DraftFile:
    """A row as the file that it holds."""
    return DraftFile(row.name, row.content, row.sha256, row.changed_by, row.changed_at)
