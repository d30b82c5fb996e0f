"""The scenarios of a package as a list, and how much of its diagrams they pass."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.play_package import ScenarioReport, ScenarioResult
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import Stage
from flows.documents import DiagramUnreadable, Mark, diagram_svg
from flows.kernel import Problem
from flows.modeler.look_ahead import names_of
from flows.modeler.recording_errors import NotRunnable
from flows.modeler.run_scenarios import run_scenarios
from flows.modeler.scenario_steps import StepView, steps_in_words
from flows.modeler.stage import stage_of
from flows.organisation import Actor, Collaboration, collaborations, forum_names


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A scenario: how it went, and the step where it stopped if it did.

    `file` is its name in the package, `forum` what the forum is called. `stopped_at` is 0 when it
    could not even start; `stop` is the step, when it has one. `elsewhere` is the collaboration that
    the forum belongs to, as (sv, en), when it isn't the reader's.
    """

    file: str
    name: str
    description: str
    rules: Sequence[str]
    process: str
    forum: str
    steps: int
    faults: Sequence[Problem]
    stopped_at: int | None
    stop: StepView | None
    elsewhere: tuple[str, str] | None = None

    @property
    def right(self) -> bool:
        """Whether it went as it says."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class ProcessCoverage:
    """How much of a process is passed. `left` and `done` are names, `done` with how many do."""

    process_id: str
    name: str
    passed: int
    of: int
    left: Sequence[tuple[str, str]]
    done: Sequence[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class ScenarioList:
    """All of it. `drawings` are (title, svg), made by us; `fault` is why nothing can be run."""

    rows: Sequence[ScenarioRow]
    coverage: Sequence[ProcessCoverage]
    drawings: Sequence[tuple[str, str]]
    seconds: float
    fault: NotRunnable | None = None

    @property
    def right(self) -> int:
        """How many go right."""
        return sum(row.right for row in self.rows)


def scenario_list(session: Session, actor: Actor, package: Package, lang: str) -> ScenarioList:
    """Run the package's scenarios and tell how they went. Raises nothing; nothing is changed."""
    report = run_scenarios(session, package)
    stage, fault = None, None
    try:
        stage = stage_of(session, package)
    except NotRunnable as refused:
        fault = refused
    rows = _rows(session, actor, package, stage, report.results)
    if stage is None:
        return ScenarioList(rows, (), (), report.seconds, fault)
    coverage = list(_coverage(stage, report))
    return ScenarioList(
        rows, coverage, list(_drawings(package, stage, report, lang)), report.seconds
    )


def scenario_row(session: Session, actor: Actor, package: Package, file: str) -> ScenarioRow | None:
    """One of the package's scenarios, by its file; None when there is none that can be played."""
    try:
        return next(iter(scenario_rows(session, actor, package, [file])), None)
    except NotRunnable:
        return None


def scenario_rows(
    session: Session, actor: Actor, package: Package, files: Collection[str]
) -> list[ScenarioRow]:
    """Some of the package's scenarios, by their files. Raises NotRunnable."""
    stage = stage_of(session, package)
    results = [one for one in run_scenarios(session, package).results if one.file in files]
    return _rows(session, actor, package, stage, results)


def _rows(
    session: Session,
    actor: Actor,
    package: Package,
    stage: Stage | None,
    results: Sequence[ScenarioResult],
) -> list[ScenarioRow]:
    forums = {
        forum_id: _Forum(name, None if each.id == actor.collaboration_id else each)
        for each in collaborations(session)
        for forum_id, name in forum_names(session, each.id).items()
    }
    return [_row(session, actor, package, stage, forums, result) for result in results]


@dataclass(frozen=True, slots=True)
class _Forum:
    """A forum's name, and its collaboration when that is another than the reader's."""

    name: str
    elsewhere: Collaboration | None


def _row(
    session: Session,
    actor: Actor,
    package: Package,
    stage: Stage | None,
    forums: Mapping[str, _Forum],
    result: ScenarioResult,
) -> ScenarioRow:
    scenario = result.scenario
    file = result.file.rpartition("/")[2]
    if scenario is None:
        return ScenarioRow(file, file, "", (), "", "", 0, result.faults, None, None)
    stop, process = None, scenario.process
    if stage is not None:
        outline = stage.definition.processes.get(scenario.process)
        process = outline.name or outline.id if outline else process
        if result.stopped_at:
            run = ScenarioRun(scenario, stage)
            names = names_of(session, package, run)
            numbered = enumerate(scenario.steps, start=1)
            steps = steps_in_words(session, actor, run, numbered, scenario.now, names)
            stop = next((step for step in steps if step.number == result.stopped_at), None)
    forum = forums.get(scenario.forum or "", _Forum(scenario.forum or "", None))
    there = forum.elsewhere
    return ScenarioRow(
        file,
        scenario.name,
        scenario.description,
        scenario.rules,
        process,
        forum.name,
        len(scenario.steps),
        result.faults,
        result.stopped_at,
        stop,
        (there.name, there.name_en) if there else None,
    )


def _coverage(stage: Stage, report: ScenarioReport) -> Iterator[ProcessCoverage]:
    for covered in report.coverage:
        outline = stage.definition.processes[covered.process_id]
        names = {one.id: one.name or one.id for one in outline.elements.values()}
        left = set(covered.left)
        yield ProcessCoverage(
            outline.id,
            outline.name or outline.id,
            covered.passed,
            covered.of,
            [(id_, name) for id_, name in names.items() if id_ in left],
            [(id_, name, report.passed[id_]) for id_, name in names.items() if id_ not in left],
        )


def _drawings(
    package: Package, stage: Stage, report: ScenarioReport, lang: str
) -> Iterator[tuple[str, str]]:
    said = ("passes", "no scenario") if lang == "en" else ("passeras", "inget scenario")
    files: dict[str, str] = {}
    for outline in stage.definition.processes.values():
        files.setdefault(outline.file, outline.name or outline.id)
    marks = {
        id_: Mark("done", count, f"{said[0]}: {count}") for id_, count in report.passed.items()
    }
    for covered in report.coverage:
        marks |= {id_: Mark("missed", 1, said[1]) for id_ in covered.left}
    for number, (file, title) in enumerate(files.items()):
        raw = package.files[file]
        try:
            svg = diagram_svg(raw, marks, title=title, prefix=f"covered-{number}")
        except DiagramUnreadable:
            continue
        yield title, svg
