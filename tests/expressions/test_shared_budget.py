"""Many evaluations that make one page: each is bounded, and all of them together."""

import time

import pytest

from flows.expressions import ExpressionError, compile_expression, pattern_time, shared_budget

HEAVY = compile_expression("count(for a in 1..100, b in 1..100 return a + b)")


def _run(times: int) -> None:
    for _ in range(times):
        assert HEAVY.evaluate({}) == 10_000


def _wait(times: int) -> None:
    for _ in range(times):
        with pattern_time(0.1) as seconds:
            assert 0 < seconds <= 0.1
            time.sleep(0.05)


def test_alone_each_evaluation_has_a_budget_of_its_own() -> None:
    _run(60)


def test_together_they_share_one() -> None:
    with shared_budget():
        with shared_budget():
            _run(10)
        with pytest.raises(ExpressionError, match="too many steps"):
            _run(60)
        with pytest.raises(ExpressionError):
            _run(1)
    _run(1)


def test_patterns_share_their_time_too() -> None:
    with shared_budget():
        _wait(3)
        with pytest.raises(TimeoutError):
            _wait(20)
    _wait(1)
