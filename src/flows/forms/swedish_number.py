"""Numbers as people in Sweden write them: decimal comma, spaces between thousands, exact."""

import re
from decimal import Decimal

_GAPS = "\u0020\u00a0\u2009\u202f"
_NUMBER = re.compile(rf"([+-]?)([0-9]{{1,3}}(?:[{_GAPS}][0-9]{{3}})+|[0-9]+)(?:[.,]([0-9]+))?")
MOST_DIGITS = 15
"""A number with more digits than this is refused: fifteen always survive JSON unchanged."""


def read_number(text: str) -> Decimal:
    """The number that the text says, exactly.

    Raises ValueError when the text isn't a number, groups its thousands wrongly,
    or has more than MOST_DIGITS digits.
    """
    found = _NUMBER.fullmatch(text.strip().replace("\u2212", "-"))
    if found is None:
        raise ValueError(text)
    sign, whole, fraction = found.group(1), found.group(2), found.group(3) or ""
    whole = "".join(digit for digit in whole if digit not in _GAPS)
    if len(whole) + len(fraction) > MOST_DIGITS:
        raise ValueError(text)
    return Decimal(f"{sign}{whole}.{fraction or '0'}")


def json_number(number: Decimal) -> int | float:
    """The number as JSON holds it: an int when whole, else a float that reads back unchanged.

    Exact for every number of at most MOST_DIGITS digits.
    """
    return int(number) if number == number.to_integral_value() else float(number)


def write_number(
    number: Decimal | int | float, digits: int | None = None, group: bool = False
) -> str:
    """The number with a decimal comma, with `digits` decimals if given.

    With `group`, five figures or more are grouped by no-break spaces; four are left alone, since
    they may be a year.
    """
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        return str(number)
    text = f"{exact:.{digits}f}" if digits is not None else f"{exact:f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, fraction = text.partition(".")
    if group and abs(exact) >= 10_000:
        whole = f"{Decimal(whole):,f}".replace(",", "\u00a0")
    return f"{whole},{fraction}" if fraction else whole
