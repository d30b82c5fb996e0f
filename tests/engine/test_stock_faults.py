"""What stock SpiffWorkflow 3.2.0 does wrong, beside what we do: the reasons for our corrections.

When one of these tests fails after an upgrade, the fault is mended there and our correction may go.
"""

from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from tests.engine.drawing import (
    END,
    START,
    catch,
    chain,
    diagram,
    each,
    edge,
    event,
    flow,
    gateway,
    handler,
    node,
    on,
    script,
    sub,
    throw,
    timer,
    user,
)
from tests.engine.driving import Run

from flows.engine import check
from flows.engine.pinned import SPIFFWORKFLOW, require


def python(node_id: str, code: str) -> str:
    """A script task as stock wants it."""
    return node("scriptTask", node_id, f"<bpmn:script>{code}</bpmn:script>")


class Stock:
    """A process in the stock engine."""

    def __init__(self, body: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(diagram(body)), "p.bpmn")
        self.flow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
        self.flow.do_engine_steps()

    @property
    def open(self) -> list[str]:
        ready = self.flow.get_tasks(state=TaskState.READY, manual=True)
        return sorted(task.task_spec.name for task in ready)

    def complete(self, name: str, **answers: Any) -> "Stock":
        ready = self.flow.get_tasks(state=TaskState.READY, manual=True)
        task = next(task for task in ready if task.task_spec.name == name)
        task.data.update(answers)
        task.run()
        self.flow.do_engine_steps()
        return self


def test_only_this_version_is_accepted() -> None:
    require(SPIFFWORKFLOW)
    for other in ("3.2.1", "3.1.0", "4.0.0"):
        with pytest.raises(ImportError, match=other):
            require(other)


def test_an_error_fires_the_boundary_event_of_a_sibling() -> None:
    ends = node("endEvent", "ae", on("error", "er"))
    a = node("subProcess", "A", node("startEvent", "as") + ends + chain("as", "ae"))
    body = START + gateway("parallel", "g") + a + sub("B", user("u"), "u", "u")
    body += edge("bA", "A", on("error", "er")) + edge("bB", "B", on("error", "er"))
    body += user("hA") + user("hB") + END + flow("s", "g") + flow("g", "B") + flow("g", "A")
    body += chain("A", "e") + chain("B", "e") + chain("bA", "hA", "e") + chain("bB", "hB", "e")
    assert "hB" in Stock(body).open
    assert Run(diagram(body)).open == ["hA", "u"]


def test_an_inclusive_join_asks_along_one_path_only() -> None:
    def body(first: str) -> str:
        drawn = START + first + gateway("inclusive", "g") + user("a") + user("x") + user("y")
        drawn += gateway("exclusive", "m") + gateway("inclusive", "j") + user("z") + END
        drawn += gateway("exclusive", "q", default="d") + node("endEvent", "bort")
        drawn += chain("s", "i", "g") + flow("g", "a", "ja") + flow("g", "x", "nej")
        drawn += flow("g", "y", "ja") + chain("x", "m", "j") + chain("y", "q")
        drawn += flow("q", "m", "ja") + flow("q", "bort", flow_id="d")
        return drawn + chain("a", "j", "z", "e")

    assert Stock(body(python("i", "ja = True; nej = False"))).complete("a").open == ["y", "z"]
    ours = Run(diagram(body(node("task", "i"))), {"ja": True, "nej": False})
    assert ours.complete("a").open == ["y"]
    assert ours.complete("y").open == ["z"]


def test_an_inclusive_join_fires_before_the_last_token_in_a_loop() -> None:
    body = START + gateway("exclusive", "m") + gateway("parallel", "g") + user("a") + user("b")
    body += gateway("inclusive", "j") + user("z") + gateway("exclusive", "x", default="d") + END
    body += chain("s", "m", "g", "a", "j", "z", "x") + chain("g", "b", "j")
    body += flow("x", "m", "igen") + flow("x", "e", flow_id="d")
    stock = Stock(body).complete("a").complete("b").complete("z", igen=True).complete("a")
    assert stock.open == ["b", "z"]
    run = Run(diagram(body)).complete("a").complete("b").complete("z", igen=True).complete("a")
    assert run.open == ["b"]


def test_work_that_was_cancelled_goes_on_within_the_step() -> None:
    inner = gateway("parallel", "g") + throw("t", on("escalation", "es")) + python("x", "x = 1")
    inner += python("y", "y = 1") + gateway("parallel", "j")
    inner += chain("g", "t", "j") + chain("g", "x", "y", "j")
    body = START + sub("S", inner, "g", "j") + edge("b", "S", on("escalation", "es")) + user("h")
    body += END + chain("s", "S", "e") + chain("b", "h", "e")
    stock = Stock(body)
    names = [t.task_spec.name for t in stock.flow.tasks.values() if t.state == TaskState.COMPLETED]
    inside = [
        t.task_spec.name
        for inner_flow in stock.flow.subprocesses.values()
        for t in inner_flow.tasks.values()
        if t.state == TaskState.COMPLETED
    ]
    assert "b" in names
    assert "t" in inside


def test_without_a_script_engine_conditions_are_python() -> None:
    body = START + gateway("exclusive", "g", default="d") + user("u") + END + flow("s", "g")
    body += flow("g", "u", "__import__('os').getpid() > 0") + flow("g", "e", flow_id="d")
    body += chain("u", "e")
    assert Stock(body).open == ["u"]
    assert {p.code for p in check({"p.bpmn": diagram(body)})} <= {
        "bad-expression",
        "unknown-function",
    }
    assert check({"p.bpmn": diagram(body)})


def test_a_condition_on_a_flow_from_a_task_is_ignored() -> None:
    body = START + user("u") + user("v") + END + chain("s", "u") + flow("u", "v", "1 > 2")
    body += chain("v", "e")
    assert Stock(body).complete("u").open == ["v"]
    run = Run(diagram(body)).complete("u")
    assert run.open == []
    assert run.outcome.incident is not None


def test_a_link_loses_its_token() -> None:
    link = '<bpmn:linkEventDefinition name="L"/>'
    body = START + throw("l", link) + catch("m", link) + user("u") + END + chain("s", "l")
    body += chain("m", "u", "e")
    stock = Stock(body)
    assert stock.open == []
    assert stock.flow.is_completed()
    assert Run(diagram(body)).open == ["u"]


def test_a_signal_end_event_sends_nothing() -> None:
    body = START + event("endEvent", "e", on("signal", "sg")) + chain("s", "e")
    assert Stock(body).flow.get_events() == []
    assert Run(diagram(body)).thrown == [("signal", "stopp", None)]


def test_an_event_subprocess_for_an_error_runs_at_once() -> None:
    care = handler("E", on("error", "er"), user("h"), "h", "h")
    body = START + user("u") + END + chain("s", "u", "e") + care
    assert Stock(body).open == ["h", "u"]
    assert Run(diagram(body)).open == ["u"]


def test_an_element_called_start_replaces_the_engines_own() -> None:
    body = '<bpmn:startEvent id="Start"/>' + user("u") + END + chain("Start", "u", "e")
    with pytest.raises(Exception, match=r".*"):
        assert Stock(body).open == ["u"]
    assert Run(diagram(body)).open == ["u"]


def test_a_long_instance_is_taken_for_completed() -> None:
    body = START + gateway("exclusive", "m") + user("u") + gateway("exclusive", "g", default="d")
    body += END + chain("s", "m", "u", "g") + flow("g", "m", "igen") + flow("g", "e", flow_id="d")
    stock = Stock(body)
    task = stock.flow.get_next_task(state=TaskState.READY, manual=True)
    for _ in range(400):
        task.data["igen"] = True
        task.run()
        stock.flow.do_engine_steps()
        ready = [t for t in stock.flow.tasks.values() if t.state == TaskState.READY]
        if not any(t.task_spec.manual for t in ready):
            break
        task = next(t for t in ready if t.task_spec.manual)
    assert stock.open == []
    assert stock.flow.is_completed()
    run = Run(diagram(body))
    for _ in range(300):
        run.complete("u", igen=True)
    assert run.open == ["u"]
    assert not run.outcome.ended


def test_two_timers_behind_one_gateway_share_a_due_date() -> None:
    body = START + gateway("eventBased", "g") + catch("a", timer('"PT1H"'))
    body += catch("b", timer('"PT9H"')) + END + flow("s", "g") + chain("g", "a", "e")
    body += chain("g", "b", "e")
    waiting = Stock(body).flow.event_manager.tasks.values()
    assert len({task.internal_data["event_value"] for task in waiting}) == 1
    ours = START + gateway("eventBased", "g") + catch("a", timer("PT1H"))
    ours += catch("b", timer("PT9H")) + END + flow("s", "g") + chain("g", "a", "e")
    ours += chain("g", "b", "e")
    assert len(set(Run(diagram(ours)).due.values())) == 2


def test_a_join_undoes_what_one_branch_has_set() -> None:
    body = START + python("i", "x = 0") + gateway("parallel", "g") + gateway("parallel", "j")
    body += python("a", "x = 1") + user("u") + user("z") + END
    body += chain("s", "i", "g", "a", "j", "z", "e") + chain("g", "u", "j")
    stock = Stock(body).complete("u")
    data = stock.flow.get_next_task(state=TaskState.READY, manual=True).data
    assert data["x"] == 0
    ours = START + script("i", "=0", "x") + gateway("parallel", "g") + gateway("parallel", "j")
    ours += script("a", "=1", "x") + user("u") + user("z") + END
    ours += chain("s", "i", "g", "a", "j", "z", "e") + chain("g", "u", "j")
    assert Run(diagram(ours)).complete("u").variables == {"x": 1}


def test_results_of_rounds_come_in_the_order_they_were_done() -> None:
    loop = (
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>l</bpmn:loopDataInputRef>"
        "<bpmn:loopDataOutputRef>ut</bpmn:loopDataOutputRef><bpmn:inputDataItem id='x'/>"
        "<bpmn:outputDataItem id='y'/></bpmn:multiInstanceLoopCharacteristics>"
    )
    body = START + python("i", "l = [1, 2]") + user("u", loop) + user("z") + END
    stock = Stock(body + chain("s", "i", "u", "z", "e"))
    for task in reversed(stock.flow.get_tasks(state=TaskState.READY, manual=True)):
        task.data["y"] = task.data["x"]
        task.run()
        stock.flow.do_engine_steps()
    assert stock.flow.get_next_task(state=TaskState.READY, manual=True).data["ut"] == [2, 1]
    ours = each("=[1, 2]", inputElement="x", outputCollection="ut", outputElement="=x")
    run = Run(diagram(START + user("u", ours) + END + chain("s", "u", "e")))
    assert run.complete("u", 2).complete("u", 1).variables == {"ut": [1, 2]}


def test_a_negative_duration_is_read_as_a_positive_one() -> None:
    assert TimerEventDefinition.parse_iso_duration("-PT1H") == {"hours": 1}


def test_finished_tasks_are_kept_for_ever() -> None:
    body = START + gateway("exclusive", "m") + user("u") + gateway("exclusive", "g", default="d")
    body += END + chain("s", "m", "u", "g") + flow("g", "m", "igen") + flow("g", "e", flow_id="d")
    stock = Stock(body)
    before = len(stock.flow.tasks)
    for _ in range(20):
        stock.complete("u", igen=True)
    assert len(stock.flow.tasks) >= before + 60
