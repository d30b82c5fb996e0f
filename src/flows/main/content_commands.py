"""The commands check and load, and the step `load` of a start."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.database.loaded_content import fingerprint, is_loaded, remember_loaded
from flows.database.server import open_server
from flows.kernel import Database, Settings, system_clock
from flows.main.faults import Stopped, by_severity, problem_lines
from flows.main.steps import step

if TYPE_CHECKING:
    from flows.catalog.load_processes import WhenChangedInBrowser


def check_content(settings: Settings, path: Path) -> bool:
    """Check a content folder, print every problem with how to mend it, and tell if all is well."""
    from flows.catalog import check_processes
    from flows.catalog.hints import hint_for
    from flows.engine import set_limits
    from flows.operations import OPERATIONS

    set_limits(rounds=settings.max_rounds)
    if not path.exists():
        raise Stopped(f"{path} finns inte.", f"There is no {path}.")
    report = check_processes(path, max_bytes=settings.max_file_bytes, operations=OPERATIONS)
    for problem in sorted(report.problems, key=by_severity):
        for line in problem_lines(problem):
            click.echo(line)
        click.echo(f"      mend: {hint_for(problem.code)[1]}")
    for name, right in report.scenarios:
        click.echo(f"  scenario {'ok    ' if right else 'FAILED'} {name}")
    for covered in report.coverage:
        click.echo(f"  {covered.process_id}: {covered.passed} of {covered.of} elements passed")
    found = Counter(problem.severity for problem in report.problems)
    hints = f", {found['hint']} hints" if found["hint"] else ""
    click.echo(
        f"{path}: {len(report.packages)} packages, {len(report.scenarios)} scenarios, "
        f"{found['error']} errors, {found['warning']} warnings{hints}"
    )
    return report.ok


def load_content(
    settings: Settings,
    path: Path,
    *,
    author: str,
    reason: str,
    if_changed: bool,
    when_changed_in_browser: "WhenChangedInBrowser",
) -> None:
    """Check and publish a content folder; nothing is published when anything is wrong."""
    with open_server(settings) as server:
        load_step(
            server.url,
            settings,
            path,
            author=author,
            reason=reason,
            if_changed=if_changed,
            when_changed_in_browser=when_changed_in_browser,
        )


def load_step(
    url: str,
    settings: Settings,
    path: Path,
    *,
    author: str,
    reason: str,
    if_changed: bool,
    when_changed_in_browser: "WhenChangedInBrowser",
) -> None:
    """Publish a content folder; with `if_changed` only when it isn't what was loaded last."""
    with step("load") as under_way:
        _require_folder(path)
        if if_changed and _is_loaded(url, path):
            under_way.did = f"{path} has not changed since it was loaded"
        else:
            under_way.did = _publish(
                url,
                settings,
                path,
                author=author,
                reason=reason,
                when_changed_in_browser=when_changed_in_browser,
            )


def export_content(settings: Settings, package: str, folder: Path) -> None:
    """Write the current version of a package to a folder."""
    with open_server(settings) as server, step("export") as under_way:
        under_way.did = _export(server.url, package, folder)


def _is_loaded(url: str, path: Path) -> bool:
    database = Database(url, pool_size=1)
    try:
        with database.transaction() as session:
            return is_loaded(session, path, fingerprint(path))
    finally:
        database.dispose()


def _export(url: str, package: str, folder: Path) -> str:
    from flows.catalog import export_package

    database = Database(url, pool_size=1)
    try:
        with database.transaction() as session:
            done = export_package(session, package, folder)
    finally:
        database.dispose()
    removed = f", removed {', '.join(done.removed)}" if done.removed else ""
    return (
        f"{done.folder}: version {done.version.number}, {len(done.written)} files written{removed}"
    )


def _publish(
    url: str,
    settings: Settings,
    path: Path,
    *,
    author: str,
    reason: str,
    when_changed_in_browser: "WhenChangedInBrowser",
) -> str:
    from flows.catalog import load_processes
    from flows.engine import set_limits
    from flows.operations import OPERATIONS

    set_limits(rounds=settings.max_rounds)
    sha256 = fingerprint(path)
    database = Database(url, pool_size=1)
    try:
        with database.transaction() as session:
            done = load_processes(
                session,
                path,
                author=author,
                reason=reason,
                now=system_clock(),
                max_bytes=settings.max_file_bytes,
                operations=OPERATIONS,
                when_changed_in_browser=when_changed_in_browser,
            )
            remember_loaded(session, path, sha256)
    finally:
        database.dispose()
    published = ", ".join(f"{name} {number}" for name, number in done.published) or "none"
    text = (
        f"{path}: {len(done.organisations)} organisations; published {published}; "
        f"{len(done.unchanged)} unchanged"
    )
    if done.kept:
        text += f"; kept {', '.join(done.kept)} as changed in the browser (see flows load --help)"
    warnings = len(done.report.problems)
    return f"{text}; {warnings} warnings, which flows check tells" if warnings else text


def _require_folder(path: Path) -> None:
    if not path.is_dir():
        raise Stopped(f"Mappen {path} finns inte.", f"There is no folder {path}.")
