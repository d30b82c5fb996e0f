"""The tables of the catalog. A version is written once and never changed."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Identity, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flows.kernel import Base


class ProcessVersion(Base):
    """One published version of a package: the files as they were, with who and why."""

    __tablename__ = "process_version"
    __table_args__ = (UniqueConstraint("package", "number"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    package: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    files: Mapped[bytes] = mapped_column(LargeBinary)
    """zstd of a JSON object: file name to base64 of the file's bytes."""
    origin: Mapped[str] = mapped_column(Text, server_default="folder")
    """Where it was made: "folder" (flows load) or "browser"."""
    red_scenarios_reason: Mapped[str | None] = mapped_column(Text)
    """Why it was published although a scenario did not go right; None when all did."""


class ProcessHead(Base):
    """The version that new instances of a process start on.

    `retired_at` is set when a new version of the package no longer has the process: it can't be
    started, and what runs of it goes on.
    """

    __tablename__ = "process_head"

    process_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("process_version.id"))
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    retired_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class LoadedPackage(Base):
    """What a package was when it was last loaded from a folder, or was seen to be the same there.

    Held against the current version it tells whether the package was changed in the browser since.
    """

    __tablename__ = "loaded_package"

    package: Mapped[str] = mapped_column(Text, primary_key=True)
    sha256: Mapped[str] = mapped_column(Text)
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
