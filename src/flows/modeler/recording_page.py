"""Where a recording stands: what can be done next, what was done, and what is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.scenario_run import ScenarioRun
from flows.documents import DiagramUnreadable, Mark, diagram_svg
from flows.engine import HistoryEvent, OpenTask
from flows.modeler.precedents import Precedents
from flows.modeler.recording_rest import RestView, rest_of
from flows.modeler.recordings import Recording, Stop, play_recording
from flows.modeler.scenario_steps import Doer, StepView, doers_of, steps_taken
from flows.modeler.value_fields import ValueField, value_fields
from flows.organisation import Actor

_GIVEN = frozenset({"forum", "part", "instans"})


@dataclass(frozen=True, slots=True)
class OpenTaskView:
    """A task that somebody has to do. `alike` is how many there are that can't be told apart."""

    element_id: str
    item: int | None
    name: str
    name_en: str
    due_at: datetime | None
    doers: Sequence[Doer]
    groups: Sequence[str]
    alike: int


@dataclass(frozen=True, slots=True)
class AwaitedView:
    """A message or a signal that is awaited; `fields` are what such a one has carried before."""

    kind: str
    element: str
    name: str
    key: str | None
    fields: Sequence[ValueField]


@dataclass(frozen=True, slots=True)
class WorkView:
    """An operation that was done. `error` is the code it failed with, if it did."""

    number: int
    name: str
    type: str
    turn: int
    error: str
    fields: Sequence[ValueField]
    answer: Sequence[ValueField]


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """Everything that the page of a recording shows. `drawings` are (file, svg), made by us."""

    recording: Recording
    run: ScenarioRun
    stop: Stop | None
    tasks: Sequence[OpenTaskView]
    timers: Sequence[tuple[str, datetime]]
    awaited: Sequence[AwaitedView]
    work: Sequence[WorkView]
    variables: Sequence[ValueField]
    steps: Sequence[StepView]
    walked: Sequence[HistoryEvent]
    drawings: Sequence[tuple[str, str]]
    rest: RestView | None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to do."""
        return self.run.outcome is not None and self.run.outcome.ended


def recording_page(
    session: Session, actor: Actor, package: Package, recording: Recording, lang: str
) -> RecordingPage:
    """The page of a recording. Raises NotRunnable. Reads the database, changes nothing."""
    run, stop = play_recording(session, package, recording)
    outcome = run.outcome
    timers = sorted(outcome.timers, key=lambda timer: timer.due_at) if outcome else []
    return RecordingPage(
        recording=recording,
        run=run,
        stop=stop,
        tasks=list(_tasks(session, actor, run)),
        timers=[(timer.name or run.name_of(timer.element_id), timer.due_at) for timer in timers],
        awaited=list(_awaited(run, Precedents(session, package))),
        work=list(_work(run)),
        variables=[
            field
            for field in value_fields(outcome.variables if outcome else {})
            if field.path.partition(".")[0] not in _GIVEN
        ],
        steps=list(steps_taken(session, actor, run)),
        walked=[
            event
            for event in run.history
            if event.what == "completed" and event.name and not event.type.endswith("Gateway")
        ],
        drawings=list(_drawings(package, run, lang)),
        rest=rest_of(session, actor, package, recording, run),
    )


def _tasks(session: Session, actor: Actor, run: ScenarioRun) -> Iterator[OpenTaskView]:
    alike: dict[tuple[str, int | None], list[OpenTask]] = {}
    for task in run.outcome.tasks if run.outcome else ():
        alike.setdefault((task.element_id, task.item), []).append(task)
    roles = {role for tasks in alike.values() for role in run.doers(tasks[0])}
    titles = doers_of(session, actor, run, roles)
    for (element_id, item), tasks in alike.items():
        element = run.element(element_id)
        yield OpenTaskView(
            element_id,
            item,
            tasks[0].name or element_id,
            element.properties.get("name_en", "") if element else "",
            tasks[0].due_at,
            [titles[role] for role in run.doers(tasks[0])],
            tasks[0].groups,
            len(tasks),
        )


def _awaited(run: ScenarioRun, precedents: Precedents) -> Iterator[AwaitedView]:
    seen = set[tuple[str, str, str | None]]()
    for one in run.outcome.subscriptions if run.outcome else ():
        key = (one.kind, one.message, one.key)
        if key not in seen:
            seen.add(key)
            carried = precedents.message(one.message) if one.kind == "message" else {}
            name = one.name or run.name_of(one.element_id)
            yield AwaitedView(one.kind, name, one.message, one.key, value_fields(carried))


def _work(run: ScenarioRun) -> Iterator[WorkView]:
    for number, work in enumerate(run.work):
        fails = set(work.written) == {"error"}
        yield WorkView(
            number,
            work.name or work.element_id,
            work.type,
            work.turn,
            str(work.written["error"]) if fails else "",
            [] if fails else value_fields(work.written),
            [] if fails else value_fields(work.answer),
        )


def _drawings(package: Package, run: ScenarioRun, lang: str) -> Iterator[tuple[str, str]]:
    """The diagrams that it has come to, with the way it went."""
    times: dict[str, int] = {}
    for event in run.history:
        if event.what == "completed":
            times[event.element_id] = times.get(event.element_id, 0) + 1
    marks = {element_id: Mark("done", count) for element_id, count in times.items()}
    standing = [token.element_id for token in run.outcome.tokens] if run.outcome else []
    stopped = {one.element_id for one in run.outcome.incidents} if run.outcome else set()
    for element_id in standing:
        kind: Any = "incident" if element_id in stopped else "token"
        marks[element_id] = Mark(kind, standing.count(element_id))
    seen: dict[str, str] = {}
    for outline in run.stage.definition.processes.values():
        own = outline.id == run.scenario.process
        if own or marks.keys() & outline.elements.keys():
            seen.setdefault(outline.file, outline.name or outline.id)
    names = sorted({run.name_of(element_id) for element_id in standing})
    if lang == "en":
        said = f"It stands at: {', '.join(names)}." if names else "It has ended."
    else:
        said = f"Det står vid: {', '.join(names)}." if names else "Det är slut."
    for number, (file, title) in enumerate(seen.items()):
        raw = package.files[file]
        try:
            svg = diagram_svg(raw, marks, title=title, description=said, prefix=f"walked-{number}")
        except DiagramUnreadable:
            continue
        yield title, svg


def plain_known(variables: Mapping[str, Any]) -> dict[str, Any]:
    """What a process knows, without what it is always given."""
    return {name: value for name, value in variables.items() if name not in _GIVEN}
