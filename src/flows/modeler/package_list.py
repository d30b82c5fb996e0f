"""Every package: what is current, who draws on it, how much of it runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog import (
    PackageVersion,
    PublishedProcess,
    current_versions,
    published_processes,
)
from flows.modeler.contents import contents_of
from flows.modeler.drafts import draft_of
from flows.modeler.running import running_counts
from flows.modeler.tables import DraftRow
from flows.organisation import swedish_sort_key


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package in the list. `version` is None for one that was never published.

    `drawn_by` and `drawn_at` tell who changed its draft last, and when; None without a draft.
    """

    package: str
    title: str
    title_en: str
    version: PackageVersion | None
    drawn_by: str | None
    drawn_at: datetime | None
    running: int


def packages(session: Session) -> Sequence[PackageRow]:
    """Every package, published or only drawn, in Swedish order of their titles."""
    versions = {version.package: version for version in current_versions(session)}
    drafts = {row.package: row for row in session.scalars(select(DraftRow))}
    named = _published_titles(session)
    running = running_counts(session)
    rows = []
    for package in versions.keys() | drafts.keys():
        draft = drafts.get(package)
        title, title_en = named.get(package) or _drawn_title(session, package, draft is not None)
        rows.append(
            PackageRow(
                package=package,
                title=title,
                title_en=title_en,
                version=versions.get(package),
                drawn_by=draft.changed_by if draft else None,
                drawn_at=draft.changed_at if draft else None,
                running=running.get(package, 0),
            )
        )
    return sorted(rows, key=lambda row: (swedish_sort_key(row.title), row.package))


def _published_titles(session: Session) -> dict[str, tuple[str, str]]:
    """The title of each package by its published processes: its namesake's, or the first's."""
    found: dict[str, PublishedProcess] = {}
    for process in published_processes(session):
        if process.process_id == process.package or process.package not in found:
            found[process.package] = process
    return {package: (each.name, each.name_en) for package, each in found.items()}


def _drawn_title(session: Session, package: str, is_drawn: bool) -> tuple[str, str]:
    if not is_drawn:
        return package, ""
    contents = contents_of(draft_of(session, package).as_package())
    return contents.title, contents.title_en
