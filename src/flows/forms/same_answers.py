"""Whether a form that is sent again says what was accepted the first time.

Only what was recorded is compared: if those answers are the same, the same questions were hidden
and closed, and what was sent to these was dropped the first time too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.forms.field import MULTIPLE, REPEATING, Field, every_field
from flows.forms.file_rules import FILES
from flows.forms.reading import Submitted, UnreadableAnswer, raw_of, text_from, value_from
from flows.forms.repeating import pages_of

_CHOICES = MULTIPLE | {"radio", "select", FILES}


def says_the_same(
    fields: tuple[Field, ...], submitted: Submitted, recorded: Mapping[str, Any]
) -> bool:
    """Whether a submission says what is recorded; a file is known by its id.

    It needs none of the form's variables: a choice is known by what its option sends.
    """
    return all(
        _same(field, submitted, recorded[field.key])
        for field in every_field(fields)
        if field.key in recorded
    )


def _same(field: Field, submitted: Submitted, value: Any) -> bool:
    if field.type == REPEATING:
        return _same_rows(field, submitted, value or [])
    raw = raw_of(field, submitted)
    if field.type in _CHOICES:
        sent = [raw] if isinstance(raw, str) else raw
        known = text_from(field, value)
        held = [known] if isinstance(known, str) else known
        return [one for one in sent if one.strip()] == [one for one in held if one]
    try:
        return bool(value_from(field, raw, ()) == value)
    except UnreadableAnswer:
        return False


def _same_rows(field: Field, submitted: Submitted, rows: Sequence[Mapping[str, Any]]) -> bool:
    # Rows in which nothing is said are not recorded.
    inner = [one for one in every_field(field.row) if one.answered]
    sent = [
        page
        for page in pages_of(field, submitted)
        if any(raw_of(one, page) not in ("", "false", []) for one in inner)
    ]
    return len(sent) == len(rows) and all(
        says_the_same(field.row, page, row) for page, row in zip(sent, rows, strict=True)
    )
