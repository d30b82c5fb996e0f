"""Check a content folder: organisations, every package, every scenario, and what they cover."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.catalog.check_draft import check_draft, in_folder
from flows.catalog.lints.subject import OperationKind
from flows.catalog.packages import Content, Package, read_packages
from flows.catalog.play_package import Coverage, play_package
from flows.catalog.scenario_stage import Stage
from flows.catalog.versions import definition_in, forms_in
from flows.engine import read_package
from flows.kernel import Problem, system_clock
from flows.organisation import Organisation, OrganisationError


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found. `scenarios` holds each scenario's name and whether it went right."""

    packages: tuple[Package, ...]
    organisations: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    scenarios: tuple[tuple[str, bool], ...]
    coverage: tuple[Coverage, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing stands in the way of publishing."""
        return not any(problem.severity == "error" for problem in self.problems)


def check_processes(
    path: Path,
    *,
    max_bytes: int,
    operations: Mapping[str, OperationKind],
    scenarios: bool = True,
    now: datetime | None = None,
) -> CheckReport:
    """Read and check what `path` holds, and play its scenarios when all else is right.

    `operations` are what Flows can do, by service task type; without `now` times are held against
    the machine's own clock. Every problem is in the report.
    """
    content = read_packages(path, max_bytes=max_bytes)
    problems = list(content.problems)
    organisations: dict[str, Organisation] = {}
    for file, raw in content.organisations.items():
        try:
            organisations[file] = Organisation.parse(raw, file)
            problems += organisations[file].warnings
        except OrganisationError as error:
            problems += error.problems
    refused = set[str]()
    for package, found in _checked(content, organisations, operations, now, max_bytes):
        problems += found
        if any(problem.severity == "error" for problem in found):
            refused.add(package.name)
    played: list[tuple[str, bool]] = []
    coverage: list[Coverage] = []
    if scenarios:
        of_forum = {
            forum.id: organisation
            for organisation in organisations.values()
            for forum in organisation.forums
        }
        for package in content.packages:
            if package.name not in refused:
                stage = Stage(definition_in(package), forms_in(package), of_forum)
                report = play_package(package, stage)
                problems += report.problems
                played += [(result.name, result.right) for result in report.results]
                coverage += report.coverage
    return _report(content, problems, played, coverage)


def _checked(
    content: Content,
    organisations: Mapping[str, Organisation],
    operations: Mapping[str, OperationKind],
    now: datetime | None,
    max_bytes: int,
) -> Iterator[tuple[Package, list[Problem]]]:
    """Each package with what is wrong in it, seen beside the others that were read."""
    drawn = {
        package.name: list(read_package(package.files, max_bytes=max_bytes).processes.values())
        for package in content.packages
    }
    roles = {role.id for one in organisations.values() for role in one.roles}
    scopes = {scope for one in organisations.values() for scope in _scopes(one)}
    for package in content.packages:
        others = [one for name in drawn if name != package.name for one in drawn[name]]
        found = check_draft(
            package,
            operations=operations,
            roles=roles,
            scopes=scopes,
            # A package that was read alone may well start processes of others.
            processes={one.id for one in others} if len(drawn) > 1 else None,
            neighbours=others,
            now=now or system_clock(),
            max_bytes=max_bytes,
        )
        yield package, in_folder(package, found)


def _scopes(organisation: Organisation) -> Iterator[str]:
    yield organisation.collaboration.id
    yield from (party.id for party in organisation.parties)
    yield from (forum.id for forum in organisation.forums)


def _report(
    content: Content,
    problems: list[Problem],
    played: list[tuple[str, bool]],
    coverage: list[Coverage],
) -> CheckReport:
    return CheckReport(
        content.packages,
        content.organisations,
        tuple(problems),
        tuple(played),
        tuple(coverage),
    )
