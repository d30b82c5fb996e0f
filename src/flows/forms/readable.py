"""A plain value as people read it: Swedish or English, never JSON."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flows.forms.swedish_number import write_number
from flows.forms.swedish_time import write_date, write_moment

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}(?:\.[0-9]+)?(?:Z|[+-][0-9:]{5})")
_TRUTH = {("sv", True): "ja", ("sv", False): "nej", ("en", True): "yes", ("en", False): "no"}
_ENGLISH_SIGNS = str.maketrans({"\u00a0": ",", ",": "."})
_NAMES = ("namn", "titel", "name", "title", "label")


def readable(value: Any, language: str) -> str:
    """The value as text: null is nothing, a list is joined, a thing is known by its name.

    Text in the form of an ISO date or instant is written out as a date.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return _TRUTH[language, value]
    if isinstance(value, int | float | Decimal):
        text = write_number(value, group=True)
        return text.translate(_ENGLISH_SIGNS) if language == "en" else text
    if isinstance(value, str):
        return _readable_text(value, language)
    if isinstance(value, Mapping):
        named = next((value[key] for key in _NAMES if value.get(key)), None)
        pairs = (f"{key}: {readable(part, language)}" for key, part in value.items())
        return readable(named, language) if named is not None else ", ".join(pairs)
    if isinstance(value, list | tuple):
        return ", ".join(readable(part, language) for part in value)
    return str(value)


def _readable_text(text: str, language: str) -> str:
    try:
        if _DATE.fullmatch(text):
            return write_date(date.fromisoformat(text), language)
        if _MOMENT.fullmatch(text):
            return write_moment(datetime.fromisoformat(text), language)
    except ValueError:
        return text
    return text
