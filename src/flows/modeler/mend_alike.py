"""Mend every scenario that stops in the same way as one that is mended already."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package, latest_version, package_of
from flows.catalog.packages import SCENARIOS
from flows.catalog.play_package import ScenarioResult
from flows.catalog.scenario_file import Scenario, read_scenario
from flows.catalog.scenario_stage import Stage
from flows.modeler.change_files import before_last_act
from flows.modeler.drafts import find_draft
from flows.modeler.errors import DraftFileUnknown
from flows.modeler.mend import Mend, stopped_step, tasks_of, way_key
from flows.modeler.read_mend import mend_between, mend_like
from flows.modeler.recording_errors import NotRunnable
from flows.modeler.run_scenarios import run_scenarios
from flows.modeler.stage import stage_of
from flows.modeler.weave_scenario import Woven, weave_scenario
from flows.organisation import Actor

MOST_OFFERS = 5
MAX_SECONDS = 20.0
"""How long the mending of all may take; those after that are not tried this time."""

_LOOKING_SECONDS = 5.0
"""How long mends are looked for; there are those that were found by then."""

GONE = f"{SCENARIOS}/-"
"""Stands for the mend that leaves out the steps of tasks that are gone; no file has that name."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A mend, and the scenarios that stop in the way that it mends, by their files."""

    mend: Mend
    files: Sequence[str]


def offers(session: Session, package: Package) -> list[Offer]:
    """What can be done alike in several red scenarios, what was saved last first.

    Nothing where the package can't run. Reads the database, changes nothing.
    """
    results = run_scenarios(session, package).results
    red = [one for one in results if not one.right and one.scenario]
    try:
        stage = stage_of(session, package)
    except NotRunnable:
        return []
    if not red:
        return []
    found: dict[str, Offer] = {}
    until = monotonic() + _LOOKING_SECONDS
    for mend in _mends(session, package, stage, results):
        _offer(found, mend, red)
        if len(found) == MOST_OFFERS or monotonic() > until:
            break
    _offer(found, _without_gone(stage, red), red)
    return list(found.values())


def _offer(found: dict[str, Offer], mend: Mend, red: Sequence[ScenarioResult]) -> None:
    """Keep a mend that fits, unless one that does the same is there."""
    files = [one.file for one in red if mend.fits(one)]
    if files:
        found.setdefault(_same(mend, red), Offer(mend, files))


def mend_of(session: Session, package: Package, file: str) -> Mend:
    """How the scenario in a file was mended, or how it does what others know nothing of.

    GONE for leaving out steps that are gone. Raises NotRunnable, or DraftFileUnknown when there is
    nothing in it to do alike.
    """
    results = run_scenarios(session, package).results
    red = [one for one in results if not one.right and one.scenario]
    stage = stage_of(session, package)
    if file == GONE:
        return _without_gone(stage, red)
    example = next((one.scenario for one in results if one.file == file and one.right), None)
    mend = _mend(session, package, stage, file, example, _strange(red)) if example else None
    if mend is None:
        raise DraftFileUnknown
    return mend


def woven_alike(
    session: Session, actor: Actor, package: Package, mend: Mend
) -> Iterator[tuple[str, Woven | None]]:
    """Every scenario that stops in the way that is mended, by its file, with the mend in it.

    None for those that there was no time for. Raises NotRunnable. Reads the database, changes
    nothing.
    """
    until = monotonic() + MAX_SECONDS
    for result in run_scenarios(session, package).results:
        if mend.fits(result):
            late = monotonic() > until
            yield (
                result.file,
                None
                if late
                else weave_scenario(session, actor, package, result.file, mend, until=until),
            )


def _mends(
    session: Session, package: Package, stage: Stage, results: Sequence[ScenarioResult]
) -> Iterator[Mend]:
    strange = _strange([one for one in results if not one.right])
    draft = find_draft(session, package.name)
    saved = (
        {name: file.changed_at.timestamp() for name, file in draft.files.items()} if draft else {}
    )
    for result in sorted(results, key=lambda one: (-saved.get(one.file, 0), one.file)):
        if result.right and result.scenario is not None:
            found = _mend(session, package, stage, result.file, result.scenario, strange)
            if found is not None:
                yield found


def _mend(
    session: Session,
    package: Package,
    stage: Stage,
    file: str,
    example: Scenario,
    strange: frozenset[str],
) -> Mend | None:
    """As it was mended since it last said something else; else as it always did it."""
    found = None
    for raw in _before(session, package, file):
        before, _ = read_scenario(raw, file)
        if before is not None and (before.steps, before.expect) != (example.steps, example.expect):
            found = mend_between(before, example, stage)
            break
    else:
        if strange & tasks_of(example):
            found = mend_like(example, strange, stage)
    return replace(found, file=file) if found is not None else None


def _before(session: Session, package: Package, file: str) -> Iterator[bytes]:
    """What a file said before it was last saved, and in the version in force."""
    raw = before_last_act(session, package.name, file)
    if raw is not None:
        yield raw
    version = latest_version(session, package.name, missing_ok=True)
    if version is not None:
        files = package_of(session, version.version_id).files
        if file in files:
            yield files[file]


def _strange(red: Sequence[ScenarioResult]) -> frozenset[str]:
    """Where red scenarios stand that know nothing of it."""
    found: set[str] = set()
    for result in red:
        if result.scenario is not None:
            found |= result.stands - tasks_of(result.scenario)
    return frozenset(found)


def _without_gone(stage: Stage, red: Sequence[ScenarioResult]) -> Mend:
    """To leave out every step whose task isn't drawn any more."""
    drawn = {one for outline in stage.definition.processes.values() for one in outline.elements}
    waited = {step["task"] for step in map(stopped_step, red) if "task" in step}
    return Mend(GONE, "", gone=frozenset(waited - drawn))


def _same(mend: Mend, red: Collection[ScenarioResult]) -> str:
    """What two mends have in common that do the same to the same scenarios."""
    stopped = [one for one in red if mend.fits(one)]
    stands = frozenset().union(*(one.stands for one in stopped))
    steps = [stopped_step(one) for one in stopped]
    blocks: dict[frozenset[str], list[Any]] = {}
    for block in mend.blocks:
        if block.at <= stands:
            blocks.setdefault(block.at, []).append([_plain(new.step) for new in block.steps])
    taken = [[sorted(at), _once(each)] for at, each in blocks.items()]
    gone = sorted(mend.gone & {step.get("task", "") for step in steps})
    ways = {way_key(step) for step in steps}
    others = {key: way.answers for key, way in mend.others.items() if key in ways}
    said = [taken, gone, others, mend.expect.rows, mend.expect.variables]
    return json.dumps([said, [one.file for one in stopped]], default=str, sort_keys=True)


def _once(blocks: list[Any]) -> list[Any]:
    """What was done each time the scenario stood there; once, when it was the same."""
    return blocks[:1] if all(one == blocks[0] for one in blocks) else blocks


def _plain(step: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in step.items() if key != "as"}
