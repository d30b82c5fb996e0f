"""Functions on numbers, DMN 1.5 §10.3.4.5."""

import decimal
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Final

from flows.expressions.budget import spend
from flows.expressions.decimals import DECIMAL128, ONE, ZERO, whole
from flows.expressions.functions.builtin import Unfit, builtin
from flows.expressions.values import Value, YearsMonths

_SCALES: Final = range(-6111, 6177)
_WIDE: Final = decimal.Context(prec=13_000)
"""Every digit that lies between the least and the greatest number."""
_DIGITS_A_STEP: Final = 50
_TWO: Final = Decimal(2)


def rounded(number: Decimal, scale: Decimal | None, rounding: str) -> Decimal:
    """The number with so many decimals (negative: tens, hundreds…); raises Unfit."""
    places = whole(scale) if scale is not None else 0
    if places not in _SCALES:
        raise Unfit
    if number.as_tuple().exponent >= -places:  # type: ignore[operator]
        return number
    return number.quantize(ONE.scaleb(-places), rounding=rounding, context=_WIDE)


def _rounding(name: str, signature: str, rounding: str) -> None:
    def run(number: Decimal, scale: Decimal | None = None) -> Decimal:
        return rounded(number, scale, rounding)

    builtin(name, signature)(run)


_NEEDS_SCALE: Final = "n: number, scale: number"
_OPTIONAL_SCALE: Final = "n: number, [scale: number]"
_rounding("decimal", _NEEDS_SCALE, decimal.ROUND_HALF_EVEN)
_rounding("floor", _OPTIONAL_SCALE, decimal.ROUND_FLOOR)
_rounding("ceiling", _OPTIONAL_SCALE, decimal.ROUND_CEILING)
_rounding("round up", _NEEDS_SCALE, decimal.ROUND_UP)
_rounding("round down", _NEEDS_SCALE, decimal.ROUND_DOWN)
_rounding("round half up", _NEEDS_SCALE, decimal.ROUND_HALF_UP)
_rounding("round half down", _NEEDS_SCALE, decimal.ROUND_HALF_DOWN)
_rounding("round half even", _NEEDS_SCALE, decimal.ROUND_HALF_EVEN)


@builtin("abs", "n: any")
def absolute(value: Value) -> Value:
    if type(value) is list and len(value) == 1:
        value = value[0]
    if type(value) is Decimal or type(value) is timedelta:
        return value.copy_abs() if type(value) is Decimal else abs(value)
    if type(value) is YearsMonths:
        return YearsMonths(abs(value.months))
    raise Unfit


@builtin("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    # As dividend - divisor * floor(dividend / divisor), but exact for far apart numbers too.
    rest = _remainder(dividend, divisor)
    if rest and (rest < 0) is not (divisor < 0):
        rest = _WIDE.add(rest, divisor)
    return DECIMAL128.plus(rest)


def _remainder(dividend: Decimal, divisor: Decimal) -> Decimal:
    """What is left of the dividend, with its sign; raises ArithmeticError for a divisor of 0."""
    apart = abs(dividend.adjusted() - divisor.adjusted())
    spend(apart // _DIGITS_A_STEP)
    return _WIDE.remainder(dividend, divisor)


def _decimal_function(
    name: str, run: Callable[[Decimal], Decimal], allowed: Callable[[Decimal], bool], steps: int
) -> None:
    def guarded(number: Decimal) -> Decimal:
        if not allowed(number):
            raise Unfit
        spend(steps)
        return run(number)

    builtin(name, "number: number")(guarded)


_decimal_function("sqrt", DECIMAL128.sqrt, lambda number: number >= ZERO, 20)
_decimal_function("log", DECIMAL128.ln, lambda number: number > ZERO, 100)
_decimal_function("exp", DECIMAL128.exp, lambda number: number.adjusted() < 10, 200)


@builtin("odd", "number: number")
def odd(number: Decimal) -> bool:
    return abs(_remainder(number, _TWO)) == ONE


@builtin("even", "number: number")
def even(number: Decimal) -> bool:
    return not _remainder(number, _TWO)
