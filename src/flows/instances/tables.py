"""The tables of running instances. One row holds an instance's whole state."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from flows.kernel import Base

Instant = DateTime(timezone=True)


class Instance(Base):
    """One running or ended process.

    `status` is running; faulty, when a step or an operation has failed and the rest goes on;
    suspended, when an administrator has paused it; stopped, when a fault in the program itself
    keeps what was to be done; or ended.
    """

    __tablename__ = "instance"
    __table_args__ = (
        Index("ix_instance_collaboration_started", "collaboration_id", "started_at"),
        Index("ix_instance_case_id", "case_id"),
        Index("ix_instance_parent_id", "parent_id"),
        Index("uq_instance_start_key", "start_key", unique=True),
        Index("ix_instance_open", "collaboration_id", postgresql_where=text("ended_at is null")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    process_id: Mapped[str] = mapped_column(Text)
    version_id: Mapped[int] = mapped_column(ForeignKey("process_version.id"))
    title: Mapped[str] = mapped_column(Text)
    forum_id: Mapped[str | None] = mapped_column(Text)
    party_id: Mapped[str | None] = mapped_column(Text)
    case_id: Mapped[int | None]
    parent_id: Mapped[UUID | None]
    start_key: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime] = mapped_column(Instant)
    started_by: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    kept_forum_id: Mapped[int | None] = mapped_column(ForeignKey("kept_forum.id"))
    """What the state of an ended instance is packed with, beside its history."""
    ends: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)

    @property
    def goes_on(self) -> bool:
        """Whether the instance can take another step."""
        return self.status in {"running", "faulty"}


class KeptForum(Base):
    """A forum's configuration as ended instances know it, kept once for them all, for ever.

    `id` is made of the content, which is never changed.
    """

    __tablename__ = "kept_forum"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Task(Base):
    """A user task: open until it is completed or cancelled. `id` is the engine's task id.

    The tasks of an instance that has ended are in its history alone.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_instance_id", "instance_id"),
        Index(
            "ix_task_open",
            "collaboration_id",
            "due_at",
            postgresql_where=text("closed_at is null"),
        ),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"))
    collaboration_id: Mapped[str] = mapped_column(Text)
    element_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    form_id: Mapped[str | None] = mapped_column(Text)
    assignee: Mapped[str | None] = mapped_column(Text)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    follow_up_at: Mapped[datetime | None] = mapped_column(Instant)
    priority: Mapped[int]
    item: Mapped[int | None]
    properties: Mapped[dict[str, str]] = mapped_column(JSONB)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    claimed_by: Mapped[str | None] = mapped_column(Text)
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    completed_by: Mapped[str | None] = mapped_column(Text)
    """Who completed it; None when it was cancelled."""


class TaskCandidate(Base):
    """A role whose holders may do a task, while the task is open."""

    __tablename__ = "task_candidate"
    __table_args__ = (Index("ix_task_candidate_role", "role", "scope_kind", "scope_id"),)

    task_id: Mapped[str] = mapped_column(
        ForeignKey("task.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(Text, primary_key=True)
    scope_kind: Mapped[str] = mapped_column(Text, primary_key=True)
    scope_id: Mapped[str] = mapped_column(Text, primary_key=True)


class Timer(Base):
    """A timer that waits. The worker takes what is due."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_due_at", "due_at"),)

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(Text, primary_key=True)
    element_id: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(Instant)


class Subscription(Base):
    """An element that waits for a message (name and key) or a signal (key empty)."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_name", "collaboration_id", "name", "key"),)

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(Text, primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    element_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(Text)


class Message(Base):
    """A message that was sent; kept until someone takes it or its time runs out."""

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "ix_message_waiting",
            "collaboration_id",
            "name",
            "key",
            postgresql_where=text("delivered_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(Text)
    variables: Mapped[bytes] = mapped_column(LargeBinary)
    sent_by: Mapped[UUID | None]
    sent_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    delivered_at: Mapped[datetime | None] = mapped_column(Instant)
    delivered_to: Mapped[UUID | None]


class Job(Base):
    """The work of a service task, and the inbox that makes its effect happen once.

    The queue only says that there is work; this row, closed in the same transaction as the effect,
    says whether it is done. `status` is open, done, failed or cancelled.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_open", "status", postgresql_where=text("closed_at is null")),)

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    task_id: Mapped[str] = mapped_column(Text, primary_key=True)
    element_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(Text)
    retries: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    headers: Mapped[dict[str, str]] = mapped_column(JSONB)
    input: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(Text, default="open")
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    fault: Mapped[str | None] = mapped_column(Text)


class HistoryRow(Base):
    """What happened: written before the engine forgets it, never changed.

    `what` is started, completed or cancelled. That a user task was closed tells also when it began
    and was due, and to whom it was given by name; other rows leave that empty. Nothing refers to a
    row, so there is no key: the index by instance is a fifth of what one would be. The columns
    stand in an order that wastes no byte between them.
    """

    __tablename__ = "history"
    __table_args__ = (
        Index("ix_history_instance_id", "instance_id"),
        Index("ix_history_task", "task_id", postgresql_where=text("began_at is not null")),
    )

    id: Mapped[int] = mapped_column(Identity())
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"))
    version_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    began_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    element_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    type: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    task_id: Mapped[str] = mapped_column(Text)
    actor: Mapped[str | None] = mapped_column(Text)
    assignee: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[bytes | None] = mapped_column(LargeBinary)
    __mapper_args__: Any = {"primary_key": [id]}  # noqa: RUF012 - so SQLAlchemy declares it


class IncidentRow(Base):
    """Why an instance stopped, and how it was mended. `kind` is engine, job or timer."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("ix_incident_instance_id", "instance_id"),
        Index("ix_incident_open", "collaboration_id", postgresql_where=text("resolved_at is null")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"))
    collaboration_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    task_id: Mapped[str | None] = mapped_column(Text)
    element_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    sv: Mapped[str] = mapped_column(Text)
    en: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class Repair(Base):
    """What an administrator did to an instance, and why: written once, never changed.

    `kind` is retry, edit_variables, move_token, cancel, suspend, resume, reassign or migrate.
    `name` is the step that it was about, when it was about one.
    """

    __tablename__ = "repair"
    __table_args__ = (Index("ix_repair_instance_id", "instance_id", "id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    instance_id: Mapped[UUID] = mapped_column(ForeignKey("instance.id"))
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    detail: Mapped[bytes | None] = mapped_column(LargeBinary)
