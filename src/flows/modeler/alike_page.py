"""The mending of many scenarios alike, as a process owner reads it before it is saved."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.catalog.scenario_file import Scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import Stage
from flows.catalog.scenario_words import in_words, quoted
from flows.modeler.look_ahead import names_of
from flows.modeler.mend import MISSING, Mend
from flows.modeler.mend_alike import Offer, offers, woven_alike
from flows.modeler.run_scenarios import run_scenarios
from flows.modeler.scenario_list import ScenarioRow, scenario_rows
from flows.modeler.scenario_steps import StepView, steps_in_words
from flows.modeler.stage import stage_of
from flows.modeler.value_fields import ValueField, value_fields
from flows.modeler.weave_scenario import TOO_LATE, Woven
from flows.organisation import Actor


@dataclass(frozen=True, slots=True)
class MendedStep:
    """A step of a mend, and what it answers. A clock goes `wait` ahead, or to the timer `until`."""

    step: StepView
    answers: Sequence[ValueField]
    wait: timedelta | None = None
    until: str = ""


@dataclass(frozen=True, slots=True)
class MendView:
    """A mend in words. `gone` and `others` are what tasks are called; `expects`: other things."""

    file: str
    name: str
    steps: Sequence[MendedStep]
    gone: Sequence[str]
    others: Sequence[str]
    expects: bool


@dataclass(frozen=True, slots=True)
class OfferView:
    """A mend in words, and in how many scenarios it can be done."""

    mend: MendView
    count: int


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """What comes of a scenario: `right` when it goes right, else `why` in both languages.

    `operations` are those whose answers are added, `expects` how other things are expected.
    """

    row: ScenarioRow
    right: bool
    added: Sequence[StepView] = ()
    changed: Sequence[StepView] = ()
    removed: Sequence[StepView] = ()
    operations: Sequence[str] = ()
    expects: Sequence[tuple[str, str]] = ()
    why: Sequence[tuple[str, str]] = ()


def offers_in_words(session: Session, actor: Actor, package: Package) -> list[OfferView]:
    """What can be done alike in several red scenarios. Reads the database, changes nothing."""
    found: Sequence[Offer] = offers(session, package)
    return [
        OfferView(mend_in_words(session, actor, package, one.mend), len(one.files)) for one in found
    ]


def mend_in_words(session: Session, actor: Actor, package: Package, mend: Mend) -> MendView:
    """What was done to mend a scenario. Raises NotRunnable."""
    stage = stage_of(session, package)
    results = run_scenarios(session, package).results
    examples = [one.scenario for one in results if one.file == mend.file and one.scenario]
    others = [one.scenario for one in results if one.scenario]
    example = next(iter([*examples, *others]))
    run = ScenarioRun(example, stage)
    name_of = names_of(session, package, run)
    steps: list[MendedStep] = []
    for new in (new for block in mend.blocks for new in block.steps):
        numbered = [(1, new.step)]
        for step in steps_in_words(session, actor, run, numbered, example.now, name_of):
            until = name_of(new.until) if new.until else ""
            view = MendedStep(step, value_fields(new.step.get("answers", {})), new.wait, until)
            if view not in steps:
                steps.append(view)
    return MendView(
        mend.file.rpartition("/")[2],
        mend.name,
        steps,
        [name_of(one) for one in sorted(mend.gone)],
        list(dict.fromkeys(name_of(one.partition(" ")[0]) for one in sorted(mend.others))),
        bool(mend.expect),
    )


def alike_rows(session: Session, actor: Actor, package: Package, mend: Mend) -> list[AlikeRow]:
    """What comes of every scenario that stops in the way that is mended. Raises NotRunnable."""
    stage = stage_of(session, package)
    found = dict(woven_alike(session, actor, package, mend))
    rows = scenario_rows(session, actor, package, found)
    return [
        _row(session, actor, package, stage, row, woven)
        for row, woven in zip(rows, found.values(), strict=True)
    ]


def _row(
    session: Session,
    actor: Actor,
    package: Package,
    stage: Stage,
    row: ScenarioRow,
    woven: Woven | None,
) -> AlikeRow:
    if woven is None:
        return AlikeRow(row, False, why=[TOO_LATE])
    run = ScenarioRun(woven.scenario, stage)
    name_of = names_of(session, package, run)

    def told(scenario: Scenario, numbers: Collection[int]) -> list[StepView]:
        numbered = enumerate(scenario.steps, start=1)
        steps = steps_in_words(session, actor, run, numbered, scenario.now, name_of)
        return [step for step in steps if step.number in numbers]

    expects: list[tuple[str, str]] = []
    for key, (sv, en) in _EXPECTED.items():
        expects += _rows_in_words(woven, key, sv, en, name_of if key in ("ends", "open") else str)
    expects += _variables_in_words(woven)
    before = woven.old.operations
    return AlikeRow(
        row,
        woven.raw is not None,
        told(woven.scenario, woven.added),
        told(woven.scenario, woven.changed),
        told(woven.old, woven.removed),
        [name_of(key) for key in woven.scenario.operations if key not in before],
        expects,
        woven.why,
    )


_EXPECTED = {
    "ends": ("Slutet", "The end"),
    "open": ("Öppna uppgifter", "Open tasks"),
    "operations": ("Åtgärderna", "The operations"),
    "messages": ("Meddelandena", "The messages"),
}


def _rows_in_words(
    woven: Woven, key: str, sv: str, en: str, name_of: Any
) -> Iterator[tuple[str, str]]:
    old, new = (Counter(each.expect.get(key, ())) for each in (woven.old, woven.scenario))
    less, more = ([name_of(one) for one in each] for each in (old - new, new - old))
    if less and more:
        yield (
            f"{sv}: {quoted(more, 'sv')} i stället för {quoted(less, 'sv')}.",
            f"{en}: {quoted(more, 'en')} instead of {quoted(less, 'en')}.",
        )
    elif less:
        yield (
            f"{sv}: {quoted(less, 'sv')} väntas inte längre.",
            f"{en}: {quoted(less, 'en')} no longer expected.",
        )
    elif more:
        yield (
            f"{sv}: {quoted(more, 'sv')} väntas också.",
            f"{en}: {quoted(more, 'en')} expected too.",
        )


def _variables_in_words(woven: Woven) -> Iterator[tuple[str, str]]:
    old: Mapping[str, Any] = woven.old.expect.get("variables", {})
    new: Mapping[str, Any] = woven.scenario.expect.get("variables", {})
    for name, was in old.items():
        value = new.get(name, MISSING)
        if value is MISSING:
            yield f"{name} väntas inte längre.", f"{name} is no longer expected."
        elif value != was:
            yield (
                f"{name}: {in_words(value, 'sv')} i stället för {in_words(was, 'sv')}.",
                f"{name}: {in_words(value, 'en')} instead of {in_words(was, 'en')}.",
            )
