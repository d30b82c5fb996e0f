"""Check a content folder: organisations, every package, every scenario, and what they cover."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.catalog.check_package import check_package
from flows.catalog.packages import SCENARIOS, Content, Package, read_packages
from flows.catalog.play_scenario import Played, play_scenario
from flows.catalog.scenario_file import read_scenario
from flows.catalog.versions import definition_in, forms_in
from flows.engine import ProcessOutline
from flows.kernel import Problem
from flows.organisation import Organisation, OrganisationError


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a process its scenarios pass: flow nodes passed, of how many, and those left."""

    process_id: str
    passed: int
    of: int
    left: tuple[str, ...]


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
        for package in content.packages:
            if package.name not in refused:
                faults, results, covered = _play(package, organisations)
                problems += faults
                played += results
                coverage += covered
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


def _play(
    package: Package, organisations: Mapping[str, Organisation]
) -> tuple[list[Problem], list[tuple[str, bool]], list[Coverage]]:
    definition = definition_in(package)
    forms = forms_in(package)
    of_forum = {
        forum.id: organisation
        for organisation in organisations.values()
        for forum in organisation.forums
    }
    problems: list[Problem] = []
    results: list[tuple[str, bool]] = []
    passed: dict[str, set[str]] = {process: set() for process in definition.processes}
    for name, raw in package.files.items():
        if not name.startswith(f"{SCENARIOS}/"):
            continue
        scenario, faults = read_scenario(raw, f"{package.name}/{name}")
        if scenario is None:
            problems += faults
            continue
        outcome: Played = play_scenario(scenario, definition, forms, of_forum)
        problems += outcome.problems
        results.append((scenario.name, not outcome.problems))
        if scenario.process in passed:
            for process in passed:
                passed[process] |= outcome.passed
    covered = [
        _covered(process, set(outline.elements), passed[process])
        for process, outline in definition.processes.items()
    ]
    if not any(name.startswith(f"{SCENARIOS}/") for name in package.files):
        problems.append(_no_scenarios(package))
        return problems, results, covered
    for outline, coverage in zip(definition.processes.values(), covered, strict=True):
        problems += [_not_covered(package, outline, left) for left in coverage.left]
    return problems, results, covered


def _no_scenarios(package: Package) -> Problem:
    return Problem(
        "no-scenarios",
        "Processen har inga scenarier, så ingen har provat den.",
        "The process has no scenarios, so nobody has tried it.",
        file=package.name,
        severity="warning",
    )


def _not_covered(package: Package, outline: ProcessOutline, element_id: str) -> Problem:
    element = outline.elements[element_id]
    return Problem(
        "not-covered",
        f"Inget scenario går genom ”{element.name or element.id}”.",
        f'No scenario passes "{element.name or element.id}".',
        file=f"{package.name}/{outline.file}",
        line=element.line,
        element=element.id,
        name=element.name,
        severity="warning",
    )


def _covered(process_id: str, nodes: set[str], passed: set[str]) -> Coverage:
    left = tuple(sorted(nodes - passed))
    return Coverage(process_id, len(nodes) - len(left), len(nodes), left)
