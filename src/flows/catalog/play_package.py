"""Play every scenario of a package: how each went, and how much of the diagrams they pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from flows.catalog.packages import SCENARIOS, Package
from flows.catalog.play_scenario import play_scenario
from flows.catalog.scenario_file import Scenario, read_scenario
from flows.catalog.scenario_stage import Stage
from flows.engine import ProcessOutline
from flows.kernel import Problem

MAX_SECONDS = 30.0
"""How long all scenarios of a package may take; those after that are not tried."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a process its scenarios pass: flow nodes passed, of how many, and those left."""

    process_id: str
    passed: int
    of: int
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """How a scenario went: nothing in `faults` when it went right.

    `scenario` is None when the file can't be read. `stopped_at` is the number of the step that it
    could not take, from 1; 0 for its start, None when all were taken. `passed` are the ids of the
    elements on its way, `stands` of those where it stood in the end.
    """

    file: str
    scenario: Scenario | None
    faults: tuple[Problem, ...]
    stopped_at: int | None = None
    passed: frozenset[str] = frozenset()
    stands: frozenset[str] = frozenset()

    @property
    def right(self) -> bool:
        """Whether it went as it says."""
        return not self.faults

    @property
    def name(self) -> str:
        """What it is called; the name of the file when that can't be read."""
        return self.scenario.name if self.scenario else self.file.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class ScenarioReport:
    """How the scenarios of a package went, with all that there is to say of it as problems.

    `passed` tells how many scenarios pass each element, `seconds` how long it took.
    """

    results: Sequence[ScenarioResult] = ()
    problems: Sequence[Problem] = ()
    coverage: Sequence[Coverage] = ()
    passed: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def right(self) -> bool:
        """Whether every scenario went as it says."""
        return all(result.right for result in self.results)


def play_package(package: Package, stage: Stage) -> ScenarioReport:
    """Play the scenarios of a package whose diagrams and forms are sound. Raises nothing."""
    results: list[ScenarioResult] = []
    problems: list[Problem] = []
    passed: dict[str, int] = {}
    until = monotonic() + MAX_SECONDS
    for name in sorted(package.files):
        if not name.startswith(f"{SCENARIOS}/"):
            continue
        late = monotonic() > until
        result, told = _not_tried(package, name) if late else _play(package, name, stage)
        results.append(result)
        problems += told
        for element_id in result.passed:
            passed[element_id] = passed.get(element_id, 0) + 1
    processes = stage.definition.processes
    coverage = [
        _coverage(process, {one.id for one in outline.elements.values() if one.drawn}, set(passed))
        for process, outline in processes.items()
    ]
    if results:
        for outline, covered in zip(processes.values(), coverage, strict=True):
            problems += [_not_covered(package, outline, left) for left in covered.left]
    else:
        problems.append(_no_scenarios(package))
    return ScenarioReport(results, problems, coverage, passed)


def _play(package: Package, name: str, stage: Stage) -> tuple[ScenarioResult, list[Problem]]:
    scenario, faults = read_scenario(package.files[name], f"{package.name}/{name}")
    if scenario is None:
        return ScenarioResult(name, None, tuple(faults)), faults
    played = play_scenario(scenario, stage)
    result = ScenarioResult(
        name,
        scenario,
        tuple(played.faults),
        played.stopped_at,
        frozenset(played.passed),
        frozenset(played.stands),
    )
    return result, played.problems


def _not_tried(package: Package, name: str) -> tuple[ScenarioResult, list[Problem]]:
    fault = Problem(
        "scenario-not-tried",
        f"Scenariot hann inte provas: de före det tog mer än {MAX_SECONDS:.0f} sekunder.",
        f"There was no time for the scenario: those before took over {MAX_SECONDS:.0f} seconds.",
        file=f"{package.name}/{name}",
        line=1,
    )
    return ScenarioResult(name, None, (fault,)), [fault]


def _coverage(process_id: str, nodes: set[str], passed: set[str]) -> Coverage:
    left = tuple(sorted(nodes - passed))
    return Coverage(process_id, len(nodes) - len(left), len(nodes), left)


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
