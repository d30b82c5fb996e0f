"""Activities done several times."""

import pytest
from tests.engine.drawing import (
    END,
    START,
    chain,
    diagram,
    each,
    edge,
    flow,
    job,
    mapping,
    node,
    script,
    sub,
    timer,
    user,
    zeebe,
)
from tests.engine.driving import Run

from flows.engine import CompleteTask, set_limits
from flows.engine.limits import DEFAULT_ROUNDS, MOST_ROUNDS

PEOPLE = [{"namn": "Åsa", "med": True}, {"namn": "Bo", "med": False}, {"namn": "Cy", "med": True}]
RESULTS = {
    "inputElement": "person",
    "outputCollection": "roster",
    "outputElement": "={namn: person.namn, svar: svar}",
}


def rounds_of_a_task(loop: str, extensions: str = "") -> bytes:
    return diagram(START + user("u", loop, extensions) + END + chain("s", "u", "e"))


def test_parallel_rounds_give_results_in_the_order_of_the_items() -> None:
    loop = each("=personer[item.med]", **RESULTS)
    run = Run(rounds_of_a_task(loop), {"personer": PEOPLE})
    assert [(t.item, t.variables["person"]["namn"]) for t in run.outcome.tasks] == [
        (1, "Åsa"),
        (2, "Cy"),
    ]
    assert run.task("u", 2).variables["loopCounter"] == 2
    run.complete("u", 2, svar="nej").complete("u", 1, svar="ja")
    assert run.variables == {
        "personer": PEOPLE,
        "roster": [{"namn": "Åsa", "svar": "ja"}, {"namn": "Cy", "svar": "nej"}],
    }


def test_sequential_rounds_come_one_by_one() -> None:
    loop = each(
        "=[1, null, 3]",
        sequential=True,
        inputElement="x",
        outputCollection="ut",
        outputElement="=svar",
    )
    run = Run(rounds_of_a_task(loop))
    for number in (1, 2, 3):
        assert [t.item for t in run.outcome.tasks] == [number]
        run.complete("u", svar=number)
    assert run.variables == {"ut": [1, 2, 3]}


@pytest.mark.parametrize("sequential", [True, False])
@pytest.mark.parametrize(
    ("done", "rounds"),
    [
        ("=numberOfCompletedInstances / numberOfInstances > 0.6", 2),
        ('=svar = "nej"', 1),
        ('=some r in roster satisfies r != null and r.svar = "nej"', 1),
        ("=numberOfActiveInstances = 0 and numberOfCompletedInstances = 3", 3),
    ],
)
def test_the_completion_condition_sees_all_that_is_done(
    done: str, rounds: int, sequential: bool
) -> None:
    run = Run(
        rounds_of_a_task(each("=personer", sequential=sequential, done=done, **RESULTS)),
        {"personer": PEOPLE},
    )
    for _ in range(rounds):
        assert not run.outcome.ended
        run.do(CompleteTask(run.outcome.tasks[-1].task_id, {"svar": "nej"}))
    assert run.outcome.ended
    assert sum(r is not None for r in run.variables["roster"]) == rounds
    assert len(run.variables["roster"]) == 3


def test_variables_may_have_any_name() -> None:
    loop = each(
        "=self",
        inputElement="task",
        outputCollection="formula",
        outputElement="=task",
        done="=count(formula) > 99",
    )
    run = Run(rounds_of_a_task(loop), {"self": [1]}).complete("u", more=2)
    assert run.variables == {"self": [1], "formula": [1]}


def test_an_empty_list_is_passed() -> None:
    run = Run(rounds_of_a_task(each("=[]", **RESULTS)))
    assert run.outcome.ended
    assert run.variables == {"roster": []}
    assert "u" in run.passed


def test_a_second_pass_begins_anew() -> None:
    body = START + user("u", each("=[1, 2]", outputCollection="ut", outputElement="=svar"))
    body += node("exclusiveGateway", "m") + node("exclusiveGateway", "x", default="d") + END
    body += (
        chain("s", "m", "u", "x") + flow("x", "m", "=not(all(ut))") + flow("x", "e", flow_id="d")
    )
    run = Run(diagram(body)).complete("u", 1, svar=True).complete("u", 2, svar=False)
    assert run.open == ["u", "u"]
    run.complete("u", 1, svar=True).complete("u", 2, svar=True)
    assert run.variables == {"ut": [True, True]}


def test_rounds_do_not_disturb_one_another() -> None:
    body = user("a") + script("b", "=svar * 10", "tio") + user("c") + chain("a", "b", "c")
    loop = each("=[1, 2]", inputElement="x", outputCollection="ut", outputElement="=[x, tio, sist]")
    run = Run(diagram(START + sub("S", body, "a", "c", loop) + END + chain("s", "S", "e")))
    one, two = run.outcome.tasks
    assert [t.variables["x"] for t in (one, two)] == [1, 2]
    run.do(CompleteTask(two.task_id, {"svar": 7})).do(CompleteTask(one.task_id, {"svar": 3}))
    for task in run.outcome.tasks:
        run.do(CompleteTask(task.task_id, {"sist": task.variables["tio"]}))
    assert run.variables == {"ut": [[1, 30, 30], [2, 70, 70]]}


def test_without_results_what_rounds_set_is_kept() -> None:
    loop = each("=[1, 2, 3]", sequential=True, inputElement="x")
    body = START + script("sum", "=summa + x", "summa", loop) + END + chain("s", "sum", "e")
    assert Run(diagram(body), {"summa": 0}).variables == {"summa": 6}


def test_rounds_of_jobs_calls_and_receive_tasks() -> None:
    calls = node(
        "callActivity",
        "c",
        each("=[1, 2]", inputElement="x", outputCollection="ut", outputElement="=y"),
        zeebe("calledElement", processId="inre"),
    )
    inner = START + script("k", "=x * 2", "y") + END + chain("s", "k", "e")
    outer = START + calls + END + chain("s", "c", "e")
    run = Run(diagram(outer), inre_bpmn=diagram(inner, "inre"))
    assert run.variables == {"ut": [2, 4]}
    waits = node("receiveTask", "r", each("=[1, 2]"), "", messageRef="m2")
    run = Run(diagram(START + waits + END + chain("s", "r", "e"))).message("r")
    assert not run.outcome.ended
    assert run.message("r").outcome.ended
    loop = each('=["a", "b"]', inputElement="x", outputCollection="ut", outputElement="=kvitto")
    words = mapping({"till": '=x + "!"'}, {"kvitto": "=id"})
    run = Run(diagram(START + job("j", loop, words) + END + chain("s", "j", "e")))
    assert [j.input for j in run.outcome.jobs] == [{"till": "a!"}, {"till": "b!"}]
    run.finish("j", id=1).finish("j", id=2)
    assert run.variables == {"ut": [1, 2]}


def test_a_boundary_event_interrupts_all_rounds() -> None:
    body = START + user("u", each("=[1, 2, 3]")) + edge("b", "u", timer("PT1H")) + user("h") + END
    run = Run(diagram(body + chain("s", "u", "e") + chain("b", "h", "e"))).complete("u", 1)
    assert run.wait(hours=1).open == ["h"]
    cancelled = [e.detail["item"] for e in run.outcome.history if e.what == "cancelled"]
    assert cancelled == [2, 3]


def test_a_list_too_wide_or_no_list_is_an_incident() -> None:
    wide = Run(rounds_of_a_task(each("=l")), {"l": list(range(1001))})
    assert wide.outcome.incident is not None
    assert wide.outcome.incident.code == "too-many-rounds"
    none = Run(rounds_of_a_task(each("=l")), {"l": None})
    assert none.outcome.incident is not None
    assert none.outcome.incident.code == "wrong-kind"


def test_an_installation_may_let_lists_be_wider_or_not_so_wide() -> None:
    try:
        set_limits(rounds=2)
        assert Run(rounds_of_a_task(each("=[1, 2]"))).open == ["u", "u"]
        narrow = Run(rounds_of_a_task(each("=[1, 2, 3]")))
        assert narrow.outcome.incident is not None
        assert "högst 2" in narrow.outcome.incident.sv
        set_limits(rounds=MOST_ROUNDS)
        assert narrow.retry().open == ["u", "u", "u"]
        wide = Run(rounds_of_a_task(each("=l")), {"l": list(range(MOST_ROUNDS))})
        assert len(wide.outcome.tasks) == MOST_ROUNDS
        for wrong in (0, MOST_ROUNDS + 1):
            with pytest.raises(ValueError, match="between"):
                set_limits(rounds=wrong)
    finally:
        set_limits(rounds=DEFAULT_ROUNDS)


def test_rounds_within_rounds_are_bounded() -> None:
    inner = user("u", each("=l"))
    body = START + sub("S", inner, "u", "u", each("=l")) + END + chain("s", "S", "e")
    run = Run(diagram(body), {"l": list(range(1000))})
    assert run.outcome.incident is not None
    assert run.outcome.incident.code == "too-many-tokens"
    assert len(run.outcome.tasks) < 10_000


def test_a_number_of_rounds() -> None:
    def counted(count: str) -> bytes:
        loop = (
            "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>"
            f"{count}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
        )
        return rounds_of_a_task(loop)

    assert [t.item for t in Run(counted("=n"), {"n": 3}).outcome.tasks] == [1, 2, 3]
    assert Run(counted("0")).outcome.ended
    assert Run(counted("1")).open == ["u"]
    for odd in (-1, 1.5, "två", None):
        run = Run(counted("=n"), {"n": odd})
        assert run.outcome.incident is not None


def test_a_result_that_fails_holds_its_round_with_the_answers() -> None:
    loop = each(
        "=[1, 2]",
        outputCollection="ut",
        outputElement="=svar",
        done='=if svar = "nej" then 1 else false',
    )
    run = Run(rounds_of_a_task(loop)).complete("u", 1, svar="nej")
    assert run.outcome.incident is not None
    assert [t.item for t in run.outcome.tasks] == [2]
    assert run.complete("u", 2, svar="ja").outcome.incident is not None


def test_the_standard_loop() -> None:
    again = (
        '<bpmn:standardLoopCharacteristics testBefore="{before}"{most}>'
        "<bpmn:loopCondition>=n &lt; 3</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    )

    def looping(before: str, most: str = "") -> bytes:
        loop = again.format(before=before, most=most)
        return diagram(START + script("x", "=n + 1", "n", loop) + END + chain("s", "x", "e"))

    assert Run(looping("false"), {"n": 0}).variables == {"n": 3}
    assert Run(looping("false"), {"n": 9}).variables == {"n": 10}
    assert Run(looping("true"), {"n": 9}).variables == {"n": 9}
    assert Run(looping("false", ' loopMaximum="2"'), {"n": 0}).variables == {"n": 2}
