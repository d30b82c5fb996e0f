"""The runner of conformance cases says right, refused and wrong, and exits accordingly."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

RUNNER = Path(__file__).parents[1] / "conformance" / "betsy.py"
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">'
FLOW = '<sequenceFlow id="{0}{1}" sourceRef="{0}" targetRef="{1}"/>'


def line(*ids: str) -> str:
    return "".join(FLOW.format(a, b) for a, b in pairwise(ids))


def task(name: str, script: str) -> str:
    return f'<scriptTask id="{name}"><script>{script}</script></scriptTask>'


def case(file: str, expect: list[str], **more: Any) -> dict[str, Any]:
    plain = {"group": "g", "number": 1, "input": None, "integer": 0, "delay_ms": 0}
    return {"file": file, "name": "p", "parallel": False, **plain, **more, "expect": expect}


def process(body: str) -> str:
    ends = '<startEvent id="s"/><endEvent id="e"/>'
    return f'{HEAD}<process id="p" isExecutable="true">{ends}{body}</process></definitions>'


def play(folder: Path, files: dict[str, str], cases: list[dict[str, Any]]) -> tuple[int, list[str]]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(RUNNER), str(folder)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines()


FILES = {
    "line.bpmn": process(
        task("a", "SCRIPT_task1")
        + task("w", "WAIT_TEN_SECONDS")
        + task("b", "INCREMENT_INTEGER_VARIABLE_AND_LOG,SCRIPT_task2")
        + line("s", "a", "w", "b", "e")
    ),
    "no.bpmn": process('<complexGateway id="g"/>' + line("s", "g", "e")),
    "choice.bpmn": process(
        '<exclusiveGateway id="g"/>'
        + task("a", "SCRIPT_task1")
        + task("b", "SCRIPT_task2")
        + line("s", "g")
        + line("a", "e")
        + line("b", "e")
        + '<sequenceFlow id="1" sourceRef="g" targetRef="a"><conditionExpression>'
        'test.contains("a")</conditionExpression></sequenceFlow>'
        + '<sequenceFlow id="2" sourceRef="g" targetRef="b"><conditionExpression>'
        '!test.contains("b")</conditionExpression></sequenceFlow>'
    ),
}


def test_right_and_refused(tmp_path: Path) -> None:
    done = ["SCRIPT_task1", "SCRIPT_task2", "INCREMENT_correct"]
    code, said = play(
        tmp_path,
        FILES,
        [
            case("line.bpmn", done, delay_ms=5000),
            case("no.bpmn", ["SCRIPT_task1"]),
            case("no.bpmn", ["ERROR_deployment"]),
            case("choice.bpmn", ["SCRIPT_task1"], input="ab"),
            case("choice.bpmn", ["ERROR_runtime"], input="b", number=2),
        ],
    )
    assert code == 0
    assert [word.split()[0] for word in said[:5]] == [
        "right",
        "refused",
        "right",
        "right",
        "right",
    ]
    assert "Complex gateways are not supported" in said[1]
    assert said[5] == "right 4, refused 1, wrong 0"


def test_wrong(tmp_path: Path) -> None:
    code, said = play(
        tmp_path,
        FILES,
        [case("choice.bpmn", ["SCRIPT_task2"], input="a"), case("line.bpmn", [], name="nej")],
    )
    assert code == 1
    assert said[-1] == "right 0, refused 0, wrong 2"
    assert "SCRIPT_task1" in said[0]
