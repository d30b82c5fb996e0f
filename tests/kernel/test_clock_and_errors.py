"""Time stands still until it is moved; errors say what went wrong in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.kernel import STOCKHOLM, FixedClock, Invalid, NotFound, Problem, system_clock


def test_the_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2027, 1, 11, 9, tzinfo=STOCKHOLM))
    assert clock() == clock() == datetime(2027, 1, 11, 8, tzinfo=UTC)
    assert clock().tzinfo is UTC
    clock.move(timedelta(days=14))
    assert clock() == datetime(2027, 1, 25, 8, tzinfo=UTC)


def test_a_clock_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2027, 1, 11))


def test_the_system_clock_is_in_utc() -> None:
    assert system_clock().utcoffset() == timedelta(0)


def test_an_error_has_its_own_sentence_or_the_one_given() -> None:
    assert (NotFound().sv, NotFound().en) == (NotFound.sv, NotFound.en)
    assert str(NotFound("Borta.", "Gone.")) == "Gone."
    assert NotFound("Borta.").en == "Borta."


def test_a_problem_tells_its_place_as_far_as_it_is_known() -> None:
    problem = Problem("x", "Fel.", "Wrong.", file="a.bpmn", line=7, element="Task_1")
    assert problem.where() == "a.bpmn:7 Task_1"
    assert Problem("x", "Fel.", "Wrong.", element="Task_1").where() == "Task_1"
    assert Problem("x", "Fel.", "Wrong.").where() == ""
    assert Invalid(problems=[problem]).problems == (problem,)
