"""What is checked of a field when it is sent, so that its fault stands beside it."""

import re
from dataclasses import fields, is_dataclass
from datetime import datetime

from flows.diagrams.errors import refuse
from flows.diagrams.time_words import cycle_words, duration_words
from flows.expressions import ExpressionError, compile_expression

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 20_000


def check_texts(edit: object) -> None:
    """Refuse what XML can't hold, and texts without end, anywhere in an edit."""
    waiting: list[tuple[str, object]] = [("", edit)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, str):
            if _UNWRITABLE.search(value):
                raise refuse(
                    name,
                    "Texten har tecken som inte går att spara.",
                    "The text has characters that can't be kept.",
                )
            if len(value) > _LONGEST:
                raise refuse(name, "Texten är för lång.", "The text is too long.")
        elif is_dataclass(value) and not isinstance(value, type):
            waiting += [(one.name, getattr(value, one.name)) for one in fields(value)]
        elif isinstance(value, (list, tuple)):
            waiting += [(name, one) for one in value]
        elif isinstance(value, dict):
            waiting += [(f"{name}.{key}", one) for key, one in value.items()]


def name_in(field: str, text: str) -> str:
    """A name that must be there."""
    if not text.strip():
        raise refuse(field, "Skriv ett namn.", "Write a name.")
    return " ".join(text.split())


def feel_in(field: str, text: str) -> str:
    """A FEEL expression that must be there, as it is written in a file: with `=` before it."""
    body = text.strip().removeprefix("=").strip()
    if not body:
        raise refuse(field, "Skriv ett uttryck.", "Write an expression.")
    try:
        compiled = compile_expression(body)
    except ExpressionError as fault:
        raise refuse(field, fault.sv, fault.en) from None
    for problem in compiled.problems:
        raise refuse(field, problem.sv, problem.en)
    return f"={body}"


def literal_or_feel(field: str, text: str) -> str:
    """A text that is itself, or FEEL when it begins with `=`."""
    text = text.strip()
    return feel_in(field, text) if text.startswith("=") else text


def variable_in(field: str, text: str) -> str:
    """The name of a variable."""
    text = text.strip()
    if not _VARIABLE.fullmatch(text):
        raise refuse(
            field,
            "Skriv ett namn av bokstäverna a–z, siffror och understreck, utan å, ä och ö.",
            "Write a name of the letters a–z, digits and underscores.",
        )
    return text


def time_in(field: str, timer: str, text: str) -> str:
    """A timer's time: a duration (also a bare number of days), a repetition, a date, or FEEL."""
    text = text.strip()
    if text.startswith("="):
        return feel_in(field, text)
    if timer == "duration":
        days = number_of_days(text)
        if days is not None:
            return f"P{days}D"
        if duration_words(text):
            return text
        raise refuse(
            field,
            "Skriv antalet dagar, till exempel 14, eller en tid som P14D eller PT2H.",
            "Write the number of days, such as 14, or a time such as P14D or PT2H.",
        )
    if timer == "cycle":
        if cycle_words(text):
            return text
        raise refuse(
            field,
            "Skriv en upprepning, till exempel R3/P14D: tre gånger med 14 dagar emellan.",
            "Write a repetition, such as R3/P14D: three times, every 14 days.",
        )
    if timer == "date" and is_date(text):
        return text
    raise refuse(
        field,
        "Skriv ett datum, till exempel 2027-01-31 eller 2027-01-31T09:00.",
        "Write a date, such as 2027-01-31 or 2027-01-31T09:00.",
    )


def due_in(field: str, text: str) -> str:
    """A deadline: nothing, so many days after the step begins, a date, or FEEL."""
    text = text.strip()
    if not text:
        return ""
    if text.startswith("="):
        return feel_in(field, text)
    days = number_of_days(text)
    if days is not None:
        return f'=now() + duration("P{days}D")'
    if duration_words(text):
        return f'=now() + duration("{text}")'
    if is_date(text):
        return text
    raise refuse(
        field,
        "Skriv antalet dagar, till exempel 14, ett datum som 2027-01-31 eller ett uttryck som "
        "börjar med =.",
        "Write the number of days, such as 14, a date such as 2027-01-31 or an expression that "
        "begins with =.",
    )


def number_of_days(text: str) -> int | None:
    """A bare number of days; "14 dagar" too."""
    match = re.fullmatch(r"(\d{1,4})\s*(?:dagar|dag|days|day|d)?", text.strip(), re.IGNORECASE)
    return int(match[1]) if match else None


def is_date(text: str) -> bool:
    """Whether it is a date, or a date and time, in ISO's way of writing."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return bool(re.match(r"\d{4}-\d\d-\d\d", text))
