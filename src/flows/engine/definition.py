"""A published package as the engine knows it: read once, then shared by every instance of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flows.engine.building import ScopeSpec, build
from flows.engine.diagram.findings import Findings
from flows.engine.diagram.model import Node, Process, Scope
from flows.engine.diagram.read_processes import read_processes
from flows.engine.diagram.reading import UnreadableFile, bpmn, read_xml
from flows.engine.dialect import normalise
from flows.engine.dialect.package import check_package
from flows.engine.errors import DialectError
from flows.engine.specs.work import role_of_lane
from flows.expressions import DecisionError, DecisionModel
from flows.kernel import Problem

FileSet = Mapping[str, bytes]
"""The files of one package by name; `*.bpmn` and `*.dmn` are read, others left alone."""

MAX_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Element:
    """A flow node as it is drawn."""

    id: str
    name: str
    type: str
    line: int
    lane: str | None = None
    documentation: str = ""
    form_id: str | None = None
    decision_id: str | None = None
    called_process: str | None = None
    job_type: str | None = None
    candidate_groups: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProcessOutline:
    """What there is to know of a process without running it.

    `message_starts` and `signal_starts` give the start event by the name of what starts it;
    `start_id` is the plain start event, `start_roles` the roles that its lane is named after.
    """

    id: str
    name: str
    documentation: str
    file: str
    line: int
    elements: Mapping[str, Element]
    lanes: tuple[str, ...] = ()
    start_id: str | None = None
    start_form_id: str | None = None
    message_starts: Mapping[str, str] = field(default_factory=dict)
    signal_starts: Mapping[str, str] = field(default_factory=dict)
    plain_start: str | None = None
    start_roles: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Definition:
    """The processes and decisions of one version of a package; read-only and thread-safe."""

    processes: Mapping[str, ProcessOutline]
    specs: Mapping[str, ScopeSpec]
    decisions: Mapping[str, DecisionModel]
    warnings: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Read:
    processes: list[Process] = field(default_factory=list)
    outlines: dict[str, ProcessOutline] = field(default_factory=dict)
    decisions: dict[str, DecisionModel] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


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
        read.outlines[process.id] = _outline(process)
        normalise(process, findings)
        read.processes.append(process)
    read.problems += findings.problems


def _outline(process: Process) -> ProcessOutline:
    starts = [node for node in process.scope.nodes.values() if node.type == "startEvent"]
    plain = next((node for node in starts if not node.triggers), None)
    by_kind: dict[str, dict[str, str]] = {"message": {}, "signal": {}}
    for node in starts:
        for trigger in node.triggers:
            by_kind.setdefault(trigger.kind, {})[trigger.name] = node.id
    return ProcessOutline(
        id=process.id,
        name=process.name,
        documentation=process.documentation,
        file=process.file,
        line=process.line,
        elements=MappingProxyType(_elements(process.scope)),
        lanes=process.lanes,
        start_id=plain.id if plain else None,
        start_form_id=plain.settings.form_id if plain else None,
        message_starts=MappingProxyType(by_kind["message"]),
        signal_starts=MappingProxyType(by_kind["signal"]),
        plain_start=plain.id if plain else None,
        start_roles=(role_of_lane(plain.lane),) if plain and plain.lane else (),
        properties=MappingProxyType(dict(process.properties)),
    )


def _elements(scope: Scope) -> dict[str, Element]:
    nodes = [node for inner in scope.scopes() for node in inner.nodes.values()]
    return {node.id: _element(node) for node in nodes}


def _element(node: Node) -> Element:
    settings = node.settings
    groups = settings.assignment.groups
    return Element(
        id=node.id,
        name=node.name,
        type=node.type,
        line=node.line,
        lane=node.lane,
        documentation=node.documentation,
        form_id=settings.form_id,
        decision_id=settings.decision[0] if settings.decision else None,
        called_process=settings.calls,
        job_type=settings.job.type_source if settings.job else None,
        candidate_groups=groups.source if groups else None,
        properties=MappingProxyType(dict(settings.properties)),
    )
