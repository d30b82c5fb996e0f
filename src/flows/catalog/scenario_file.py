"""A scenario as it is written: who does what, when, and how it should end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flows.catalog.scenario_schema import VALIDATOR
from flows.catalog.scenario_shape import nearest_fault, shape_in_words
from flows.expressions import evaluate
from flows.kernel import STOCKHOLM, Problem
from flows.kernel.hostile_yaml import YamlRefused, parse_hostile_yaml

MAX_BYTES = 128 * 1024
MAX_DEPTH = 24
_FIRST_MOMENT = datetime(2027, 1, 11, 9, tzinfo=STOCKHOLM)
_MOST_FAULTS = 20
_TEXT = "tag:yaml.org,2002:str"


class _Constructor(SafeConstructor):
    """Plain data in which a date stays the text that was written, as it is in variables."""

    yaml_constructors: ClassVar = {
        **SafeConstructor.yaml_constructors,
        "tag:yaml.org,2002:timestamp": SafeConstructor.construct_yaml_str,
    }


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: a start, steps, and what is expected at the end.

    `lines` are where the steps stand in the file; two scenarios that say the same are equal.
    """

    file: str
    name: str
    process: str
    forum: str | None
    part: str | None
    now: datetime
    answers: Mapping[str, Any]
    variables: Mapping[str, Any]
    message: str | None
    operations: Mapping[str, Any]
    steps: Sequence[Mapping[str, Any]]
    expect: Mapping[str, Any]
    description: str = ""
    rules: Sequence[str] = ()
    message_variables: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[int] = field(default=(), compare=False)


def read_scenario(raw: bytes, file: str) -> tuple[Scenario | None, list[Problem]]:
    """A scenario file, or every problem in it with its line. Raises nothing."""
    try:
        tree = parse_hostile_yaml(raw, max_bytes=MAX_BYTES, max_depth=MAX_DEPTH)
    except YamlRefused as no:
        return None, [Problem("scenario-unreadable", no.sv, no.en, file=file, line=no.line or 1)]
    odd = next(_odd_keys(tree), None)
    if odd is not None:
        return None, [_bad_key(file, odd)]
    try:
        content = _Constructor().construct_document(tree)
    except (yaml.YAMLError, ValueError, OverflowError):
        return None, [
            Problem(
                "scenario-unreadable",
                "Ett värde i filen går inte att läsa. Sätt citattecken om det som är text.",
                "A value in the file can't be read. Put quotation marks around what is text.",
                file=file,
                line=1,
            )
        ]
    problems = [
        Problem(
            "scenario-shape",
            f"Scenariot går inte att läsa vid {_path(fault.absolute_path)}: {said.sv}",
            f"The scenario can't be read at {_path(fault.absolute_path)}: {said.en}",
            file=file,
            line=_line(tree, list(fault.absolute_path)),
            element=_path(fault.absolute_path),
        )
        for _, found in zip(range(_MOST_FAULTS), VALIDATOR.iter_errors(content), strict=False)
        for fault in [nearest_fault(found)]
        for said in [shape_in_words(fault)]
    ]
    if problems:
        return None, problems
    start = content["start"]
    try:
        now = datetime.fromisoformat(start["now"]) if "now" in start else _FIRST_MOMENT
    except ValueError:
        return None, [_bad_instant(file, _line(tree, ["start", "now"]), start["now"])]
    steps = tuple(content.get("steps", ()))
    message = start.get("message", {})
    scenario = Scenario(
        file=file,
        name=content["namn"],
        process=start["process"],
        forum=start.get("forum"),
        part=start.get("part"),
        now=now if now.tzinfo else now.replace(tzinfo=STOCKHOLM),
        answers=start.get("answers", {}),
        variables=start.get("variables", {}),
        message=message.get("name"),
        operations=content.get("operations", {}),
        steps=steps,
        expect=content["expect"],
        description=content.get("beskrivning", "").strip(),
        rules=tuple(content.get("regler", ())),
        message_variables=message.get("variables", {}),
        lines=tuple(_line(tree, ["steps", number]) for number in range(len(steps))),
    )
    return scenario, []


def step_instant(text: str, now: datetime) -> datetime:
    """Where the clock stands after a `clock` step: an ISO instant, or a duration from `now`.

    Raises ValueError when it is neither.
    """
    if not text.startswith("P"):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)
    plain = evaluate(
        "date and time(start) + duration(step)", {"start": now.isoformat(), "step": text}
    )
    if plain is None:
        raise ValueError(f"{text} is not a duration")
    return datetime.fromisoformat(str(plain))


def name_place(raw: bytes) -> tuple[int, int] | None:
    """Where in the text of a readable scenario its name stands, from and to, in characters."""
    try:
        tree = parse_hostile_yaml(raw, max_bytes=MAX_BYTES, max_depth=MAX_DEPTH)
    except YamlRefused:
        return None
    pairs = tree.value if isinstance(tree, MappingNode) else []
    for key, value in pairs:
        if key.value == "namn" and value.start_mark and value.end_mark:
            return value.start_mark.index, value.end_mark.index
    return None


def _odd_keys(node: Node) -> Iterator[Node]:
    """Keys that are no texts: `yes`, `1` or a list, which no variable can be called."""
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _odd_keys(item)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or key.tag != _TEXT:
                yield key
            yield from _odd_keys(value)


def _bad_key(file: str, key: Node) -> Problem:
    shown = str(key.value)[:60] if isinstance(key, ScalarNode) else "?"
    return Problem(
        "scenario-shape",
        f"{shown} är inget namn. Sätt citattecken om det om det ska vara ett.",
        f"{shown} is not a name. Put quotation marks around it if it is meant to be.",
        file=file,
        line=key.start_mark.line + 1 if key.start_mark else 1,
        element=shown,
    )


def _bad_instant(file: str, line: int, text: str) -> Problem:
    return Problem(
        "scenario-instant",
        f"{text} är ingen tidpunkt.",
        f"{text} is not an instant.",
        file=file,
        line=line,
        element="start.now",
    )


def _path(path: Any) -> str:
    return ".".join(str(part) for part in path) or "filen"


def _line(node: Any, path: list[Any]) -> int:
    """The line, from 1, of the deepest node on `path` that exists."""
    for part in path:
        if isinstance(node, MappingNode):
            found = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, SequenceNode) and isinstance(part, int):
            found = node.value[part] if part < len(node.value) else None
        else:
            found = None
        if found is None:
            break
        node = found
    return int(node.start_mark.line) + 1 if node is not None else 1
