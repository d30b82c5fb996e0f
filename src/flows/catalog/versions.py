"""Questions about published versions. Versions never change, so what is read is kept in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Literal, overload
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select, tuple_
from sqlalchemy.orm import Session

from flows.catalog.packages import Package
from flows.catalog.tables import ProcessHead, ProcessVersion
from flows.engine import Definition, ProcessOutline, deploy
from flows.forms import Form, parse_form
from flows.kernel import NotFound


class ProcessUnknown(NotFound):
    """There is no published process with that id."""

    code = "process-unknown"
    sv = "Processen finns inte."
    en = "There is no such process."


class VersionUnknown(NotFound):
    """The package has no version of that number."""

    code = "version-unknown"
    sv = "Den versionen finns inte."
    en = "There is no such version."


@dataclass(frozen=True, slots=True)
class PublishedProcess:
    """The version of a process that new instances start on."""

    process_id: str
    name: str
    name_en: str
    version_id: int
    number: int
    package: str


@dataclass(frozen=True, slots=True)
class PackageVersion:
    """A published version of a package, without its files.

    `origin` is where it was made: "folder" or "browser". `red_scenarios_reason` is why it was
    published although a scenario did not go right, None when all did.
    """

    version_id: int
    package: str
    number: int
    sha256: str
    author: str
    reason: str
    published_at: datetime
    origin: str
    red_scenarios_reason: str | None


_VERSIONS = select(
    ProcessVersion.id,
    ProcessVersion.package,
    ProcessVersion.number,
    ProcessVersion.sha256,
    ProcessVersion.author,
    ProcessVersion.reason,
    ProcessVersion.published_at,
    ProcessVersion.origin,
    ProcessVersion.red_scenarios_reason,
)


@dataclass(frozen=True, slots=True)
class _Loaded:
    package: Package
    definition: Definition
    forms: dict[str, Form]


_loading = Lock()
_loaded: WeakKeyDictionary[Engine, dict[int, _Loaded]] = WeakKeyDictionary()
_KEPT = 200


def current_process(session: Session, process_id: str) -> PublishedProcess:
    """The published version of a process. Raises ProcessUnknown."""
    found = _published(session, process_id)
    if not found:
        raise ProcessUnknown(
            f"Det finns ingen process som heter {process_id}.",
            f"There is no process called {process_id}.",
        )
    return found[0]


def published_processes(session: Session) -> Sequence[PublishedProcess]:
    """Every process that can be started, by name."""
    return _published(session, None)


def _published(session: Session, process_id: str | None) -> Sequence[PublishedProcess]:
    query = (
        select(
            ProcessHead.process_id,
            ProcessHead.name,
            ProcessHead.name_en,
            ProcessVersion.id,
            ProcessVersion.number,
            ProcessVersion.package,
        )
        .join(ProcessVersion, ProcessVersion.id == ProcessHead.version_id)
        .where(ProcessHead.retired_at.is_(None))
        .order_by(ProcessHead.name)
    )
    if process_id is not None:
        query = query.where(ProcessHead.process_id == process_id)
    return [PublishedProcess(*row) for row in session.execute(query)]


def process_names(session: Session) -> dict[str, tuple[str, str]]:
    """The name of every process by its id, in Swedish and, unless "", in English.

    Also of those that can't be started any more.
    """
    rows = session.execute(select(ProcessHead.process_id, ProcessHead.name, ProcessHead.name_en))
    return {row.process_id: (row.name, row.name_en) for row in rows}


def version_numbers(session: Session, version_ids: Collection[int]) -> dict[int, int]:
    """The number of each version by its id."""
    rows = session.execute(
        select(ProcessVersion.id, ProcessVersion.number).where(ProcessVersion.id.in_(version_ids))
    )
    return {row.id: row.number for row in rows}


@overload
def latest_version(session: Session, package: str) -> PackageVersion: ...
@overload
def latest_version(
    session: Session, package: str, *, missing_ok: Literal[True]
) -> PackageVersion | None: ...
def latest_version(
    session: Session, package: str, *, missing_ok: bool = False
) -> PackageVersion | None:
    """The version of a package that is current: the last that was published.

    Raises ProcessUnknown when the package was never published, unless that is all right.
    """
    found = package_versions(session, package)
    if not found and not missing_ok:
        raise ProcessUnknown
    return found[0] if found else None


def package_versions(session: Session, package: str) -> Sequence[PackageVersion]:
    """Every published version of a package, the newest first."""
    rows = session.execute(
        _VERSIONS.where(ProcessVersion.package == package).order_by(ProcessVersion.number.desc())
    )
    return [PackageVersion(*row) for row in rows]


def current_versions(session: Session) -> Sequence[PackageVersion]:
    """The current version of every package, by the package's name."""
    newest = select(ProcessVersion.package, func.max(ProcessVersion.number)).group_by(
        ProcessVersion.package
    )
    named = tuple_(ProcessVersion.package, ProcessVersion.number)
    rows = session.execute(_VERSIONS.where(named.in_(newest)).order_by(ProcessVersion.package))
    return [PackageVersion(*row) for row in rows]


def version_of(session: Session, package: str, number: int) -> PackageVersion:
    """A version of a package by its number. Raises VersionUnknown."""
    row = session.execute(
        _VERSIONS.where(ProcessVersion.package == package, ProcessVersion.number == number)
    ).one_or_none()
    if row is None:
        raise VersionUnknown
    return PackageVersion(*row)


def definition_of(session: Session, version_id: int) -> Definition:
    """The executable form of a version, shared and read-only."""
    return _load(session, version_id).definition


def package_of(session: Session, version_id: int) -> Package:
    """The files of a version."""
    return _load(session, version_id).package


def form_of(session: Session, version_id: int, form_id: str) -> Form:
    """A form of a version. Raises NotFound; publishing refuses a version where that can happen."""
    try:
        return _load(session, version_id).forms[form_id]
    except KeyError:
        raise NotFound(
            f"Formuläret {form_id} finns inte.", f"There is no form {form_id}."
        ) from None


def diagram_of(session: Session, version_id: int, process_id: str) -> bytes:
    """The BPMN file of a version in which the process is drawn."""
    loaded = _load(session, version_id)
    outline: ProcessOutline = loaded.definition.processes[process_id]
    return loaded.package.files[outline.file]


def _load(session: Session, version_id: int) -> _Loaded:
    kept = _kept_for(session)
    loaded = kept.get(version_id)
    if loaded is not None:
        return loaded
    with _loading:
        loaded = kept.get(version_id)
        if loaded is None:
            row = session.get_one(ProcessVersion, version_id)
            package = Package.unpacked(row.package, row.files)
            loaded = _Loaded(package, definition_in(package), forms_in(package))
            if len(kept) >= _KEPT:
                kept.pop(next(iter(kept)))
            kept[version_id] = loaded
    return loaded


def _kept_for(session: Session) -> dict[int, _Loaded]:
    """What is kept of the session's database; another database has other versions."""
    engine = session.get_bind().engine
    kept = _loaded.get(engine)
    if kept is None:
        with _loading:
            kept = _loaded.setdefault(engine, {})
    return kept


def definition_in(package: Package) -> Definition:
    """The executable form of a checked package, whose size was judged by the check.

    Raises DialectError for a package that was not checked.
    """
    return deploy(package.files, max_bytes=max(map(len, package.files.values()), default=0))


def forms_in(package: Package) -> dict[str, Form]:
    """The forms of a package by id. Raises FormError for a form that can't be read."""
    forms = (parse_form(raw, name) for name, raw in package.by_suffix(".form").items())
    return {form.id: form for form in forms}
