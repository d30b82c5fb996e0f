"""Laws that hold for every built-in function, whatever it is given."""

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flows.expressions import ExpressionError, compile_expression, evaluation_clock, from_plain
from flows.expressions.errors import ExpressionError as OwnError
from flows.expressions.functions import BUILTINS, Builtin
from flows.expressions.values import Value

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
SIMPLE = [
    "null",
    "true",
    "0",
    "-3",
    "2.5",
    "1e20",
    '""',
    '"b"',
    '"2027-01-11"',
    '"P1D"',
    '"[1..5)"',
    '"("',
    '@"2027-10-31"',
    '@"02:30:00"',
    '@"2027-03-28T02:30:00@Europe/Stockholm"',
    '@"2027-10-31T02:30:00Z"',
    '@"P1Y"',
    '@"-PT36H"',
    "[]",
    "[1, null]",
    '["b", "a"]',
    "[[1], [2]]",
    "[3, 1, 2]",
    "{}",
    '{key: "b", value: 1}',
    "[1..5]",
    '(< @"2027-01-01")',
    "function(a) a",
    "function(a, b) a < b",
]
GIVEN: list[Value] = [compile_expression(source).evaluate({}) for source in SIMPLE]
PLACES = some.integers(0, len(SIMPLE) - 1)
NAMES = sorted(BUILTINS)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def outcome(call: Any) -> tuple[str, Any]:
    """What a call comes to; a value in a shape that can be compared."""
    try:
        with evaluation_clock(NOW):
            return "value", repr(call())
    except OwnError as error:
        return "limit", error.en


@given(some.sampled_from(NAMES), some.lists(PLACES, max_size=5))
def test_no_argument_is_too_odd(name: str, places: list[int]) -> None:
    arguments = ", ".join(SIMPLE[place] for place in places)
    expression = compile_expression(f"{name}({arguments})")
    with evaluation_clock(NOW):
        try:
            value, warnings = expression.evaluate_with_warnings({})
        except ExpressionError as error:
            assert error.code == "expression-limit"  # noqa: PT017 -- any other is a fault
            return
    if value is None:
        return
    assert all(warning.sv and warning.en for warning in warnings)


CALLS = [
    (function, place)
    for function in BUILTINS.values()
    for place, signature in enumerate(function.signatures)
    if not signature.repeats
]


@given(some.sampled_from(CALLS), some.lists(PLACES, min_size=6, max_size=6))
def test_arguments_by_name_are_those_by_place(
    called: tuple[Builtin, int], places: list[int]
) -> None:
    function, which = called
    signature = function.signatures[which]
    values = [GIVEN[place] for place in places[: len(signature.parameters)]]
    fits_first = next(one for one in function.signatures if one.fits(len(values)))
    if fits_first.kinds != signature.kinds:
        return  # by place it would be another way of calling
    named = dict(zip(signature.parameters, values, strict=True))
    assert outcome(lambda: function.call(values)) == outcome(lambda: function.call_named(named))


@pytest.mark.parametrize(
    "name",
    ["sum", "min", "max", "mean", "median", "mode", "stddev", "product", "all", "any"],
)
@given(places=some.lists(PLACES, min_size=2, max_size=5))
def test_many_arguments_are_one_list(name: str, places: list[int]) -> None:
    function, values = BUILTINS[name], [GIVEN[place] for place in places]
    assert outcome(lambda: function.call(values)) == outcome(lambda: function.call([values]))


@given(some.integers(-(10**12), 10**12), some.integers(-14, 6))
def test_a_negative_scale_rounds_to_tens(number: int, scale: int) -> None:
    unit = Decimal(1).scaleb(-scale)
    exact = Decimal(number) / unit

    def found(function: str) -> Value:
        return compile_expression(f"{function}(n, scale)").evaluate({"n": number, "scale": scale})

    assert found("floor") == math.floor(exact) * unit
    assert found("ceiling") == math.ceil(exact) * unit
    assert found("decimal") == round(exact) * unit
    away = math.ceil(abs(exact)) * unit
    assert found("round up") == away.copy_sign(Decimal(number))


@given(some.dates())
def test_weeks_and_days_are_those_of_the_calendar(day: date) -> None:
    def found(function: str) -> Value:
        return compile_expression(f"{function}(day)").evaluate({"day": day})

    year, week, weekday = day.isocalendar()
    assert found("week of year") == week
    assert found("day of year") == day.timetuple().tm_yday
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert found("day of week") == names[weekday - 1]
    assert abs(year - day.year) <= 1


@given(
    some.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1)),
    some.integers(-200, 200),
)
def test_across_summer_time_an_hour_is_an_hour(moment: datetime, hours: int) -> None:
    start = moment.replace(tzinfo=UTC).astimezone(STOCKHOLM)
    expression = compile_expression("(start + length) - start = length")
    assert expression.evaluate({"start": start, "length": timedelta(hours=hours)}) is True


@pytest.mark.parametrize("text", ["igår", "2027-02-30", "P1M1D", "25:00:00", ""])
def test_an_at_text_that_is_no_time_is_null_and_told_of(text: str) -> None:
    value, warnings = compile_expression(f'@"{text}"').evaluate_with_warnings({})
    assert value is None
    assert [warning.code for warning in warnings] == ["no-time"]
    assert text in warnings[0].sv


def test_a_name_that_is_no_argument_s_is_told_of_with_those_that_are() -> None:
    _value, warnings = compile_expression("abs(tal: 1)").evaluate_with_warnings({})
    assert warnings[0].sv == "Funktionen abs kan inte anropas med de namnen. Den har n."


def test_plain_values_are_read_for_the_laws() -> None:
    assert from_plain({"a": [1, None]}) == {"a": [Decimal(1), None]}
