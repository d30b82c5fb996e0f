"""Every component of a form is made and changed by plain forms, all that the reference lists."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from flows.forms import check_form, parse_form
from flows.forms.field import SUPPORTED
from flows.kernel import Invalid
from flows.modeler.form_kinds import FIELD_KINDS
from flows.modeler.form_places import RowUnknown
from flows.modeler.form_rows import (
    FormRow,
    add_row,
    change_row,
    move_row,
    new_form,
    remove_row,
    rows_of,
)
from flows.modeler.form_setting_kinds import SETTINGS

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "forms.md").read_text("utf-8")
CHANGED_BESIDE = {
    "label", "dateLabel", "timeLabel", "description", "text", "content", "key", "path", "values",
    "components", "disabled", "valuesKey", "validate.required", "conditional.hide",
    "validate.patternErrorMessage", "properties.label_en", "properties.description_en",
    "properties.text_en", "properties.content_en", "properties.values_en",
}  # fmt: skip
"""What the page changes by fields of its own, or writes in another way that means the same."""


def empty() -> bytes:
    raw = new_form("prov")
    return remove_row(raw, rows_of(raw)[0].id)


def component(raw: bytes, row_id: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [json.loads(raw)]
    while found:
        one = found.pop()
        if one.get("id") == row_id and "type" in one:
            return one
        found += one.get("components", [])
    raise AssertionError(row_id)


def made(kind: str, label: str = "Frågan") -> tuple[bytes, FormRow]:
    raw = add_row(empty(), kind, label)
    return raw, rows_of(raw)[0]


def test_every_component_of_the_reference_can_be_made() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", REFERENCE.split("## Properties")[0], re.MULTILINE))
    listed -= {"type"}  # the heading
    assert listed == SUPPORTED
    assert {kind.type for kind in FIELD_KINDS.values()} == listed


def test_every_property_of_the_reference_can_be_set() -> None:
    table = REFERENCE.split("## Properties")[1].split("## Texts")[0]
    listed = set(re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE))
    assert listed
    settable = {".".join(setting.place) for setting in SETTINGS}
    assert listed - CHANGED_BESIDE == settable - {"type"}


@pytest.mark.parametrize("kind", FIELD_KINDS)
def test_each_kind_is_a_form_that_can_be_used_at_once(kind: str) -> None:
    raw, row = made(kind, "Är <det> bra?")
    assert check_form(raw) == []
    assert row.kind is not None
    assert row.kind.id == kind
    raw = change_row(raw, row.id, {"label": "Nytt", "label_en": "New", "hidden_when": "1 = 2"})
    assert check_form(raw) == []
    assert rows_of(raw)[0].hidden_when == "=1 = 2"


@pytest.mark.parametrize(
    ("kind", "setting", "text", "place", "value"),
    [
        ("text-line", "validation", "email", "validate.validationType", "email"),
        ("text-line", "max_length", "20", "validate.maxLength", 20),
        ("text-lines", "min_length", "=3 + 1", "validate.minLength", "=3 + 1"),
        ("text-line", "pattern", "^[A-Z]+$", "validate.pattern", "^[A-Z]+$"),
        ("text-line", "pattern_message", "Versaler.", "properties.pattern_message", "Versaler."),
        ("text-line", "type", "textarea", "type", "textarea"),
        ("text-line", "default", "Hej", "defaultValue", "Hej"),
        ("text-line", "readonly", "true", "readonly", True),
        ("text-line", "readonly", "a = 1", "readonly", "=a = 1"),
        ("number", "min", "0", "validate.min", 0),
        ("number", "max", "1 000,5", "validate.max", 1000.5),
        ("number", "default", "7", "defaultValue", 7),
        ("number", "decimals", "2", "decimalDigits", 2),
        ("number", "as_text", "true", "serializeToString", True),
        ("number", "suffix", "kr", "appearance.suffixAdorner", "kr"),
        ("tick", "ticked", "true", "defaultValue", True),
        ("one-of", "type", "checklist", "type", "checklist"),
        ("one-of", "options_from", "forum.parter", "valuesKey", "forum.parter"),
        ("one-of", "options_from", '["a", "b"]', "valuesExpression", '=["a", "b"]'),
        ("one-in-list", "source", "person", "properties.source", "person"),
        ("several-of", "default_many", "ja\n nej\n", "defaultValue", ["ja", "nej"]),
        ("date", "workday", "true", "properties.workday", "true"),
        ("date", "not_past", "true", "disallowPassedDates", True),
        ("date", "subtype", "datetime", "subtype", "datetime"),
        ("time", "no_timezone", "true", "timeSerializingFormat", "no_timezone"),
        ("files", "accept", ".pdf", "accept", ".pdf"),
        ("files", "max_bytes", "1000", "properties.max_bytes", "1000"),
        ("rows", "first_rows", "0", "defaultRepetitions", 0),
    ],
)
def test_a_setting_is_written_as_the_form_reads_it(
    kind: str, setting: str, text: str, place: str, value: Any
) -> None:
    plain, row = made(kind)
    raw = change_row(plain, row.id, {setting: text})
    found: Any = component(raw, row.id)
    for name in place.split("."):
        found = found[name]
    assert found == value
    assert type(found) is type(value)
    assert check_form(raw) == []
    shown = {each.setting.id: each.text for each in rows_of(raw)[0].settings}
    again = change_row(raw, row.id, {setting: shown[setting]})
    assert again == raw
    if setting not in {"type", "subtype", "options_from", "source"}:
        assert change_row(raw, row.id, {setting: ""}) == plain


def test_a_limit_that_is_no_number_is_kept_for_the_check_to_tell_of() -> None:
    raw, row = made("number")
    raw = change_row(raw, row.id, {"min": "många"})
    assert [problem.code for problem in check_form(raw)] == ["form-limit"]


def test_choices_from_elsewhere_take_the_place_of_those_written_here() -> None:
    raw, row = made("one-of")
    elsewhere = change_row(raw, row.id, {"source": "huvudman"})
    assert "values" not in component(elsewhere, row.id)
    assert rows_of(elsewhere)[0].sourced
    back = change_row(elsewhere, row.id, {"source": "", "choices": "a | A | B"})
    assert rows_of(back)[0].choices == "a | A | B"
    assert check_form(back) == []


def test_a_question_is_moved_into_a_group_and_out_again() -> None:
    raw = add_row(add_row(add_row(empty(), "group", "Yttre"), "group", "Inre"), "tick", "Ja?")
    outer, inner, tick = rows_of(raw)
    raw = change_row(raw, inner.id, {"inside": outer.id})
    raw = change_row(raw, tick.id, {"inside": inner.id})
    assert [(row.id, row.depth, row.inside) for row in rows_of(raw)] == [
        (outer.id, 0, ""),
        (inner.id, 1, outer.id),
        (tick.id, 2, inner.id),
    ]
    for into in (outer.id, inner.id):
        with pytest.raises(Invalid, match="in itself"):
            change_row(raw, outer.id, {"inside": into})
    with pytest.raises(RowUnknown):
        change_row(raw, tick.id, {"inside": "ingen"})
    raw = change_row(raw, tick.id, {"inside": ""})
    assert [row.depth for row in rows_of(raw)] == [0, 1, 0]
    assert parse_form(raw).keys == ("ja",)


def test_rows_without_ids_are_told_apart_by_their_place() -> None:
    line = {"type": "separator"}
    inner = {"type": "group", "label": "G", "components": [line, {"type": "text", "text": "A"}]}
    raw = json.dumps({"id": "p", "components": [line, inner, line]}).encode()
    ids = [row.id for row in rows_of(raw)]
    assert len(set(ids)) == 5
    raw = change_row(raw, ids[3], {"label": "B"})
    assert [row.label for row in rows_of(raw)] == ["", "G", "", "B", ""]
    raw = remove_row(move_row(raw, ids[2], 1), rows_of(raw)[0].id)
    assert [row.type for row in rows_of(raw)] == ["group", "text", "separator", "separator"]
