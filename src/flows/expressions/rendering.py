"""A FEEL value as text: what `string(x)` gives, and as a literal where it stands inside another."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from flows.expressions.budget import sized_text, spend
from flows.expressions.temporal import microseconds_of
from flows.expressions.values import Range, Value, YearsMonths

_NAME_START = (
    r"?A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF"
    r"\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD"
    r"\U00010000-\U000EFFFF"
)
NAME_START: Final = f"[{_NAME_START}]"
NAME_PART: Final = f"[{_NAME_START}0-9\u00b7\u0300-\u036f\u203f-\u2040]"
"""The characters of a name, DMN 1.5 grammar rules 28–30."""
_TEMPORAL = frozenset((date, time, datetime, timedelta, YearsMonths))
_PLAIN_KEY = re.compile(rf"{NAME_START}{NAME_PART}*(?: {NAME_PART}+)*")


def text_of(value: Value) -> str:
    """The text of a value; a string is itself, null is "null"."""
    return value if type(value) is str else sized_text(literal_of(value))


def literal_of(value: Value) -> str:
    """The text of a value as it is written in an expression."""
    kind = type(value)
    if value is None:
        return "null"
    if kind is str:
        return quoted(value)
    if kind is bool:
        return "true" if value else "false"
    if kind is Decimal:
        return number_text(value)
    if kind is list:
        return sized_text("[" + ", ".join(_parts(value)) + "]")
    if kind is dict:
        entries = (
            f"{key_text(key)}: {literal}"
            for key, literal in zip(value, _parts(value.values()), strict=True)
        )
        return sized_text("{" + ", ".join(entries) + "}")
    if kind is Range:
        return _range_text(value)
    return temporal_text(value)


def _parts(values: Iterable[Value]) -> list[str]:
    parts = []
    for value in values:
        literal = literal_of(value)
        spend(6 + len(literal) // 100)
        parts.append(literal)
    return parts


def quoted(text: str) -> str:
    """A string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def key_text(key: str) -> str:
    """A context key: bare when it is a name, otherwise quoted."""
    return key if _PLAIN_KEY.fullmatch(key) else quoted(key)


def number_text(number: Decimal) -> str:
    """Decimal digits without exponent and without trailing zeros."""
    if not number:
        return "0"
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _range_text(span: Range) -> str:
    opening = "[" if span.low_included else "("
    closing = "]" if span.high_included else ")"
    low, high = (_bound_text(bound, span) for bound in (span.low, span.high))
    return f"{opening}{low}..{high}{closing}"


def _bound_text(bound: Value, span: Range) -> str:
    """A bound so that `range` reads it back: nothing for one that is missing."""
    if bound is None and not span.null_bound:
        return ""
    literal = literal_of(bound)
    return f'@"{literal}"' if type(bound) in _TEMPORAL else literal


def temporal_text(value: Value) -> str:
    """The ISO 8601 text of a temporal value; "function" for a function."""
    if isinstance(value, datetime):
        return f"{value.year:04}-{value.month:02}-{value.day:02}T{time_text(value)}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return time_text(value)
    if isinstance(value, timedelta):
        return _days_time_text(value)
    return _years_months_text(value) if isinstance(value, YearsMonths) else "function"


def time_text(moment: time | datetime) -> str:
    """The clock part and the zone of a time or a date and time."""
    fraction = f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else ""
    clock = f"{moment.hour:02}:{moment.minute:02}:{moment.second:02}{fraction}"
    return clock + zone_text(moment)


def zone_text(moment: time | datetime) -> str:
    """The zone as text: "" without one, Z, an offset, or @Region/City."""
    if moment.tzinfo is None:
        return ""
    name = getattr(moment.tzinfo, "key", None)
    if name:
        return f"@{name}"
    offset = moment.tzinfo.utcoffset(None)
    seconds = int(offset.total_seconds()) if offset else 0
    if not seconds:
        return "Z"
    rest = abs(seconds)
    odd = f":{rest % 60:02}" if rest % 60 else ""
    return f"{'+' if seconds > 0 else '-'}{rest // 3600:02}:{rest // 60 % 60:02}{odd}"


def _days_time_text(duration: timedelta) -> str:
    total = microseconds_of(duration)
    if not total:
        return "PT0S"
    seconds, fraction = divmod(abs(total), 1_000_000)
    days, hours, minutes = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds % 60 or fraction:
        decimals = f".{fraction:06}".rstrip("0") if fraction else ""
        clock += f"{seconds % 60}{decimals}S"
    sign = "-" if total < 0 else ""
    return f"{sign}P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


def _years_months_text(duration: YearsMonths) -> str:
    years, months = divmod(abs(duration.months), 12)
    sign = "-" if duration.months < 0 else ""
    return (
        f"{sign}P" + (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    )
