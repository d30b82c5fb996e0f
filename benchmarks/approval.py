"""An approval with 24 elements and eleven parties that have two tasks each, in our dialect.

`stock_approval` draws the same for stock SpiffWorkflow; both get the same answers.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from diagrams import drawing, flow, for_each, node, person, process, row, script

from flows.engine import CompleteTask, Definition, Outcome, advance, deploy, start

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)
MAIN, CALLED = "godkann", "leverantor"
TOTAL = 198
"""What the eleven scores sum up to: a run that ends with another sum did something else."""

ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "submit": {
        "title": "Purchase of laptops",
        "amount": 500,
        "lines": [
            {
                "sku": f"SKU-{number:04d}",
                "qty": number,
                "price": number * 9,
                "note": "lorem ipsum dolor sit amet " * 2,
            }
            for number in range(20)
        ],
        "requester": {"name": "Ada", "dept": "R&D", "mail": "ada@example.org"},
        "comment": "x" * 500,
    },
    "approve": {"approved": True, "approver_note": "fine"},
    "finance": {"budget": "B1"},
    "v_form": {"vendor_score": 5, "vendor": {"name": "ACME", "iban": "DE00"}},
    "mi_fill": {"score": 3, "answer": "text " * 20},
    "mi_check": {"checked": True},
    "legal": {"legal": "ok"},
    "it": {"it": "ok"},
    "signoff": {"revise": False},
}

RULES = (
    ("clerk", "< 50"),
    ("manager", "[50..1000)"),
    ("board", ">= 1000"),
)


def decision_table(rules: Mapping[str, str]) -> str:
    """The decision `route`: who approves an amount, by the test that the amount passes."""
    rows = "".join(
        f'<rule id="r_{who}"><inputEntry id="i_{who}"><text>{test}</text></inputEntry>'
        f'<outputEntry id="o_{who}"><text>"{who}"</text></outputEntry></rule>'
        for who, test in rules.items()
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"'
        ' namespace="http://flows.example/benchmark"><decision id="route" name="Route">'
        '<decisionTable id="t" hitPolicy="UNIQUE"><input id="i" label="amount">'
        '<inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression></input>'
        f'<output id="o" label="approver" name="approver" typeRef="string"/>{rows}'
        "</decisionTable></decision></definitions>"
    )


def package() -> Mapping[str, bytes]:
    """The files of the package."""
    tests = {who: test.replace("<", "&lt;").replace(">", "&gt;") for who, test in RULES}
    return {
        "approval.bpmn": drawing(_main(), _called()),
        "route.dmn": decision_table(tests).encode(),
    }


def definition() -> Definition:
    """The process, read and ready to run."""
    return deploy(package())


def begun(defined: Definition) -> Outcome:
    """A new instance."""
    return start(defined, MAIN, {}, now=NOW)


def completions(defined: Definition) -> Iterator[tuple[bytes, CompleteTask]]:
    """Every completion of one run: the state it is done to, and what is done.

    The first open task is always the next. Raises RuntimeError when the run ends wrongly.
    """
    outcome = begun(defined)
    while not outcome.ended:
        task = outcome.tasks[0]
        action = CompleteTask(task.task_id, dict(ANSWERS[task.element_id]))
        yield outcome.state, action
        outcome = advance(defined, MAIN, outcome.state, action, now=NOW)
    if outcome.variables["total"] != TOTAL:
        raise RuntimeError(f"the run ended with {outcome.variables['total']}")


def _main() -> str:
    reminder = (
        '<bpmn:boundaryEvent id="sla" attachedToRef="approve" cancelActivity="false">'
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P3D</bpmn:timeDuration>"
        "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    inner = "".join(
        (
            for_each("teams", "team", "results", "result"),
            node("startEvent", "mi_start"),
            person("mi_fill"),
            script("mi_calc", "result", "{score: team.w * score, party: team.id}"),
            person("mi_check"),
            node("endEvent", "mi_end"),
            row("mi_start", "mi_fill", "mi_calc", "mi_check", "mi_end"),
        )
    )
    return process(
        MAIN,
        node("startEvent", "start"),
        script("init", "teams", "for i in 1..11 return {id: i, name: string(i), w: i}"),
        person("submit"),
        node("exclusiveGateway", "gw_amount", default="small"),
        person("approve"),
        reminder,
        script("remind", "reminded", "true"),
        node("endEvent", "remind_end"),
        node("exclusiveGateway", "gw_ok", default="rejection"),
        node(
            "businessRuleTask",
            "rules",
            '<zeebe:calledDecision decisionId="route" resultVariable="approver"/>',
        ),
        node("exclusiveGateway", "gw_route", default="to_finance"),
        person("finance"),
        node("exclusiveGateway", "gw_join"),
        node("callActivity", "vendor", f'<zeebe:calledElement processId="{CALLED}"/>'),
        node("subProcess", "onboard", inner=inner),
        script("aggregate", "total", "sum(results.score)"),
        node("parallelGateway", "fork"),
        person("legal"),
        person("it"),
        node("parallelGateway", "join"),
        person("signoff"),
        node("exclusiveGateway", "revise_gw", default="done"),
        node("endEvent", "end"),
        node("endEvent", "rejected"),
        row("start", "init", "submit", "gw_amount"),
        flow("gw_amount", "approve", "amount > 100"),
        flow("gw_amount", "rules", id_="small"),
        row("approve", "gw_ok"),
        row("sla", "remind", "remind_end"),
        flow("gw_ok", "rules", "approved"),
        flow("gw_ok", "rejected", id_="rejection"),
        row("rules", "gw_route"),
        flow("gw_route", "gw_join", 'approver = "clerk"'),
        flow("gw_route", "finance", id_="to_finance"),
        row("finance", "gw_join", "vendor", "onboard", "aggregate", "fork"),
        row("fork", "legal", "join"),
        row("fork", "it", "join", "signoff", "revise_gw"),
        flow("revise_gw", "submit", "revise"),
        flow("revise_gw", "end", id_="done"),
    )


def _called() -> str:
    return process(
        CALLED,
        node("startEvent", "v_start"),
        person("v_form"),
        script("v_calc", "vendor_ok", "vendor_score > 3"),
        node("exclusiveGateway", "v_gw", default="v_no"),
        node("endEvent", "v_end"),
        person("v_fix"),
        row("v_start", "v_form", "v_calc", "v_gw"),
        flow("v_gw", "v_end", "vendor_ok"),
        flow("v_gw", "v_fix", id_="v_no"),
        row("v_fix", "v_end"),
    )
