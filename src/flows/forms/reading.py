"""What was submitted becomes values: text, exact numbers, dates, choices."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from flows.forms.field import MULTIPLE, Field, Option
from flows.forms.file_rules import FILES, MOST_FILES
from flows.forms.swedish_number import json_number, read_number, write_number
from flows.forms.swedish_time import (
    ImpossibleMoment,
    read_date,
    read_moment,
    read_time,
)
from flows.kernel import STOCKHOLM

Raw = Mapping[str, str | Sequence[str]]
"""What was typed and ticked, as text, by key: what a draft keeps and a page shows again."""

# Control signs can't be typed, only pasted or sent by a program, and break what shows them.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001]")


_FILE_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Submitted(Protocol):
    """A submitted form, such as werkzeug's MultiDict."""

    def get(self, key: str, /) -> str | None:
        """The first value of the key."""
        ...

    def getlist(self, key: str, /) -> Sequence[str]:
        """Every value of the key, in the order of the page."""
        ...


class UnreadableAnswer(ValueError):
    """The text can't be read as the field's kind of value; the code says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def raw_of(field: Field, submitted: Submitted) -> str | list[str]:
    """What was submitted for the field, cleaned of unseen signs; "" or [] when nothing was."""
    if field.type == FILES:
        # A browser may send the name of a file that it does not send: only ids count.
        ids = (one for one in submitted.getlist(field.key) if _FILE_ID.fullmatch(one))
        return list(dict.fromkeys(ids))[: MOST_FILES + 1]
    if field.type in MULTIPLE:
        return list(submitted.getlist(field.key))
    text = unicodedata.normalize("NFC", submitted.get(field.key) or "")
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if field.type == "textarea" else text.replace("\n", " ")


def value_from(field: Field, raw: str | Sequence[str], options: Sequence[Option]) -> Any:
    """The JSON value of what was typed; None when nothing was.

    A number keeps every decimal; a date is ISO text; a moment has Stockholm's offset.
    Raises UnreadableAnswer.
    """
    if field.type == FILES:
        files = {option.value["id"]: option.value for option in options}
        return [files.get(one, one) for one in ([raw] if isinstance(raw, str) else raw) if one]
    if field.type in MULTIPLE:
        chosen = [raw] if isinstance(raw, str) else raw
        return [_choice(token, options) for token in chosen if token.strip()]
    text = raw.strip() if isinstance(raw, str) else ""
    if field.type == "checkbox":
        return text not in {"", "false"}
    if not text:
        return None
    if field.type in {"radio", "select"}:
        return _choice(text, options)
    if field.type == "number":
        return _number(field, text)
    if field.type == "datetime":
        return _temporal(field, text)
    return text


def text_from(field: Field, value: Any) -> str | list[str]:
    """The text that a page shows for a value that a variable or a default holds."""
    if field.type == FILES:
        files = value if isinstance(value, list) else []
        return [str(one["id"]) for one in files if isinstance(one, Mapping) and "id" in one]
    if field.type in MULTIPLE:
        chosen = value if isinstance(value, list) else []
        return [Option(one, "").token for one in chosen]
    if value is None:
        return ""
    if field.type == "checkbox":
        return "true" if value is True else ""
    if field.type in {"radio", "select"}:
        return Option(value, "").token
    if (
        field.type == "number"
        and isinstance(value, int | float | Decimal)
        and not isinstance(value, bool)
    ):
        return write_number(value, field.decimals)
    if field.type == "datetime" and field.subtype == "datetime":
        try:
            moment = datetime.fromisoformat(str(value))
            local = moment.astimezone(STOCKHOLM) if moment.tzinfo else moment
            return local.isoformat()[:16]
        except ValueError:
            return str(value)
    return str(value)


def _choice(token: str, options: Sequence[Option]) -> Any:
    # What no option has stays as text, so that the rules can refuse it.
    return next((option.value for option in options if option.token == token), token)


def _number(field: Field, text: str) -> int | float | str:
    try:
        number = read_number(text)
    except ValueError:
        raise UnreadableAnswer("not-a-number") from None
    if field.number_as_text:
        return f"{number:f}" if number != number.to_integral_value() else str(int(number))
    return json_number(number)


def _temporal(field: Field, text: str) -> str:
    try:
        if field.subtype == "date":
            return read_date(text).isoformat()
        if field.subtype == "time":
            return read_time(text).isoformat()
        moment = read_moment(text)
    except ImpossibleMoment:
        raise UnreadableAnswer("skipped-hour") from None
    except ValueError:
        raise UnreadableAnswer(
            "date-time" if field.subtype == "datetime" else field.subtype
        ) from None
    return moment.isoformat() if field.with_offset else moment.replace(tzinfo=None).isoformat()
