"""Where the package's scenarios show a form, and what the process knows there."""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.packages import SCENARIOS
from flows.catalog.scenario_file import Scenario, read_scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import Stage
from flows.kernel import FlowsError
from flows.modeler.recording_errors import NotRunnable
from flows.modeler.stage import stage_of
from flows.organisation import Actor, forum_names, organisation_version

MAX_SECONDS = 3.0
"""How long the scenarios of a package may take here; what they have come to by then is used."""

_MOST_KEPT = 4
_lock = Lock()
_Kept = OrderedDict[tuple[str, str, str], "Mapping[str, Sequence[FormMoment]]"]
_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class FormMoment:
    """A form shown in a scenario: the scenario's name, the step's, and what the form may read.

    `id` names it among those of the package. `forum` is the forum of the organisations in which
    the scenario goes, if it says one.
    """

    id: str
    scenario: str
    step: str
    forum: str | None
    variables: Mapping[str, Any]


def form_moments(
    session: Session, actor: Actor, package: Package, file: str
) -> Sequence[FormMoment]:
    """The moments in which the scenarios show a form, as far as they come; once a step each.

    Scenarios in other collaborations than the actor's are left out. The same files with the same
    organisations give the same moments, which are remembered. Raises nothing: a package that can't
    run, or a file that is no form, has none.
    """
    form_id = _form_id(package.files.get(file, b""))
    own = forum_names(session, actor.collaboration_id)
    found = _moments_of(session, package).get(form_id, ()) if form_id else ()
    return [one for one in found if one.forum is None or one.forum in own]


def _form_id(raw: bytes) -> str:
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ""
    found = content.get("id") if isinstance(content, dict) else None
    return found if isinstance(found, str) else ""


def _moments_of(session: Session, package: Package) -> Mapping[str, Sequence[FormMoment]]:
    key = (package.name, package.sha256, organisation_version(session))
    engine = session.get_bind().engine
    with _lock:
        kept = _kept.setdefault(engine, OrderedDict())
        if key in kept:
            kept.move_to_end(key)
            return kept[key]
    try:
        moments = _play_all(package, stage_of(session, package))
    except NotRunnable:
        moments = {}
    with _lock:
        kept[key] = moments
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return moments


def _play_all(package: Package, stage: Stage) -> Mapping[str, Sequence[FormMoment]]:
    until = monotonic() + MAX_SECONDS
    found: dict[str, dict[str, FormMoment]] = {}
    for file in sorted(package.files):
        left = until - monotonic()
        if not file.startswith(f"{SCENARIOS}/") or left <= 0:
            continue
        scenario, _faults = read_scenario(package.files[file], file)
        if scenario is not None:
            for form_id, moment in _play(scenario, stage, left):
                found.setdefault(form_id, {}).setdefault(moment.id, moment)
    return {form_id: tuple(moments.values()) for form_id, moments in found.items()}


def _play(scenario: Scenario, stage: Stage, seconds: float) -> Iterator[tuple[str, FormMoment]]:
    """Each form that the scenario comes to, the start's first; it ends where it can't go on."""
    run = ScenarioRun(scenario, stage, seconds=seconds)

    def moment(element: str, name: str, variables: Mapping[str, Any]) -> FormMoment:
        where = f"{scenario.file}:{element}"
        return FormMoment(where, scenario.name, name, scenario.forum, variables)

    try:
        form_id = run.start_form_id()
        if form_id is not None:
            start = stage.definition.processes[scenario.process].start_id or ""
            yield form_id, moment(start, run.name_of(start), run.first_variables())
        run.begin()
        for step in (None, *scenario.steps):
            if step is not None:
                run.take(step)
            for task in run.standing.tasks:
                if task.form_id:
                    name = task.name or task.element_id
                    yield task.form_id, moment(task.element_id, name, task.variables)
    except FlowsError:
        return
