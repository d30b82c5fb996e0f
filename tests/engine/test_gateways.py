"""Choices, splits and joins."""

import pytest
from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    diagram,
    edge,
    flow,
    gateway,
    handler,
    node,
    on,
    script,
    sub,
    timer,
    user,
)
from tests.engine.driving import Run

from flows.engine import MoveToken


def test_the_first_condition_that_holds_is_taken_in_the_order_of_the_file() -> None:
    body = START + gateway("exclusive", "g", default="d") + user("a") + user("b") + user("c") + END
    body += flow("s", "g") + flow("g", "a", "=x > 5") + flow("g", "b", "=x > 1")
    body += flow("g", "c", flow_id="d") + chain("a", "e") + chain("b", "e") + chain("c", "e")
    assert Run(diagram(body), {"x": 9}).open == ["a"]
    assert Run(diagram(body), {"x": 2}).open == ["b"]
    assert Run(diagram(body), {"x": 0}).open == ["c"]


@pytest.mark.parametrize("kind", ["exclusive", "inclusive"])
def test_no_way_out_is_an_incident_that_can_be_tried_again(kind: str) -> None:
    body = START + user("u") + gateway(kind, "g") + user("a") + user("b") + END
    body += chain("s", "u", "g") + flow("g", "a", "=x = 1") + flow("g", "b", "=x = 2")
    body += chain("a", "e") + chain("b", "e")
    run = Run(diagram(body), {"x": 0}).complete("u", svar="kvar")
    incident = run.outcome.incident
    assert incident is not None
    assert (incident.element_id, incident.code) == ("g", "no-way")
    assert run.variables == {"x": 0, "svar": "kvar"}
    assert run.retry().outcome.incident is not None


def test_several_plain_flows_from_a_task_run_in_parallel() -> None:
    body = START + user("u") + user("a") + user("b") + END
    body += chain("s", "u") + flow("u", "a") + flow("u", "b") + chain("a", "e") + chain("b", "e")
    run = Run(diagram(body)).complete("u")
    assert run.open == ["a", "b"]
    assert not run.complete("a").outcome.ended
    assert run.complete("b").outcome.ended
    assert run.ends == ["e", "e"]


def test_conditions_on_flows_from_a_task_count() -> None:
    body = START + user("u") + script("a", "=1", "a") + script("b", "=2", "b")
    body += script("c", "=3", "c") + END + chain("s", "u") + flow("u", "a", "=x > 1")
    body += flow("u", "b", "=x > 2") + flow("u", "c") + chain("a", "e") + chain("b", "e")
    body += chain("c", "e")
    run = Run(diagram(body), {"x": 2}).complete("u")
    assert run.variables == {"x": 2, "a": 1, "c": 3}


def test_a_single_conditional_flow_that_fails_is_an_incident() -> None:
    body = START + user("u") + user("a") + END + chain("s", "u") + flow("u", "a", "=x > 1")
    run = Run(diagram(body + chain("a", "e")), {"x": 0}).complete("u")
    assert run.outcome.incident is not None
    assert run.outcome.incident.code == "no-way"


def test_a_parallel_join_counts_tokens_by_flow_even_in_a_loop() -> None:
    body = START + script("i", "=0", "k") + gateway("exclusive", "m") + gateway("parallel", "g")
    body += user("a") + user("b") + gateway("parallel", "j") + script("c", "=k + 1", "k")
    body += gateway("exclusive", "x", default="d") + END + chain("s", "i", "m", "g", "a", "j")
    body += chain("g", "b", "j", "c", "x") + flow("x", "m", "=k < 3") + flow("x", "e", flow_id="d")
    run = Run(diagram(body))
    for _ in range(3):
        assert run.open == ["a", "b"]
        assert run.complete("b").open == ["a"]
        run.complete("a")
    assert run.outcome.ended
    assert run.variables["k"] == 3


def test_a_parallel_join_does_not_take_two_tokens_of_one_flow_for_two_flows() -> None:
    body = START + gateway("parallel", "g") + gateway("exclusive", "m") + gateway("parallel", "j")
    body += user("a") + user("b") + user("c") + END
    body += flow("s", "g") + flow("g", "a") + flow("g", "b") + flow("g", "c")
    body += chain("a", "m") + chain("b", "m", "j", "e") + chain("c", "j")
    run = Run(diagram(body)).complete("a").complete("b")
    assert not run.outcome.ended
    assert run.open == ["c"]
    assert sorted(t.waits_for for t in run.outcome.tokens) == ["join", "join", "person"]
    run.complete("c")
    assert run.ends == ["e"]
    assert [t.element_id for t in run.outcome.tokens] == ["j"]


def test_an_inclusive_join_waits_only_for_what_can_still_come() -> None:
    body = START + gateway("inclusive", "g") + user("a") + user("b") + user("c")
    body += gateway("inclusive", "j") + user("z") + END + flow("s", "g")
    body += flow("g", "a", "=true") + flow("g", "b", "=x") + flow("g", "c", "=true")
    body += chain("a", "j", "z", "e") + chain("b", "j") + chain("c", "j")
    assert Run(diagram(body), {"x": False}).complete("a").complete("c").open == ["z"]
    run = Run(diagram(body), {"x": True}).complete("c").complete("a")
    assert run.open == ["b"]
    assert run.complete("b").open == ["z"]
    assert run.complete("z").ends == ["e"]


def test_a_waiting_inclusive_join_is_seen_again_when_the_awaited_token_ends_elsewhere() -> None:
    body = START + gateway("inclusive", "g") + user("a") + user("b") + gateway("inclusive", "j")
    body += gateway("exclusive", "x", default="d") + node("endEvent", "bort") + user("z") + END
    body += flow("s", "g") + flow("g", "a", "=true") + flow("g", "b", "=true")
    body += chain("a", "j", "z", "e") + chain("b", "x") + flow("x", "j", "=vidare")
    body += flow("x", "bort", flow_id="d")
    run = Run(diagram(body)).complete("a")
    assert run.open == ["b"]
    assert run.complete("b", vidare=False).open == ["z"]


def test_an_inclusive_join_waits_for_a_token_that_may_leave_by_a_boundary_event() -> None:
    body = START + gateway("parallel", "g") + user("a") + user("b") + gateway("inclusive", "j")
    body += edge("t", "b", timer("PT1H")) + node("endEvent", "bort") + user("z") + END
    body += flow("s", "g") + chain("g", "a", "j", "z", "e") + chain("g", "b", "bort")
    body += flow("t", "j")
    run = Run(diagram(body)).complete("a")
    assert run.open == ["b"]
    assert run.wait(hours=2).open == ["z"]
    run.complete("z")
    assert run.ends == ["e"]


def test_the_first_event_after_an_event_gateway_takes_the_others_away() -> None:
    body = START + gateway("eventBased", "g") + catch("m", on("message", "m2"))
    body += catch("t1", timer("PT1H")) + catch("t2", timer("PT2H")) + user("a") + user("b")
    body += user("c") + END + flow("s", "g") + chain("g", "m", "a", "e")
    body += chain("g", "t1", "b", "e") + chain("g", "t2", "c", "e")
    run = Run(diagram(body))
    assert (run.due["t2"] - run.due["t1"]).seconds == 3600
    late = Run(diagram(body)).wait(hours=5)
    assert late.open == ["b"]
    assert not late.outcome.subscriptions
    run.message("m", x=1)
    assert run.open == ["a"]
    assert not run.outcome.timers
    assert run.variables == {"x": 1}


@pytest.mark.parametrize("kind", ["parallel", "inclusive"])
def test_two_flows_between_the_same_two_are_joined_once(kind: str) -> None:
    body = START + gateway("inclusive", "g") + gateway(kind, "j") + user("u") + END
    body += chain("s", "g") + flow("g", "j", "=true") + flow("g", "j", "=true")
    run = Run(diagram(body + chain("j", "u", "e")))
    assert run.open == ["u"]
    assert run.complete("u").ends == ["e"]


def test_a_join_that_nothing_more_can_reach_is_told_of() -> None:
    body = START + gateway("exclusive", "g", default="d") + gateway("parallel", "j") + END
    body += user("a") + user("b") + edge("k", "a", timer("PT1H"), interrupting=False)
    body += flow("g", "a", "=true") + flow("g", "b", "", "d") + chain("s", "g")
    body += chain("a", "j") + chain("b", "j", "e") + chain("k", "b")
    run = Run(diagram(body))
    assert run.outcome.incidents == ()
    late = Run(run.definition).wait(hours=1).complete("a")
    assert late.outcome.incidents == (), "what the reminder opened is still on its way"
    assert late.complete("b").ends == ["e"]
    held = run.complete("a")
    assert [(one.code, one.element_id) for one in held.outcome.incidents] == [
        ("waits-in-vain", "j")
    ]
    token = held.outcome.tokens[0]
    assert (token.element_id, token.waits_for) == ("j", "join")
    assert held.do(MoveToken(token.task_id, "b")).outcome.incidents == ()
    assert held.open == ["b"]


def test_a_join_in_vain_is_told_of_while_other_things_go_on() -> None:
    """A part of its own is stuck whatever happens around it, or whatever watches over it."""
    inner = gateway("exclusive", "g", default="d") + gateway("parallel", "j")
    inner += flow("g", "j", "=true") + flow("g", "j", "", "d")
    aside = handler("h", on("message", "m2"), user("w"), "w", "w", interrupting=False)
    body = START + gateway("parallel", "k") + user("u") + sub("x", inner, "g", "j", aside)
    body += gateway("parallel", "q") + END + chain("s", "k", "u", "q", "e") + chain("k", "x", "q")
    run = Run(diagram(body))
    assert [(one.code, one.element_id) for one in run.outcome.incidents] == [("waits-in-vain", "j")]
    assert run.open == ["u"]
    later = run.complete("u")
    assert [one.element_id for one in later.outcome.incidents] == ["j"]
    assert [one.element_id for one in later.message("hs").outcome.incidents] == ["j"]
    assert run.complete("w").outcome.incidents == later.outcome.incidents


def test_an_inclusive_join_awaits_an_activity_whose_reminder_has_come_there() -> None:
    body = START + gateway("parallel", "g") + gateway("inclusive", "j") + user("u") + END
    body += user("a") + user("b") + edge("k", "b", timer("PT1H"), interrupting=False)
    body += chain("s", "g", "a", "j", "u", "e") + chain("g", "b", "j") + chain("k", "j")
    run = Run(diagram(body)).complete("a").wait(hours=1)
    assert run.open == ["b"]
    assert run.complete("b").open == ["u"]
    assert run.complete("u").outcome.ended
