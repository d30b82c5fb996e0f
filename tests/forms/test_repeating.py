"""Repeating groups: rows of answers, added and taken away without JavaScript."""

from typing import Any

import pytest
from tests.forms.build import NOW, field, form, read
from tests.forms.page import one, page

from flows.forms import FormError

YES_NO = [{"label": "Ja", "value": "ja"}, {"label": "Nej", "value": "nej"}]


def rows(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "dynamiclist",
        "path": "finansiering",
        "label": "Finansiering",
        "components": components,
        **more,
    }


FORM = form(
    field("textfield", "titel"),
    rows(
        field("select", "part", valuesKey="parter", validate={"required": True}),
        field("number", "belopp", decimalDigits=2, validate={"required": True, "max": "=tak"}),
        field("radio", "villkor", values=YES_NO),
        field("textfield", "vilket", conditional={"hide": '=villkor != "ja"'}),
        validate={"required": True},
    ),
)
VARIABLES = {"parter": ["Gävle", "Ockelbo"], "tak": 1000}


def typed(*given: dict[str, str], **more: str) -> dict[str, str]:
    found = {"finansiering": str(len(given)), **more}
    for place, row in enumerate(given):
        found |= {f"finansiering[{place}].{key}": value for key, value in row.items()}
    return found


def test_rows_become_a_list_of_objects():
    answers = read(
        FORM,
        VARIABLES,
        **typed(
            {"part": "Gävle", "belopp": "500,50", "villkor": "ja", "vilket": "Höst"},
            {"part": "Ockelbo", "belopp": "10"},
            titel="Projekt",
        ),
    )
    assert answers.errors == {}
    assert answers.values == {
        "titel": "Projekt",
        "finansiering": [
            {"part": "Gävle", "belopp": 500.5, "villkor": "ja", "vilket": "Höst"},
            {"part": "Ockelbo", "belopp": 10, "villkor": None},
        ],
    }
    assert FORM.check_answers(answers.values, VARIABLES, now=NOW) == {}


def test_the_form_reads_what_its_rows_read_but_not_their_own_answers():
    assert FORM.keys == ("titel", "finansiering")
    assert FORM.reads == {"parter", "tak"}


def test_a_fault_is_said_in_its_row():
    answers = read(FORM, VARIABLES, **typed({"part": "Gävle", "belopp": "1"}, {"belopp": "2000"}))
    assert {key: fault.sv for key, fault in answers.errors.items()} == {
        "finansiering[1].part": "Välj ett alternativ för Part.",
        "finansiering[1].belopp": "Belopp får vara högst 1000.",
    }
    root = page(FORM, VARIABLES, answers)
    assert root.xpath("//*[@id='error-summary']//a/@href") == [
        "#f-finansiering-1-part",
        "#f-finansiering-1-belopp",
    ]
    belopp = one(root, "//*[@id='f-finansiering-1-belopp']")
    assert (belopp.get("name"), belopp.get("value")) == ("finansiering[1].belopp", "2000")
    assert belopp.get("aria-describedby") == "f-finansiering-1-belopp-error"


def test_an_empty_row_is_dropped_and_a_required_list_has_one_at_least():
    answers = read(FORM, VARIABLES, **typed({}, {"part": "Gävle", "belopp": "1"}))
    assert answers.accepted
    assert len(answers.values["finansiering"]) == 1
    empty = read(FORM, VARIABLES, **typed({}))
    assert empty.errors["finansiering"].sv == "Fyll i minst en rad i Finansiering."
    assert empty.values["finansiering"] == []


def test_a_row_is_added_without_sending_the_form():
    answers = read(
        FORM, VARIABLES, **typed({"part": "Gävle", "belopp": "x"}, _rows="finansiering+")
    )
    assert [fault.code for fault in answers.errors.values()] == ["rows-changed"]
    root = page(FORM, VARIABLES, answers)
    names = root.xpath("//input[contains(@name, 'belopp')]/@name")
    assert names == ["finansiering[0].belopp", "finansiering[1].belopp"]
    assert one(root, "//input[@name='finansiering[0].belopp']").get("value") == "x"


def test_a_row_in_the_middle_is_taken_away():
    given = typed({"belopp": "1"}, {"belopp": "2"}, {"belopp": "3"}, _rows="finansiering-1")
    root = page(FORM, VARIABLES, read(FORM, VARIABLES, **given))
    assert root.xpath("//input[contains(@name, 'belopp')]/@value") == ["1", "3"]
    assert one(root, "//input[@name='finansiering']").get("value") == "2"


@pytest.mark.parametrize("change", ["finansiering-9", "annat+", "finansiering*", "titel+"])
def test_a_change_of_nothing_changes_nothing(change):
    answers = read(FORM, VARIABLES, **typed({"part": "Gävle", "belopp": "1"}, _rows=change))
    assert answers.values["finansiering"] == [{"part": "Gävle", "belopp": 1, "villkor": None}]


def test_the_rows_have_an_end():
    many = [{"part": "Gävle", "belopp": "1"}] * 60
    answers = read(FORM, VARIABLES, **typed(*many))
    assert answers.errors["finansiering"].sv == "Finansiering får ha högst 50 rader."
    assert len(answers.values["finansiering"]) == 51
    huge = read(FORM, VARIABLES, finansiering="9" * 400)
    assert huge.errors["finansiering"].code == "required"


def test_the_conditions_of_a_row_see_the_row_and_the_form_around_it():
    built = form(
        field("checkbox", "visa"),
        rows(
            field("textfield", "namn", conditional={"hide": "=not(visa)"}),
            field("textfield", "roll", conditional={"hide": "=namn = null"}),
        ),
    )
    row = {"namn": "Åke", "roll": "ordförande"}
    assert read(built, **typed(row, visa="true")).values["finansiering"] == [row]
    assert read(built, **typed(row)).values["finansiering"] == [{}]


def test_the_form_sees_its_rows():
    built = form(
        rows(field("number", "belopp")),
        field("textfield", "skal", conditional={"hide": "=count(finansiering) < 2"}),
    )
    assert read(built, **typed({"belopp": "1"})).hidden == {"skal"}
    assert read(built, **typed({"belopp": "1"}, {"belopp": "2"})).hidden == frozenset()


def test_a_hidden_list_is_dropped():
    built = form(
        field("checkbox", "egen"),
        rows(
            field("number", "belopp", validate={"required": True}),
            validate={"required": True},
            conditional={"hide": "=egen"},
        ),
    )
    answers = read(built, **typed({"belopp": "x"}, egen="true"))
    assert answers.accepted
    assert answers.values == {"egen": True}
    assert answers.hidden == {"finansiering"}
    carried = page(built, {}, answers).xpath("//input[@type='hidden']/@name")
    assert {"finansiering", "finansiering[0].belopp"} <= set(carried)


def test_a_row_does_not_take_a_variable_of_the_same_name():
    built = form(rows(field("textfield", "titel")))
    root = page(built, {"titel": "Ärendets titel"})
    assert one(root, "//input[@name='finansiering[0].titel']").get("value") == ""


@pytest.mark.parametrize("value", ["x", [1], {"a": 1}])
def test_json_that_is_no_list_of_objects_is_refused(value):
    errors = FORM.check_answers({"finansiering": value}, VARIABLES)
    assert errors["finansiering"].code == "wrong-type"


def test_a_row_of_json_is_held_to_the_rules():
    errors = FORM.check_answers({"finansiering": [{"part": "Bollnäs", "lon": 1}]}, VARIABLES)
    assert {key: fault.code for key, fault in errors.items()} == {
        "finansiering[0].part": "option",
        "finansiering[0].belopp": "required",
        "finansiering[0].lon": "unknown",
    }


def test_given_rows_are_shown_to_change_and_to_read():
    variables = {**VARIABLES, "finansiering": [{"part": "Gävle", "belopp": 500.5}]}
    root = page(FORM, variables)
    assert one(root, "//input[@name='finansiering[0].belopp']").get("value") == "500,50"
    assert root.xpath("//option[@selected]/@value") == ["Gävle"]
    answers = {row[0].text: row[1].text for row in root.xpath("//dl/div")}
    assert answers["Finansiering 1"] == "Part: Gävle; Belopp: 500,5"


def test_enter_sends_the_form_and_takes_no_row_away():
    buttons = page(FORM, VARIABLES).xpath("//form//button")
    assert buttons[0].get("name") is None
    assert [button.get("value") for button in buttons[1:]] == ["finansiering-0", "finansiering+"]
    assert buttons[1].text_content() == "Ta bort Finansiering 1"


def test_every_input_of_every_row_has_its_own_label():
    variables = {**VARIABLES, "finansiering": [{"part": "Gävle"}, {"villkor": "ja"}]}
    root = page(FORM, variables)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for control in root.xpath("//input[@type!='hidden']|//select"):
        one(root, f"//label[@for='{control.get('id')}']")


@pytest.mark.parametrize(
    ("component", "code"),
    [
        (rows(rows(field("textfield"))), "form-list-in-list"),
        (rows(field("textfield"), field("textfield")), "form-key-twice"),
        (rows(field("textfield"), path=""), "form-key"),
        (rows(field("textfield"), readonly=True), "form-list-readonly"),
        (rows(field("textfield"), label=""), "form-label"),
    ],
)
def test_a_list_that_can_not_work_is_refused(component, code):
    with pytest.raises(FormError) as refused:
        form(component)
    assert code in [problem.code for problem in refused.value.problems]
