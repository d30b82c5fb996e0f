"""Mend a scenario as another one was mended, and play it to its end."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.play_scenario import play_scenario
from flows.catalog.rewrite_scenario import rewrite_scenario
from flows.catalog.scenario_file import MAX_BYTES, Scenario, read_scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_schema import MAX_STEPS
from flows.kernel import FlowsError
from flows.modeler.follow_scenario import first_of
from flows.modeler.look_ahead import Ahead, look_ahead
from flows.modeler.mend import Mend, way_key
from flows.modeler.recording_origin import Origin
from flows.modeler.recordings import Recording, play_recording, with_proposals
from flows.modeler.save_recording import used_answers
from flows.modeler.stage import stage_of
from flows.modeler.weave_steps import other_step, taken_block
from flows.organisation import Actor

_MOST_TURNS = 100

_Words = tuple[str, str]

TOO_LATE = (
    "Det hann inte provas nu. Spara de andra, så provas det sedan.",
    "There was no time to try it now. Save the others, and it is tried after that.",
)
"""Why a scenario isn't mended that there was no time for."""


@dataclass(slots=True)
class Woven:
    """A scenario with another's mend in it; `raw` is the file, None when it doesn't go right.

    `added` and `changed` are numbers of its steps, `removed` of the old scenario's, from 1. `why`
    says in both languages what stands in the way, and `expects` whether it expects other things.
    """

    old: Scenario
    scenario: Scenario
    raw: bytes | None = None
    added: Sequence[int] = ()
    changed: Sequence[int] = ()
    removed: Sequence[int] = ()
    expects: bool = False
    why: Sequence[_Words] = ()


@dataclass(slots=True)
class _Loom:
    """How far a scenario has come. `changed` are numbers of steps taken in another way, from 0."""

    recording: Recording
    changed: set[int] = field(default_factory=set)
    turns: Counter[frozenset[str]] = field(default_factory=Counter)

    @property
    def origin(self) -> Origin:
        origin = self.recording.origin
        assert origin is not None
        return origin

    def take(self, steps: Sequence[Mapping[str, Any]], numbers: Sequence[int | None]) -> None:
        """Add steps, each with the number that it had in the old scenario."""
        scenario = self.recording.scenario
        scenario = replace(scenario, steps=(*scenario.steps, *steps))
        origin = self.origin.also(numbers)
        self.recording = replace(self.recording, scenario=scenario, origin=origin)

    def skip(self, number: int) -> None:
        """Leave a step of the old scenario out."""
        origin = replace(self.origin, skipped=self.origin.skipped | {number})
        self.recording = replace(self.recording, origin=origin)


def weave_scenario(
    session: Session, actor: Actor, package: Package, file: str, mend: Mend, *, until: float
) -> Woven | None:
    """Mend a scenario of the package in the same way; None when its file can't be read.

    What it answered, expects and does otherwise is kept. It is given up when `monotonic()` has
    come to `until`. Raises NotRunnable. Reads the database, changes nothing.
    """
    origin = Origin.read(file, package.files[file])
    if origin is None:
        return None
    old = origin.scenario
    begun = first_of(session, package.name, old)
    recording = Recording(package.name, actor.person_id, 0, True, begun, {}, old.now, origin=origin)
    loom = _Loom(recording)
    why = _woven(session, package, loom, mend, until)
    run, stop = play_recording(session, package, loom.recording)
    scenario = replace(
        old, steps=loom.recording.scenario.steps, operations=used_answers(run, old), lines=()
    )
    taken = loom.origin.taken
    woven = Woven(
        old,
        scenario,
        added=[n for n, number in enumerate(taken, start=1) if number is None],
        changed=[n + 1 for n in sorted(loom.changed)],
        removed=[n + 1 for n in sorted(loom.origin.skipped)],
    )
    if why is not None or stop is not None:
        woven.why = [why] if why is not None else [(stop.sv, stop.en)] if stop else []
    else:
        _proved(session, package, origin, mend, woven)
    return woven


def _woven(
    session: Session, package: Package, loom: _Loom, mend: Mend, until: float
) -> _Words | None:
    """Take the old scenario's steps, and the mend where they stop; why it gets no further."""
    for _ in range(_MOST_TURNS):
        if monotonic() > until:
            return TOO_LATE
        ahead = look_ahead(session, package, loom.recording, loom.origin)
        _follow(loom, ahead, ahead.go)
        if ahead.why is None:
            return None
        run, stop = play_recording(session, package, loom.recording)
        if stop is not None:
            return stop.sv, stop.en
        loom.recording = with_proposals(loom.recording, run)
        try:
            mended = len(loom.recording.scenario.steps) < MAX_STEPS and _mended(loom, run, mend)
        except FlowsError as fault:
            return fault.sv, fault.en
        if not mended:
            last = len(ahead.fits) == ahead.go + len(loom.origin.rest)
            if last:
                _follow(loom, Ahead(ahead.fits[ahead.go :]), len(ahead.fits) - ahead.go)
            return None if last else ahead.why
    return (
        "Det står stilla på samma ställe om och om igen.",
        "It stands still at the same place again and again.",
    )


def _follow(loom: _Loom, ahead: Ahead, count: int) -> None:
    numbers = ahead.fits[:count]
    loom.take([loom.origin.step(number) for number in numbers], list(numbers))


def _mended(loom: _Loom, run: ScenarioRun, mend: Mend) -> bool:
    """Mend it where `run` stands; False when nothing was done that would be the same."""
    number = next(iter(loom.origin.rest), None)
    step = loom.origin.step(number) if number is not None else {}
    task = step.get("task")
    at = mend.block_at(run.stands, loom.origin.scenario, task)
    if at is not None:
        blocks = [block for block in mend.blocks if block.at == at]
        steps = taken_block(run, blocks[min(loom.turns[at], len(blocks) - 1)])
        loom.turns[at] += 1
        loom.take(steps, [None] * len(steps))
        return True
    if number is None or task is None:
        return False
    waits = any(one.element_id == task for one in run.standing.tasks)
    if waits and way_key(step) in mend.others:
        changed = other_step(run, step, mend.others[way_key(step)])
        if changed == step:
            return False
        run.take(changed)
        loom.changed.add(len(loom.recording.scenario.steps))
        loom.take([changed], [number])
        return True
    if not waits and task in mend.gone:
        loom.skip(number)
        return True
    return False


def _proved(session: Session, package: Package, origin: Origin, mend: Mend, woven: Woven) -> None:
    """Hold it against its old expectations; against those changed in the same way if it must."""
    stage = stage_of(session, package)
    faults = play_scenario(woven.scenario, stage).faults
    if faults:
        expect = mend.expect.applied(woven.scenario.expect)
        if expect != woven.scenario.expect:
            other = replace(woven.scenario, expect=expect)
            faults = play_scenario(other, stage).faults
            woven.scenario, woven.expects = other, True
    woven.why = [(fault.sv, fault.en) for fault in faults]
    if faults:
        return
    try:
        raw = rewrite_scenario(origin.raw, woven.scenario)
    except ValueError:
        raw = b""
    if len(raw) > MAX_BYTES or read_scenario(raw, woven.scenario.file)[0] != woven.scenario:
        woven.why = [
            ("Det går inte att skriva i en fil.", "It can't be written in a file."),
        ]
        return
    woven.raw = raw
