"""What is wrong with the shape of a scenario file, in words instead of a schema's."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from jsonschema import ValidationError

_KINDS: Mapping[str, tuple[str, str]] = {
    "string": ("en text", "a text"),
    "integer": ("ett heltal", "a whole number"),
    "array": ("en lista, med ett streck framför varje del", "a list, with a dash before each part"),
    "object": ("en grupp av namn och värden", "a group of names and values"),
}
_STEPS = ("task", "clock", "message", "signal")
_LONGEST_NAME = 60


class Words(NamedTuple):
    """A sentence's end, in both languages."""

    sv: str
    en: str


def nearest_fault(fault: ValidationError) -> ValidationError:
    """The fault itself, or of a step the fault in the kind of step that it is meant to be."""
    if fault.validator != "oneOf" or not isinstance(fault.instance, Mapping):
        return fault
    meant = [place for place, name in enumerate(_STEPS) if name in fault.instance]
    if len(meant) != 1:
        return fault
    within = (one for one in fault.context or () if one.relative_schema_path[0] == meant[0])
    return next(within, fault)


def shape_in_words(fault: ValidationError) -> Words:
    """What a value has to be where the fault stands."""
    asked: Any = fault.validator_value
    given: Any = fault.instance
    schema: Any = fault.schema
    match fault.validator:
        case "required":
            missing = _listed(name for name in asked if name not in given)
            return Words(f"det saknas {missing}.", f"{missing} is missing.")
        case "additionalProperties":
            allowed = _listed(schema["properties"])
            stray = _listed(name for name in given if name not in schema["properties"])
            return Words(
                f"{stray} hör inte hemma här. Det som kan stå är {allowed}.",
                f"{stray} doesn't belong here. What can stand here is {allowed}.",
            )
        case "type":
            sv, en = _KINDS[asked if isinstance(asked, str) else asked[0]]
            return Words(f"här ska {sv} stå.", f"this has to be {en}.")
        case "oneOf":
            steps = _listed(_STEPS)
            return Words(
                f"ett steg är ett av {steps}, och bara ett.",
                f"a step is one of {steps}, and only one.",
            )
        case "pattern":
            return Words("uttrycket ska börja med =.", "the expression has to begin with =.")
        case "minimum":
            return Words("talet ska vara minst 1.", "the number has to be at least 1.")
        case "maxItems":
            return Words(
                f"listan får ha högst {asked} delar.", f"at most {asked} parts are allowed."
            )
        case _:  # minLength, minItems
            return Words("det får inte vara tomt.", "it may not be empty.")


def _listed(names: Any) -> str:
    """The names with commas between, each cut to what a sentence holds."""
    return ", ".join(str(name)[:_LONGEST_NAME] for name in names)
