"""Publish what a content folder holds: all of it, or nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from flows.catalog.check_processes import CheckReport, check_processes
from flows.catalog.packages import Package
from flows.catalog.tables import ProcessHead, ProcessVersion
from flows.catalog.versions import definition_in
from flows.kernel import Invalid
from flows.organisation import load_organisation


class ContentRefused(Invalid):
    """The content has errors; nothing of it was loaded."""

    code = "content-refused"
    sv = "Innehållet har fel. Inget lästes in."
    en = "The content has errors. Nothing was loaded."


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: packages with a new version and its number, packages as they were."""

    published: tuple[tuple[str, int], ...]
    unchanged: tuple[str, ...]
    organisations: tuple[str, ...]
    report: CheckReport


def load_processes(
    session: Session,
    path: Path,
    *,
    author: str,
    reason: str,
    now: datetime,
    max_bytes: int,
    operations: Collection[str],
    scenarios: bool = True,
) -> LoadReport:
    """Check `path` and publish a new version of every package that differs from the current one.

    Organisation files are loaded too. Raises ContentRefused with every problem. The caller owns
    the transaction; two loads at the same time wait for each other.
    """
    report = check_processes(path, max_bytes=max_bytes, operations=operations, scenarios=scenarios)
    if not report.ok:
        raise ContentRefused(problems=report.problems)
    session.execute(text("select pg_advisory_xact_lock(hashtext('flows.catalog'))"))
    for file, raw in report.organisations.items():
        load_organisation(session, raw, file, now)
    published: list[tuple[str, int]] = []
    unchanged: list[str] = []
    for package in report.packages:
        number = publish_package(session, package, author=author, reason=reason, now=now)
        if number is None:
            unchanged.append(package.name)
        else:
            published.append((package.name, number))
    return LoadReport(tuple(published), tuple(unchanged), tuple(report.organisations), report)


def publish_package(
    session: Session, package: Package, *, author: str, reason: str, now: datetime
) -> int | None:
    """Make a checked package the current version; None when it already is. Returns its number."""
    latest = session.execute(
        select(ProcessVersion.number, ProcessVersion.sha256)
        .where(ProcessVersion.package == package.name)
        .order_by(ProcessVersion.number.desc())
        .limit(1)
    ).first()
    if latest is not None and latest.sha256 == package.sha256:
        return None
    number = (latest.number if latest is not None else 0) + 1
    version = ProcessVersion(
        package=package.name,
        number=number,
        sha256=package.sha256,
        author=author,
        reason=reason,
        published_at=now,
        files=package.packed(),
    )
    session.add(version)
    session.flush()
    definition = definition_in(package)
    for outline in definition.processes.values():
        head = insert(ProcessHead).values(
            process_id=outline.id,
            version_id=version.id,
            name=outline.name,
            name_en=outline.properties.get("name_en", ""),
        )
        session.execute(
            head.on_conflict_do_update(
                index_elements=[ProcessHead.process_id],
                set_={
                    "version_id": head.excluded.version_id,
                    "name": head.excluded.name,
                    "name_en": head.excluded.name_en,
                },
            )
        )
    return number
