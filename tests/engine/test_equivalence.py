"""Dropping what is finished changes nothing: the same tasks, data and ends at every step."""

from pathlib import Path

import pytest
from tests.engine.drawing import END, START, chain, diagram, each, user
from tests.engine.driving import BEGIN
from tests.engine.test_random_processes import play
from tests.engine.unpruned import Twins

from flows.catalog import check_processes
from flows.engine import CompleteTask, deploy
from flows.operations import OPERATIONS

CONTENT = Path(__file__).parents[2] / "processes"
SEEDS = 1_000


@pytest.mark.parametrize("first", range(0, SEEDS, 200))
def test_random_processes_run_the_same(monkeypatch: pytest.MonkeyPatch, first: int) -> None:
    twins = Twins()
    monkeypatch.setattr("tests.engine.test_random_processes.start", twins.start)
    monkeypatch.setattr("tests.engine.test_random_processes.advance", twins.advance)
    for seed in range(first, first + 200):
        try:
            play(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
    assert twins.kept_more > twins.steps // 2, "without pruning more is kept"


@pytest.mark.parametrize("sequential", [False, True])
def test_rounds_until_enough_run_the_same(*, sequential: bool) -> None:
    enough = "=count(r[item != null]) >= 2 and numberOfActiveInstances <= 1"
    loop = each(
        "=[1, 2, 3, 4]",
        sequential=sequential,
        inputElement="x",
        outputCollection="r",
        outputElement="=x * 10",
        done=enough,
    )
    definition = deploy({"p.bpmn": diagram(START + user("u", loop) + END + chain("s", "u", "e"))})
    twins = Twins()
    outcome = twins.start(definition, "p", {}, now=BEGIN)
    done = 0
    while not outcome.ended:
        action = CompleteTask(outcome.tasks[-1].task_id, {})
        outcome = twins.advance(definition, "p", outcome.state, action, now=BEGIN)
        done += 1
    assert done == (2 if sequential else 3)


def test_our_processes_run_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    twins = Twins()
    monkeypatch.setattr("flows.catalog.scenario_run.start", twins.start)
    monkeypatch.setattr("flows.catalog.scenario_run.advance", twins.advance)
    report = check_processes(CONTENT, max_bytes=1_048_576, operations=OPERATIONS)
    assert [name for name, right in report.scenarios if not right] == []
    assert len(report.scenarios) >= 20
    assert twins.kept_more > twins.steps // 2
