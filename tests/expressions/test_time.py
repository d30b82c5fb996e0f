"""Dates, times and time zones: Europe/Stockholm and its changes to and from daylight saving."""

import pytest

from flows.expressions import evaluate


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # An hour is an hour across the change, a day in the calendar is a day.
        (
            'string(@"2027-03-28T01:30:00@Europe/Stockholm" + @"PT1H")',
            "2027-03-28T03:30:00@Europe/Stockholm",
        ),
        (
            'string(@"2027-10-31T01:30:00@Europe/Stockholm" + @"PT2H")',
            "2027-10-31T02:30:00@Europe/Stockholm",
        ),
        (
            '@"2027-10-31T03:30:00@Europe/Stockholm" - @"2027-10-31T01:30:00@Europe/Stockholm"',
            "PT3H",
        ),
        ('@"2027-07-01T12:00:00@Europe/Stockholm".time offset', "PT2H"),
        ('@"2027-01-01T12:00:00@Europe/Stockholm".time offset', "PT1H"),
        ('@"2027-01-01T12:00:00@Europe/Stockholm".timezone', "Europe/Stockholm"),
        ('@"2027-07-01T12:00:00@Europe/Stockholm" = @"2027-07-01T10:00:00Z"', True),
        ('@"2027-07-01T12:00:00@Europe/Stockholm" < @"2027-07-01T10:00:01Z"', True),
        (
            # Half past two comes twice: the second is an hour later than the first.
            '@"2027-10-31T01:30:00@Europe/Stockholm" + @"PT1H"'
            ' < @"2027-10-31T01:30:00@Europe/Stockholm" + @"PT2H"',
            True,
        ),
        ('date and time(@"2027-07-01T10:00:00Z", "Europe/Stockholm").hour', 12),
        ('@"2024-02-29" + @"P1Y"', "2025-02-28"),
        ('@"2027-03-31" - @"P1M"', "2027-02-28"),
        ('@"2027-01-11" - @"2026-12-24"', "P18D"),
        ('(@"2027-01-11" - @"2026-12-24").days', 18),
        ('@"2027-12-31T24:00:00"', "2028-01-01T00:00:00"),
        ('@"23:30:00" + @"PT1H"', "00:30:00"),
        ('@"P1DT12H" * 2', "P3D"),
        ('@"P1Y" / 5', "P2M"),
        ('@"P1Y" / @"P1M"', 12),
        ('years and months duration(@"2026-01-31", @"2027-03-01")', "P1Y1M"),
        ('years and months duration(@"2027-03-01", @"2026-01-31")', "-P1Y1M"),
        ('week of year(@"2027-01-01")', 53),
        ('last day of month(@"2028-02-10")', "2028-02-29"),
        ('-(@"PT0.5S")', "-PT0.5S"),
        ('@"2027-02-29"', None),
        ('@"2027-01-01T12:00:00@Gefle/Nowhere"', None),
        ('@"2027-01-01T12:00:00+19:00"', None),
        ('@"9999-12-31" + @"P1D"', None),
        ('@"0001-01-01T00:00:00+14:00" < @"9999-12-31T23:59:59-14:00"', True),
        ('@"2027-01-11" < @"2027-01-11T10:00:00"', None),
        ('time("T10:11:12.5+01:00").second', 12.5),
        ('for day in @"2027-01-30"..@"2027-02-01" return day.day', [30, 31, 1]),
    ],
)
def test_time(source: str, value: object) -> None:
    assert evaluate(source) == value
