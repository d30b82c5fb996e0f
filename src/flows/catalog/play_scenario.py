"""Play a scenario to its end and hold it against what it expects."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flows.catalog.scenario_file import Scenario
from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_stage import Stage
from flows.catalog.scenario_words import in_words, quoted
from flows.engine import HistoryEvent
from flows.kernel import FlowsError, Problem


@dataclass(slots=True)
class Played:
    """What came of a scenario: what is not as it says (nothing when it is right), and its way.

    `stopped_at` is the number of the step it could not take, from 1; 0 for its start, None when
    all were taken. `stands` are the elements where it stood in the end.
    """

    scenario: Scenario
    faults: list[Problem] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    history: list[HistoryEvent] = field(default_factory=list)
    stopped_at: int | None = None
    stands: set[str] = field(default_factory=set)

    @property
    def problems(self) -> list[Problem]:
        """The faults, as sentences that also say which scenario it is."""
        name = self.scenario.name
        return [
            Problem(
                fault.code,
                f"Scenariot ”{name}”: {fault.sv}",
                f'The scenario "{name}": {fault.en}',
                file=fault.file,
                line=fault.line,
                name=name,
            )
            for fault in self.faults
        ]


def play_scenario(scenario: Scenario, stage: Stage) -> Played:
    """Run a scenario to its end and hold it against what it expects. Raises nothing."""
    run = ScenarioRun(scenario, stage)
    played = Played(scenario)
    taken = 0
    try:
        run.begin()
        for step in scenario.steps:
            taken += 1
            run.take(step)
        played.faults = [_fault(scenario, *fault) for fault in expected(run, scenario.expect)]
    except FlowsError as error:
        line = scenario.lines[taken - 1] if 0 < taken <= len(scenario.lines) else 1
        played.faults = [_fault(scenario, "stopped", error.sv, error.en, line)]
        played.stopped_at = taken
    played.passed = run.passed
    played.stands = run.stands
    played.history = run.history
    return played


def expected(run: ScenarioRun, expect: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is not as expected where a run stands: a code and a sentence in both languages."""
    outcome = run.standing
    if "ends" in expect and sorted(expect["ends"]) != sorted(run.ends):
        yield _other(run, "ends", "Slutet", "The end", expect["ends"], run.ends)
    there = [task.element_id for task in outcome.tasks]
    if "open" in expect and sorted(expect["open"]) != sorted(there):
        yield _other(run, "open", "Öppna uppgifter", "Open tasks", expect["open"], there)
    if "ends" in expect and "open" not in expect and not outcome.ended:
        waiting = sorted({token.name or token.element_id for token in outcome.tokens})
        yield (
            "not-ended",
            f"Det är inte slut; det väntar vid {quoted(waiting, 'sv')}.",
            f"It has not ended; it waits at {quoted(waiting, 'en')}.",
        )
    yield from _in_turn(
        "operations",
        ("Åtgärderna", "The operations"),
        expect.get("operations", ()),
        [work.type for work in run.work],
    )
    yield from _in_turn(
        "messages", ("Meddelandena", "The messages"), expect.get("messages", ()), run.messages
    )
    for name, wanted in expect.get("variables", {}).items():
        got = outcome.variables.get(name)
        if not _covers(wanted, got):
            yield (
                "variable",
                f"{name} skulle vara {in_words(wanted, 'sv')} men är {in_words(got, 'sv')}.",
                f"{name} should be {in_words(wanted, 'en')} but is {in_words(got, 'en')}.",
            )


def _fault(scenario: Scenario, code: str, sv: str, en: str, line: int = 1) -> Problem:
    return Problem(f"scenario-{code}", sv, en, file=scenario.file, line=line, name=scenario.name)


def _other(
    run: ScenarioRun, code: str, sv: str, en: str, wanted: Sequence[str], got: Sequence[str]
) -> tuple[str, str, str]:
    should, is_ = (sorted(map(run.name_of, ids)) for ids in (wanted, got))
    return (
        code,
        f"{sv} skulle vara {quoted(should, 'sv')} men är {quoted(is_, 'sv')}.",
        f"{en} should be {quoted(should, 'en')} but is {quoted(is_, 'en')}.",
    )


def _in_turn(
    code: str, what: tuple[str, str], wanted: Sequence[str], got: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    rest = iter(got)
    if all(any(name == seen for seen in rest) for name in wanted):
        return
    yield (
        code,
        f"{what[0]} skulle vara {quoted(wanted, 'sv')} i den ordningen, men var "
        f"{quoted(got, 'sv')}.",
        f"{what[1]} should be {quoted(wanted, 'en')} in that order, but were {quoted(got, 'en')}.",
    )


def _covers(wanted: Any, got: Any) -> bool:
    """Whether `got` holds all that `wanted` names; a context may hold more."""
    if isinstance(wanted, Mapping):
        return isinstance(got, Mapping) and all(
            key in got and _covers(value, got[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return (
            isinstance(got, list)
            and len(got) == len(wanted)
            and all(_covers(a, b) for a, b in zip(wanted, got, strict=True))
        )
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, float | Decimal) and isinstance(got, float | Decimal):
        return _exact(wanted) == _exact(got)
    return bool(wanted == got)


def _exact(number: float | Decimal) -> Decimal:
    return Decimal(repr(number)) if isinstance(number, float) else number
