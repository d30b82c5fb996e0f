"""Timers: what the texts mean, and when they fire."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.drawing import END, START, catch, chain, diagram, edge, node, timer, user
from tests.engine.driving import BEGIN, Run

from flows.engine.timers import (
    is_cycle,
    is_date,
    is_duration,
    parse_cycle,
    parse_duration,
    parse_instant,
)


def waiting_for(text: str, kind: str = "timeDuration") -> bytes:
    return diagram(START + catch("t", timer(text, kind)) + END + chain("s", "t", "e"))


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("P7D", "timeDuration", BEGIN + timedelta(days=7)),
        ("PT36H", "timeDuration", BEGIN + timedelta(hours=36)),
        ("P2W", "timeDuration", BEGIN + timedelta(weeks=2)),
        ('=duration("P" + string(dagar) + "D")', "timeDuration", BEGIN + timedelta(days=3)),
        ("2027-03-01", "timeDate", datetime(2027, 2, 28, 23, tzinfo=UTC)),
        ("2027-07-01T09:00", "timeDate", datetime(2027, 7, 1, 7, tzinfo=UTC)),
        ("2027-07-01T09:00:00Z", "timeDate", datetime(2027, 7, 1, 9, tzinfo=UTC)),
        ('=date(mote) - duration("P7D")', "timeDate", datetime(2027, 5, 24, 22, tzinfo=UTC)),
        ('=now() + duration("PT1H")', "timeDate", BEGIN + timedelta(hours=1)),
        # Five workdays before Tuesday 1 June 2027 is Tuesday 25 May.
        ("=add workdays(date(mote), -5)", "timeDate", datetime(2027, 5, 24, 22, tzinfo=UTC)),
        # Ten workdays after Monday 11 January 2027, at the day's first moment or at 9 a.m.
        ("=add workdays(today(), 10)", "timeDate", datetime(2027, 1, 24, 23, tzinfo=UTC)),
        ("=add workdays(now(), 10)", "timeDate", BEGIN + timedelta(days=14)),
    ],
)
def test_a_timer_fires_at_its_time(text: str, kind: str, due: datetime) -> None:
    run = Run(waiting_for(text, kind), {"dagar": 3, "mote": "2027-06-01"})
    assert run.due == {"t": due}
    run.wait(seconds=(due - BEGIN).total_seconds() - 1)
    assert not run.outcome.ended
    assert run.wait(seconds=1).outcome.ended


def test_a_timer_in_the_past_fires_at_once() -> None:
    assert Run(waiting_for("2020-01-01", "timeDate")).outcome.ended


def test_only_a_tick_fires_what_was_already_waiting() -> None:
    body = START + user("u") + edge("b", "u", timer("PT1H")) + user("h") + END
    body += chain("s", "u", "e") + chain("b", "h", "e")
    run = Run(diagram(body))
    run.now += timedelta(hours=2)
    assert run.complete("u").ends == ["e"]
    assert not run.outcome.timers


def test_a_repeating_boundary_timer_arms_again_until_it_is_spent() -> None:
    body = START + user("u") + edge("b", "u", timer("R3/P14D", "timeCycle"), interrupting=False)
    body += user("paminn") + END + node("endEvent", "e2") + chain("s", "u", "e")
    body += chain("b", "paminn", "e2")
    run = Run(diagram(body))
    for turn in range(1, 4):
        assert run.due == {"b": BEGIN + timedelta(days=14 * turn)}
        run.wait(days=14)
        assert run.open.count("paminn") == turn
    assert run.due == {}
    assert run.wait(days=100).open.count("paminn") == 3
    assert not run.complete("u").outcome.ended
    assert run.open == ["paminn"] * 3


def test_turns_missed_during_an_outage_fire_once() -> None:
    body = START + user("u") + edge("b", "u", timer("R4/P1D", "timeCycle"), interrupting=False)
    body += user("x") + END + chain("s", "u", "e") + chain("b", "x", "e")
    run = Run(diagram(body)).wait(days=3, hours=1)
    assert run.open.count("x") == 1
    assert run.due == {"b": BEGIN + timedelta(days=4)}
    assert run.wait(days=30).open.count("x") == 2
    assert run.due == {}


def test_a_cycle_may_begin_at_a_given_time_and_never_end() -> None:
    cycle = timer("R/2027-02-01T09:00/P7D", "timeCycle")
    body = START + user("u") + edge("b", "u", cycle, interrupting=False) + user("x") + END
    run = Run(diagram(body + chain("s", "u", "e") + chain("b", "x", "e")))
    begin = datetime(2027, 2, 1, 8, tzinfo=UTC)
    assert run.due == {"b": begin}
    run.wait(days=100)
    assert run.open.count("x") == 1
    assert run.due["b"] > run.now


def test_a_timer_that_computes_no_time_is_an_incident() -> None:
    run = Run(waiting_for("=svar", "timeDate"), {"svar": "i morgon"})
    assert run.outcome.incident is not None
    assert run.outcome.incident.code == "bad-time"
    assert Run(waiting_for("=saknas")).outcome.incident is not None


def test_texts_that_are_no_time_are_told_from_those_that_are() -> None:
    assert is_duration("P1Y2M3DT4H5M6.5S")
    assert is_duration("PT0S")
    assert not any(map(is_duration, ("-PT1H", "P", "PT", "P1DT", "P1.5D", "1D", "p1d", "")))
    assert is_date("2027-01-31")
    assert is_date("2027-01-31T09:00:00+01:00[Europe/Stockholm]")
    assert not any(map(is_date, ("P1D", "2027-02-30", "igår", "", "2027-01-31T25:00")))
    assert is_cycle("R/P1D")
    assert is_cycle("R3/2027-01-01/P1M")
    assert not any(map(is_cycle, ("0 9 * * 1", "P1D", "R3", "R/PT1S", "R3/P1D/P1D")))
    assert [is_cycle(text) for text in ("R60/PT1S", "R61/PT1S", "R3/PT0.5S")] == [
        True,
        False,
        False,
    ]


def test_months_follow_the_calendar() -> None:
    january = datetime(2027, 1, 31, 12, tzinfo=UTC)
    assert parse_duration("P1M").after(january) == datetime(2027, 2, 28, 12, tzinfo=UTC)
    assert parse_duration("P1Y1M").after(january) == datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert parse_duration("P9999999Y").after(january).year == 9000
    assert parse_duration("P9999999D").after(january).year == 9000
    assert parse_cycle("R2/P1M").times == 2


@pytest.mark.parametrize(
    ("cycle", "begin", "days"),
    [
        ("R/P1M", datetime(2027, 1, 31, 12, tzinfo=UTC), ["02-28", "03-31", "04-30", "05-31"]),
        ("R4/2027-01-31T09:00/P1M", BEGIN, ["01-31", "02-28", "03-31", "04-30"]),
        ('="R/P1Y"', datetime(2028, 2, 29, 12, tzinfo=UTC), ["02-28", "02-28", "02-28", "02-29"]),
        ("R3/P1M15D", datetime(2027, 1, 31, 12, tzinfo=UTC), ["03-15", "04-30", "06-14", None]),
    ],
)
def test_months_of_a_cycle_are_counted_from_its_beginning(
    cycle: str, begin: datetime, days: list[str | None]
) -> None:
    late = edge("b", "u", timer(cycle, "timeCycle"), interrupting=False)
    body = START + user("u") + late + user("x") + END + chain("s", "u", "e") + chain("b", "x", "e")
    run = Run(diagram(body), now=begin)
    for number, day in enumerate(days):
        assert run.open.count("x") == number
        assert [f"{due:%m-%d}" for due in run.due.values()] == ([day] if day else [])
        for due in run.due.values():
            run.wait(seconds=(due - run.now).total_seconds())


def test_turns_of_months_that_were_missed_fire_once() -> None:
    late = edge("b", "u", timer("R9/P1M", "timeCycle"), interrupting=False)
    body = START + user("u") + late + user("x") + END + chain("s", "u", "e") + chain("b", "x", "e")
    run = Run(diagram(body), now=datetime(2027, 1, 31, 12, tzinfo=UTC)).wait(days=100)
    assert run.open.count("x") == 1
    assert run.due == {"b": datetime(2027, 5, 31, 11, tzinfo=UTC)}
    assert run.wait(days=3000).open.count("x") == 2
    assert run.due == {}


@pytest.mark.parametrize(
    "cycle", ["R/0001-01-02/P1M", "R/0001-01-02/PT1M", "R/P120000M999999999D", "R/9999-12-30/P1Y"]
)
def test_no_cycle_takes_long_to_count(cycle: str) -> None:
    late = edge("b", "u", timer(cycle, "timeCycle"), interrupting=False)
    run = Run(diagram(START + user("u") + late + END + chain("s", "u", "e") + chain("b", "e")))
    for _ in range(3):
        run.wait(days=400)
    (due,) = run.due.values()
    assert run.now < due <= datetime(9999, 12, 30, tzinfo=UTC)


def test_a_month_keeps_the_time_of_day_in_sweden() -> None:
    march = datetime(2027, 3, 1, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert parse_duration("P1M").after(march) == datetime(2027, 4, 1, 7, tzinfo=UTC)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC)))
def test_an_instant_is_read_as_it_was_written(instant: datetime) -> None:
    assert parse_instant(instant.isoformat()) == instant


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    for fits in (is_date, is_duration, is_cycle):
        assert fits(text) in (True, False)
