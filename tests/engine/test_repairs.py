"""What an administrator can do to a running instance, and what would not be right."""

import pytest
from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    diagram,
    each,
    edge,
    flow,
    gateway,
    job,
    mapping,
    node,
    on,
    script,
    sub,
    timer,
    user,
)
from tests.engine.driving import Run

from flows.engine import (
    CancelInstance,
    EditVariables,
    MoveToken,
    NotPlain,
    RepairRefused,
    TaskGone,
    possible_moves,
)
from flows.engine.specs.work import Script


def where(run: Run, element: str) -> str:
    """The task id of the token at an element."""
    return next(t.task_id for t in run.outcome.tokens if t.element_id == element)


def move(run: Run, source: str, target: str) -> Run:
    return run.do(MoveToken(where(run, source), target))


def refused(run: Run, source: str, target: str) -> str:
    before = run.outcome.state
    with pytest.raises(RepairRefused) as refusal:
        move(run, source, target)
    assert run.outcome.state == before
    assert refusal.value.sv
    assert target not in moves(run)[where(run, source)]
    return refusal.value.code


def moves(run: Run) -> dict[str, list[str]]:
    return possible_moves(run.definition, "p", run.outcome.state, now=run.now)


# ------------------------------------------------ variables


def test_variables_of_the_process_are_set_and_a_retry_finds_them() -> None:
    body = START + gateway("exclusive", "x") + user("u") + user("v") + END + chain("s", "x")
    body += flow("x", "u", "=vag = 1") + flow("x", "v", "=vag = 2") + chain("u", "e")
    run = Run(diagram(body + chain("v", "e")), {"vag": 0, "kvar": "ja"})
    assert run.outcome.incident is not None
    run.do(EditVariables({"vag": 2, "ny": [1, {"a": None}]}))
    assert run.variables == {"vag": 2, "kvar": "ja", "ny": [1, {"a": None}]}
    assert run.outcome.incident is not None, "only a retry tries again"
    assert run.retry().open == ["v"]


def test_variables_of_a_task_are_set_where_it_sees_them() -> None:
    body = START + user("u", each("=l", inputElement="x"), mapping({"egen": "=x"})) + END
    run = Run(diagram(body + chain("s", "u", "e")), {"l": ["a", "b"]})
    second = run.task("u", 2)
    run.do(EditVariables({"egen": "B", "x": "c", "till": 1}, second.task_id))
    assert run.task("u", 2).variables == {
        "l": ["a", "b"],
        "egen": "B",
        "x": "c",
        "till": 1,
        "loopCounter": 2,
    }
    assert run.task("u", 1).variables["egen"] == "a"
    assert run.variables == {"l": ["a", "b"]}


def test_variables_are_json_and_have_names() -> None:
    run = Run(diagram(START + user("u") + END + chain("s", "u", "e")))
    with pytest.raises(NotPlain):
        run.do(EditVariables({"x": object()}))
    for name in ("", "  ", "x" * 300):
        with pytest.raises(RepairRefused):
            run.do(EditVariables({name: 1}))
    with pytest.raises(TaskGone):
        run.do(EditVariables({"x": 1}, "none"))


def test_a_condition_that_waits_sees_the_new_value() -> None:
    words = (
        '<bpmn:conditionalEventDefinition><bpmn:condition xmlns:xsi="http://www.w3.org/2001/'
        'XMLSchema-instance" xsi:type="bpmn:tFormalExpression">=n &gt; 3</bpmn:condition>'
        "</bpmn:conditionalEventDefinition>"
    )
    run = Run(diagram(START + catch("c", words) + user("u") + END + chain("s", "c", "u", "e")))
    assert run.do(EditVariables({"n": 4})).open == ["u"]


# ------------------------------------------------ moving


def guarded() -> Run:
    body = START + user("a") + edge("t", "a", timer("P1D"), interrupting=False)
    body += edge("m", "a", on("message", "m1")) + user("b") + edge("t2", "b", timer("P2D"))
    body += user("c") + END + chain("s", "a", "b", "e") + chain("t", "c", "e")
    return Run(diagram(body + chain("m", "e") + chain("t2", "e")), {"nyckel": "K"})


def test_what_waits_on_the_edge_goes_and_comes_with_the_work() -> None:
    run = guarded()
    assert set(run.due) == {"t"}
    run.wait(days=1)
    assert run.open == ["a", "c"]
    old = run.task("a").task_id
    move(run, "a", "b")
    assert run.open == ["b", "c"], "what a reminder began goes on"
    assert set(run.due) == {"t2"}
    assert run.outcome.subscriptions == ()
    told = [(e.element_id, e.what) for e in run.outcome.history]
    assert told == [("a", "cancelled"), ("b", "started")]
    assert run.complete("b").complete("c").outcome.ended
    with pytest.raises(TaskGone):
        run.do(MoveToken(old, "b"))


def test_a_token_can_go_back() -> None:
    run = guarded().complete("a")
    move(run, "b", "a")
    assert run.open == ["a"]
    assert set(run.due) == {"t"}


def test_a_job_that_failed_on_the_way_in_can_be_passed_by() -> None:
    body = START + script("x", '=string(1) + saknas + "!"', "n") + gateway("exclusive", "g")
    body += user("u") + END + chain("s", "x", "g") + flow("g", "u", "=n > 1") + chain("u", "e")
    run = Run(diagram(body + flow("g", "e", "=n < 0")))
    assert run.outcome.incident is not None
    move(run, run.outcome.incident.element_id, "u")
    assert run.outcome.incidents == ()
    assert run.complete("u").outcome.ended


def test_events_behind_one_gateway_go_together() -> None:
    body = START + gateway("eventBased", "g") + catch("t", timer("P1D"))
    body += catch("m", on("message", "m1")) + user("u") + END + chain("s", "g", "t", "u", "e")
    run = Run(diagram(body + chain("g", "m", "e")), {"nyckel": "K"})
    move(run, "t", "u")
    assert (run.open, run.due, run.outcome.subscriptions) == (["u"], {}, ())
    assert sorted(t.element_id for t in move(run, "u", "g").outcome.tokens) == ["m", "t"]


def test_a_whole_subprocess_is_left() -> None:
    body = START + sub("S", user("a") + edge("t", "a", timer("P1D")) + chain("t", "Se"), "a", "a")
    run = Run(diagram(body + user("u") + END + chain("s", "S", "u", "e")))
    move(run, "S", "u")
    assert (run.open, run.due) == (["u"], {})
    assert run.complete("u").outcome.ended


def test_work_done_several_times_is_begun_as_one() -> None:
    body = START + user("a") + user("b", each("=[1, 2]")) + END + chain("s", "a", "b", "e")
    run = move(Run(diagram(body)), "a", "b")
    assert run.open == ["b", "b"]
    assert refused(run, "b", "a") == "one-of-several"


def test_what_would_not_be_right_is_refused() -> None:
    inner = sub("S", user("i") + user("k") + chain("i", "k"), "i", "k", each("=[1]"))
    body = START + user("a") + inner + sub("T", user("j"), "j", "j") + gateway("parallel", "f")
    body += user("x") + user("y") + gateway("parallel", "q") + END + edge("t", "a", timer("P1D"))
    body += chain("s", "a", "S", "T", "f", "x", "q", "e") + chain("f", "y", "q") + chain("t", "e")
    run = Run(diagram(body))
    assert refused(run, "a", "i") == "into-several"
    assert refused(run, "a", "j") == "other-scope"
    assert refused(run, "a", "t") == "to-edge"
    assert refused(run, "a", "s") == "to-start"
    assert refused(run, "a", "q") == "to-join"
    assert refused(run, "a", "finns inte") == "no-such-element"
    assert refused(run, "a", "S [round]") == "no-such-element"
    assert moves(run)[where(run, "a")] == ["a", "S", "T", "f", "x", "y", "e"]
    with pytest.raises(RepairRefused) as refusal:
        run.do(MoveToken(run.outcome.timers[0].task_id, "x"))
    assert refusal.value.code == "on-the-edge"
    run.complete("a")
    assert refused(run, "i", "x") == "other-scope"
    assert move(run, "i", "k").open == ["k"], "within a round it can be moved"
    assert run.complete("k").open == ["j"]


def test_the_last_element_ends_it() -> None:
    run = guarded()
    move(run, "a", "e")
    assert run.outcome.ended
    assert run.ends == ["e"]


# ------------------------------------------------ ending


def test_an_instance_is_ended_with_all_that_stands_in_it() -> None:
    inner = sub("S", user("i") + job("k") + chain("i", "k"), "i", "k", each("=[1, 2]"))
    body = START + gateway("parallel", "g") + inner + user("u") + END
    body += node("intermediateCatchEvent", "m", on("message", "m1"))
    body += edge("t", "u", timer("R/P1D", "timeCycle"), interrupting=False)
    body += chain("s", "g", "S", "e") + chain("g", "u", "e") + chain("g", "m", "e")
    run = Run(diagram(body + chain("t", "e")), {"nyckel": "K", "a": 1}).complete("i")
    run.do(CancelInstance())
    assert run.outcome.ended
    assert run.ends == []
    assert run.outcome.tokens == ()
    assert (run.open, run.due, run.outcome.subscriptions) == ([], {}, ())
    assert run.variables["a"] == 1
    cancelled = sorted(e.element_id for e in run.outcome.history if e.what == "cancelled")
    assert cancelled == ["S", "S", "i", "k", "m", "u"]


# ------------------------------------------------ a fault in the program


def test_what_was_done_since_is_not_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    body = START + user("u") + script("x", "=svar", "n") + user("v") + END
    run = Run(diagram(body + chain("s", "u", "x", "v", "e")))

    def broken(self: Script, task: object) -> bool:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Script, "execute", broken)
        run.complete("u", svar=1).complete("u", svar=2)
    run.retry()
    assert run.open == ["v"]
    assert run.variables["n"] == 1
    assert run.outcome.incidents == ()
