"""FEEL values as JSON data."""

from decimal import Decimal
from typing import Any

from flows.expressions.budget import opened_account, spend
from flows.expressions.rendering import text_of
from flows.expressions.values import Value, is_function

_LARGEST_EXPONENT = 308
"""Above this a JSON reader elsewhere could take the number for infinity."""


def to_plain(value: Value) -> Any:
    """A FEEL value as JSON data.

    Whole numbers become int. Other numbers become float when the float's shortest text is
    exactly that number, and otherwise stay `decimal.Decimal`, so that nothing is lost; so do
    whole numbers beyond 10**308. Temporal values and ranges become their FEEL text, which
    `date(x)`, `duration(x)` and their like read back. Functions become None.
    Raises ExpressionError when the value is too large to write out.
    """
    with opened_account():
        return _plain(value)


def _plain(value: Value) -> Any:
    kind = type(value)
    if kind is str:
        spend(len(value) // 100)
        return value
    if kind is bool or value is None:
        return value
    if kind is Decimal:
        return plain_number(value)
    if kind is list:
        spend(6 + len(value))
        return [_plain(item) for item in value]
    if kind is dict:
        spend(6 + len(value) + sum(map(len, value)) // 100)
        return {key: _plain(item) for key, item in value.items()}
    spend(6)
    return None if is_function(value) else text_of(value)


def plain_number(number: Decimal) -> int | float | Decimal:
    """The JSON number that is exactly the decimal, or the decimal itself when there is none."""
    if not number:
        return 0
    if number.adjusted() > _LARGEST_EXPONENT:
        return number
    if number == number.to_integral_value():
        return int(number)
    binary = float(number)
    return binary if Decimal(repr(binary)) == number else number
