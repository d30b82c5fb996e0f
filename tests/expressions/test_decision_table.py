"""Hit policies, hits, defaults, allowed values, and the faults of tables."""

from typing import Any

import pytest
from tests.expressions.models import decision, literal, model, model_xml, table, text

from flows.expressions import DecisionError, DecisionModel, RuleHit

OVERLAPPING = [(["> 0"], ["10"]), (["> 5"], ["30"]), (["> 7"], ["20"]), (["< 0"], ["-1"])]


def decide(policy: str, x: Any, aggregation: str = "", output: str = "svar") -> Any:
    made = model(decision("d", table(policy, ["x"], [output], OVERLAPPING, aggregation)))
    return made.evaluate("d", {"x": x}).value


@pytest.mark.parametrize(
    ("policy", "aggregation", "x", "value"),
    [
        ("UNIQUE", "", 3, 10),
        ("UNIQUE", "", 0, None),
        ("ANY", "", 3, 10),
        ("FIRST", "", 8, 10),
        ("RULE ORDER", "", 8, [10, 30, 20]),
        ("COLLECT", "", 8, [10, 30, 20]),
        ("COLLECT", "SUM", 8, 60),
        ("COLLECT", "MIN", 8, 10),
        ("COLLECT", "MAX", 8, 30),
        ("COLLECT", "COUNT", 8, 3),
        ("COLLECT", "COUNT", 0, 0),
        ("COLLECT", "SUM", 0, None),
    ],
)
def test_hit_policy(policy: str, aggregation: str, x: int, value: Any) -> None:
    assert decide(policy, x, aggregation) == value


@pytest.mark.parametrize(("policy", "value"), [("PRIORITY", 30), ("OUTPUT ORDER", [30, 20, 10])])
def test_priority_is_the_order_of_the_output_values(policy: str, value: Any) -> None:
    assert decide(policy, 8, output="svar:30, 20, 10, -1") == value


def test_overlap_in_a_unique_table_names_the_rules() -> None:
    with pytest.raises(DecisionError) as raised:
        decide("UNIQUE", 8)
    assert raised.value.sv == (
        "Reglerna 1, 2 och 3 träffar samtidigt, men bara en får träffa (UNIQUE)."
    )
    assert raised.value.en == "Rules 1, 2 and 3 all match, but only one may (UNIQUE)."
    problem = raised.value.problems[0]
    assert (problem.file, problem.element, problem.line > 0) == ("modell.dmn", "d", True)


def test_disagreement_in_an_any_table_names_the_rules() -> None:
    with pytest.raises(DecisionError) as raised:
        decide("ANY", 6)
    assert raised.value.sv == "Reglerna 1 och 2 träffar samtidigt men ger olika svar (ANY)."


def test_hits_are_told_with_their_ids() -> None:
    required = '<informationRequirement><requiredDecision href="#a"/></informationRequirement>'
    made = model(
        decision("a", table("FIRST", ["x"], ["svar"], OVERLAPPING))
        + decision(
            "b", table("COLLECT", ["a"], ["svar"], [(["> 0"], ["1"]), (["-"], ["2"])]), required
        )
    )
    assert made.evaluate("b", {"x": 8}).hits == (
        RuleHit("a", 1, "regel1"),
        RuleHit("b", 1, "regel1"),
        RuleHit("b", 2, "regel2"),
    )


def test_several_inputs_and_outputs() -> None:
    made = model(
        decision(
            "avgift",
            table(
                "UNIQUE",
                ["part.invånare", "forum"],
                ["belopp", "text"],
                [
                    (["< 10000", '"NV", "VFVI"'], ["100 * 2", '"liten"']),
                    ([">= 10000", 'not("NV")'], ["part.invånare / 100", '"stor"']),
                ],
            ),
        )
    )
    result = made.evaluate("avgift", {"part": {"invånare": 5900}, "forum": "VFVI"})
    assert result.value == {"belopp": 200, "text": "liten"}
    result = made.evaluate("avgift", {"part": {"invånare": 103000}, "forum": "VFVI"})
    assert result.value == {"belopp": 1030, "text": "stor"}
    assert made.inputs_of("avgift") == {"part", "forum"}


def test_default_output_when_no_rule_matches() -> None:
    body = table("UNIQUE", ["x"], ["svar"], [(["1"], ["10"])]).replace(
        '<output name="svar">',
        f'<output name="svar"><defaultOutputEntry>{text("0")}</defaultOutputEntry>',
    )
    assert model(decision("d", body)).evaluate("d", {"x": 2}).value == 0


def test_a_value_outside_the_allowed_gives_null_and_a_warning() -> None:
    body = table("UNIQUE", ["x"], ["svar"], [(["-"], ["10"])]).replace(
        "</inputExpression>", f"</inputExpression><inputValues>{text('1, 2')}</inputValues>"
    )
    made = model(decision("d", body))
    assert made.evaluate("d", {"x": 2}).value == 10
    result = made.evaluate("d", {"x": 3})
    assert result.value is None
    assert [problem.code for problem in result.warnings] == ["not-allowed-value"]


def test_every_fault_is_told_with_its_place() -> None:
    body = decision(
        "d",
        "\n"
        + table(
            "UNIKT",
            ["x", ""],
            ["svar"],
            [(["1 +"], ["10"]), (["1", "-"], ["summ(x)"])],
        ),
    )
    with pytest.raises(DecisionError) as raised:
        DecisionModel.from_xml(model_xml(body), "avgift.dmn")
    problems = raised.value.problems
    assert sorted(problem.code for problem in problems) == [
        "empty-column",
        "expression",
        "hit-policy",
        "rule-width",
        "unknown-function",
    ]
    assert {problem.file for problem in problems} == {"avgift.dmn"}
    assert all(problem.line == 4 and problem.sv and problem.en for problem in problems)
    assert {problem.element for problem in problems} == {"tabell", "regel1", "regel2"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (decision("d", table("UNIQUE", ["x"], ["", ""], [(["1"], ["1", "2"])])), "output-names"),
        (decision("d", table("UNIQUE", ["x"], ["o", "o"], [(["1"], ["1", "2"])])), "output-names"),
        (decision("d", table("PRIORITY", ["x"], ["o"], [(["1"], ["1"])])), "no-order"),
        (decision("d", table("OUTPUT ORDER", ["x"], ["o"], [(["1"], ["1"])])), "no-order"),
        (decision("d", literal("1")) + decision("d", literal("2")), "id-twice"),
    ],
)
def test_what_could_be_taken_in_two_ways_is_refused(body: str, code: str) -> None:
    with pytest.raises(DecisionError) as raised:
        DecisionModel.from_xml(model_xml(body), "avgift.dmn")
    assert [problem.code for problem in raised.value.problems] == [code]


def test_brackets_of_a_cell_may_be_turned_outwards() -> None:
    made = model(
        decision("d", table("UNIQUE", ["x"], ["o"], [(["]1..3["], ["1"]), (["[3..5["], ["2"])]))
    )
    assert [made.evaluate("d", {"x": x}).value for x in (1, 2, 3, 5)] == [None, 1, 2, None]
