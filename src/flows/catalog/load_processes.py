"""Publish what a content folder holds: all of it, or nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from flows.catalog.check_processes import CheckReport, check_processes
from flows.catalog.lints.subject import OperationKind
from flows.catalog.packages import Package
from flows.catalog.publish_package import publish_package, remember_loaded, wait_for_turn
from flows.catalog.tables import LoadedPackage
from flows.catalog.versions import PackageVersion, latest_version
from flows.kernel import Invalid, Problem
from flows.organisation import load_organisation

WhenChangedInBrowser = Literal["refuse", "keep", "replace"]
"""What a load does with a package that the folder and the browser have both changed."""


class ContentRefused(Invalid):
    """The content has errors; nothing of it was loaded."""

    code = "content-refused"
    sv = "Innehållet har fel. Inget lästes in."
    en = "The content has errors. Nothing was loaded."


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: packages with a new version and its number, packages as they were.

    `kept` are those that were changed in the folder and in the browser, and left as they are.
    """

    published: tuple[tuple[str, int], ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
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
    operations: Mapping[str, OperationKind],
    scenarios: bool = True,
    when_changed_in_browser: WhenChangedInBrowser = "refuse",
) -> LoadReport:
    """Check `path` and publish every package that has changed there since it was loaded.

    A package whose current version was made in the browser since is not written over: it is
    refused or kept, or the folder wins, as the caller says. Organisation files are loaded too.
    Raises ContentRefused with every problem. The caller owns the transaction; two loads at the
    same time wait for each other.
    """
    report = check_processes(
        path, max_bytes=max_bytes, operations=operations, scenarios=scenarios, now=now
    )
    if not report.ok:
        raise ContentRefused(problems=report.problems)
    wait_for_turn(session)
    todo = {
        package.name: _what_to_do(session, package, when_changed_in_browser, now)
        for package in report.packages
    }
    if when_changed_in_browser == "refuse":
        _refuse_changed(session, [name for name, what in todo.items() if what == "keep"])
    for file, raw in report.organisations.items():
        load_organisation(session, raw, file, now)
    published: list[tuple[str, int]] = []
    for package in report.packages:
        if todo[package.name] == "publish":
            number = publish_package(session, package, author=author, reason=reason, now=now)
            published += [] if number is None else [(package.name, number)]
    return LoadReport(
        published=tuple(published),
        unchanged=tuple(name for name, what in todo.items() if what == "nothing"),
        kept=tuple(name for name, what in todo.items() if what == "keep"),
        organisations=tuple(report.organisations),
        report=report,
    )


def _what_to_do(
    session: Session, package: Package, when_changed: WhenChangedInBrowser, now: datetime
) -> Literal["nothing", "publish", "keep"]:
    """What the folder's package means, held against the current version and the last load."""
    version = latest_version(session, package.name, missing_ok=True)
    current = version.sha256 if version is not None else None
    loaded = session.scalar(
        select(LoadedPackage.sha256).where(LoadedPackage.package == package.name)
    )
    if package.sha256 == current:
        remember_loaded(session, package, now=now)
        return "nothing"
    if current in {None, loaded} or when_changed == "replace":
        return "publish"
    return "nothing" if package.sha256 == loaded else "keep"


def _refuse_changed(session: Session, packages: Collection[str]) -> None:
    problems = [_changed_in_browser(latest_version(session, name)) for name in packages]
    if problems:
        raise ContentRefused(problems=problems)


def _changed_in_browser(version: PackageVersion) -> Problem:
    name, number = version.package, version.number
    return Problem(
        "changed-in-browser",
        f"Version {number} gjordes i webbläsaren av {version.author} efter den senaste"
        " inläsningen, och mappen har ändrats den också. Hämta versionen med"
        f" ”flows export {name} MAPP” och för in ändringarna i den, eller låt mappen gälla med"
        " --replace.",
        f"Version {number} was made in the browser by {version.author} after the last load, and"
        f' the folder has changed too. Fetch the version with "flows export {name} FOLDER" and'
        " bring the changes into it, or let the folder win with --replace.",
        file=name,
    )
