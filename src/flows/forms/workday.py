"""What a form says about a date that isn't a workday."""

from datetime import date

from flows.forms.swedish_time import write_date
from flows.kernel.workdays import holiday_name, next_workday


def not_a_workday(day: date, language: str) -> str:
    """The sentence for a date that isn't a workday: which day it is and which one is next."""
    nearest = write_date(next_workday(day), language)
    name = holiday_name(day, language) or ""
    if language == "en":
        return f"{write_date(day, 'en')} is {name}, not a workday. The next workday is {nearest}."
    said = write_date(day, "sv").capitalize()
    return f"{said} är {name}, ingen arbetsdag. Nästa arbetsdag är {nearest}."
