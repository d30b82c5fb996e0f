"""Subprocesses and called processes, and whose variables are whose."""

from tests.engine.drawing import (
    END,
    START,
    chain,
    diagram,
    event,
    flow,
    gateway,
    mapping,
    node,
    on,
    script,
    several,
    sub,
    user,
    zeebe,
)
from tests.engine.driving import Run

from flows.engine import check, deploy

INNER = START + user("u") + script("k", "=svar * 2", "dubbelt") + END + chain("s", "u", "k", "e")


def calling(extensions: str = "", **words: str) -> bytes:
    called = zeebe("calledElement", processId="inre", **words)
    body = START + node("callActivity", "c", "", called + extensions) + user("v") + END
    return diagram(body + chain("s", "c", "v", "e"))


def test_a_called_process_gets_a_copy_and_gives_back_what_it_set() -> None:
    run = Run(calling(), {"a": 1, "svar": 0}, inre_bpmn=diagram(INNER, "inre"))
    assert run.task("u").variables == {"a": 1, "svar": 0}
    assert {t.element_id: t.waits_for for t in run.outcome.tokens} == {"c": "child", "u": "person"}
    run.complete("u", svar=4)
    assert run.variables == {"a": 1, "svar": 4, "dubbelt": 8}
    assert run.open == ["v"]
    assert run.ends == []


def test_mappings_decide_what_a_called_process_sees_and_gives() -> None:
    words = mapping({"x": "=a + 1"}, {"resultat": "=dubbelt"})
    run = Run(
        calling(words, propagateAllParentVariables="false", propagateAllChildVariables="false"),
        {"a": 1},
        inre_bpmn=diagram(INNER, "inre"),
    )
    assert run.task("u").variables == {"x": 2}
    assert run.complete("u", svar=4).variables == {"a": 1, "resultat": 8}


def test_without_propagation_nothing_comes_back() -> None:
    run = Run(
        calling(propagateAllChildVariables="false"), {"a": 1}, inre_bpmn=diagram(INNER, "inre")
    )
    assert run.complete("u", svar=4).variables == {"a": 1}


def test_a_called_process_does_not_undo_what_was_set_meanwhile() -> None:
    called = zeebe("calledElement", processId="inre")
    body = START + gateway("parallel", "g") + gateway("parallel", "j") + user("b") + END
    body += node("callActivity", "c", "", called) + chain("s", "g", "c", "j", "e")
    body += chain("g", "b", "j")
    run = Run(diagram(body), {"x": "gammal"}, inre_bpmn=diagram(INNER, "inre"))
    run.complete("b", x="ny").complete("u", svar=1)
    assert run.variables["x"] == "ny"


def test_an_embedded_subprocess_shares_the_variables_around_it() -> None:
    inner = script("x", "=lokal + 1", "a") + user("u") + chain("x", "u")
    words = f"<bpmn:extensionElements>{mapping({'lokal': '=a * 10'})}</bpmn:extensionElements>"
    body = START + sub("S", inner, "x", "u", words) + END + chain("s", "S", "e")
    run = Run(diagram(body), {"a": 1})
    assert run.task("u").variables == {"a": 11, "lokal": 10}
    assert run.complete("u", b=2).variables == {"a": 11, "b": 2}


def test_a_process_may_call_itself_but_not_for_ever() -> None:
    again = zeebe("calledElement", processId="p")
    body = START + script("n", "=n + 1", "n") + gateway("exclusive", "g", default="d") + END
    body += node("callActivity", "c", "", again) + chain("s", "n", "g") + chain("c", "e")
    body += flow("g", "c", "=n < mest") + flow("g", "e", flow_id="d")
    assert Run(diagram(body), {"n": 0, "mest": 20}).variables == {"n": 20, "mest": 20}
    endless = Run(diagram(body), {"n": 0, "mest": 10**9})
    assert endless.outcome.incident is not None
    assert endless.outcome.incident.code == "too-deep"


def test_elements_of_two_files_may_have_the_same_ids() -> None:
    run = Run(calling(), inre_bpmn=diagram(INNER, "inre"))
    definition = deploy(
        {"p.bpmn": calling(), "inre.bpmn": diagram(INNER, "inre")},
    )
    assert set(definition.processes) == {"p", "inre"}
    assert definition.processes["p"].elements["s"].type == "startEvent"
    assert definition.processes["inre"].file == "inre.bpmn"
    run.complete("u", svar=1).complete("v")
    assert run.ends == ["e"]


def test_a_call_begins_at_the_plain_start() -> None:
    called = START.replace('"s"', '"q1"') + event("startEvent", "q2", on("message", "m2"))
    called += user("a") + user("b") + node("endEvent", "qe")
    called += chain("q1", "a", "qe") + chain("q2", "b", "qe")
    calls = START + node("callActivity", "c", calledElement="q") + END + chain("s", "c", "e")
    run = Run(several({"p": calls, "q": called}))
    assert run.open == ["a"]
    assert run.complete("a").ends == ["e"]


def test_a_process_that_only_events_start_is_not_called() -> None:
    called = event("startEvent", "q1", on("message", "m2")) + node("endEvent", "qe")
    calls = START + node("callActivity", "c", calledElement="q") + END + chain("s", "c", "e")
    found = check({"p.bpmn": several({"p": calls, "q": called + chain("q1", "qe")})})
    assert [(p.code, p.element) for p in found] == [("no-plain-start", "c")]
