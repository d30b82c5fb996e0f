"""A scenario as it is written: who does what, when, and how it should end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from flows.expressions import evaluate
from flows.kernel import STOCKHOLM, Problem

_VARIABLES = {"type": "object"}
_STEP = {
    "oneOf": [
        {
            "type": "object",
            "required": ["task", "as"],
            "additionalProperties": False,
            "properties": {
                "task": {"type": "string"},
                "as": {"type": "string"},
                "where": {"type": "string", "pattern": "^="},
                "item": {"type": "integer", "minimum": 1},
                "answers": _VARIABLES,
                "refused": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            },
        },
        {
            "type": "object",
            "required": ["clock"],
            "additionalProperties": False,
            "properties": {"clock": {"type": ["string"]}},
        },
        {
            "type": "object",
            "required": ["message"],
            "additionalProperties": False,
            "properties": {
                "message": {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {
                        "name": {"type": "string"},
                        "key": {"type": ["string", "integer"]},
                        "variables": _VARIABLES,
                    },
                }
            },
        },
    ]
}
_SCHEMA = {
    "type": "object",
    "required": ["namn", "start", "expect"],
    "additionalProperties": False,
    "properties": {
        "namn": {"type": "string"},
        "beskrivning": {"type": "string"},
        "regler": {"type": "array", "items": {"type": "string"}},
        "start": {
            "type": "object",
            "required": ["process"],
            "additionalProperties": False,
            "properties": {
                "process": {"type": "string"},
                "forum": {"type": "string"},
                "part": {"type": "string"},
                "now": {"type": "string"},
                "answers": _VARIABLES,
                "variables": _VARIABLES,
                "message": {
                    "type": "object",
                    "required": ["name"],
                    "additionalProperties": False,
                    "properties": {"name": {"type": "string"}, "variables": _VARIABLES},
                },
            },
        },
        "operations": {"type": "object"},
        "steps": {"type": "array", "items": _STEP},
        "expect": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "ends": {"type": "array", "items": {"type": "string"}},
                "variables": _VARIABLES,
                "operations": {"type": "array", "items": {"type": "string"}},
                "messages": {"type": "array", "items": {"type": "string"}},
                "open": {"type": "array", "items": {"type": "string"}},
            },
        },
    },
}
_VALIDATOR = Draft202012Validator(_SCHEMA)
_FIRST_MOMENT = datetime(2027, 1, 11, 9, tzinfo=STOCKHOLM)


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a date stays the text that was written, as it is in variables."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: a start, steps, and what is expected at the end."""

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
    lines: Sequence[int] = field(default_factory=tuple)


def read_scenario(raw: bytes, file: str) -> tuple[Scenario | None, list[Problem]]:
    """A scenario file, or every problem in it with its line."""
    try:
        tree = yaml.compose(raw, _Loader)
        content = yaml.load(raw, _Loader)  # the loader is a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        return None, [
            Problem(
                "scenario-unreadable",
                "Filen är inte giltig YAML.",
                f"The file is not valid YAML: {getattr(error, 'problem', '')}",
                file=file,
                line=line,
            )
        ]
    problems = [
        Problem(
            "scenario-shape",
            f"Scenariot går inte att läsa vid {_path(fault.absolute_path)}: {fault.message}",
            f"The scenario can't be read at {_path(fault.absolute_path)}: {fault.message}",
            file=file,
            line=_line(tree, list(fault.absolute_path)),
            element=_path(fault.absolute_path),
        )
        for fault in _VALIDATOR.iter_errors(content)
    ]
    if problems:
        return None, problems
    start = content["start"]
    try:
        now = datetime.fromisoformat(start["now"]) if "now" in start else _FIRST_MOMENT
    except ValueError:
        return None, [_bad_instant(file, _line(tree, ["start", "now"]), start["now"])]
    if now.tzinfo is None:
        now = now.replace(tzinfo=STOCKHOLM)
    message = start.get("message")
    steps = content.get("steps", [])
    return (
        Scenario(
            file=file,
            name=content["namn"],
            process=start["process"],
            forum=start.get("forum"),
            part=start.get("part"),
            now=now,
            answers=start.get("answers", {}),
            variables={**start.get("variables", {}), **(message or {}).get("variables", {})},
            message=message["name"] if message else None,
            operations=content.get("operations", {}),
            steps=steps,
            expect=content["expect"],
            lines=[_line(tree, ["steps", number]) for number in range(len(steps))],
        ),
        [],
    )


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
        if isinstance(node, yaml.MappingNode):
            found = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            found = node.value[part] if part < len(node.value) else None
        else:
            found = None
        if found is None:
            break
        node = found
    return int(node.start_mark.line) + 1 if node is not None else 1
