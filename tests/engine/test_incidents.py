"""What can't go on is held, loses nothing, and can be tried again."""

import pytest
from tests.engine.drawing import (
    END,
    START,
    chain,
    diagram,
    flow,
    gateway,
    job,
    mapping,
    node,
    script,
    user,
    zeebe,
)
from tests.engine.driving import Run

from flows.engine import CompleteTask, EditVariables, TooLarge, inspect
from flows.engine.errors import NotPlain
from flows.engine.specs.work import Script


def test_a_failing_condition_keeps_the_answers() -> None:
    body = START + user("u", "", mapping({}, {"ut": "=svar"})) + gateway("exclusive", "g")
    body += user("a") + user("b") + END + chain("s", "u", "g")
    body += flow("g", "a", "=ut > 5") + flow("g", "b", "=ut <= 5") + chain("a", "e")
    body += chain("b", "e")
    run = Run(diagram(body)).complete("u", svar="sju")
    incident = run.outcome.incident
    assert incident is not None
    assert (incident.element_id, incident.code) == ("g", "wrong-kind")
    assert "sant eller falskt" in incident.sv
    assert "true or false" in incident.en
    assert run.variables == {"ut": "sju"}
    assert run.open == []


def test_answers_that_were_held_are_told_of_when_they_go_through() -> None:
    task = user("u", "", mapping({}, {"y": "=for i in 1..n return svar"}))
    body = START + gateway("parallel", "g") + task + user("v") + END + chain("s", "g", "u", "e")
    run = Run(diagram(body + chain("g", "v", "e")), {"n": 10**9}).complete("u", svar="ja")
    assert run.outcome.incident is not None
    assert run.open == ["v"]
    assert run.variables == {"n": 10**9}
    run.complete("v", n=2).retry()
    assert run.variables == {"n": 2, "y": ["ja", "ja"]}
    told = {e.element_id: e.detail for e in run.outcome.history}
    assert told["u"] == {"answers": {"svar": "ja"}}


def test_the_rest_of_the_instance_goes_on_beside_an_incident() -> None:
    body = START + gateway("parallel", "g") + user("a") + END + gateway("exclusive", "x")
    body += user("u") + user("v") + user("b") + chain("s", "g", "x") + flow("x", "u", "=vag = 1")
    body += (
        flow("x", "v", "=vag = 2") + chain("g", "a", "b", "e") + chain("u", "e") + chain("v", "e")
    )
    run = Run(diagram(body), {"vag": 0})
    assert run.outcome.incident is not None
    assert run.open == ["a"]
    assert run.complete("a", vag=2).open == ["b"]
    assert run.outcome.incident is not None
    assert run.retry().open == ["b", "v"]
    assert run.outcome.incident is None


def test_what_fails_on_the_way_in_is_tried_again_from_there() -> None:
    words = zeebe("assignmentDefinition", candidateGroups="=roller")
    body = START + gateway("parallel", "g") + user("fyll") + user("u", "", words) + END
    body += chain("s", "g", "fyll", "e") + chain("g", "u", "e")
    run = Run(diagram(body), {"roller": 7})
    assert run.outcome.incident is not None
    assert run.outcome.incident.code == "bad-groups"
    assert {t.element_id: t.waits_for for t in run.outcome.tokens}["u"] == "incident"
    run.complete("fyll", roller=["x"]).retry()
    assert run.task("u").groups == ("x",)
    assert run.outcome.incident is None


def test_a_job_whose_input_fails_does_not_open() -> None:
    body = START + job("j", "", mapping({"x": "=for i in 1..10000000 return i"})) + END
    run = Run(diagram(body + chain("s", "j", "e")))
    assert run.outcome.incident is not None
    assert run.outcome.incident.code == "expression-limit"
    assert run.outcome.jobs == ()


def test_going_round_in_a_circle_is_stopped() -> None:
    body = START + user("u") + script("x", "=n + 1", "n") + gateway("exclusive", "g") + END
    body += gateway("exclusive", "h", default="d") + chain("s", "u", "g", "x", "h")
    body += flow("h", "e", "=slut") + flow("h", "g", flow_id="d")
    run = Run(diagram(body), {"n": 0, "slut": False}).complete("u")
    incident = run.outcome.incident
    assert incident is not None
    assert incident.code == "step-limit"
    turns = run.variables["n"]
    assert turns > 1000
    assert run.retry().variables["n"] > turns


def test_a_fault_in_the_program_stops_the_step_and_keeps_the_action(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = START + user("u") + script("x", "=svar + 1", "n") + user("v") + END
    run = Run(diagram(body + chain("s", "u", "x", "v", "e")))

    def broken(self: Script, task: object) -> bool:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Script, "execute", broken)
        run.complete("u", svar=41)
        assert run.outcome.incident is not None
        assert run.outcome.incident.code == "internal"
        assert "ZeroDivisionError" in run.outcome.incident.en
        assert run.open == ["u"]
        assert run.retry().outcome.incident is not None
    run.retry()
    assert run.open == ["v"]
    assert run.variables == {"svar": 41, "n": 42}
    assert run.outcome.incident is None


def test_more_than_an_instance_may_hold_stops_the_step_and_keeps_the_answers() -> None:
    body = START + user("u") + script("x", "=for i in 1..200 return text", "lista") + END
    raw = diagram(body + chain("s", "u", "x", "e"))
    run = Run(raw, {"text": "å" * 50_000}).complete("u", svar="ja")
    assert run.open == ["u"], "nothing was done"
    assert run.outcome.incident is not None
    assert "8 MB" in run.outcome.incident.sv
    assert run.passed == ["s"]
    run.do(EditVariables({"text": "kort"})).retry()
    assert run.outcome.ended
    assert (run.variables["svar"], len(run.variables["lista"])) == ("ja", 200)

    with pytest.raises(TooLarge):
        Run(raw, {"text": "å" * 9_000_000})


def test_inspecting_changes_nothing() -> None:
    run = Run(diagram(START + user("u") + END + chain("s", "u", "e")), {"a": 1})
    seen = inspect(run.definition, "p", run.outcome.state, now=run.now)
    assert seen.state == run.outcome.state
    assert (seen.tasks, seen.tokens) == (run.outcome.tasks, run.outcome.tokens)
    assert seen.history == ()


def test_only_json_becomes_a_variable() -> None:
    run = Run(diagram(START + user("u") + END + chain("s", "u", "e")))
    for bad in (run.now, {1: 2}, {3}, b"x", float("nan"), [object()]):
        with pytest.raises(NotPlain):
            run.do(CompleteTask(run.task("u").task_id, {"x": bad}))
    assert run.complete("u", x=(1, 2)).variables == {"x": [1, 2]}


def test_a_decision_without_an_answer_is_an_incident() -> None:
    dmn = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
 namespace="n"><decision id="b" name="b"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i"><inputExpression id="ie"><text>x</text></inputExpression></input>
<output id="o" name="y"/>
<rule id="r1"><inputEntry id="a1"><text>&gt; 1</text></inputEntry>
<outputEntry id="b1"><text>1</text></outputEntry></rule>
<rule id="r2"><inputEntry id="a2"><text>&gt; 2</text></inputEntry>
<outputEntry id="b2"><text>2</text></outputEntry></rule></decisionTable></decision></definitions>"""
    decides = zeebe("calledDecision", decisionId="b", resultVariable="y")
    body = START + node("businessRuleTask", "d", "", decides) + END + chain("s", "d", "e")
    assert Run(diagram(body), {"x": 2}, d_dmn=dmn).variables["y"] == 1
    run = Run(diagram(body), {"x": 3}, d_dmn=dmn)
    assert run.outcome.incident is not None
    assert run.outcome.incident.element_id == "d"
