"""Jobs, scripts and decisions."""

from decimal import Decimal

import pytest
from tests.engine.drawing import (
    END,
    START,
    chain,
    diagram,
    edge,
    flow,
    gateway,
    job,
    mapping,
    node,
    on,
    script,
    user,
    zeebe,
)
from tests.engine.driving import Run

from flows.engine import FinishJob, TaskGone, ThrowError

DMN = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
 namespace="n"><decision id="avgift" name="avgift"><decisionTable id="t" hitPolicy="FIRST">
<input id="i"><inputExpression id="ie"><text>belopp</text></inputExpression></input>
<output id="o" name="niva"/>
<rule id="r1"><inputEntry id="a"><text>&gt; 100</text></inputEntry>
<outputEntry id="b"><text>"hog"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="c"><text>-</text></inputEntry>
<outputEntry id="x"><text>"lag"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def with_job(extensions: str = "", inner: str = "", more: str = "") -> bytes:
    return diagram(START + job("j", inner, extensions) + END + chain("s", "j", "e") + more)


def test_a_job_has_type_retries_headers_and_input() -> None:
    words = (
        zeebe("taskDefinition", type='="send-" + kind', retries="5")
        + zeebe("taskHeaders", zeebe("header", key="template", value="M1"))
        + mapping({"to": "=person.mail", "text": "Hej"}, {"receipt": "=sent.id"})
    )
    body = START + node("serviceTask", "j", "", words) + END + chain("s", "j", "e")
    run = Run(diagram(body), {"kind": "mail", "person": {"mail": "a@example.org"}})
    task = run.job("j")
    assert (task.type, task.retries, task.headers) == ("send-mail", 5, {"template": "M1"})
    assert task.input == {"to": "a@example.org", "text": "Hej"}
    run.finish("j", sent={"id": 17}, noise=1)
    assert run.variables == {
        "kind": "mail",
        "person": {"mail": "a@example.org"},
        "receipt": 17,
    }


def test_without_mapping_a_job_sees_all_and_its_result_is_merged() -> None:
    run = Run(with_job(), {"a": 1})
    assert run.job("j").input == {"a": 1}
    assert run.job("j").retries == 3
    assert run.finish("j", b=2).variables == {"a": 1, "b": 2}


def test_an_error_goes_to_the_boundary_event_with_its_code() -> None:
    more = edge("b1", "j", on("error", "er")) + edge("b2", "j", on("error")) + user("x")
    more += user("y") + node("endEvent", "e1") + node("endEvent", "e2")
    more += chain("b1", "x", "e1") + chain("b2", "y", "e2")
    assert Run(with_job(more=more)).fail("j", "NEJ").open == ["x"]
    run = Run(with_job(more=more)).fail("j", "NAGOT", "why")
    assert run.open == ["y"]
    events = {(e.element_id, e.what): e.detail for e in run.outcome.history}
    assert events["j", "cancelled"] == {"error": "NAGOT", "message": "why"}
    assert events["b2", "completed"] == {"error": "NAGOT", "message": "why"}


def test_a_finished_job_is_gone() -> None:
    run = Run(with_job())
    job_id = run.job("j").task_id
    run.finish("j")
    for action in (FinishJob(job_id, {}), ThrowError(job_id, "NEJ")):
        with pytest.raises(TaskGone):
            run.do(action)


def test_other_tasks_and_events_with_a_job_type_are_jobs() -> None:
    words = zeebe("taskDefinition", type="gor")
    throws = on("message", "m2")
    body = (
        START
        + node("scriptTask", "a", "", words)
        + node("businessRuleTask", "b", "", words)
        + node("sendTask", "c", "", words)
        + node("intermediateThrowEvent", "d", throws, words)
        + node("endEvent", "e", throws, words)
        + chain("s", "a", "b", "c", "d", "e")
    )
    run = Run(diagram(body))
    for element in "abcde":
        assert run.open == [element]
        run.finish(element)
    assert run.outcome.ended
    assert run.ends == ["e"]
    assert run.thrown == []


def test_a_script_sets_its_variable_exactly() -> None:
    body = START + script("x", "=0.1 + 0.2", "a") + script("y", "=10 ** 20", "b") + END
    run = Run(diagram(body + chain("s", "x", "y", "e")))
    assert run.variables == {"a": 0.3, "b": 10**20}


def test_a_decision_gives_its_value_and_tells_which_rule_hit() -> None:
    decides = zeebe("calledDecision", decisionId="avgift", resultVariable="niva")
    body = START + node("businessRuleTask", "d", "", decides) + END + chain("s", "d", "e")
    run = Run(diagram(body), {"belopp": 500}, d_dmn=DMN)
    assert run.variables["niva"] == "hog"
    detail = next(e.detail for e in run.outcome.history if e.element_id == "d")
    assert detail["decision"] == "avgift"
    assert detail["hits"] == [{"decision": "avgift", "rule": 1, "id": "r1"}]


def test_exact_numbers_go_through_expressions() -> None:
    body = START + script("x", "=n + 1", "m") + END + chain("s", "x", "e")
    precise = Decimal("12345678901234567890.123456789")
    run = Run(diagram(body), {"n": precise, "big": 2**70})
    assert run.variables == {
        "n": precise,
        "big": 2**70,
        "m": Decimal("12345678901234567891.123456789"),
    }


def test_two_branches_that_change_one_list_keep_both_changes() -> None:
    body = START + gateway("parallel", "g") + gateway("parallel", "j") + END
    body += script("a", '=append(l, "A")', "l") + script("b", '=append(l, "B")', "l") + user("u")
    body += chain("s", "g", "a", "j", "e") + flow("g", "u") + chain("u", "b", "j")
    run = Run(diagram(body), {"l": [], "x": 1}).complete("u", x=2)
    assert run.variables == {"l": ["A", "B"], "x": 2}
