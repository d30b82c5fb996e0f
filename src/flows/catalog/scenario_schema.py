"""The shape of a scenario file, as JSON Schema."""

from typing import Any

from jsonschema import Draft202012Validator

MAX_STEPS = 500
"""Steps in a scenario; one person could not follow more."""

_VALUES: dict[str, Any] = {"type": "object"}
_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": properties,
    }


_STEP = {
    "oneOf": [
        _object(
            ["task", "as"],
            task={"type": "string"},
            **{"as": {"type": "string"}},
            where={"type": "string", "pattern": "^="},
            item={"type": "integer", "minimum": 1},
            answers=_VALUES,
            refused={**_TEXTS, "minItems": 1},
        ),
        _object(["clock"], clock={"type": "string"}),
        _object(
            ["message"],
            message=_object(
                ["name"],
                name={"type": "string"},
                key={"type": ["string", "integer"]},
                variables=_VALUES,
            ),
        ),
        _object(
            ["signal"],
            signal=_object(["name"], name={"type": "string"}, variables=_VALUES),
        ),
    ]
}
_SCHEMA = _object(
    ["namn", "start", "expect"],
    namn={"type": "string", "minLength": 1},
    beskrivning={"type": "string"},
    regler=_TEXTS,
    start=_object(
        ["process"],
        process={"type": "string"},
        forum={"type": "string"},
        part={"type": "string"},
        now={"type": "string"},
        answers=_VALUES,
        variables=_VALUES,
        message=_object(["name"], name={"type": "string"}, variables=_VALUES),
    ),
    operations=_VALUES,
    steps={"type": "array", "items": _STEP, "maxItems": MAX_STEPS},
    expect=_object(
        [],
        ends=_TEXTS,
        variables=_VALUES,
        operations=_TEXTS,
        messages=_TEXTS,
        open=_TEXTS,
    ),
)
VALIDATOR = Draft202012Validator(_SCHEMA)
