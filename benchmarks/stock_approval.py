"""The approval as stock SpiffWorkflow runs and stores it: its parser, its engine, its JSON."""

import copy
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from approval import ANSWERS, TOTAL, decision_table
from diagrams import flow, node, row
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' id="definitions" targetNamespace="http://flows.example/benchmark">'
)
_TESTS = {"clerk": "&lt; 50", "manager": "50 &lt;= ? &lt; 1000", "board": "&gt;= 1000"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored instance, and the way to carry it on."""

    serializer: BpmnWorkflowSerializer
    text: str

    def step(self) -> str:
        """Restore, complete the first open task, save; the new text."""
        workflow = self.serializer.deserialize_json(self.text)
        _complete(workflow, _open(workflow)[0])
        return str(self.serializer.serialize_json(workflow))


def completions() -> Iterator[Stored]:
    """Every completion of one run, as it is stored before. Raises RuntimeError at a wrong end."""
    for name in ("spiff", "spiff.task", "spiff.workflow", "spiff.data"):
        logging.getLogger(name).setLevel(logging.WARNING)
    parser = SpiffBpmnParser()
    parser.add_dmn_str(decision_table(_TESTS))
    parser.add_bpmn_str(f"{_HEAD}{_main()}{_called()}</bpmn:definitions>".encode(), "approval.bpmn")
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
    workflow = BpmnWorkflow(parser.get_spec("main"), parser.get_subprocess_specs("main"))
    workflow.do_engine_steps()
    while not workflow.is_completed():
        yield Stored(serializer, serializer.serialize_json(workflow))
        _complete(workflow, _open(workflow)[0])
    if workflow.data["total"] != TOTAL:
        raise RuntimeError(f"the run ended with {workflow.data['total']}")


def _open(workflow: Any) -> list[Any]:
    return list(workflow.get_tasks(state=TaskState.READY, manual=True))


def _complete(workflow: Any, task: Any) -> None:
    task.data.update(copy.deepcopy(dict(ANSWERS[task.task_spec.bpmn_id])))
    task.run()
    workflow.do_engine_steps()


def _person(id_: str) -> str:
    return node("userTask", id_)


def _script(id_: str, text: str) -> str:
    return node("scriptTask", id_, inner=f"<bpmn:script>{text}</bpmn:script>")


def _flow(source: str, target: str, condition: str = "", id_: str = "") -> str:
    return flow(source, target, condition, id_).replace(">=", ">", 1)  # Python, not FEEL


def _main() -> str:
    rounds = (
        "<bpmn:multiInstanceLoopCharacteristics>"
        "<bpmn:loopDataInputRef>teams</bpmn:loopDataInputRef>"
        "<bpmn:loopDataOutputRef>results</bpmn:loopDataOutputRef>"
        '<bpmn:inputDataItem id="team"/><bpmn:outputDataItem id="result"/>'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )
    reminder = (
        '<bpmn:boundaryEvent id="sla" attachedToRef="approve" cancelActivity="false">'
        '<bpmn:timerEventDefinition><bpmn:timeDuration>"P3D"</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    teams = 'teams = [{"id": i, "name": str(i), "w": i} for i in range(1, 12)]; results = []'
    decides = "<spiffworkflow:calledDecisionId>route</spiffworkflow:calledDecisionId>"
    inner = "".join(
        (
            rounds,
            node("startEvent", "mi_start"),
            _person("mi_fill"),
            _script("mi_calc", 'result = {"score": team["w"] * score, "party": team["id"]}'),
            _person("mi_check"),
            node("endEvent", "mi_end"),
            row("mi_start", "mi_fill", "mi_calc", "mi_check", "mi_end"),
        )
    )
    elements = (
        node("startEvent", "start"),
        _script("init", teams),
        _person("submit"),
        node("exclusiveGateway", "gw_amount", default="small"),
        _person("approve"),
        reminder,
        _script("remind", "reminded = True"),
        node("endEvent", "remind_end"),
        node("exclusiveGateway", "gw_ok", default="rejection"),
        node("businessRuleTask", "rules", decides),
        node("exclusiveGateway", "gw_route", default="to_finance"),
        _person("finance"),
        node("exclusiveGateway", "gw_join"),
        node("callActivity", "vendor", calledElement="vendor_proc"),
        node("subProcess", "onboard", inner=inner),
        _script("aggregate", 'total = sum(r["score"] for r in results)'),
        node("parallelGateway", "fork"),
        _person("legal"),
        _person("it"),
        node("parallelGateway", "join"),
        _person("signoff"),
        node("exclusiveGateway", "revise_gw", default="done"),
        node("endEvent", "end"),
        node("endEvent", "rejected"),
    )
    flows = (
        row("start", "init", "submit", "gw_amount"),
        _flow("gw_amount", "approve", "amount > 100"),
        flow("gw_amount", "rules", id_="small"),
        row("approve", "gw_ok"),
        row("sla", "remind", "remind_end"),
        _flow("gw_ok", "rules", "approved"),
        flow("gw_ok", "rejected", id_="rejection"),
        row("rules", "gw_route"),
        _flow("gw_route", "gw_join", 'approver == "clerk"'),
        flow("gw_route", "finance", id_="to_finance"),
        row("finance", "gw_join", "vendor", "onboard", "aggregate", "fork"),
        row("fork", "legal", "join"),
        row("fork", "it", "join", "signoff", "revise_gw"),
        _flow("revise_gw", "submit", "revise"),
        flow("revise_gw", "end", id_="done"),
    )
    return _process("main", *elements, *flows)


def _called() -> str:
    return _process(
        "vendor_proc",
        node("startEvent", "v_start"),
        _person("v_form"),
        _script("v_calc", "vendor_ok = vendor_score &gt; 3"),
        node("exclusiveGateway", "v_gw", default="v_no"),
        node("endEvent", "v_end"),
        _person("v_fix"),
        row("v_start", "v_form", "v_calc", "v_gw"),
        _flow("v_gw", "v_end", "vendor_ok"),
        flow("v_gw", "v_fix", id_="v_no"),
        row("v_fix", "v_end"),
    )


def _process(id_: str, *inner: str) -> str:
    return f'<bpmn:process id="{id_}" isExecutable="true">{"".join(inner)}</bpmn:process>'
