"""Exact decimal arithmetic: IEEE 754 decimal128, as DMN 1.5 §10.3.2.3.1 asks."""

import decimal
from decimal import Decimal
from typing import Final

DECIMAL128: Final = decimal.Context(
    prec=34,
    Emin=-6143,
    Emax=6144,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)


def number_from_text(text: str) -> Decimal:
    """The number that digits spell, rounded to 34 digits.

    Raises ArithmeticError when it is larger than decimal128 holds, or is no number.
    """
    return DECIMAL128.create_decimal(text)


def whole(number: Decimal) -> int:
    """The number without its fraction; raises ValueError when it is absurdly large."""
    if number.adjusted() > 18:
        raise ValueError("number out of reach")
    return int(number)
