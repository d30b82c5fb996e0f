"""The register: cases, decisions, recommendations with an answer per party, projects, follow-ups.

Nothing here is ever deleted; retention is each authority's own decision.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Identity, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flows.kernel import Base

Instant = DateTime(timezone=True)


class RegistrySeries(Base):
    """The last registry number given in a forum and a year."""

    __tablename__ = "registry_series"

    collaboration_id: Mapped[str] = mapped_column(Text, primary_key=True)
    prefix: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Case(Base):
    """An ärende. `status` is open or one of the outcomes it was closed with."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "registry_number"),
        Index("ix_case_collaboration_opened", "collaboration_id", "opened_at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    forum_id: Mapped[str] = mapped_column(Text)
    registry_number: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    from_party: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    stands: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    instance_id: Mapped[UUID]


class Decision(Base):
    """What a forum decided in a case. A forum recommends or agrees; it never binds (NV-21)."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    forum_id: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    motivation: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Recommendation(Base):
    """A recommendation to every huvudman (NV-22)."""

    __tablename__ = "recommendation"
    __table_args__ = (Index("ix_recommendation_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    forum_id: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    answer_by: Mapped[date | None] = mapped_column(Date)
    sent_at: Mapped[datetime] = mapped_column(Instant)
    instance_id: Mapped[UUID]


class RecommendationParty(Base):
    """Where a recommendation stands at one party.

    `status` is sent, received, proposed or decided; only a decision is an answer: silence never
    counts as acceptance. `outcome` is antagen, antagen_med_andring or avslagen.
    """

    __tablename__ = "recommendation_party"

    recommendation_id: Mapped[int] = mapped_column(
        ForeignKey("recommendation.id"), primary_key=True
    )
    party_id: Mapped[str] = mapped_column(Text, primary_key=True)
    party_name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    registry_number: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="sent")
    outcome: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None] = mapped_column(Date)
    paragraph: Mapped[str | None] = mapped_column(Text)
    change: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)


class ChainStep(Base):
    """One step of a party's own decision chain: a body proposed or decided (VS-01)."""

    __tablename__ = "chain_step"
    __table_args__ = (Index("ix_chain_step_party", "recommendation_id", "party_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    party_id: Mapped[str] = mapped_column(Text)
    step: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(Text)
    on: Mapped[date | None] = mapped_column("on_date", Date)
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class Project(Base):
    """A project that a forum has initiated, with the four mandatory facts (NV-24)."""

    __tablename__ = "project"
    __table_args__ = (Index("ix_project_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    forum_id: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    goal: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    financing: Mapped[str] = mapped_column(Text)
    registered_at: Mapped[datetime] = mapped_column(Instant)


class FollowUp(Base):
    """A report on what came of a case (NV-29)."""

    __tablename__ = "follow_up"
    __table_args__ = (Index("ix_follow_up_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    on: Mapped[date] = mapped_column("on_date", Date)
    report: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
