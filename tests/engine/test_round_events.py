"""What the finished rounds of a multi-instance throw (BPMN 2.0.2, 10.3.8 and 13.3.7)."""

import pytest
from tests.engine.drawing import (
    END,
    SHARED,
    START,
    chain,
    diagram,
    edge,
    handler,
    job,
    mapping,
    node,
    on,
    sub,
    timer,
    user,
    zeebe,
)
from tests.engine.driving import Run

from flows.engine import CompleteTask, check

DEFINITIONS = (
    SHARED
    + '<bpmn:signalEventDefinition id="dsg" signalRef="sg"/>'
    + '<bpmn:messageEventDefinition id="dm1" messageRef="m1"/>'
    + '<bpmn:messageEventDefinition id="dm2" messageRef="m2"/>'
    + '<bpmn:escalationEventDefinition id="des" escalationRef="es"/>'
    + '<bpmn:errorEventDefinition id="der" errorRef="er"/>'
)
KINDS = {"signal": ("dsg", "sg"), "message": ("dm2", "m2"), "escalation": ("des", "es")}


def rounds(behavior: str, *, sequential: bool = False, inner: str = "", done: str = "") -> str:
    """A multi-instance of three rounds; `behavior` is the attributes that say what is thrown."""
    loop = zeebe("loopCharacteristics", inputCollection="=[1, 2, 3]", inputElement="x")
    ends = f"<bpmn:completionCondition>{done}</bpmn:completionCondition>" if done else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}" '
        f"{behavior}><bpmn:extensionElements>{loop}</bpmn:extensionElements>{ends}{inner}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def each_round(definition: str) -> str:
    return f'behavior="None" noneBehaviorEventRef="{definition}"'


def first_round(definition: str) -> str:
    return f'behavior="One" oneBehaviorEventRef="{definition}"'


def when(condition: str, *events: str) -> str:
    """What is thrown when a condition holds."""
    return (
        f"<bpmn:complexBehaviorDefinition><bpmn:condition>{condition}</bpmn:condition>"
        f"<bpmn:event>{''.join(events)}</bpmn:event></bpmn:complexBehaviorDefinition>"
    )


def watched(loop: str, definition: str, *, interrupting: bool = False) -> bytes:
    """Three rounds of a task, with an event on their edge that leads to the task `h`."""
    body = START + user("u", loop) + edge("b", "u", definition, interrupting=interrupting)
    body += user("h") + user("n") + END + chain("s", "u", "n", "e") + chain("b", "h", "e")
    return diagram(body, extra=DEFINITIONS)


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_none_throws_for_every_round(kind: str, sequential: bool) -> None:
    definition, reference = KINDS[kind]
    loop = rounds(each_round(definition), sequential=sequential)
    run = Run(watched(loop, on(kind, reference)))
    for number in (1, 2, 3):
        run.do(CompleteTask(next(t for t in run.outcome.tasks if t.item).task_id, {}))
        assert run.open.count("h") == number
    assert run.open == ["h", "h", "h", "n"]
    assert run.thrown == ([("signal", "stopp", None)] * 3 if kind == "signal" else [])
    assert run.outcome.subscriptions == ()


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_one_throws_for_the_first_round_that_is_done(kind: str, sequential: bool) -> None:
    definition, reference = KINDS[kind]
    loop = rounds(first_round(definition), sequential=sequential)
    run = Run(watched(loop, on(kind, reference)))
    for _ in range(3):
        run.do(CompleteTask(next(t for t in reversed(run.outcome.tasks) if t.item).task_id, {}))
        assert run.open.count("h") == 1
    assert run.open == ["h", "n"]


def test_all_throws_nothing() -> None:
    run = Run(watched(rounds('behavior="All"'), on("signal", "sg")))
    run.complete("u", 1).complete("u", 2).complete("u", 3)
    assert run.open == ["n"]
    assert run.thrown == []


@pytest.mark.parametrize("sequential", [True, False])
def test_complex_throws_what_a_condition_says_and_ends_the_rounds(sequential: bool) -> None:
    inner = when("=svar = 1", on("signal", "sg"), on("message", "m2"))
    inner += when("=svar = 2 and numberOfCompletedInstances = 2", on("escalation", "es"))
    loop = rounds('behavior="Complex"', sequential=sequential, inner=inner)
    raw = watched(loop, on("escalation", "es"))
    first = Run(raw).complete("u", 1, svar=1)
    assert first.open == ["n"]
    assert first.thrown == [("signal", "stopp", None), ("message", "nyhet", None)]
    second = Run(raw).complete("u", 1, svar=2)
    assert "h" not in second.open
    second.complete("u", 2, svar=2)
    assert second.open == ["h", "n"]
    third = Run(raw)
    for number in (1, 2, 3):
        third.complete("u", number, svar=9)
    assert (third.open, third.thrown) == (["n"], [])


def test_each_of_several_conditions_that_hold_throws() -> None:
    inner = when("=true", on("signal", "sg")) + when("=x &gt; 0", on("escalation", "es"))
    loop = rounds('behavior="Complex"', inner=inner)
    run = Run(watched(loop, on("signal", "sg") + on("escalation", "es"))).complete("u", 3)
    assert run.open == ["h", "h", "n"]


def test_an_event_that_is_drawn_interrupting_leaves_the_rounds_going_on() -> None:
    loop = rounds(each_round("dsg"))
    raw = watched(loop, on("signal", "sg"), interrupting=True)
    found = [(p.code, p.severity, p.element) for p in check({"p.bpmn": raw})]
    assert found == [("round-event-goes-on", "warning", "b")]
    run = Run(raw).complete("u", 1)
    assert run.open == ["h", "u", "u"]


def test_what_interrupts_for_another_reason_still_does() -> None:
    loop = rounds(each_round("dsg"))
    body = START + user("u", loop) + edge("b", "u", on("signal", "sg"), interrupting=False)
    body += edge("t", "u", timer("PT1H")) + user("h") + user("k") + END
    body += chain("s", "u", "e") + chain("b", "h", "e") + chain("t", "k", "e")
    run = Run(diagram(body, extra=DEFINITIONS)).complete("u", 2).wait(hours=1)
    assert run.open == ["h", "k"]


@pytest.mark.parametrize("kind", ["signal", "escalation"])
def test_what_lies_around_may_catch_it_and_be_interrupted(kind: str) -> None:
    definition, reference = KINDS[kind]
    inner = user("u", rounds(each_round(definition)))
    body = START + sub("S", inner, "u", "u") + edge("b", "S", on(kind, reference)) + user("h")
    body += END + chain("s", "S", "e") + chain("b", "h", "e")
    run = Run(diagram(body, extra=DEFINITIONS)).complete("u", 2)
    assert run.open == ["h"]
    caught = handler("E", on(kind, reference), user("h"), "h", "h")
    body = START + user("u", rounds(each_round(definition))) + END + chain("s", "u", "e") + caught
    run = Run(diagram(body, extra=DEFINITIONS)).complete("u", 2)
    assert run.open == ["h"]


def test_an_escalation_that_nobody_takes_goes_on() -> None:
    body = START + user("u", rounds(each_round("des"))) + END + chain("s", "u", "e")
    run = Run(diagram(body, extra=DEFINITIONS))
    assert run.complete("u", 1).complete("u", 2).complete("u", 3).outcome.ended


def test_a_message_reaches_one_by_its_key() -> None:
    loop = rounds(each_round("dm1"))
    raw = watched(loop, on("message", "m1"))
    inside = Run(raw, {"nyckel": "k"}).complete("u", 1)
    assert (inside.open, inside.thrown) == (["h", "u", "u"], [])
    body = START + user("u", loop) + END + chain("s", "u", "e")
    outside = Run(diagram(body, extra=DEFINITIONS), {"nyckel": "k"}).complete("u", 1)
    assert outside.thrown == [("message", "svar", "k")]
    keyless = Run(diagram(body, extra=DEFINITIONS)).complete("u", 1, svar=7)
    assert keyless.outcome.incident is not None
    assert keyless.outcome.incident.code == "no-key"
    assert keyless.open == ["u", "u"]


def test_rounds_of_jobs_subprocesses_and_calls_throw_too() -> None:
    loop = rounds(each_round("dsg"), done="=numberOfCompletedInstances = 2")
    inner = START + user("w") + END + chain("s", "w", "e")
    hosts = {
        "j": job("S", loop),
        "w": sub("S", user("w"), "w", "w", loop),
        "c": node("callActivity", "S", loop, zeebe("calledElement", processId="q")),
    }
    for kind, host in hosts.items():
        body = START + host + edge("b", "S", on("signal", "sg"), interrupting=False) + user("h")
        body += END + chain("s", "S", "e") + chain("b", "h", "e")
        run = Run(diagram(body, extra=DEFINITIONS), q_bpmn=diagram(inner, "q"))
        for _ in range(2):
            if kind == "j":
                run.finish("S")
            else:
                run.complete("w")
        assert run.open == ["h", "h"]


def test_it_carries_nothing() -> None:
    words = mapping({}, {"fick": "=numberOfInstances"})
    host = user("u", rounds(first_round("dsg")))
    on_edge = edge("b", "u", on("signal", "sg"), interrupting=False).replace(
        "<bpmn:signalEvent",
        f"<bpmn:extensionElements>{words}</bpmn:extensionElements><bpmn:signalEvent",
    )
    body = START + host + on_edge + user("h") + END + chain("s", "u", "e") + chain("b", "h", "e")
    assert Run(diagram(body, extra=DEFINITIONS)).complete("u", 1).variables == {"fick": None}


REFUSED = {
    "a behaviour that there isn't": ('behavior="Some"', "", "multi-instance-behavior"),
    "no event": ('behavior="None"', "", "round-event"),
    "an event that is gone": (each_round("borta"), "", "round-event"),
    "the other one's event": ('behavior="One" noneBehaviorEventRef="dsg"', "", "round-event"),
    "an error": (first_round("der"), "", "round-event"),
    "no conditions": ('behavior="Complex"', "", "round-event"),
    "a condition without an event": ('behavior="Complex"', when("=true"), "round-event"),
    "a condition that isn't FEEL": (
        'behavior="Complex"',
        when("=1 +", on("signal", "sg")),
        "bad-expression",
    ),
    "a condition of a timer": ('behavior="Complex"', when("=true", timer("P1D")), "round-event"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    behavior, inner, code = REFUSED[name]
    raw = watched(rounds(behavior, inner=inner), on("message", "m1"))
    found = {(p.code, p.element) for p in check({"p.bpmn": raw}) if p.severity == "error"}
    assert found == {(code, "u")}


@pytest.mark.parametrize("definition", [on("escalation", "es") + timer("PT1H"), on("escalation")])
def test_an_interrupting_edge_that_also_takes_other_things_is_refused(definition: str) -> None:
    raw = watched(rounds(each_round("des")), definition, interrupting=True)
    found = {(p.code, p.element) for p in check({"p.bpmn": raw}) if p.severity == "error"}
    assert found == {("round-event-with-others", "b")}


@pytest.mark.parametrize(
    ("behavior", "inner"),
    [
        ('behavior="All" noneBehaviorEventRef="dsg"', ""),
        (each_round("dsg") + ' oneBehaviorEventRef="dsg"', ""),
        (each_round("dsg"), when("=true", on("signal", "sg"))),
    ],
)
def test_settings_for_another_behaviour_do_nothing(behavior: str, inner: str) -> None:
    raw = watched(rounds(behavior, inner=inner), on("message", "m1"))
    found = [(p.code, p.severity, p.element) for p in check({"p.bpmn": raw})]
    assert found == [("setting-ignored", "warning", "u")]
