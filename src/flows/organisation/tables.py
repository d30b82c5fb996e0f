"""The tables of the organisation: who takes part in which collaboration, and since when.

Ids of collaborations, parties, forums and people are unique in the whole house, because a role
reference, a user name and an instance name them alone; every row carries its collaboration all
the same, and foreign keys never cross from one to another. Nothing that other tables may name is
deleted: it gets a `retired_at`.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from flows.kernel import Base

Instant = DateTime(timezone=True)
SortKey = Text(collation="C")
"""Holds `swedish_sort_key`, whose byte order is the Swedish order."""


class CollaborationRow(Base):
    """A collaboration: the tenant that every other row belongs to."""

    __tablename__ = "collaboration"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    registry_prefix: Mapped[str] = mapped_column(Text)
    demonstration: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default="[]")
    loaded_at: Mapped[datetime] = mapped_column(Instant)


class PartyRow(Base):
    """A party. A huvudman counts in n/11, an associated party does not (C1)."""

    __tablename__ = "party"
    __table_args__ = (UniqueConstraint("collaboration_id", "id"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(ForeignKey("collaboration.id"))
    name: Mapped[str] = mapped_column(Text)
    short: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(SortKey)
    kind: Mapped[str] = mapped_column(Text)
    huvudman: Mapped[bool]
    position: Mapped[int] = mapped_column(SmallInteger)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class BodyRow(Base):
    """A body inside a party, and whether it proposes or decides in its chain (VS-01)."""

    __tablename__ = "body"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "party_id"], ["party.collaboration_id", "party.id"]
        ),
    )

    party_id: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)
    proposes: Mapped[bool]
    decides: Mapped[bool]


class ForumRow(Base):
    """A forum; `settings` holds all that makes it differ from others, packed as JSON."""

    __tablename__ = "forum"
    __table_args__ = (UniqueConstraint("collaboration_id", "id"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(ForeignKey("collaboration.id"))
    name: Mapped[str] = mapped_column(Text)
    short: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(SortKey)
    kind: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class ForumPartyRow(Base):
    """A party takes part in a forum."""

    __tablename__ = "forum_party"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collaboration_id", "forum_id"], ["forum.collaboration_id", "forum.id"]
        ),
        ForeignKeyConstraint(
            ["collaboration_id", "party_id"], ["party.collaboration_id", "party.id"]
        ),
        Index("ix_forum_party_party_id", "party_id"),
    )

    forum_id: Mapped[str] = mapped_column(Text, primary_key=True)
    party_id: Mapped[str] = mapped_column(Text, primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(SmallInteger)


class RoleRow(Base):
    """A role that a diagram may name; `scopes` says where it can be held, party first."""

    __tablename__ = "role"

    collaboration_id: Mapped[str] = mapped_column(ForeignKey("collaboration.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    position: Mapped[int] = mapped_column(SmallInteger)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class PersonRow(Base):
    """Someone who takes part; `id` is the user name. Never a personnummer."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "id"),
        ForeignKeyConstraint(
            ["collaboration_id", "party_id"], ["party.collaboration_id", "party.id"]
        ),
    )

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(ForeignKey("collaboration.id"))
    title: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(SortKey)
    email: Mapped[str] = mapped_column(Text)
    elected: Mapped[bool]
    party_id: Mapped[str | None] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)


class MembershipRow(Base):
    """A person holds a role from a day until a day, both included (SG-12)."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("collaboration_id", "person_id", "role", "scope_id", "from_on"),
        ForeignKeyConstraint(
            ["collaboration_id", "person_id"], ["person.collaboration_id", "person.id"]
        ),
        ForeignKeyConstraint(["collaboration_id", "role"], ["role.collaboration_id", "role.id"]),
        CheckConstraint("scope_kind in ('collaboration', 'forum', 'party')", name="scope_kind"),
        CheckConstraint("until_on >= from_on", name="until_on"),
        Index("ix_membership_role", "role", "scope_kind", "scope_id"),
        Index("ix_membership_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    person_id: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    scope_kind: Mapped[str] = mapped_column(Text)
    scope_id: Mapped[str] = mapped_column(Text)
    seat: Mapped[str | None] = mapped_column(Text)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)


class ContradictionRow(Base):
    """Where the agreements disagree, what was chosen, and which settings change it."""

    __tablename__ = "contradiction"

    collaboration_id: Mapped[str] = mapped_column(ForeignKey("collaboration.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    statements: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    chosen: Mapped[str] = mapped_column(Text)
    chosen_en: Mapped[str] = mapped_column(Text)
    affects: Mapped[list[str]] = mapped_column(ARRAY(Text))
    position: Mapped[int] = mapped_column(SmallInteger)
