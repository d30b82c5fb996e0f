"""Which content was loaded last, so that a start with the same content need not load it again."""

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import DateTime, String, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from flows import __version__
from flows.kernel import Base


class LoadedContent(Base):
    """One row per content folder."""

    __tablename__ = "loaded_content"

    folder: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


def fingerprint(folder: Path) -> str:
    """A digest of every file below the folder, and of the program's version, which checks them."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        digest.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def is_loaded(session: Session, folder: Path, sha256: str) -> bool:
    """Whether this is what was loaded last from the folder."""
    row = session.get(LoadedContent, str(folder.resolve()))
    return row is not None and row.sha256 == sha256


def remember_loaded(session: Session, folder: Path, sha256: str) -> None:
    """Remember what was loaded. The caller owns the transaction."""
    values = {"folder": str(folder.resolve()), "sha256": sha256}
    statement = insert(LoadedContent).values(values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["folder"], set_={"sha256": sha256, "loaded_at": func.now()}
        )
    )
