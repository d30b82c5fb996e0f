"""The tables of the modeler: one draft a package, a row for each of its files; recordings."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Identity, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from flows.kernel import Base


class DraftRow(Base):
    """What is being drawn of a package; `base_version_id` is the version it began as, if any.

    `revision` grows with every change of any file.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    package: Mapped[str] = mapped_column(Text, unique=True)
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("process_version.id"))
    revision: Mapped[int]
    created_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class DraftFileRow(Base):
    """One file of a draft, as it was last saved."""

    __tablename__ = "draft_file"

    draft_id: Mapped[int] = mapped_column(
        ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class RecordingRow(Base):
    """A scenario that a person is recording; one a person and package.

    `scenario` is the file as it would be if it ended here; before `begun` only its start. `files`
    are those that were sent with its forms, by id, as a process knows them: never their content.
    `origin` is the file of the scenario that it goes on from, as that was when it began, and
    `followed` its name and which of its steps are taken or skipped.
    """

    __tablename__ = "recording"

    package: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    revision: Mapped[int]
    begun: Mapped[bool]
    scenario: Mapped[bytes] = mapped_column(LargeBinary)
    files: Mapped[dict[str, Any]] = mapped_column(JSONB)
    origin: Mapped[bytes | None] = mapped_column(LargeBinary)
    followed: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    started_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class DraftUndoRow(Base):
    """What a file of a draft was before an act, so that the act can be undone.

    An act may have changed several files: they share `act`, which counts up within the draft.
    `before` is None for a file that the act began; `after_sha256` names what the act made of it,
    so that nothing is undone over what somebody has saved since. The newest acts are kept.
    """

    __tablename__ = "draft_undo"

    draft_id: Mapped[int] = mapped_column(
        ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True
    )
    act: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    before: Mapped[bytes | None] = mapped_column(LargeBinary)
    after_sha256: Mapped[str] = mapped_column(Text)
    focus: Mapped[str] = mapped_column(Text)
    sv: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    done_by: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
