"""Where a process begins: without a start event, or with one that waits for several things."""

import pytest
from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    diagram,
    edge,
    event,
    flow,
    gateway,
    handler,
    node,
    on,
    sub,
    timer,
    user,
    zeebe,
)
from tests.engine.driving import Run

from flows.engine import CompleteTask, check, deploy

OPEN = user("a") + user("b") + user("c") + chain("a", "c")


def test_a_process_without_a_start_begins_with_all_that_no_flow_leads_to() -> None:
    raw = diagram(OPEN)
    found = check({"p.bpmn": raw})
    assert [(p.code, p.severity, p.element) for p in found] == [("no-start", "warning", "p")]
    assert found[0].sv.endswith("leder till: ”a” och ”b”.")
    run = Run(raw)
    assert run.open == ["a", "b"]
    assert run.complete("a").open == ["b", "c"]
    assert run.complete("c").complete("b").outcome.ended
    assert sorted(run.passed) == ["a", "b", "c"]


def test_its_start_is_known_but_not_drawn() -> None:
    outline = deploy({"p.bpmn": diagram(OPEN)}).processes["p"]
    assert outline.plain_start is not None
    assert outline.start_form_id is None
    assert [one.id for one in outline.elements.values() if one.drawn] == ["a", "b", "c"]
    assert [one.id for one in outline.elements.values() if not one.drawn] == [outline.start_id]


@pytest.mark.parametrize("kind", ["subProcess", "transaction"])
def test_a_subprocess_without_a_start_does_too(kind: str) -> None:
    raw = diagram(START + node(kind, "S", OPEN) + END + chain("s", "S", "e"))
    assert check({"p.bpmn": raw}) == []
    run = Run(raw)
    assert run.open == ["a", "b"]
    assert run.complete("b").complete("a").complete("c").outcome.ended


def test_an_end_without_a_start_is_warned_of() -> None:
    inner = user("a") + node("endEvent", "x") + chain("a", "x")
    raw = diagram(START + node("subProcess", "S", inner) + END + chain("s", "S", "e"))
    found = [(p.code, p.severity, p.element) for p in check({"p.bpmn": raw})]
    assert found == [("no-start", "warning", "S")]
    assert Run(raw).complete("a").ends == ["e"]


def test_gateways_and_waiting_events_may_begin() -> None:
    inner = gateway("exclusive", "g") + flow("g", "a", "=x > 1") + flow("g", "b", "=x <= 1")
    inner += user("a") + user("b") + catch("w", timer("PT1H")) + user("c") + chain("w", "c")
    inner += gateway("eventBased", "v") + catch("m", on("message", "m2"))
    inner += catch("t", timer("P1D")) + chain("v", "m") + chain("v", "t")
    run = Run(
        diagram(START + node("subProcess", "S", inner) + END + chain("s", "S", "e")), {"x": 2}
    )
    assert run.open == ["a"]
    assert run.wait(hours=1).open == ["a", "c"]
    assert run.message("m").complete("a").complete("c").outcome.ended


def test_what_only_something_else_leads_to_does_not_begin() -> None:
    link = '<bpmn:linkEventDefinition name="L"/>'
    inner = user("a") + edge("b", "a", timer("PT1H")) + user("h") + chain("b", "h")
    inner += event("intermediateThrowEvent", "l", link) + chain("a", "l")
    inner += catch("k", link) + user("c") + chain("k", "c")
    inner += handler("E", on("signal", "sg"), user("d"), "d", "d", interrupting=False)
    raw = diagram(START + node("subProcess", "S", inner) + END + chain("s", "S", "e"))
    assert Run(raw).open == ["a"]
    assert Run(raw).complete("a").open == ["c"]
    assert Run(raw).wait(hours=1).open == ["h"]
    assert Run(raw).signal("stopp").open == ["a", "d"]
    assert Run(diagram(inner)).signal("stopp").open == ["a", "d"]


def test_a_process_without_a_start_can_be_called() -> None:
    call = node("callActivity", "c", "", zeebe("calledElement", processId="q"))
    run = Run(diagram(START + call + END + chain("s", "c", "e")), q_bpmn=diagram(OPEN, "q"))
    assert run.open == ["a", "b"]
    assert run.complete("a").complete("b").complete("c").outcome.ended


def test_what_is_left_over_where_there_is_a_start_is_refused() -> None:
    inner = sub("S", OPEN, "a", "c")
    found = check({"p.bpmn": diagram(START + inner + END + chain("s", "S", "e"))})
    assert [(p.code, p.element) for p in found] == [("not-reachable", "b")]


SEVERAL = on("message", "m2") + on("signal", "sg") + on("message", "m1")


@pytest.mark.parametrize("name", ["nyhet", "svar"])
def test_a_start_with_several_triggers_is_started_by_any_of_them(name: str) -> None:
    raw = diagram(event("startEvent", "s", SEVERAL) + user("u") + END + chain("s", "u", "e"))
    outline = deploy({"p.bpmn": raw}).processes["p"]
    assert outline.message_starts == {"nyhet": "s", "svar": "s"}
    assert outline.signal_starts == {"stopp": "s"}
    run = Run(raw, message=name)
    assert run.open == ["u"]
    assert run.complete("u").outcome.ended


def test_it_may_stand_beside_a_plain_start() -> None:
    body = START + event("startEvent", "x", SEVERAL) + user("u") + user("v") + END
    raw = diagram(body + chain("s", "u", "e") + chain("x", "v", "e"))
    assert Run(raw).open == ["u"]
    assert Run(raw, message="svar").open == ["v"]


def test_waiting_events_and_edges_take_any_of_several_as_well() -> None:
    either = on("message", "m2") + on("signal", "sg") + timer("PT1H")
    body = START + catch("w", either) + user("u") + edge("b", "u", either) + user("h") + END
    raw = diagram(body + chain("s", "w", "u", "e") + chain("b", "h", "e"))
    for first in (Run(raw).message("w"), Run(raw).signal("stopp"), Run(raw).wait(hours=1)):
        assert first.open == ["u"]
        assert first.message("b").open == ["h"]
    assert Run(raw).message("w").signal("stopp").open == ["h"]
    assert Run(raw).message("w").wait(hours=1).open == ["h"]


@pytest.mark.parametrize("text", ["R/PT1H", "R3/PT1H", "R3/2027-01-11T09:00:00Z/P1D"])
def test_an_intermediate_event_goes_on_at_the_first_turn_of_its_timer(text: str) -> None:
    body = START + catch("w", timer(text, "timeCycle")) + user("u") + END
    run = Run(diagram(body + chain("s", "w", "u", "e")))
    assert run.wait(minutes=59).open == []
    assert run.wait(minutes=1).open == ["u"]
    assert run.due == {}
    run.do(CompleteTask(run.task("u").task_id, {}))
    assert run.outcome.ended


def test_a_repeating_timer_may_follow_an_event_gateway() -> None:
    body = START + gateway("eventBased", "g") + catch("m", on("message", "m2")) + END
    body += catch("w", timer("R2/PT1H", "timeCycle")) + user("u") + user("v")
    raw = diagram(body + chain("s", "g", "w", "u", "e") + chain("g", "m", "v", "e"))
    assert Run(raw).wait(hours=5).open == ["u"]
    assert Run(raw).message("m").wait(hours=5).open == ["v"]
