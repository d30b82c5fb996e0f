"""Values and names in the sentences that tell how a scenario went."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

_MOST = 200


def quoted(names: Iterable[str], language: str) -> str:
    """Names in a row, within quotation marks; "ingenting" when there are none."""
    first, last = ("”", "”") if language == "sv" else ('"', '"')
    said = ", ".join(f"{first}{name}{last}" for name in names)
    return said or ("ingenting" if language == "sv" else "nothing")


def in_words(value: Any, language: str) -> str:
    """A variable's value, short."""
    if value is None:
        return "inget värde" if language == "sv" else "no value"
    if isinstance(value, bool):
        return {"sv": ("nej", "ja"), "en": ("no", "yes")}[language][value]
    if isinstance(value, str):
        return quoted([value[:_MOST]], language)
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)
