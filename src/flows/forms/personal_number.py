"""Finds Swedish personal identity numbers in free text, so that they can be refused (GDPR)."""

import re
from datetime import date

# Ten or twelve digits, with or without a separator; a longer run of digits is something else.
_CANDIDATE = re.compile(
    r"(?<![0-9])(?:(?:18|19|20)[0-9]{2}|[0-9]{2})[0-9]{4} ?[-–+]? ?[0-9]{4}(?![0-9])"
)
_COORDINATION_OFFSET = 60
"""A samordningsnummer is a birth date with 60 added to the day, and just as personal."""


def holds_personal_number(text: str) -> bool:
    """Whether the text holds a personnummer or samordningsnummer.

    Ten and twelve digits count, with a hyphen, a plus sign, a space or nothing before the last
    four. The date must exist and the check digit must be right, so that most other numbers pass.
    """
    return any(_is_personal_number(found.group()) for found in _CANDIDATE.finditer(text))


def _is_personal_number(candidate: str) -> bool:
    digits = "".join(sign for sign in candidate if sign.isdigit())
    if len(digits) == 12:
        return _date_exists(int(digits[:4]), digits[4:]) and _check_digit_holds(digits[2:])
    year = int(digits[:2])
    # Ten digits don't tell the century, and 29 February exists in only one of them.
    born = any(_date_exists(century + year, digits[2:]) for century in (1900, 2000))
    return born and _check_digit_holds(digits)


def _date_exists(year: int, month_and_day: str) -> bool:
    day = int(month_and_day[2:4])
    if day > _COORDINATION_OFFSET:
        day -= _COORDINATION_OFFSET
    try:
        date(year, int(month_and_day[:2]), day)
    except ValueError:
        return False
    return True


def _check_digit_holds(ten_digits: str) -> bool:
    """The Luhn sum, as Skatteverket computes it (SKV 704)."""
    total = 0
    for place, sign in enumerate(ten_digits):
        product = int(sign) * (2 - place % 2)
        total += product // 10 + product % 10
    return total % 10 == 0
