"""Workdays: which they are, the laws that counting them follows, and what counting may take."""

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.expressions import compile_expression, evaluate
from flows.kernel.workdays import add_workdays, is_workday, workdays_between

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
COUNTS = st.integers(-3000, 3000)
SOME = COUNTS.filter(bool)


@pytest.mark.parametrize("eve", ["2027-06-25", "2027-12-24", "2027-12-31", "2028-06-23"])
def test_the_three_eves_are_not_workdays(eve: str) -> None:
    assert evaluate(f'is workday(@"{eve}")') is False


@pytest.mark.parametrize("day", ["2027-01-05", "2027-04-30", "2027-05-07", "2027-11-05"])
def test_other_eves_and_days_in_between_are_workdays(day: str) -> None:
    assert evaluate(f'is workday(@"{day}")') is True


@given(DAYS, SOME)
def test_the_answer_is_a_workday_and_not_the_day_itself(day: date, count: int) -> None:
    found = add_workdays(day, count)
    assert is_workday(found)
    assert (found > day) == (count > 0)


@given(DAYS, SOME)
def test_counting_back_what_was_added_gives_the_number(day: date, count: int) -> None:
    assert workdays_between(day, add_workdays(day, count)) == count


@given(DAYS, st.integers(1, 500), st.integers(1, 500), st.sampled_from([1, -1]))
def test_two_steps_the_same_way_are_one(day: date, one: int, other: int, way: int) -> None:
    in_two = add_workdays(add_workdays(day, way * one), way * other)
    assert in_two == add_workdays(day, way * (one + other))


@given(DAYS, COUNTS)
def test_from_a_workday_there_and_back_again(day: date, count: int) -> None:
    workday = add_workdays(day, 1)
    assert add_workdays(add_workdays(workday, count), -count) == workday


@given(DAYS, st.integers(0, 60))
def test_the_number_is_that_of_counting_day_by_day(day: date, length: int) -> None:
    later = day + timedelta(days=length)
    days = [day + timedelta(days=number) for number in range(length + 1)]
    assert workdays_between(day, later) == sum(map(is_workday, days[1:]))
    assert workdays_between(later, day) == -sum(map(is_workday, days[:-1]))


@given(DAYS, DAYS, COUNTS)
def test_a_later_day_never_gives_an_earlier_answer(one: date, other: date, count: int) -> None:
    first, last = sorted((one, other))
    assert add_workdays(first, count) <= add_workdays(last, count)


@pytest.mark.parametrize(
    "source",
    [
        'add workdays(@"2027-01-11", 1.5)',
        'add workdays(@"2027-01-11", 1e6000)',
        'add workdays(@"2027-01-11", -1e6000)',
        'add workdays(@"2027-01-11", 30000)',
        'add workdays(@"9999-12-31", 1)',
        'add workdays("2027-01-11", 1)',
        "add workdays(null, 1)",
        'add workdays(@"2027-01-11", null)',
        'is workday(@"1900-01-01")',
        'is workday("måndag")',
        'workdays between(@"0001-01-01", @"9999-12-31")',
    ],
)
def test_what_has_no_answer_is_null_with_a_warning(source: str) -> None:
    value, warnings = compile_expression(source).evaluate_with_warnings({})
    assert value is None
    assert warnings


def test_a_date_and_time_keeps_its_time_across_the_change_to_summer_time() -> None:
    moment = '@"2027-03-25T09:00:00@Europe/Stockholm"'
    assert evaluate(f"add workdays({moment}, 1)") == "2027-03-30T09:00:00@Europe/Stockholm", (
        "Good Friday, Easter Sunday and Easter Monday are in between"
    )


def test_far_away_and_again_and_again_is_cheap() -> None:
    source = 'for n in 1..400 return add workdays(@"2099-12-30", -30000 + n)'
    began = time.process_time()
    answers = compile_expression(source).evaluate({})
    assert len(answers) == 400
    assert workdays_between(answers[0], answers[-1]) == Decimal(399)
    assert time.process_time() - began < 2
