"""The files themselves, content and all: what is in the database is in its backup."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from flows.kernel import Base


class StoredFile(Base):
    """A file that someone has sent.

    It is pending until `instance_id` says which process it was an answer in; that never changes
    after. A pending file that belongs to a draft has the draft's task in `task_id`.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        Index("ix_stored_file_instance_id", "instance_id"),
        Index(
            "ix_stored_file_pending", "uploaded_by", postgresql_where=text("instance_id is null")
        ),
        Index("ix_stored_file_task_id", "task_id", postgresql_where=text("instance_id is null")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    instance_id: Mapped[UUID | None]
    task_id: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    uploaded_by: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
