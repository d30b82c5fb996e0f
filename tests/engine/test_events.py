"""Messages, signals, errors, escalations, conditions and ends."""

from datetime import timedelta

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
    flow,
    gateway,
    handler,
    job,
    mapping,
    node,
    on,
    script,
    sub,
    throw,
    timer,
    user,
    zeebe,
)
from tests.engine.driving import BEGIN, Run

from flows.engine import DeliverMessage, TaskGone, UnknownProcess, UnknownStart, check, deploy
from flows.engine import start as start_instance

# ---------------------------------------------------------------- messages


def test_a_catch_event_waits_for_a_message_with_its_key() -> None:
    body = START + catch("c", on("message", "m1")) + END + chain("s", "c", "e")
    run = Run(diagram(body), {"nyckel": 17})
    waiting = run.outcome.subscriptions[0]
    assert (waiting.kind, waiting.message, waiting.key) == ("message", "svar", "17")
    with pytest.raises(TaskGone):
        run.do(DeliverMessage(waiting.task_id, "annat"))
    run.message("c", svar="ja")
    assert run.variables == {"nyckel": 17, "svar": "ja"}
    with pytest.raises(TaskGone):
        run.do(DeliverMessage(waiting.task_id, "svar"))


def test_the_key_is_settled_when_the_wait_begins() -> None:
    body = START + gateway("parallel", "g") + catch("c", on("message", "m1")) + user("u") + END
    body += chain("s", "g", "c", "e") + chain("g", "u", "e")
    run = Run(diagram(body), {"nyckel": "A"}).complete("u", nyckel="B")
    assert run.outcome.subscriptions[0].key == "A"


def test_a_receive_task_maps_what_comes() -> None:
    receive = node("receiveTask", "r", "", mapping({}, {"utfall": "=x + 1"}), messageRef="m2")
    run = Run(diagram(START + receive + END + chain("s", "r", "e")))
    assert run.outcome.subscriptions[0].key is None
    assert run.message("r", x=1, y=2).variables == {"utfall": 2}


def test_what_was_thrown_is_not_thrown_again_when_the_rest_is_tried_again() -> None:
    sends = throw("t", on("message", "m2"), mapping({}, {"y": "=for i in 1..n return i"}))
    body = START + gateway("parallel", "g") + sends + user("u") + END
    run = Run(diagram(body + chain("s", "g", "t", "e") + chain("g", "u", "e")), {"n": 10**9})
    assert run.thrown == [("message", "nyhet", None)]
    assert run.outcome.incident is not None
    run.complete("u", n=2).retry()
    assert run.thrown == [("message", "nyhet", None)]
    assert run.outcome.ended
    assert run.variables["y"] == [1, 2]


def test_messages_that_leave_carry_key_and_variables() -> None:
    sends = node("sendTask", "a", "", mapping({"x": "=1 + 1"}), messageRef="m1")
    body = START + sends + throw("b", on("message", "m2"))
    body += event("endEvent", "e", on("message", "m1")) + chain("s", "a", "b", "e")
    run = Run(diagram(body), {"nyckel": "K"})
    assert run.thrown == [
        ("message", "svar", "K"),
        ("message", "nyhet", None),
        ("message", "svar", "K"),
    ]
    assert run.outcome.thrown[0].variables == {"x": 2}
    assert run.outcome.thrown[1].variables == {"nyckel": "K"}
    assert run.ends == ["e"]


def test_a_process_is_started_by_a_person_or_a_message() -> None:
    body = START + event("startEvent", "m", on("message", "m2"), mapping({}, {"y": "=x + 1"}))
    body += user("u") + user("v") + END + chain("s", "u", "e") + chain("m", "v", "e")
    definition = deploy({"p.bpmn": diagram(body)})
    assert definition.processes["p"].message_starts == {"nyhet": "m"}
    assert Run(definition).open == ["u"]
    run = Run(definition, {"x": 1}, message="nyhet")
    assert run.open == ["v"]
    assert run.variables == {"x": 1, "y": 2}
    with pytest.raises(UnknownStart):
        start_instance(definition, "p", {}, now=BEGIN, message="okänt")
    with pytest.raises(UnknownProcess):
        start_instance(definition, "q", {}, now=BEGIN)
    only = deploy(
        {"p.bpmn": diagram(event("startEvent", "m", on("message", "m2")) + END + chain("m", "e"))}
    )
    with pytest.raises(UnknownStart):
        start_instance(only, "p", {}, now=BEGIN)
    assert Run(only, message="nyhet").outcome.ended


# ---------------------------------------------------------------- signals


def test_a_signal_reaches_all_that_wait_for_it_and_leaves_the_instance() -> None:
    body = START + gateway("parallel", "g") + catch("a", on("signal", "sg"))
    body += catch("b", on("signal", "sg")) + user("u") + throw("t", on("signal", "sg")) + END
    body += chain("s", "g", "a", "e") + chain("g", "b", "e") + chain("g", "u", "t", "e")
    run = Run(diagram(body))
    assert {(s.kind, s.message, s.key) for s in run.outcome.subscriptions} == {
        ("signal", "stopp", None)
    }
    assert Run(diagram(body)).signal("stopp", x=1).variables == {"x": 1}
    run.complete("u")
    assert run.outcome.ended
    assert run.thrown == [("signal", "stopp", None)]
    assert run.signal("stopp").outcome.ended


@pytest.mark.parametrize("thing", ["intermediateThrowEvent", "endEvent", "sendTask"])
def test_what_is_thrown_may_say_how_long_it_is_kept(thing: str) -> None:
    def throwing(life: str) -> bytes:
        kept = zeebe("properties", zeebe("property", name="timeToLive", value=life))
        if thing == "sendTask":
            thrower = node(thing, "x", extensions=kept, messageRef="m1")
        else:
            thrower = event(thing, "x", on("message", "m1"), kept)
        rest = "" if thing == "endEvent" else END + chain("x", "e")
        return diagram(START + thrower + chain("s", "x") + rest)

    (thrown,) = Run(throwing("P30D"), {"nyckel": "K"}).outcome.thrown
    assert thrown.expires_at == BEGIN + timedelta(days=30)
    for wrong in ("", "=x", "30", "PT0S", "-P1D", "PT59S"):
        assert [p.code for p in check({"p.bpmn": throwing(wrong)})] == ["bad-time-to-live"]


def test_a_signal_end_event_is_thrown() -> None:
    body = START + event("endEvent", "e", on("signal", "sg")) + chain("s", "e")
    assert Run(diagram(body)).thrown == [("signal", "stopp", None)]


def test_a_non_interrupting_boundary_event_catches_every_time() -> None:
    body = START + user("u") + edge("b", "u", on("message", "m2"), interrupting=False)
    body += user("x") + END + node("endEvent", "e2") + chain("s", "u", "e") + chain("b", "x", "e2")
    run = Run(diagram(body)).message("b").message("b")
    assert run.open == ["u", "x", "x"]
    run.complete("u")
    assert run.open == ["x", "x"]
    assert not run.outcome.subscriptions


def test_several_events_at_once_or_any_of_them() -> None:
    both = on("signal", "sg") + on("message", "m2")
    body = START + node("intermediateCatchEvent", "c", both, parallelMultiple="true") + END
    run = Run(diagram(body + chain("s", "c", "e"))).signal("stopp", a=1)
    assert [s.kind for s in run.outcome.subscriptions] == ["message"]
    assert run.message("c", b=2).variables == {"a": 1, "b": 2}
    body = START + catch("c", both) + END + chain("s", "c", "e")
    assert Run(diagram(body)).signal("stopp").outcome.ended
    run = Run(diagram(body))
    news = next(s for s in run.outcome.subscriptions if s.kind == "message")
    assert run.do(DeliverMessage(news.task_id, "nyhet")).outcome.ended
    thrown = throw("c", both) + END
    assert [t[0] for t in Run(diagram(START + thrown + chain("s", "c", "e"))).thrown] == [
        "signal",
        "message",
    ]


# ---------------------------------------------------------------- errors and escalations

ERROR_END = on("error", "er")


def failing(name: str) -> str:
    """A subprocess that waits for a user task and then ends in an error."""
    ends = node("endEvent", f"{name}e", ERROR_END)
    inner = node("startEvent", f"{name}s") + user(f"{name}u") + ends
    return node("subProcess", name, inner + chain(f"{name}s", f"{name}u", f"{name}e"))


def test_an_error_reaches_its_own_activity_and_no_sibling() -> None:
    body = START + gateway("parallel", "g") + failing("A") + failing("B") + END
    body += edge("bA", "A", ERROR_END) + edge("bB", "B", ERROR_END) + user("hA") + user("hB")
    body += flow("s", "g") + chain("g", "A", "e") + chain("g", "B", "e")
    body += chain("bA", "hA", "e") + chain("bB", "hB", "e")
    run = Run(diagram(body)).complete("Bu")
    assert run.open == ["Au", "hB"]


def test_an_error_climbs_out_of_subprocesses_and_called_processes() -> None:
    called = START + user("u") + node("endEvent", "e", ERROR_END) + chain("s", "u", "e")
    calls = node("callActivity", "c", calledElement="inre")
    outer = START + sub("S", calls, "c", "c") + edge("b", "S", on("error", "er2"))
    outer += edge("b2", "S", ERROR_END) + user("h") + END + node("endEvent", "x")
    outer += chain("s", "S", "e") + chain("b2", "h", "e") + chain("b", "x")
    run = Run(diagram(outer), inre_bpmn=diagram(called, "inre")).complete("u")
    assert run.open == ["h"]
    assert run.complete("h").ends == ["e"]


def test_an_uncaught_error_is_an_incident_and_loses_nothing() -> None:
    body = START + user("u") + event("endEvent", "e", ERROR_END) + chain("s", "u", "e")
    run = Run(diagram(body)).complete("u", svar="viktigt")
    incident = run.outcome.incident
    assert incident is not None
    assert (incident.element_id, incident.code) == ("e", "uncaught-error")
    assert "NEJ" in incident.sv
    assert run.variables == {"svar": "viktigt"}
    assert [t.waits_for for t in run.outcome.tokens] == ["incident"]


def test_an_uncaught_error_of_a_job_can_be_tried_again() -> None:
    run = Run(diagram(START + job("j") + END + chain("s", "j", "e"))).fail("j", "NEJ", "trasigt")
    assert run.outcome.incident is not None
    assert "trasigt" in run.outcome.incident.en
    assert run.open == []
    assert run.retry().open == ["j"]
    assert run.outcome.incident is None
    assert run.finish("j").outcome.ended


def test_an_escalation_interrupts_or_not_and_may_go_uncaught() -> None:
    escalates = on("escalation", "es")
    inner = throw("t", escalates) + user("u") + flow("t", "u")
    for interrupting, expected in ((True, ["h"]), (False, ["h", "u"])):
        body = (
            START + sub("S", inner, "t", "u") + edge("b", "S", escalates, interrupting=interrupting)
        )
        body += user("h") + END + chain("s", "S", "e") + chain("b", "h", "e")
        assert Run(diagram(body)).open == expected
    run = Run(diagram(START + sub("S", inner, "t", "u") + END + chain("s", "S", "e")))
    assert run.open == ["u"]
    assert run.outcome.incident is None


def test_an_interrupting_boundary_event_sees_what_its_activity_has_done() -> None:
    inner = script("x", "=1", "gjort") + user("u") + flow("x", "u")
    body = START + sub("S", inner, "x", "u") + edge("b", "S", timer("PT1H")) + user("h") + END
    body += chain("s", "S", "e") + chain("b", "h", "e")
    run = Run(diagram(body)).wait(hours=1)
    assert run.open == ["h"]
    assert run.task("h").variables == {"gjort": 1}


def test_cancelled_work_stops_within_the_step() -> None:
    inner = gateway("parallel", "g") + throw("t", on("escalation", "es")) + script("x", "=1", "x")
    inner += script("y", "=1", "y") + gateway("parallel", "j")
    inner += chain("g", "t", "j") + chain("g", "x", "y", "j")
    body = START + sub("S", inner, "g", "j") + edge("b", "S", on("escalation", "es")) + END
    body += node("endEvent", "e2") + chain("s", "S", "e") + chain("b", "e2")
    run = Run(diagram(body))
    assert run.ends == ["e2"]
    assert "y" not in run.variables
    assert "S" not in run.passed


# ---------------------------------------------------------------- event subprocesses


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize(
    ("definition", "cause"),
    [
        (on("message", "m2"), "message"),
        (on("signal", "sg"), "signal"),
        (timer("PT1H"), "timer"),
        (condition("=x = 2"), "condition"),
        (on("escalation", "es"), "escalation"),
    ],
)
def test_event_subprocesses_of_every_kind(definition: str, cause: str, interrupting: bool) -> None:
    care = handler("E", definition, user("h"), "h", "h", interrupting=interrupting)
    body = care + START + user("u") + throw("t", on("escalation", "es")) + user("v") + END
    body += chain("s", "u", "t", "v", "e")
    run = Run(diagram(body), {"x": 1})
    if cause == "message":
        run.message("Es", y=1)
    elif cause == "signal":
        run.signal("stopp")
    elif cause == "timer":
        assert list(run.due) == ["Es"]
        run.wait(hours=1)
    else:
        run.complete("u", x=2)
    main = "v" if cause in ("condition", "escalation") else "u"
    assert run.open == (["h"] if interrupting else sorted(["h", main]))
    run.complete("h")
    assert "E" in run.passed
    assert run.outcome.ended is interrupting
    assert run.ends == []
    if not interrupting:
        assert main in run.open


def test_an_error_is_caught_by_the_event_subprocess_before_the_boundary_event() -> None:
    care = handler("E", ERROR_END, user("h"), "h", "h")
    inner = care + node("startEvent", "Ss") + user("u") + node("endEvent", "Se", ERROR_END)
    body = START + node("subProcess", "S", inner + chain("Ss", "u", "Se")) + END
    body += edge("b", "S", ERROR_END) + user("x") + chain("s", "S", "e") + chain("b", "x", "e")
    run = Run(diagram(body)).complete("u")
    assert run.open == ["h"]
    assert run.complete("h").ends == ["e"]


def test_a_terminating_end_takes_event_subprocesses_of_its_scope_with_it() -> None:
    care = handler("E", on("signal", "sg"), user("h"), "h", "h", interrupting=False)
    body = care + START + user("u") + event("endEvent", "e", "<bpmn:terminateEventDefinition/>")
    run = Run(diagram(body + chain("s", "u", "e"))).signal("stopp")
    assert run.open == ["h", "u"]
    run.complete("u")
    assert run.outcome.ended
    assert run.ends == ["e"]
    assert run.open == []


# ---------------------------------------------------------------- ends and conditions


def test_a_terminating_end_ends_its_own_scope_only() -> None:
    inner = gateway("parallel", "g") + user("a") + user("b")
    inner += event("endEvent", "t", "<bpmn:terminateEventDefinition/>") + flow("b", "t")
    inner += flow("g", "a") + flow("g", "b")
    body = START + gateway("parallel", "k") + sub("S", inner, "g", "a") + user("u") + END
    body += flow("s", "k") + chain("k", "S", "e") + chain("k", "u", "e")
    run = Run(diagram(body)).complete("b")
    assert run.open == ["u"]
    assert run.ends == ["e"]


def test_a_transaction_is_left_by_its_cancel_event() -> None:
    inner = node("startEvent", "Ts") + user("u") + user("v") + gateway("parallel", "g")
    inner += event("endEvent", "Te", "<bpmn:cancelEventDefinition/>")
    inner += chain("Ts", "g", "u", "Te") + chain("g", "v")
    body = START + node("transaction", "T", inner) + END + user("h")
    body += edge("b", "T", "<bpmn:cancelEventDefinition/>") + chain("s", "T", "e")
    body += chain("b", "h", "e")
    run = Run(diagram(body)).complete("u")
    assert run.open == ["h"]


def test_a_conditional_event_goes_on_when_its_condition_comes_true() -> None:
    body = START + gateway("parallel", "g") + catch("c", condition("=klar")) + user("u") + user("v")
    body += END + chain("s", "g", "c", "v", "e") + chain("g", "u", "e")
    run = Run(diagram(body))
    assert run.open == ["u"]
    assert [t.waits_for for t in run.outcome.tokens if t.element_id == "c"] == ["condition"]
    assert run.complete("u", klar=True).open == ["v"]
    assert Run(diagram(body), {"klar": True}).open == ["u", "v"]


def test_links_are_flows() -> None:
    link = '<bpmn:linkEventDefinition name="L"/>'
    body = START + user("a") + throw("l1", link) + catch("l2", link) + user("b") + END
    body += chain("s", "a", "l1") + chain("l2", "b", "e")
    run = Run(diagram(body)).complete("a")
    assert run.open == ["b"]
    assert run.passed == ["s", "a", "l1", "l2"]
