"""Compare two versions of a scenario: who does what, and how it should end."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

import yaml

from flows.diagrams.compare_change import Change, value_change
from flows.diagrams.compare_json import TooDeep, facts_in, unit_of, written
from flows.diagrams.compare_units import THERE, Path, differences
from flows.diagrams.spoken import Spoken, same
from flows.kernel.hostile_yaml import YamlRefused, parse_hostile_yaml

_TOPICS = {
    "namn": Spoken("namnet", "the name"),
    "beskrivning": Spoken("beskrivningen", "the description"),
    "start/process": Spoken("processen", "the process"),
    "start/forum": Spoken("forumet", "the forum"),
    "start/part": Spoken("parten", "the party"),
    "start/now": Spoken("tidpunkten när det börjar", "the time when it begins"),
    "task": Spoken("uppgiften", "the task"),
    "as": Spoken("rollen", "the role"),
    "clock": Spoken("tiden som går", "the time that passes"),
}


class _Texts(yaml.SafeLoader):
    """Plain values, in which a date stays the text that was written."""


_Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_scenario_file(raw: bytes) -> dict[str, Any] | None:
    """A scenario's content; None when it can't be read."""
    try:
        parse_hostile_yaml(raw, max_bytes=len(raw), max_depth=40)
        found = yaml.load(raw, _Texts)
        facts_in(found)
    except (YamlRefused, yaml.YAMLError, ValueError, TooDeep, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def compare_scenarios(
    before: Mapping[str, Any], after: Mapping[str, Any], file: str
) -> list[Change]:
    """Everything that differs between two scenarios."""
    name = str(after.get("namn") or file)
    label = Spoken(f"Scenariot ”{name}”", f'The scenario "{name}"')
    found = list(_values(_without_steps(before), _without_steps(after), file, label))
    return found + list(_steps(_listed(before), _listed(after), file, label))


def _without_steps(scenario: Mapping[str, Any]) -> dict[str, Any]:
    kept = not isinstance(scenario.get("steps", []), list)
    return {name: value for name, value in scenario.items() if name != "steps" or kept}


def _listed(scenario: Mapping[str, Any]) -> list[Any]:
    steps = scenario.get("steps", [])
    return steps if isinstance(steps, list) else []


def _values(old: Any, new: Any, file: str, label: Spoken) -> Iterator[Change]:
    for one in differences(unit_of(old), unit_of(new), {}):
        yield value_change(file, "", label, _topic(one.path), one.old, one.new)


def _steps(old: list[Any], new: list[Any], file: str, label: Spoken) -> Iterator[Change]:
    texts = [written(step) for step in old], [written(step) for step in new]
    for what, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        paired = min(b - a, d - c)
        for number in range(paired):
            one, other = old[a + number], new[c + number]
            step = Spoken(f", steg {c + number + 1}", f", step {c + number + 1}")
            yield from _values(one, other, file, label + step)
        for number in range(a + paired, b):
            text = Spoken(
                f": steg {number + 1} finns inte längre ({_brief(old[number])}).",
                f": step {number + 1} is gone ({_brief(old[number])}).",
            )
            yield Change("removed", file, "", label + text)
        for number in range(c + paired, d):
            text = Spoken(
                f": steg {number + 1} är nytt ({_brief(new[number])}).",
                f": step {number + 1} is new ({_brief(new[number])}).",
            )
            yield Change("added", file, "", label + text, (same(written(new[number])),))


def _brief(step: Any) -> str:
    if isinstance(step, dict):
        for key in ("task", "clock", "message"):
            if key in step:
                return f"{key} {written(step[key])}"[:80]
    return written(step)[:80]


def _topic(path: Path) -> Spoken:
    known = _TOPICS.get("/".join(path))
    if known is not None:
        return known
    if path[-1] == "#order":
        place = " › ".join(path[:-1])
        return Spoken(f"ordningen i ”{place}”", f'the order in "{place}"')
    place = " › ".join(step for step in path if step not in {THERE, "#"})
    return Spoken(f"uppgiften ”{place}”", f'the value "{place}"')
