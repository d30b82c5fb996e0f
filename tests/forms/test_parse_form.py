import json

import pytest
from tests.forms.build import field, form, schema

from flows.forms import FormError, check_form, parse_form


def codes(raw: bytes, file: str = "") -> list[str]:
    return [problem.code for problem in check_form(raw, file)]


def test_a_form_knows_its_keys_and_what_it_reads_from_the_process():
    built = form(
        {"type": "text", "text": "Ärende {{arende.titel}}"},
        field("radio", "bifall", values=[{"label": "Ja", "value": "ja"}]),
        field("select", "part", valuesKey="parter"),
        field("number", "belopp", validate={"max": "=tak"}),
        field("textarea", "motivering", conditional={"hide": '=bifall = "ja" or bradskande'}),
    )
    assert built.keys == ("bifall", "part", "belopp", "motivering")
    assert built.reads == {"arende", "parter", "tak", "bradskande"}


def test_fields_inside_groups_have_their_keys_at_the_top():
    built = form({"type": "group", "label": "Om dig", "components": [field("textfield", "namn")]})
    assert built.keys == ("namn",)


@pytest.mark.parametrize(
    "kind", ["script", "iframe", "image", "table", "expression", "documentPreview", "x"]
)
def test_an_unsupported_component_is_refused_with_its_key_label_and_line(kind):
    raw = schema(field("textfield", "namn"), {"type": kind, "key": "bilaga", "label": "Bilaga"})
    with pytest.raises(FormError) as refused:
        parse_form(raw, "arende/prov.form")
    (problem,) = refused.value.problems
    assert problem.code == "form-component"
    assert "bilaga" in problem.sv
    assert "Bilaga" in problem.sv
    assert kind in problem.en
    assert (problem.file, problem.element, problem.name) == ("arende/prov.form", "bilaga", "Bilaga")
    assert '"bilaga"' in raw.decode().splitlines()[problem.line - 1]


def test_every_problem_is_reported_at_once():
    raw = schema(
        {"type": "textfield", "key": "utan_etikett"},
        field("textfield", "två ord"),
        field("radio", "val"),
        field("textfield", "namn", conditional={"hide": "=a ="}),
        field("textfield", "namn"),
        field("textfield", "kod", validate={"pattern": "(["}),
        field("textfield", "annan", validate={"validationType": "iban"}),
        field("number", "tal", validate={"min": "många"}),
        {"type": "text", "text": "{{#if a}}x{{/if}}"},
        {"type": "group", "label": "Grupp", "path": "inne", "components": []},
        field("datetime", "dag", subtype="year"),
        field("select", "part", properties={"source": "planet"}),
    )
    assert codes(raw) == [
        "form-label",
        "form-key",
        "form-options",
        "form-expression",
        "form-pattern",
        "form-validation",
        "form-limit",
        "form-template",
        "form-group-path",
        "form-subtype",
        "form-source",
        "form-key-twice",
    ]


def test_a_translation_of_an_option_that_is_not_there_is_reported():
    raw = schema(
        field(
            "radio",
            values=[{"label": "Ja", "value": "ja"}],
            properties={"values_en": "ja=Yes; nej=No"},
        )
    )
    assert codes(raw) == ["form-values-en"]
    taken = field("radio", valuesKey="val", properties={"values_en": "ja=Yes; nej=No"})
    assert codes(schema(taken)) == []


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "form-json"),
        (b"\xff\xfe", "form-json"),
        (b"[]", "form-json"),
        (b'{"id": "a", "components": [}', "form-json"),
        (b"[" * 100_000, "form-json"),
        (b'{"components": []}', "form-id"),
        (b'{"id": "a b", "components": []}', "form-id"),
        (b'{"id": "a"}', "form-components"),
        (b'{"id": "a", "components": ["b"]}', "form-component"),
        (b" " * 1_048_577, "form-too-large"),
    ],
)
def test_what_is_no_form_is_refused(raw, code):
    assert codes(raw) == [code]


def test_a_json_fault_has_its_line():
    (problem,) = check_form(b'{\n"id": "a",\n"components": [}')
    assert problem.line == 3


def test_groups_in_groups_have_an_end():
    inner = field("textfield")
    for _ in range(20):
        inner = {"type": "group", "label": "Grupp", "components": [inner]}
    assert codes(schema(inner)) == ["form-depth"]


def test_the_file_is_named_after_the_form():
    assert codes(schema(), "arende/annat.form") == ["form-file-name"]
    assert codes(schema(), "arende/prov.form") == []


def test_a_faulty_expression_is_explained_in_both_languages():
    (problem,) = check_form(schema(field("textfield", conditional={"hide": "=1 +"})))
    assert problem.sv
    assert problem.en
    assert problem.sv != problem.en


def test_a_byte_order_mark_is_no_obstacle():
    assert check_form(b"\xef\xbb\xbf" + json.dumps({"id": "a", "components": []}).encode()) == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(a", "en parentes stängs aldrig, vid tecken 3."),
        ("a)", "en ) saknar sin (, vid tecken 2."),
        ("[a", "en [ stängs aldrig"),
        ("a{2,1}", "minsta antalet"),
        ("*a", "har inget framför sig, vid tecken 1."),
        ("a**", "två upprepningar"),
        ("[z-a]", "i [a-z]"),
        ("a\\", "följs av något som inte betyder något"),
        ("(a)\\2", "en grupp som inte finns"),
        ("\\p{Foo}", "en teckenklass som inte finns"),
        ("x" * 2000, "det har mer än"),
    ],
)
def test_a_pattern_that_can_not_be_used_is_told_in_words(pattern: str, said: str) -> None:
    (problem,) = check_form(schema(field("textfield", validate={"pattern": pattern})))
    assert problem.code == "form-pattern"
    assert said in problem.sv
    assert problem.sv.endswith(".")
    assert not problem.sv.endswith("..")
