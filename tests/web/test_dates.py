"""Days, times and deadlines as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import g
from tests.web.site import Site

from flows.web.dates import clock, day, days_in_words, due, late, machine, moment

NOW = datetime(2027, 3, 9, 12, tzinfo=UTC)  # a Tuesday, 13.00 in Stockholm


def said(site: Site, language: str, function: object, at: object) -> object:
    with site.app.test_request_context(headers={"Cookie": f"flows_language={language}"}):
        g.now = NOW
        return function(at)  # type: ignore[operator]


def test_a_day_and_a_time(site: Site) -> None:
    at = datetime(2027, 3, 12, 12, 0, tzinfo=UTC)
    assert said(site, "sv", day, at) == "fre 12 mars 2027"
    assert said(site, "sv", clock, at) == "kl. 13.00"
    assert said(site, "sv", moment, at) == "fre 12 mars 2027 kl. 13.00"
    assert said(site, "en", moment, at) == "Fri 12 March 2027 13:00"
    assert said(site, "sv", day, date(2027, 1, 6)) == "ons 6 januari 2027"


def test_dates_in_a_text_of_a_process_are_said_as_people_say_them(site: Site) -> None:
    said_in_words = "På dagordningen den fre 12 mars 2027"
    assert days_in_words("På dagordningen den 2027-03-12") == said_in_words
    assert days_in_words("Due 2027-03-12, not 2027-02-30", "en") == (
        "Due Fri 12 March 2027, not 2027-02-30"
    )
    assert days_in_words("NV 2027-1 och 1-2027-03-124") == "NV 2027-1 och 1-2027-03-124"


def test_the_day_is_the_day_in_stockholm(site: Site) -> None:
    assert said(site, "sv", day, datetime(2027, 7, 1, 22, 30, tzinfo=UTC)) == "fre 2 juli 2027"
    at = datetime(2027, 7, 1, 22, 30, tzinfo=UTC)
    assert said(site, "sv", machine, at) == "2027-07-02T00:30+02:00"
    assert said(site, "sv", machine, date(2027, 7, 1)) == "2027-07-01"


@pytest.mark.parametrize(
    ("days", "swedish", "english"),
    [
        (-2, "2 dagar försenad", "2 days late"),
        (-1, "1 dag försenad", "1 day late"),
        (0, "i dag", "today"),
        (1, "i morgon", "tomorrow"),
        (3, "om 3 dagar", "in 3 days"),
    ],
)
def test_how_far_off_a_deadline_is(site: Site, days: int, swedish: str, english: str) -> None:
    at = NOW + timedelta(days=days, hours=1)
    assert said(site, "sv", due, at) == swedish
    assert said(site, "en", due, at) == english


def test_a_deadline_earlier_today_is_late_but_a_whole_day_lasts_until_it_ends(site: Site) -> None:
    earlier = NOW - timedelta(hours=1)
    assert said(site, "sv", due, earlier) == "försenad sedan i dag"
    assert said(site, "sv", late, earlier) is True
    assert said(site, "sv", late, date(2027, 3, 9)) is False
    assert said(site, "sv", due, date(2027, 3, 9)) == "i dag"
    assert said(site, "sv", late, date(2027, 3, 8)) is True
