"""The tables account and web_session."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Index, LargeBinary, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from flows.kernel import Base


class Account(Base):
    """A person's right to sign in; `person_id` is the user name, as in the organisation file.

    The accounts of a `demonstration` all have its one password.
    """

    __tablename__ = "account"

    person_id: Mapped[str] = mapped_column(Text, primary_key=True)
    collaboration_id: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    disabled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    failed_attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    demonstration: Mapped[bool] = mapped_column(default=False, server_default="false")


class WebSession(Base):
    """One signed-in browser; the token itself is only ever in the browser's cookie."""

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_expires_at", "expires_at"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person_id: Mapped[str] = mapped_column(
        Text, ForeignKey("account.person_id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
