"""What the check says of ways that meet is what the engine then does, in random wrong processes.

As a program it plays any number: `python -m tests.catalog.test_meetings_random --seeds 50000`.
"""

from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from tests.catalog.mutated import CHOICES, mutated, probed
from tests.engine.driving import BEGIN
from tests.engine.random_processes import VARIABLES

from flows.catalog.lints.scope_graph import scope_graphs
from flows.catalog.lints.soundness import Verdict, judge
from flows.catalog.lints.token_net import Effort, ends_all
from flows.engine import (
    CompleteTask,
    Definition,
    DeliverMessage,
    DialectError,
    EditVariables,
    FinishJob,
    Outcome,
    ProcessOutline,
    ThrowError,
    Tick,
    advance,
    deploy,
    start,
)
from flows.engine.corrections import instance
from flows.engine.errors import TooLarge

SEEDS = 500
PLAYS = 3
MOST_ACTIONS = 80
MOST_STEPS = 500
"""So that what turns for ever is soon left."""
EFFORT = 150_000


class Played:
    """What happened in one instance until nothing more could, or too much had."""

    def __init__(self, definition: Definition, seed: int) -> None:
        self.random = Random(seed)
        self.now = BEGIN
        self.done: Counter[str] = Counter()
        self.begun: Counter[str] = Counter()
        self.in_vain: set[str] = set()
        self.rested = self.ended = self.clean = False
        try:
            self._play(
                start(definition, "p", VARIABLES | self._choices(), now=self.now), definition
            )
        except TooLarge:
            self.rested = False

    def _play(self, outcome: Outcome, definition: Definition) -> None:
        self._note(outcome)
        for _ in range(MOST_ACTIONS):
            ways = self._ways(outcome)
            if outcome.ended or not ways or not self.clean:
                self.rested = True
                return
            for action in (EditVariables(self._choices()), self.random.choice(ways)):
                if isinstance(action, Tick):
                    self.now += timedelta(hours=1)
                outcome = advance(definition, "p", outcome.state, action, now=self.now)
                self._note(outcome)
                if outcome.ended:
                    break

    def _choices(self) -> dict[str, bool]:
        return {f"w{number}": self.random.random() < 0.5 for number in range(CHOICES)}

    def _ways(self, outcome: Outcome) -> list[object]:
        return [
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
                if waiting.kind == "message"
            ),
            *([Tick()] if outcome.timers else ()),
        ]

    def _note(self, outcome: Outcome) -> None:
        self.ended = outcome.ended
        self.clean = not {one.code for one in outcome.incidents} - {"waits-in-vain"}
        for one in outcome.history:
            if one.what == "completed":
                self.done[one.element_id] += 1
            elif one.what == "started":
                self.begun[one.element_id] += 1
        self.in_vain |= {one.element_id for one in outcome.incidents if one.code == "waits-in-vain"}


def check(seed: int) -> Counter[str]:
    """Hold one random process against what is said of it; what was said and what came of it."""
    raw = mutated(seed)
    seen: Counter[str] = Counter()
    try:
        definition = deploy({"p.bpmn": raw})
    except DialectError:
        return Counter(refused=1)
    verdicts: list[tuple[ProcessOutline, str, Verdict]] = []
    ways = set[str]()
    for outline in definition.processes.values():
        for scope, graph in scope_graphs(outline).items():
            verdict = judge(graph, Effort(EFFORT))
            verdicts.append((outline, scope, verdict))
            ways |= {way for way, _ in verdict.doomed}
            seen["certain" if verdict.certain else "uncertain"] += 1
    definition = deploy({"p.bpmn": probed(raw, ways)})
    for play in range(PLAYS):
        played = Played(definition, seed * PLAYS + play)
        for outline, scope, verdict in verdicts:
            _hold(played, outline, scope, verdict, seen)
    return seen


def _hold(
    played: Played, outline: ProcessOutline, scope: str, verdict: Verdict, seen: Counter[str]
) -> None:
    for join in verdict.never:
        seen["never"] += 1
        assert not played.done[join.id], f"{join.id} was passed"
        seen["never, and so it was"] += join.id in played.in_vain
    for way, join in verdict.doomed:
        rounds = way in outline.elements and outline.elements[way].loop is not None
        passes = played.done[f"probe-{way}"] or (0 if rounds else played.done[way])
        if passes and (_once(outline, scope) or _undisturbed(outline, scope)):
            seen["doomed"] += 1
            assert not _completed(played, outline, scope), f"{scope} ended after {way}"
            seen["doomed, and so it was"] += join.id in played.in_vain
    for twice in verdict.twice:
        passes = 0 if twice.split.loop else played.done[twice.split.id]
        if passes and _completed(played, outline, scope) and _undisturbed(outline, scope):
            seen["twice"] += 1
            point = twice.point.id
            assert max(played.begun[point], played.done[point]) >= 2 * passes, f"{point} once"
    here = {one.id: one for one in outline.elements.values() if one.scope == scope}
    in_vain = played.in_vain & here.keys()
    told = {one.id for one in verdict.never} | {one.id for _, one in verdict.doomed}
    foreseen = in_vain & (verdict.possible | told)
    for join_id in in_vain:
        seen["in vain, told" if join_id in told else "in vain, might have been"] += 1
        follows = here[join_id].type == "inclusiveGateway" and foreseen
        assert not verdict.certain or join_id in foreseen or follows, f"{join_id} was not foreseen"


def _once(outline: ProcessOutline, scope: str) -> bool:
    """Whether the scope runs once at most in an instance."""
    return outline.id == "p" and scope == "p"


def _completed(played: Played, outline: ProcessOutline, scope: str) -> bool:
    """Whether every run of the scope came to its end."""
    if not played.rested or not played.clean:
        return False
    if _once(outline, scope):
        return played.ended
    host = outline.elements.get(scope)
    return host is not None and played.begun[scope] == played.done[scope]


def _undisturbed(outline: ProcessOutline, scope: str) -> bool:
    """Whether nothing takes the scope away before its end."""
    return not any(
        one.attached_to == scope or (one.scope == scope and (one.on_event or ends_all(one)))
        for one in outline.elements.values()
    )


def check_all(seeds: range) -> Counter[str]:
    seen: Counter[str] = Counter()
    for seed in seeds:
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(instance, "MAX_STEPS", MOST_STEPS)
                seen += check(seed)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
    return seen


def test_the_engine_does_what_the_check_foresees() -> None:
    seen = check_all(range(SEEDS))

    for what in ("never, and so it was", "doomed, and so it was", "twice", "in vain, told"):
        assert seen[what] > 2, seen
    assert seen["uncertain"] < seen["certain"] // 20


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many processes to play")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    print(dict(check_all(range(given.first, given.first + given.seeds))))
