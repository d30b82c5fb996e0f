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


class ProcessHead(Base):
    """The version that new instances of a process start on."""

    __tablename__ = "process_head"

    process_id: Mapped[str] = mapped_column(Text, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("process_version.id"))
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
