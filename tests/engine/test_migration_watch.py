"""Event subprocesses that a new version draws around work that waits, or takes away from it."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from tests.engine.drawing import (
    END,
    START,
    chain,
    diagram,
    each,
    edge,
    gateway,
    handler,
    on,
    sub,
    timer,
    user,
)
from tests.engine.driving import BEGIN, Run
from tests.engine.random_processes import VARIABLES, Drawer
from tests.engine.test_migration import OLD, moved, refused

from flows.engine import (
    CompleteTask,
    DeliverMessage,
    FinishJob,
    MigrationRefused,
    Tick,
    advance,
    deploy,
    migrate,
    start,
)

WATCH = handler("E", on("signal", "sg"), user("h"), "h", "h")
BESIDE = handler("E", timer("P2D"), user("h"), "h", "h", interrupting=False)


def test_event_subprocesses_that_come_begin_to_watch_and_those_that_go_stop() -> None:
    run = Run(diagram(OLD)).wait(days=1)
    task = run.task("a")
    run, notes = moved(run, diagram(BESIDE + OLD))
    assert (notes, run.task("a"), run.due["Es"]) == (["event-new"], task, run.now + timedelta(2))
    run.wait(days=2)
    assert run.open == ["a", "h"]
    assert refused(run, diagram(OLD)) == {"E": "element-gone"}
    run, notes = moved(run.complete("h").complete("a"), diagram(OLD))
    assert (notes, run.open) == ([], ["b"])
    run, notes = moved(run, diagram(WATCH + OLD))
    assert notes == ["event-new"]
    assert moved(run, diagram(OLD))[1] == ["event-gone"]
    assert moved(run, diagram(WATCH + OLD))[0].signal("stopp").open == ["h"]
    assert refused(run, diagram(OLD)) == {"E": "element-gone"}
    assert run.complete("h").outcome.ended
    run, _ = moved(Run(diagram(OLD), {"n": 1}).complete("a", svar=2), diagram(WATCH + OLD))
    assert run.complete("b", mer=3).outcome.ended
    assert run.ends == ["e"]
    assert run.variables == {"n": 1, "svar": 2, "mer": 3}


def test_one_that_has_begun_watches_on_with_those_that_come() -> None:
    more = handler("F", on("message", "m2"), user("k"), "k", "k")
    again = BESIDE.replace("P2D", "R/P2D").replace("timeDuration", "timeCycle")
    run = Run(diagram(again + OLD)).wait(days=2).complete("a").complete("b")
    assert (run.open, run.ends) == (["h"], ["e"])
    run, notes = moved(run, diagram(again + more + OLD))
    assert notes == ["event-new"]
    run, notes = moved(run, diagram(again + OLD))
    assert notes == ["event-gone"]
    run, _ = moved(run, diagram(again + more + OLD))
    run.message("Fs")
    assert run.open == ["k"]
    assert run.complete("k").outcome.ended


def test_event_subprocesses_come_and_go_in_subprocesses_with_rounds() -> None:
    loop = each("=[1, 2]", inputElement="x", outputCollection="ut", outputElement="=svar")

    def drawn(watch: str, name: str = "S") -> bytes:
        inner = user("i") + edge("t", "i", timer("P1D"), interrupting=False) + user("r")
        inner += gateway("parallel", "g") + gateway("parallel", "j") + user("k") + chain("t", "r")
        inner += chain("g", "i", "j") + chain("g", "k", "j") + watch
        return diagram(START + sub(name, inner, "g", "j", loop) + END + chain("s", name, "e"))

    run = Run(drawn("")).complete("i", svar=1).wait(days=1).complete("k")
    assert run.open == ["i", "k", "r"]
    run, notes = moved(run, drawn(WATCH, "Z"), S="Z")
    assert notes == ["event-new", "goes-on-as"]
    assert run.open == ["i", "k", "r"]
    run, notes = moved(run, drawn("", "S"), Z="S")
    assert notes == ["event-gone", "goes-on-as"]
    moved(run, drawn(WATCH))[0].complete("i", svar=2).complete("k").complete("r")
    assert run.outcome.ended
    assert run.variables["ut"] == [1, 2]


def test_an_event_subprocess_that_cannot_begin_is_refused_with_its_reason() -> None:
    run = Run(diagram(OLD))
    late = handler("E", timer("=saknas + 1"), user("h"), "h", "h")
    with pytest.raises(MigrationRefused) as refusal:
        moved(run, diagram(late + OLD))
    (problem,) = refusal.value.problems
    assert (problem.code, problem.element) == ("would-stop", "Es")
    assert "skulle stanna direkt" in problem.sv
    assert not refusal.value.by_shape


@pytest.mark.parametrize("first", [0, 40])
def test_event_subprocesses_may_come_and_go_at_any_step(first: int) -> None:
    """Random processes: a handler that never happens is added and taken away on the way."""
    for seed in range(first, first + 40):
        drawer = Drawer(seed)
        raw, wanted = drawer.process(Random(seed).randint(2, 5))
        extra = handler("EXTRA", on("signal", "never"), user("XH"), "XH", "XH")
        guarded = raw.replace(b'isExecutable="true">', b'isExecutable="true">' + extra.encode(), 1)
        guarded = guarded.replace(
            b"<bpmn:process", b'<bpmn:signal id="never" name="n"/><bpmn:process', 1
        )
        versions = [deploy({"p.bpmn": raw}), deploy({"p.bpmn": guarded})]
        choose, now, done, at = Random(seed), BEGIN, Counter[str](), 0
        outcome = start(versions[0], "p", VARIABLES, now=now)
        while True:
            ids = (event.element_id for event in outcome.history if event.what == "completed")
            done.update(one for one in ids if one.startswith("T"))
            if outcome.ended:
                break
            if choose.random() < 0.4:
                tasks = {task.task_id for task in outcome.tasks}
                outcome = migrate(
                    versions[at], versions[1 - at], "p", outcome.state, now=now
                ).outcome
                at = 1 - at
                assert {task.task_id for task in outcome.tasks} == tasks
            way = choose.choice(
                [
                    *(CompleteTask(task.task_id, {}) for task in outcome.tasks),
                    *(FinishJob(job.task_id, {}) for job in outcome.jobs),
                    *(
                        DeliverMessage(one.task_id, one.message)
                        for one in outcome.subscriptions
                        if one.message == "svar"
                    ),
                    *([Tick()] if outcome.timers else ()),
                ]
            )
            now += timedelta(hours=isinstance(way, Tick))
            outcome = advance(versions[at], "p", outcome.state, way, now=now)
        assert done == wanted, seed
