"""A decision model is changed a part at a time, and is a whole model after every change."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree

from flows.engine.diagram.schema import check_schema
from flows.expressions import DecisionModel
from flows.expressions.dmn_xml import children, local_name, read_definitions
from flows.kernel import Invalid, NotFound
from flows.modeler.change_columns import add_column, change_column, move_column, remove_column
from flows.modeler.change_decision import (
    add_rule,
    change_cells,
    copy_rule,
    move_rule,
    new_decision,
    remove_rule,
)
from flows.modeler.change_requirements import add_part, change_part, remove_part
from flows.modeler.decision_rows import DecisionRows, decisions_in, inputs_in

CONTENT = Path(__file__).parents[2] / "processes" / "arende"
LEVEL = (CONTENT / "niva.dmn").read_bytes()


def table(raw: bytes, place: int = 0) -> DecisionRows:
    return decisions_in(raw)[place]


def check(raw: bytes) -> DecisionModel:
    """The model; every id stands once, every rule fits, and all of it is drawn."""
    root = read_definitions(raw, "")
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    ids = Counter(each.get("id") for each in elements if each.get("id"))
    assert not [one for one, count in ids.items() if count > 1]
    for decision in decisions_in(raw):
        width = len(decision.inputs) + len(decision.outputs)
        assert all(len(rule.cells) == width for rule in decision.rules)
    drawn = [each.get("dmnElementRef") for each in elements if each.get("dmnElementRef")]
    parts = [each.get("id") for each in children(root, "decision", "inputData")]
    lines = [each.get("id") for each in elements if local_name(each) == "informationRequirement"]
    assert Counter(drawn) == Counter([*parts, *lines])
    assert check_schema("x.dmn", raw, max_bytes=10**6) == []
    return DecisionModel.from_xml(raw, "x.dmn")


def test_a_column_takes_its_cells_with_it() -> None:
    raw = add_column(LEVEL, "niva", "input", "Är det bråttom?")
    before, after = table(LEVEL), table(raw)
    column = after.inputs[3]
    assert (column.label, column.expression, column.type) == (
        "Är det bråttom?",
        "ar_det_brattom",
        "string",
    )
    for old, new in zip(before.rules, after.rules, strict=True):
        assert new.cells == (*old.cells[:3], "", *old.cells[3:])
        assert [one for one in new.cell_ids if one in old.cell_ids] == list(old.cell_ids)

    raw = move_column(raw, "niva", column.id, -1)
    assert [each.id for each in table(raw).inputs][2] == column.id
    assert table(raw).rules[0].cells == (
        *before.rules[0].cells[:2],
        "",
        *before.rules[0].cells[2:],
    )
    check(raw)
    assert table(remove_column(raw, "niva", column.id)) == before


def test_what_a_change_does_not_touch_stays_to_the_letter() -> None:
    plain = change_cells(LEVEL, "niva", {})  # the file as it is written anew
    raw = add_column(LEVEL, "niva", "output", "Varför")
    added = table(raw).outputs[1]
    assert added.expression == "varfor"
    assert remove_column(raw, "niva", added.id) == plain
    rule = table(LEVEL).rules[2].id
    copied = copy_rule(LEVEL, "niva", rule)
    assert table(copied).rules[3].cells == table(LEVEL).rules[2].cells
    assert table(copied).rules[3].comment == table(LEVEL).rules[2].comment
    check(copied)
    assert remove_rule(copied, "niva", table(copied).rules[3].id) == plain
    above = add_rule(LEVEL, "niva", rule)
    assert remove_rule(above, "niva", table(above).rules[2].id) == plain
    assert move_rule(move_rule(LEVEL, "niva", rule, 1), "niva", rule, -1) == plain


def test_a_column_says_its_type_values_and_what_is_else() -> None:
    raw = change_column(
        LEVEL,
        "niva",
        "ut_niva",
        {
            "label": "Vart?",
            "expression": "vart",
            "values": '"lokal", "politisk"',
            "default": "null",
        },
    )
    raw = change_cells(raw, "niva", {"policy": "PRIORITY"})
    raw = change_column(
        raw, "niva", "in_provad", {"expression": "= provad", "type": "Any", "values": "true, false"}
    )
    found = table(raw)
    assert (found.outputs[0].expression, found.outputs[0].default) == ("vart", "null")
    assert (found.inputs[2].expression, found.inputs[2].type) == ("provad", "Any")
    model = check(raw)
    values: dict[str, Any] = {"rackvidd": "hela_lanet", "fragans_slag": "politisk"}
    assert model.evaluate("niva", {**values, "provad": True}).value == "politisk"
    again = change_column(raw, "niva", "ut_niva", {"values": " ", "default": ""})
    assert (table(again).outputs[0].values, table(again).outputs[0].default) == ("", "")


def test_a_table_is_made_from_nothing() -> None:
    raw = new_decision("avgift", "Avgift")
    decision = table(raw)
    raw = change_column(
        raw,
        "avgift",
        decision.inputs[0].id,
        {"label": "Ålder", "expression": "alder", "type": "number"},
    )
    raw = add_column(raw, "avgift", "input", "Bor i länet?")
    raw = change_column(raw, "avgift", table(raw).inputs[1].id, {"type": "boolean"})
    raw = change_column(
        raw,
        "avgift",
        decision.outputs[0].id,
        {"label": "Kronor", "expression": "kronor", "type": "number"},
    )
    raw = add_rule(raw, "avgift")
    first, second = table(raw).rules
    cells = {f"{first.id}.0": "< 20", f"{first.id}.1": "true", f"{first.id}.2": "0"}
    cells |= {f"{second.id}.2": "100", "policy": "FIRST"}
    model = check(change_cells(raw, "avgift", cells))
    assert model.evaluate("avgift", {"alder": 9, "bor_i_lanet": True}).value == 0
    assert model.evaluate("avgift", {"alder": 9, "bor_i_lanet": False}).value == 100


def test_decisions_build_on_one_another_and_on_inputs() -> None:
    raw, base = add_part(LEVEL, "expression", "Grund")
    raw, given_ = add_part(raw, "input", "antal")
    raw = change_part(raw, given_, name="antal", type_="number")
    raw = change_part(raw, base, name="Grund", type_="number", requires=[given_])
    raw = change_cells(raw, base, {"text": "antal * 2"})
    raw, top = add_part(raw, "table", "Topp")
    raw = change_part(raw, top, name="Topp", description="Överst.", requires=[base, given_])
    column = next(one for one in decisions_in(raw) if one.id == top).inputs[0]
    raw = change_column(raw, top, column.id, {"expression": "Grund", "type": "number"})
    found = {each.id: each for each in decisions_in(raw)}
    assert found[top].requires == (base, given_)
    assert (found[top].description, found[base].type) == ("Överst.", "number")
    assert [(each.name, each.type) for each in inputs_in(raw)] == [("antal", "number")]
    assert check(raw).evaluate(top, {"antal": 4}).value == "svar"
    assert check(raw).evaluate(base, {"antal": 4}).value == 8

    raw = change_part(raw, top, name="Topp", requires=[base])
    raw = remove_part(raw, given_)
    assert {each.id: each.requires for each in decisions_in(raw)} == {
        "niva": (),
        base: (),
        top: (base,),
    }
    check(raw)


def test_what_can_not_be_is_refused_with_the_reason() -> None:
    with pytest.raises(Invalid, match="at least one decision"):
        remove_part(LEVEL, "niva")
    with pytest.raises(Invalid, match="at least one column"):
        remove_column(LEVEL, "niva", "ut_niva")
    with pytest.raises(Invalid, match="already something called"):
        add_part(LEVEL, "table", "Rätt nivå för ärendet")
    with pytest.raises(Invalid, match="Write a name"):
        add_part(LEVEL, "input", " \x01 ")
    with pytest.raises(Invalid, match="Choose what"):
        add_part(LEVEL, "relation", "x")
    for change in (remove_column, lambda *given_: move_column(*given_, 1), remove_rule, copy_rule):
        with pytest.raises(NotFound):
            change(LEVEL, "niva", "ingen")
        with pytest.raises(NotFound):
            change(LEVEL, "ingen", "ut_niva")


def test_a_model_without_a_drawing_is_drawn() -> None:
    root = etree.fromstring(LEVEL)
    root.remove(root[-1])
    raw, _key = add_part(etree.tostring(root), "input", "antal")
    check(raw)


ACTS = some.lists(
    some.tuples(some.integers(0, 10), some.integers(0, 6), some.integers(-2, 2)), max_size=12
)


@given(ACTS)
def test_whatever_is_done_it_is_a_whole_model(acts: list[tuple[int, int, int]]) -> None:
    raw = new_decision("a", "A")
    for act, pick, step in acts:
        raw = done(raw, act, pick, step)
    check(raw)


def done(raw: bytes, act: int, pick: int, step: int) -> bytes:
    """The file after one act; one that is refused changes nothing."""
    decision = decisions_in(raw)[pick % len(decisions_in(raw))]
    columns = [*decision.inputs, *decision.outputs]
    column = columns[pick % len(columns)].id if columns else ""
    rule = decision.rules[pick % len(decision.rules)].id if decision.rules else ""
    parts = [each.id for each in decisions_in(raw)] + [each.id for each in inputs_in(raw)]
    part = parts[pick % len(parts)]
    try:
        match act:
            case 0 | 1:
                return add_column(raw, decision.id, ("input", "output")[act], f"Ny {step}")
            case 2:
                return move_column(raw, decision.id, column, step)
            case 3:
                return remove_column(raw, decision.id, column)
            case 4:
                return add_rule(raw, decision.id, rule if step else "")
            case 5:
                return copy_rule(raw, decision.id, rule)
            case 6:
                return move_rule(raw, decision.id, rule, step)
            case 7:
                return remove_rule(raw, decision.id, rule)
            case 8:
                kind = ("table", "expression", "input")[step % 3]
                return add_part(raw, kind, f"Del {pick}")[0]
            case 9:
                # only what comes later in the file is built on, so that nothing goes in a circle
                later = parts[parts.index(decision.id) + 1 :]
                return change_part(raw, decision.id, name="", requires=later[: pick % 3])
            case _:
                return remove_part(raw, part)
    except (Invalid, NotFound):
        return raw
