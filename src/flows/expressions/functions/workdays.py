"""Functions on Swedish workdays, which DMN doesn't have."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from flows.expressions.budget import spend
from flows.expressions.functions.builtin import Unfit, builtin
from flows.expressions.functions.temporal import as_date
from flows.kernel import workdays

_MOST: Final = 40_000
"""More workdays than there are in all the years whose holidays are known."""
_DAYS_A_YEAR: Final = 250


@builtin("is workday", "date: date")
def is_workday(day: date) -> bool:
    return workdays.is_workday(as_date(day))


@builtin("add workdays", "from: date, days: number")
def add_workdays(start: date, count: Decimal) -> date:
    if count != count.to_integral_value() or abs(count) > _MOST:
        raise Unfit
    spend(abs(int(count)) // _DAYS_A_YEAR)
    found = workdays.add_workdays(as_date(start), int(count))
    if isinstance(start, datetime):
        return start.replace(year=found.year, month=found.month, day=found.day)
    return found


@builtin("workdays between", "from: date, to: date")
def workdays_between(start: date, end: date) -> Decimal:
    spend(abs(end.year - start.year))
    return Decimal(workdays.workdays_between(as_date(start), as_date(end)))
