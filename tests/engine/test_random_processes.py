"""Random processes do exactly what their oracle says, stored and loaded after every step.

As a program it plays any number: `python -m tests.engine.test_random_processes --seeds 50000`.
"""

from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from tests.engine.driving import BEGIN
from tests.engine.random_events import EventDrawer
from tests.engine.random_processes import VARIABLES

from flows.engine import (
    CompleteTask,
    DeliverMessage,
    FinishJob,
    Outcome,
    ThrowError,
    Tick,
    advance,
    deploy,
    start,
)

SEEDS = 2_000
MAX_STEPS = 3_000


def play(seed: int) -> None:
    drawer = EventDrawer(seed)
    raw, wanted = drawer.process(Random(seed).randint(2, 5))
    definition = deploy({"p.bpmn": raw})
    choose = Random(seed)
    now = BEGIN
    done: Counter[str] = Counter()
    ends: list[str] = []
    outcome = start(definition, "p", VARIABLES, now=now)
    for _ in range(MAX_STEPS):
        assert outcome.incident is None
        done.update(_done(outcome))
        ends.extend(outcome.ends)
        if outcome.ended:
            break
        ways = [
            *(CompleteTask(task.task_id, {}) for task in outcome.tasks),
            *(
                ThrowError(job.task_id, "NEJ")
                if job.element_id.startswith("B")
                else FinishJob(job.task_id, {})
                for job in outcome.jobs
            ),
            *(
                DeliverMessage(waiting.task_id, waiting.message)
                for waiting in outcome.subscriptions
                if waiting.message == "svar"
            ),
            *([Tick()] if outcome.timers else ()),
        ]
        assert ways, [token.element_id for token in outcome.tokens]
        way = choose.choice(ways)
        if isinstance(way, Tick):
            now += timedelta(hours=1)
        outcome = advance(definition, "p", outcome.state, way, now=now)
    assert outcome.ended
    assert done == wanted
    assert ends == ["e"]
    appended = Counter(outcome.variables["n"])
    scripts = {key for key in outcome.variables if key.startswith("vT")}
    scripts -= {f"v{name}" for name in drawer.lost}
    assert appended.keys() <= wanted.keys()
    assert {key[1:] for key in scripts} <= wanted.keys()
    assert _by_script(raw, wanted - Counter(dict.fromkeys(drawer.lost, MAX_STEPS))) == scripts
    for name, results in drawer.results.items():
        told = wanted[name] and name not in drawer.lost
        assert not told or outcome.variables[f"r{name}"] == results


def _done(outcome: Outcome) -> Counter[str]:
    return Counter(
        event.element_id
        for event in outcome.history
        if event.what == "completed" and event.element_id.startswith("T")
    )


def _by_script(raw: bytes, wanted: Counter[str]) -> set[str]:
    """The variables that the scripts which must run leave behind."""
    return {f"v{name}" for name in +wanted if f'resultVariable="v{name}"'.encode() in raw}


def play_all(seeds: range) -> None:
    """Play every seed; the first that goes wrong is named."""
    for seed in seeds:
        try:
            play(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise


@pytest.mark.parametrize("first", range(0, SEEDS, 200))
def test_random_processes_do_what_the_oracle_says(first: int) -> None:
    play_all(range(first, first + 200))


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many processes to play")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    play_all(range(given.first, given.first + given.seeds))
    print(f"{given.seeds} random processes: all right")
