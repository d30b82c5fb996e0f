"""Make a checked package the current version of it. What was published is never changed."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from flows.catalog.packages import Package
from flows.catalog.tables import LoadedPackage, ProcessHead, ProcessVersion
from flows.catalog.versions import definition_in

Origin = Literal["folder", "browser"]


def wait_for_turn(session: Session) -> None:
    """Let nobody else publish until the transaction ends; wait for whoever does."""
    session.execute(text("select pg_advisory_xact_lock(hashtext('flows.catalog'))"))


def publish_package(
    session: Session,
    package: Package,
    *,
    author: str,
    reason: str,
    now: datetime,
    origin: Origin = "folder",
    red_scenarios_reason: str | None = None,
) -> int | None:
    """Make a checked package the current version; None when it already is. Returns its number.

    Processes that the package no longer has can't be started any more; what runs of them goes on.
    """
    latest = session.execute(
        select(ProcessVersion.number, ProcessVersion.sha256)
        .where(ProcessVersion.package == package.name)
        .order_by(ProcessVersion.number.desc())
        .limit(1)
    ).first()
    if origin == "folder":
        remember_loaded(session, package, now=now)
    if latest is not None and latest.sha256 == package.sha256:
        return None
    version = ProcessVersion(
        package=package.name,
        number=(latest.number if latest is not None else 0) + 1,
        sha256=package.sha256,
        author=author,
        reason=reason,
        published_at=now,
        files=package.packed(),
        origin=origin,
        red_scenarios_reason=red_scenarios_reason,
    )
    session.add(version)
    session.flush()
    _set_heads(session, package, version, now)
    return version.number


def remember_loaded(session: Session, package: Package, *, now: datetime) -> None:
    """Remember that a folder holds the package as it is here. The caller commits."""
    row = insert(LoadedPackage).values(package=package.name, sha256=package.sha256, loaded_at=now)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["package"],
            set_={"sha256": row.excluded.sha256, "loaded_at": row.excluded.loaded_at},
        )
    )


def _set_heads(session: Session, package: Package, version: ProcessVersion, now: datetime) -> None:
    """Start the package's processes on the version from now on, and no others of the package."""
    outlines = definition_in(package).processes
    of_package = select(ProcessVersion.id).where(ProcessVersion.package == package.name)
    session.execute(
        update(ProcessHead)
        .where(
            ProcessHead.version_id.in_(of_package),
            ProcessHead.process_id.not_in(list(outlines)),
            ProcessHead.retired_at.is_(None),
        )
        .values(retired_at=now)
    )
    for outline in outlines.values():
        head = insert(ProcessHead).values(
            process_id=outline.id,
            version_id=version.id,
            name=outline.name,
            name_en=outline.properties.get("name_en", ""),
            retired_at=None,
        )
        session.execute(
            head.on_conflict_do_update(
                index_elements=[ProcessHead.process_id],
                set_={
                    name: getattr(head.excluded, name)
                    for name in ("version_id", "name", "name_en", "retired_at")
                },
            )
        )
