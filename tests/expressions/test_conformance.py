"""The conformance runner counts right, on two small cases of our own."""

from pathlib import Path

import pytest
from tests.conformance.dmn_tck import main
from tests.expressions.models import decision, literal, model_xml, needs

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
INPUT = (
    '<inputData id="in" name="Full Name"><variable name="Full Name" typeRef="string"/></inputData>'
)


def case(number: int, result: str, expected: str, given: str = "") -> str:
    return (
        f'<testCase id="{number:03}">{given}<resultNode name="{result}">'
        f"<expected>{expected}</expected></resultNode></testCase>"
    )


def write_case(folder: Path, model: bytes, cases: str) -> None:
    folder.mkdir(parents=True)
    (folder / "model.dmn").write_bytes(model)
    (folder / "model-test-01.xml").write_text(
        f'<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" {XSI}>'
        f"<modelName>model.dmn</modelName>{cases}</testCases>"
    )


def test_runner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = '<inputNode name="Full Name"><value xsi:type="xsd:string">John Doe</value></inputNode>'
    write_case(
        tmp_path / "compliance-level-2" / "0001-own",
        model_xml(INPUT + decision("Greeting", literal('"Hi " + Full Name'), needs("Input", "in"))),
        case(1, "Greeting", '<value xsi:type="xsd:string">Hi John Doe</value>', given)
        + case(2, "Greeting", '<value xsi:type="xsd:string">Hello</value>', given),
    )
    write_case(
        tmp_path / "compliance-level-3" / "0002-own",
        model_xml(
            decision("third", literal("1 / 3"))
            + decision("nothing", literal("1 +"))
            + decision("days", literal('[@"2027-01-11", @"2027-01-12"]'))
            + decision("context", literal("{a: 1}"))
        ),
        case(1, "third", '<value xsi:type="xsd:decimal">0.33333333</value>')
        + case(2, "nothing", '<value xsi:nil="true"/>')
        + case(
            3,
            "days",
            '<list><item><value xsi:type="xsd:date">2027-01-11</value></item>'
            '<item><value xsi:type="xsd:date">2027-01-13</value></item></list>',
        )
        + case(
            4, "context", '<component name="a"><value xsi:type="xsd:decimal">1</value></component>'
        ),
    )
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "level 2: 1 of 2",
        "level 3: 3 of 4 (wanting a value: 2 of 3)",
    ]


def test_runner_wants_a_folder() -> None:
    assert main([]) == 2
