"""A field's rules as JSON Schema (Draft 2020-12), and the check of answers against them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import regex
from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from flows.expressions import Expression, ExpressionError, pattern_time
from flows.forms.failed import note_failure
from flows.forms.field import MULTIPLE, Bound, Field, Option, Rules
from flows.forms.file_rules import FILES, FileRules
from flows.forms.personal_number import holds_personal_number
from flows.forms.swedish_number import MOST_DIGITS
from flows.forms.swedish_time import read_date, read_moment, read_time
from flows.forms.template import value_of
from flows.kernel.workdays import holiday_name

PATTERN_SECONDS = 0.1
"""How long an author's pattern may take on one answer."""

LONGEST_TEXT = 20_000
"""Characters in an answer whose author has set no limit."""

_EMAIL = regex.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = regex.compile(r"\+?[0-9][0-9() \-–]{4,20}")
_TEMPORAL = {"date": "date", "time": "time", "datetime": "date-time"}

_LEAST_EXPONENT = -400
"""Smaller than that of every float; each digit more is one to write out."""

Schema = dict[str, Any]


def property_schema(
    field: Field, options: Sequence[Option], variables: Mapping[str, Any], today: date
) -> Schema:
    """The JSON Schema of one answer, given the options and limits of this moment."""
    rules = field.rules
    if field.type in {"textfield", "textarea"}:
        return _text_schema(field, variables)
    if field.type == "number":
        return _number_schema(field, variables)
    if field.type == "checkbox":
        return {"type": "boolean", **({"const": True} if rules.required else {})}
    if field.type == FILES:
        return _files_schema(field, variables)
    known = {"enum": [option.value for option in options]}
    if field.type in {"radio", "select"}:
        return known
    if field.type in MULTIPLE:
        return _choices_schema(rules, known, variables)
    schema: Schema = {"type": "string", "format": _TEMPORAL[field.subtype]}
    if rules.not_past:
        schema["notBefore"] = today
    if rules.workday:
        schema["workday"] = True
    return schema


def _choices_schema(rules: Rules, known: Schema, variables: Mapping[str, Any]) -> Schema:
    fewest, most = bound_value(rules.least, variables), bound_value(rules.most, variables)
    return {
        "type": "array",
        "items": known,
        "uniqueItems": True,
        "minItems": 1 if rules.required else 0,
        **({"fewestItems": fewest} if fewest is not None else {}),
        **({"mostItems": most} if most is not None else {}),
    }


def _files_schema(field: Field, variables: Mapping[str, Any]) -> Schema:
    rules = field.files or FileRules()
    return {
        "type": "array",
        "items": {
            "fileOf": {kind.media_type for kind in rules.kinds},
            "fileBytes": rules.bytes_of(variables),
        },
        "minItems": 1 if field.rules.required else 0,
        "maxItems": rules.most_files,
    }


def form_schema(properties: Mapping[str, Schema], required: Sequence[str]) -> Schema:
    """The JSON Schema of all answers; an answer to anything else is refused."""
    return {
        "$schema": Draft202012Validator.META_SCHEMA["$id"],
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def faults_of(schema: Schema, answers: Mapping[str, Any]) -> Iterator[ValidationError]:
    """Every way in which the answers break the schema; numbers have to be Decimals."""
    found: Iterator[ValidationError] = _Validator(schema, format_checker=_formats).iter_errors(
        dict(answers)
    )
    return found


def fault_code(fault: ValidationError) -> str:
    """What is wrong, by the code that the messages know."""
    if fault.validator == "format":
        return str(getattr(fault.cause, "code", fault.validator_value))
    if fault.validator == "type" and fault.validator_value == "number":
        return "not-a-number"
    if fault.validator == "enum":
        return "option" if len(fault.absolute_path) == 1 else "options"
    return _CODES.get(str(fault.validator), fault.message)


def checkable(field: Field, value: Any) -> Any:
    """The value as the schema sees it: a number as an exact Decimal, all else as it is."""
    if field.type != "number":
        return value
    if isinstance(value, str) is not field.number_as_text:
        return str(value)
    number = exact(value)
    return str(value) if number is None else number


def bound_value(bound: Bound | None, variables: Mapping[str, Any]) -> Decimal | None:
    """The limit as an exact number; None when there is none or its expression gives no number."""
    if not isinstance(bound, Expression):
        return bound
    try:
        return exact(value_of(bound, variables))
    except ExpressionError as error:
        note_failure(bound, error)
        return None


def exact(value: Any) -> Decimal | None:
    """The number, or the number that a text says, as a Decimal; None for all else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except ArithmeticError:
        return None
    if not number.is_finite() or number.adjusted() >= MOST_DIGITS:
        return None
    return number if number.as_tuple().exponent >= _LEAST_EXPONENT else None  # type: ignore[operator]


def _text_schema(field: Field, variables: Mapping[str, Any]) -> Schema:
    rules = field.rules
    shortest = bound_value(rules.shortest, variables)
    longest = bound_value(rules.longest, variables)
    schema: Schema = {
        "type": "string",
        "maxLength": int(longest) if longest is not None else LONGEST_TEXT,
    }
    if shortest is not None:
        schema["minLength"] = int(shortest)
    if rules.pattern is not None:
        schema["pattern"] = rules.pattern
    if rules.kind in {"email", "phone"}:
        schema["format"] = rules.kind
    if rules.kind != "phone":
        schema["noPersonalNumber"] = True
    return schema


def _number_schema(field: Field, variables: Mapping[str, Any]) -> Schema:
    limits = {
        "minimum": bound_value(field.rules.least, variables),
        "maximum": bound_value(field.rules.most, variables),
        "multipleOf": None if field.decimals is None else Decimal(1).scaleb(-field.decimals),
    }
    return {"type": "number", **{name: one for name, one in limits.items() if one is not None}}


_CODES = {
    "required": "required",
    "const": "required",
    "minItems": "required",
    "type": "wrong-type",
    "uniqueItems": "options",
    "maxItems": "too-many-files",
    "additionalProperties": "read-only",
    "minimum": "minimum",
    "maximum": "maximum",
    "multipleOf": "too-many-decimals",
    "minLength": "too-short",
    "maxLength": "too-long",
}

_formats = FormatChecker(formats=())


@_formats.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or _EMAIL.fullmatch(value) is not None


@_formats.checks("phone")
def _is_phone(value: object) -> bool:
    return not isinstance(value, str) or _PHONE.fullmatch(value) is not None


@_formats.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or read_date(value) is not None


@_formats.checks("time", raises=ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or read_time(value) is not None


@_formats.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or read_moment(value) is not None


# The faults below carry their code as the message.


def _pattern(
    _: Any, pattern: "regex.Pattern[str]", value: Any, __: Schema
) -> Iterator[ValidationError]:
    if not isinstance(value, str):
        return
    try:
        with pattern_time(PATTERN_SECONDS) as seconds:
            found = pattern.search(value, timeout=seconds)
        if found is None:
            yield ValidationError("pattern")
    except TimeoutError:
        yield ValidationError("pattern-slow")


def _no_personal_number(_: Any, __: bool, value: Any, ___: Schema) -> Iterator[ValidationError]:
    if isinstance(value, str) and holds_personal_number(value):
        yield ValidationError("personal-number")


def _not_before(_: Any, today: date, value: Any, __: Schema) -> Iterator[ValidationError]:
    day = _day_of(value)
    if day is not None and day < today:
        yield ValidationError("past-date")


def _workday(_: Any, __: bool, value: Any, ___: Schema) -> Iterator[ValidationError]:
    day = _day_of(value)
    if day is not None and holiday_name(day) is not None:
        yield ValidationError("workday")


def _fewest(_: Any, fewest: Decimal, value: Any, __: Schema) -> Iterator[ValidationError]:
    # Whether there has to be an answer at all is another rule.
    if isinstance(value, list) and 0 < len(value) < fewest:
        yield ValidationError("too-few-choices")


def _most(_: Any, most: Decimal, value: Any, __: Schema) -> Iterator[ValidationError]:
    if isinstance(value, list) and len(value) > most:
        yield ValidationError("too-many-choices")


def _file_of(_: Any, types: set[str], value: Any, __: Schema) -> Iterator[ValidationError]:
    # An id that no file has is left as it was sent.
    if isinstance(value, str):
        yield ValidationError("file-gone")
    elif not is_file(value):
        yield ValidationError("wrong-type")
    elif value["typ"] not in types:
        yield ValidationError("file-type")


def _file_bytes(_: Any, most: int, value: Any, __: Schema) -> Iterator[ValidationError]:
    if is_file(value) and value["byte"] > most:
        yield ValidationError("file-too-large")


def is_file(value: Any) -> bool:
    """Whether the value is a file as an answer holds it: {id, namn, typ, byte}."""
    kinds = {"id": str, "namn": str, "typ": str, "byte": int}
    return (
        isinstance(value, Mapping)
        and value.keys() == kinds.keys()
        and all(type(value[name]) is kind for name, kind in kinds.items())
    )


def _day_of(value: Any) -> date | None:
    try:
        return read_date(str(value)[:10])
    except ValueError:
        return None


_Validator = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {
        "pattern": _pattern,
        "noPersonalNumber": _no_personal_number,
        "notBefore": _not_before,
        "workday": _workday,
        "fewestItems": _fewest,
        "mostItems": _most,
        "fileOf": _file_of,
        "fileBytes": _file_bytes,
    },
)
