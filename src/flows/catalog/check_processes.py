"""Check a content folder: organisations, every package, every scenario, and what they cover."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.catalog.check_package import check_package
from flows.catalog.packages import Content, Package, read_packages
from flows.catalog.play_package import Coverage, play_package
from flows.catalog.scenario_run import Stage
from flows.catalog.versions import definition_in, forms_in
from flows.kernel import Problem
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
    path: Path, *, max_bytes: int, operations: Collection[str], scenarios: bool = True
) -> CheckReport:
    """Read and check what `path` holds, and play its scenarios when all else is right.

    `operations` are the service task types that Flows can do. Every problem is in the report.
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
    roles = {role.id for organisation in organisations.values() for role in organisation.roles}
    refused = set[str]()
    for package in content.packages:
        found = check_package(
            package,
            operations=operations,
            roles=roles,
            max_bytes=max_bytes,
        )
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
