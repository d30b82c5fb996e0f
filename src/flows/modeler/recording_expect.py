"""What a recording is to expect when it is played again: what there is, and what is chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.catalog.scenario_run import ScenarioRun
from flows.catalog.scenario_words import in_words
from flows.catalog.write_scenario import written_value
from flows.modeler.recording_errors import RecordingRefused
from flows.modeler.recording_origin import Origin
from flows.modeler.recording_page import plain_known


@dataclass(frozen=True, slots=True)
class Expectable:
    """What a recording may expect, as it happened.

    `ends` and `open` are (id, name) of end events reached and of open tasks; `operations` and
    `messages` are in the order they came; `variables` are (name, value in words).
    """

    ended: bool
    ends: Sequence[tuple[str, str]]
    open: Sequence[tuple[str, str]]
    operations: Sequence[str]
    messages: Sequence[str]
    variables: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a recording is to be called and to expect; numbers count from 0.

    `replaces` is whether it takes the place of the scenario that it goes on from; None: not said.
    """

    name: str
    description: str
    rules: Sequence[str]
    standing: bool
    operations: Collection[int]
    messages: Collection[int]
    variables: Collection[str]
    replaces: bool | None = None


def expectable(run: ScenarioRun, lang: str, origin: Origin | None = None) -> Expectable:
    """What there is to expect where a run stands; all that `origin` expects is among it."""
    outcome = run.standing
    variables = []
    for name, value in sorted(_known(run, origin).items()):
        try:
            written_value(value)
        except ValueError:
            continue
        variables.append((name, in_words(value, lang)))
    return Expectable(
        outcome.ended,
        [(end, run.name_of(end)) for end in run.ends],
        [(task.element_id, task.name or task.element_id) for task in outcome.tasks],
        [work.type for work in run.work],
        list(run.messages),
        variables,
    )


def as_before(run: ScenarioRun, origin: Origin) -> Chosen:
    """The choice that expects the same things as the scenario, as they are now."""
    old = origin.scenario
    expect = old.expect
    return Chosen(
        old.name,
        old.description,
        old.rules,
        "ends" in expect or "open" in expect,
        _in_turn(expect.get("operations", ()), [work.type for work in run.work]),
        _in_turn(expect.get("messages", ()), run.messages),
        frozenset(expect.get("variables", ())),
    )


def chosen_expect(run: ScenarioRun, chosen: Chosen, origin: Origin | None) -> dict[str, Any]:
    """What is chosen, as a scenario says it. Raises RecordingRefused.

    Of a context only those parts are expected that `origin` expects, if it does.
    """
    outcome = run.standing
    before = origin.scenario.expect if origin else {}
    expect: dict[str, Any] = {}
    if chosen.standing:
        if outcome.ended or "ends" in before or (run.ends and "open" not in before):
            expect["ends"] = list(run.ends)
        if not outcome.ended or "open" in before:
            expect["open"] = [task.element_id for task in outcome.tasks]
    operations = [one.type for n, one in enumerate(run.work) if n in chosen.operations]
    messages = [name for n, name in enumerate(run.messages) if n in chosen.messages]
    known, parts = _known(run, origin), before.get("variables", {})
    variables = {
        name: _part(parts[name], known[name]) if name in parts else known[name]
        for name in sorted(known)
        if name in chosen.variables
    }
    more = {"operations": operations, "messages": messages, "variables": variables}
    try:
        plain: dict[str, Any] = written_value({**expect, **{k: v for k, v in more.items() if v}})
    except ValueError:
        raise RecordingRefused(
            "Ett av värdena har för många decimaler för att skrivas i ett scenario.",
            "One of the values has too many decimals to be written in a scenario.",
        ) from None
    return plain


def _known(run: ScenarioRun, origin: Origin | None) -> dict[str, Any]:
    """What the process knows, and as None what it doesn't but a scenario says something of."""
    said = origin.scenario.expect.get("variables", {}) if origin else {}
    return {**dict.fromkeys(said), **plain_known(run.standing.variables)}


def _in_turn(wanted: Sequence[str], got: Sequence[str]) -> frozenset[int]:
    """Where in `got` those that are wanted come, one after the other; what is gone is passed by."""
    found: set[int] = set()
    at = 0
    for name in wanted:
        place = next((n for n in range(at, len(got)) if got[n] == name), None)
        if place is not None:
            found.add(place)
            at = place + 1
    return frozenset(found)


def _part(wanted: Any, got: Any) -> Any:
    """The parts of a value that were asked for before, as they are now."""
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        kept = {key: _part(value, got[key]) for key, value in wanted.items() if key in got}
        return kept or got
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        return [_part(one, other) for one, other in zip(wanted, got, strict=True)]
    return got
