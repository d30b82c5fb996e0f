"""A published package as the engine knows it: read once, then shared by every instance of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flows.engine.building import ScopeSpec, build
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Process
from flows.engine.diagram.read_processes import read_processes
from flows.engine.diagram.reading import UnreadableFile, bpmn, read_xml
from flows.engine.diagram.schema import check_schema
from flows.engine.dialect import normalise
from flows.engine.dialect.package import check_package
from flows.engine.errors import DialectError
from flows.engine.outline import ProcessOutline, outline_of
from flows.expressions import DecisionError, DecisionModel
from flows.kernel import Problem

FileSet = Mapping[str, bytes]
"""The files of one package by name; `*.bpmn` and `*.dmn` are read, others left alone."""

MAX_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Definition:
    """The processes and decisions of one version of a package; read-only and thread-safe."""

    processes: Mapping[str, ProcessOutline]
    specs: Mapping[str, ScopeSpec]
    decisions: Mapping[str, DecisionModel]
    warnings: tuple[Problem, ...] = ()
    element_ids: frozenset[str] = field(init=False)
    """The ids of every element that is drawn, in whatever process."""

    def __post_init__(self) -> None:
        ids = (one for outline in self.processes.values() for one in outline.elements)
        object.__setattr__(self, "element_ids", frozenset(ids))


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a package that may have faults; `decisions` by id, as in Definition."""

    processes: Mapping[str, ProcessOutline]
    decisions: Mapping[str, DecisionModel]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Read:
    processes: list[Process] = field(default_factory=list)
    outlines: dict[str, ProcessOutline] = field(default_factory=dict)
    decisions: dict[str, DecisionModel] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_package(files: FileSet, *, max_bytes: int = MAX_BYTES) -> Reading:
    """Read a package as far as it goes, with everything that is wrong with it, errors first.

    Unlike `check`, it also holds the files against the schemas of BPMN and DMN.
    """
    found = _read(files, max_bytes)
    wrong = {(one.file, one.element) for one in found.problems if one.severity == "error"}
    for name in sorted(files):
        odd = check_schema(name, files[name], max_bytes=max_bytes)
        found.problems += [one for one in odd if (one.file, one.element) not in wrong]
    return Reading(
        MappingProxyType(found.outlines),
        MappingProxyType(found.decisions),
        tuple(_sorted(found.problems)),
    )


def check(files: FileSet, *, max_bytes: int = MAX_BYTES) -> list[Problem]:
    """Everything that is wrong with a package's diagrams and decisions, all of it at once."""
    return _sorted(_read(files, max_bytes).problems)


def deploy(files: FileSet, *, max_bytes: int = MAX_BYTES) -> Definition:
    """Read a package and make it ready to run. Raises DialectError with every problem."""
    read = _read(files, max_bytes)
    problems = _sorted(read.problems)
    if any(problem.severity == "error" for problem in problems):
        raise DialectError(problems)
    specs: dict[str, ScopeSpec] = {}
    for process in read.processes:
        specs.update(build(process))
    return Definition(
        MappingProxyType(read.outlines),
        MappingProxyType(specs),
        MappingProxyType(read.decisions),
        tuple(problems),
    )


def process_ids(raw: bytes, *, max_bytes: int = MAX_BYTES) -> list[str]:
    """The ids of the processes in a file, as far as it can be read; none when it can't."""
    try:
        root = read_xml(raw, "", max_bytes=max_bytes)
    except UnreadableFile:
        return []
    return [element.get("id", "") for element in root.findall(bpmn("process"))]


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (p.severity != "error", p.file, p.line, p.element))


def _read(files: FileSet, max_bytes: int) -> _Read:
    read = _Read()
    diagrams = 0
    for name in sorted(files):
        if name.endswith(".dmn"):
            _read_decisions(name, files[name], read)
        elif name.endswith(".bpmn"):
            diagrams += 1
            _read_diagram(name, files[name], max_bytes, read)
    if not diagrams:
        read.problems.append(
            Problem("no-diagram", "Paketet har inget diagram.", "The package has no diagram.")
        )
    read.problems += check_package(read.processes, read.decisions.keys())
    return read


def _read_decisions(name: str, raw: bytes, read: _Read) -> None:
    try:
        model = DecisionModel.from_xml(raw, name)
    except DecisionError as error:
        read.problems += error.problems
        return
    for decision_id in model.decisions:
        if decision_id in read.decisions:
            read.problems.append(
                Problem(
                    "decision-twice",
                    f"Beslutet {decision_id} finns i två filer.",
                    f"The decision {decision_id} is in two files.",
                    file=name,
                    element=decision_id,
                )
            )
        read.decisions[decision_id] = model


def _read_diagram(name: str, raw: bytes, max_bytes: int, read: _Read) -> None:
    try:
        root = read_xml(raw, name, max_bytes=max_bytes)
    except UnreadableFile as error:
        read.problems.append(error.problem)
        return
    findings = Findings(name)
    for process in read_processes(root, findings):
        read.outlines[process.id] = outline_of(process)
        normalise(process, findings)
        read.processes.append(process)
    read.problems += findings.problems
