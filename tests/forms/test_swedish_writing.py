from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.forms.readable import readable
from flows.forms.swedish_number import json_number, read_number, write_number
from flows.forms.swedish_time import (
    ImpossibleMoment,
    read_date,
    read_moment,
    read_time,
    write_date,
    write_moment,
    write_time,
)
from flows.kernel.workdays import holiday_name, next_workday

NUMBERS = st.decimals(-(10**9), 10**9, places=5)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("1 250,50", "1250.5"),
        ("1\u00a0250\u202f000", "1250000"),
        ("-3,5", "-3.5"),
        ("\u22123,5", "-3.5"),
        ("+4", "4"),
        ("1.5", "1.5"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_as_they_are_written_in_sweden(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "1,", ",5", "1 2", "1,2,3", "1.234,56", "1e5", "NaN", "१२", "0x10", "12 kr", "1_0"]
)
def test_what_is_no_number_is_not_guessed_at(text):
    with pytest.raises(ValueError, match=r"^"):
        read_number(text)


@given(NUMBERS)
def test_a_number_survives_being_written_and_read(number):
    assert read_number(write_number(number)) == number
    assert read_number(write_number(number, group=True)) == number


@given(NUMBERS)
def test_a_number_survives_json(number):
    assert Decimal(repr(json_number(number))) == number


def test_numbers_are_written_with_comma_and_thousands_from_ten_thousand():
    assert write_number(Decimal("176678.44"), group=True) == "176\u00a0678,44"
    assert write_number(2027, group=True) == "2027"
    assert write_number(Decimal("-10600.71"), 2, group=True) == "-10\u00a0600,71"
    assert write_number(5, 2) == "5,00"
    assert write_number(0.1) == "0,1"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_survives_being_written_and_read(day):
    assert read_date(day.isoformat()) == day


def test_moments_have_the_offset_of_stockholm():
    assert read_moment("2027-01-12T13:00").isoformat() == "2027-01-12T13:00:00+01:00"
    assert read_moment("2027-07-12 13.00").isoformat() == "2027-07-12T13:00:00+02:00"
    assert read_moment("2027-07-12 kl. 13.00").isoformat() == "2027-07-12T13:00:00+02:00"
    assert read_moment("2027-07-12T13:00:00Z").astimezone(UTC).hour == 13
    with pytest.raises(ImpossibleMoment):
        read_moment("2027-03-28T02:30")
    assert read_moment("2027-10-31T02:30").isoformat() == "2027-10-31T02:30:00+02:00"


@pytest.mark.parametrize("text", ["24:00", "12:60", "12", "kl", "12:00+01:00"])
def test_what_is_no_time_of_day_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        read_time(text)


def test_dates_and_times_are_written_for_people():
    moment = datetime(2027, 3, 12, 12, 0, tzinfo=UTC)
    assert write_date(date(2027, 3, 12), "sv") == "fre 12 mars 2027"
    assert write_time(time(9, 5), "sv") == "kl. 09.05"
    assert write_moment(moment, "sv") == "fre 12 mars 2027 kl. 13.00"
    assert write_moment(moment, "en") == "Fri 12 March 2027 13:00"


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (None, "", ""),
        (True, "ja", "yes"),
        (12345.5, "12\u00a0345,5", "12,345.5"),
        ("2027-03-12", "fre 12 mars 2027", "Fri 12 March 2027"),
        ("2027-03-12T12:00:00Z", "fre 12 mars 2027 kl. 13.00", "Fri 12 March 2027 13:00"),
        ("2027-13-12", "2027-13-12", "2027-13-12"),
        (["a", 1, None], "a, 1, ", "a, 1, "),
        ({"id": 1, "namn": "Ockelbo"}, "Ockelbo", "Ockelbo"),
        ({"a": 1, "b": False}, "a: 1, b: nej", "a: 1, b: no"),
    ],
)
def test_values_are_written_for_people(value, swedish, english):
    assert readable(value, "sv") == swedish
    assert readable(value, "en") == english


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 6), "Trettondedag jul"),
        (date(2027, 3, 26), "Långfredagen"),
        (date(2027, 6, 25), "Midsommarafton"),
        (date(2027, 12, 24), "Julafton"),
        (date(2027, 12, 31), "Nyårsafton"),
        (date(2027, 3, 13), "lördag"),
        (date(2027, 3, 14), "söndag"),
        (date(2027, 3, 12), None),
        (date(2027, 3, 25), None),
    ],
)
def test_holidays_are_known_by_name(day, name):
    assert holiday_name(day) == name


def test_the_next_workday_passes_over_a_whole_easter():
    assert next_workday(date(2027, 3, 26)) == date(2027, 3, 30)
    assert holiday_name(date(2027, 3, 13), "en") == "a Saturday"


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_the_next_workday_is_a_workday_within_a_week(day):
    found = next_workday(day)
    assert holiday_name(found) is None
    assert 0 <= (found - day).days <= 6
