"""What docs/reference/camunda-8.md says of diagrams is so."""

import re
from pathlib import Path

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
    node,
    on,
    script,
    sub,
    throw,
    timer,
    user,
    zeebe,
)
from tests.engine.refused import LINE, between

from flows.engine import check

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "camunda-8.md"
ONLY_FLOWS = "Flows can, Camunda 8 can't"
ONLY_CAMUNDA = "Camunda 8 can, Flows can't"


def begun_by(definition: str) -> str:
    return event("startEvent", "s", definition) + user("u") + END + chain("s", "u", "e")


def task(extensions: str) -> str:
    return between(user("u", extensions=extensions), "u")


def reminded(text: str) -> str:
    late = edge("b", "u", timer(text, "timeCycle"), interrupting=False)
    return LINE + late + user("x") + chain("b", "x", "e")


ADMITTED = {
    "`transaction` and cancel events": START
    + sub("S", user("u"), "u", "u").replace("subProcess", "transaction")
    + edge("b", "S", on("cancel"))
    + END
    + chain("s", "S", "e")
    + chain("b", "e"),
    "conditions on flows out of a task": START
    + "".join(user(each) for each in "uab")
    + flow("s", "u")
    + flow("u", "a", "=x")
    + flow("u", "b", "=y")
    + chain("a", "e")
    + chain("b", "e")
    + END,
    "events thrown by finished rounds": between(
        user(
            "u",
            '<bpmn:multiInstanceLoopCharacteristics behavior="Complex"><bpmn:loopCardinality>3'
            "</bpmn:loopCardinality><bpmn:complexBehaviorDefinition><bpmn:condition>=x"
            f"</bpmn:condition><bpmn:event>{on('signal', 'sg')}</bpmn:event>"
            "</bpmn:complexBehaviorDefinition></bpmn:multiInstanceLoopCharacteristics>",
        ),
        "u",
    ),
    "no start event": user("u") + node("task", "x") + END + chain("u", "e"),
    "several messages in one event": begun_by(on("message", "m1") + on("message", "m2")),
    "a timer counting workdays": LINE
    + edge("b", "u", timer("=add workdays(today(), 10)", "timeDate"))
    + chain("b", "e"),
}

REFUSED = {
    "compensation": (between(throw("k", on("compensate")), "k"), "not-supported"),
    "ad-hoc subprocess": (
        between(node("adHocSubProcess", "a", node("task", "t")), "a"),
        "not-supported",
    ),
    "a process started by a timer": (begun_by(timer("R/P1D", "timeCycle")), "event-here"),
    "a process started by a condition": (begun_by(condition("=x")), "event-here"),
    "cron cycles": (reminded("0 0 9 * * MON"), "bad-time"),
    "candidate users": (
        task(zeebe("assignmentDefinition", candidateUsers="anna")),
        "candidate-users",
    ),
    "execution listeners": (
        task(zeebe("executionListeners", zeebe("executionListener", type="x"))),
        "zeebe-word",
    ),
    "task listeners": (
        task(zeebe("taskListeners", zeebe("taskListener", type="x"))),
        "zeebe-word",
    ),
    "embedded forms": (
        task(zeebe("formDefinition", formKey="camunda-forms:bpmn:x")),
        "no-form-id",
    ),
    "external forms": (task(zeebe("formDefinition", externalReference="x")), "no-form-id"),
    "a decision elsewhere": (
        between(
            node(
                "businessRuleTask",
                "d",
                "",
                zeebe("calledDecision", decisionId="borta", resultVariable="r"),
            ),
            "d",
        ),
        "no-such-decision",
    ),
    "linked resources": (
        task(zeebe("linkedResources", zeebe("linkedResource", resourceId="x"))),
        "zeebe-word",
    ),
}


def rows(heading: str) -> list[str]:
    """The first cells of the table under a heading."""
    section = PAGE.read_text().split(f"## {heading}")[1].split("\n## ")[0]
    return re.findall(r"^\| ([^\s|][^|]*?) \|", section, re.MULTILINE)


def codes(body: str, severity: str) -> set[str]:
    return {each.code for each in check({"p.bpmn": diagram(body)}) if each.severity == severity}


def test_the_page_names_what_is_tried_here() -> None:
    assert rows(ONLY_CAMUNDA) == list(REFUSED)
    assert set(ADMITTED) <= set(rows(ONLY_FLOWS))


@pytest.mark.parametrize("name", REFUSED)
def test_what_only_camunda_has_is_refused(name: str) -> None:
    body, code = REFUSED[name]
    assert code in codes(body, "error")


@pytest.mark.parametrize("name", ADMITTED)
def test_what_only_flows_has_is_admitted(name: str) -> None:
    assert codes(ADMITTED[name], "error") == set()


def test_what_means_something_else_is_admitted_as_the_page_says() -> None:
    assert codes(between(script("x", "=1", "ärende"), "x"), "error") == set()
    assert "not-ascii" in codes(between(script("x", "=1", "ärende"), "x"), "warning")
    assert codes(task(zeebe("assignmentDefinition", assignee="anna")), "error") == set()
    bound = zeebe("calledElement", processId="p", bindingType="versionTag", versionTag="v1")
    assert codes(between(node("callActivity", "c", "", bound), "c"), "error") == set()
    assert codes(reminded("R/P1D"), "error") == set()
    assert codes(between(catch("x", timer("R/P1D", "timeCycle")), "x"), "error") == set()
