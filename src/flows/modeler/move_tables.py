"""The tables of moves: one batch a decision to move, a row for each instance that it concerns."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from flows.kernel import Base

_Instant = DateTime(timezone=True)


class MoveBatchRow(Base):
    """Instances of one collaboration that are moved together, who decided it, and why.

    `undoes` is the batch that this one takes back; then each instance goes to the version that it
    came from, and `version_id` is the one that it leaves. `others` is how many instances of other
    collaborations stayed, because they were not the actor's to move. `stopped_at` is set when the
    worker has given the batch up; it goes on when somebody asks for that.
    """

    __tablename__ = "move_batch"
    __table_args__ = (
        Index("ix_move_batch_package", "package", "collaboration_id"),
        Index(
            "uq_move_batch_going_on",
            "package",
            "collaboration_id",
            unique=True,
            postgresql_where=text("finished_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    package: Mapped[str] = mapped_column(Text)
    collaboration_id: Mapped[str] = mapped_column(Text)
    version_id: Mapped[int] = mapped_column(ForeignKey("process_version.id"))
    undoes: Mapped[int | None] = mapped_column(ForeignKey("move_batch.id"))
    mapping: Mapped[dict[str, str]] = mapped_column(JSONB)
    actor: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    others: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(_Instant)
    stopped_at: Mapped[datetime | None] = mapped_column(_Instant)
    finished_at: Mapped[datetime | None] = mapped_column(_Instant)


class MoveRow(Base):
    """One instance of a batch. `status` is waiting, moved or stayed.

    `problems` say why it stayed, `notes` what is not as it was, each as code, sv, en, element and
    name. `mapping` are the lines of the batch's mapping that the instance's steps went by: the way
    back. `tries` counts how often somebody else held the instance.
    """

    __tablename__ = "move_item"
    __table_args__ = (
        Index(
            "ix_move_item_waiting",
            "batch_id",
            "tries",
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    batch_id: Mapped[int] = mapped_column(
        ForeignKey("move_batch.id", ondelete="CASCADE"), primary_key=True
    )
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    from_version_id: Mapped[int]
    to_version_id: Mapped[int]
    status: Mapped[str] = mapped_column(Text)
    mapping: Mapped[dict[str, str]] = mapped_column(JSONB)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    notes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    tries: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime | None] = mapped_column(_Instant)
