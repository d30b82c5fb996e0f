"""Event subprocesses beside one another, and events that wait for several things."""

import pytest
from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    condition,
    diagram,
    edge,
    event,
    handler,
    job,
    node,
    on,
    sub,
    throw,
    timer,
    user,
)
from tests.engine.driving import Run

LINE = START + user("u") + END + chain("s", "u", "e")
ASIDE = handler("E", on("message", "m2"), user("h"), "h", "h", interrupting=False)
MEETS = handler("F", on("signal", "sg"), user("k"), "k", "k")


def test_one_that_interrupts_takes_the_others_of_its_scope_away() -> None:
    run = Run(diagram(LINE + ASIDE + MEETS)).message("Es").message("Es")
    assert run.open == ["h", "h", "u"]
    run.signal("stopp")
    assert run.open == ["k"]
    assert run.outcome.subscriptions == ()
    assert run.complete("k").outcome.ended


def test_only_those_of_its_own_scope() -> None:
    inner = sub("S", user("i"), "i", "i", inner=MEETS)
    run = Run(diagram(START + inner + END + chain("s", "S", "e") + ASIDE)).message("Es")
    assert run.open == ["h", "i"]
    run.signal("stopp")
    assert run.open == ["h", "k"]
    run.complete("k").complete("h")
    assert (run.ends, run.outcome.ended) == (["e"], True)


@pytest.mark.parametrize("interrupting", [True, False])
def test_they_watch_for_as_long_as_anything_goes_on_in_the_scope(*, interrupting: bool) -> None:
    late = handler("F", timer("PT2H"), user("k"), "k", "k", interrupting=interrupting)
    run = Run(diagram(LINE + ASIDE + late)).message("Es").complete("u")
    assert run.open == ["h"]
    run.message("Es").wait(hours=2)
    assert run.open == (["k"] if interrupting else ["h", "h", "k"])
    while run.open:
        run.complete(run.open[0])
    assert (run.ends, run.outcome.ended) == (["e"], True)
    assert run.outcome.timers == ()


def test_when_the_scope_is_done_they_wait_no_longer() -> None:
    inner = sub("S", user("i"), "i", "i", inner=ASIDE + MEETS)
    run = Run(diagram(START + inner + user("u") + END + chain("s", "S", "u", "e")))
    run.message("Es").complete("i")
    assert run.open == ["h"]
    run.complete("h")
    assert run.open == ["u"]
    assert run.outcome.subscriptions == ()


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_what_one_throws_is_caught_by_another(kind: str) -> None:
    reference = {"error": "er", "escalation": "es"}[kind]
    thrower = handler(
        "E", on("message", "m2"), job("j") + throw("t", on("escalation", "es")) + chain("j", "t"),
        "j", "t", interrupting=False,
    )  # fmt: skip
    care = handler("F", on(kind, reference), user("k"), "k", "k")
    outer = sub("S", user("i"), "i", "i", inner=thrower + care)
    body = START + outer + edge("b", "S", on(kind, reference)) + user("x") + END
    run = Run(diagram(body + chain("s", "S", "e") + chain("b", "x", "e"))).message("Es")
    if kind == "error":
        run.fail("j", "NEJ")
    else:
        run.finish("j")
    assert run.open == ["k"]
    assert run.complete("k").ends == ["e"]


def test_one_does_not_catch_what_it_throws_itself() -> None:
    again = throw("t", on("escalation", "es"))
    own = handler("E", on("escalation", "es"), again, "t", "t", interrupting=False)
    first = throw("f", on("escalation", "es"))
    inner = sub("S", first + user("i") + chain("f", "i"), "f", "i", inner=own)
    body = START + inner + edge("b", "S", on("escalation", "es"), interrupting=False) + user("x")
    run = Run(diagram(body + END + chain("s", "S", "e") + chain("b", "x", "e")))
    assert run.open == ["i", "x"]
    assert run.passed.count("Es") == 1


# ---------------------------------------------------------------- several things at once


@pytest.mark.parametrize(
    "clock", [timer("PT1H"), timer("R2/PT1H", "timeCycle"), timer("2027-01-11T10:00Z", "timeDate")]
)
def test_after_its_time_an_event_still_waits_for_the_rest(clock: str) -> None:
    late = edge("b", "u", clock + on("message", "m2"), interrupting=False)
    run = Run(diagram(LINE + late + job("x") + chain("b", "x", "e")))
    run.message("b").wait(hours=1).wait(hours=1).wait(hours=1)
    times = 3 if "R2" in clock else 2
    assert run.open == ["u", *["x"] * times]
    assert run.outcome.timers == ()
    assert run.message("b").open == ["u", *["x"] * (times + 1)]


def test_an_event_that_can_not_happen_again_is_gone() -> None:
    once = edge("b", "u", timer("PT1H"), interrupting=False)
    run = Run(diagram(LINE + once + job("x") + chain("b", "x", "e"))).wait(hours=1)
    assert run.open == ["u", "x"]
    assert run.wait(days=1).open == ["u", "x"]
    assert run.outcome.timers == ()


def test_a_condition_and_a_time() -> None:
    late = edge("b", "u", timer("PT1H") + condition("=x = 2"), interrupting=False)
    changes = node("intermediateThrowEvent", "t") + catch("c", on("message", "m1"))
    body = START + user("u") + changes + END + chain("s", "u", "e") + chain("s", "c", "t", "e")
    run = Run(diagram(body + late + job("x") + chain("b", "x", "e")), {"x": 1, "nyckel": "K"})
    assert run.wait(hours=1).open == ["u", "x"]
    assert run.message("c", x=2).open == ["u", "x", "x"]


def test_all_of_several_still_waits_for_all() -> None:
    both = event(
        "boundaryEvent",
        "b",
        on("message", "m2") + timer("PT1H"),
        attachedToRef="u",
        parallelMultiple="true",
    )
    run = Run(diagram(LINE + both + user("x") + chain("b", "x", "e"))).wait(hours=1)
    assert run.open == ["u"]
    assert run.message("b").open == ["x"]


def test_a_key_that_comes_out_empty_is_told_of_and_can_be_mended() -> None:
    for thing in (catch("c", on("message", "m1")), throw("c", on("message", "m1"))):
        run = Run(diagram(START + thing + END + chain("s", "c", "e")), {"nyckel": None})
        assert [(one.code, one.element_id) for one in run.outcome.incidents] == [("no-key", "c")]
        assert run.thrown == []
        run = Run(run.definition, {"nyckel": 7})
        assert run.outcome.incidents == ()
        assert [one.key for one in run.outcome.subscriptions] + [k for *_, k in run.thrown] == ["7"]
