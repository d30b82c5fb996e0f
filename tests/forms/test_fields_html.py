"""The macros, rendered as a page would and read back as HTML."""

import pytest
from tests.forms.build import field, form, read
from tests.forms.page import one, page

YES_NO = [{"label": "Ja", "value": "ja"}, {"label": "Nej", "value": "nej"}]
ENGLISH = {"label_en": "Granted?", "values_en": "ja=Yes; nej=No"}

EVERYTHING = form(
    {"type": "text", "text": "## Om ärendet"},
    field("textfield", "namn", description="För- och efternamn", validate={"required": True}),
    field("textfield", "epost", validate={"validationType": "email"}),
    field("textarea", "text"),
    field("number", "belopp", decimalDigits=2, appearance={"suffixAdorner": "kr"}),
    {"type": "separator"},
    {"type": "spacer"},
    {
        "type": "group",
        "label": "Val",
        "components": [
            field("radio", "bifall", values=YES_NO, properties=ENGLISH),
            field("checklist", "flera", values=YES_NO),
        ],
    },
    field("taglist", "taggar", values=YES_NO),
    field("select", "part", valuesKey="parter"),
    field("checkbox", "intyg", validate={"required": True}),
    field("datetime", "dag"),
    field("datetime", "tid", subtype="time"),
    field("datetime", "stund", subtype="datetime"),
    field("textfield", "fast", readonly=True),
    field("textarea", "skal", conditional={"hide": '=bifall != "nej"'}),
    {"type": "button", "label": "Skicka"},
)


def test_every_input_has_a_label_and_every_id_is_its_own():
    root = page(EVERYTHING, {"parter": ["a"]}, read(EVERYTHING))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for control in root.xpath("//input[@type!='hidden']|//select|//textarea"):
        one(root, f"//label[@for='{control.get('id')}']")
    for described in root.xpath("//@aria-describedby"):
        assert set(described.split()) <= set(ids)


def test_nothing_needs_script_or_inline_style():
    root = page(EVERYTHING, {"parter": ["a"]}, read(EVERYTHING))
    assert root.xpath("//@style|//script|//style|//@onclick|//@placeholder") == []


def test_help_and_error_stand_before_the_input_and_are_tied_to_it():
    root = page(EVERYTHING, {}, read(EVERYTHING))
    name = one(root, "//input[@name='namn']")
    assert name.get("aria-describedby") == "f-namn-help f-namn-error"
    assert name.get("aria-invalid") == "true"
    assert name.get("aria-required") == "true"
    before = [element.get("id") for element in name.itersiblings(preceding=True)]
    assert before[:2] == ["f-namn-error", "f-namn-help"]
    error = one(root, "//*[@id='f-namn-error']")
    assert error.text_content() == "Fel: Fyll i Namn."
    assert one(error, "./span").get("class") == "ds-sr-only"


def test_the_error_summary_takes_focus_and_leads_to_the_fields():
    root = page(EVERYTHING, {}, read(EVERYTHING, bifall="kanske"))
    summary = one(root, "//*[@id='error-summary']")
    assert summary.get("tabindex") == "-1"
    assert summary.get("autofocus") is not None
    links = {link.get("href"): link.text for link in summary.xpath(".//a")}
    assert links == {
        "#f-namn": "Fyll i Namn.",
        "#f-bifall": "Välj ett av alternativen för Bifall.",
        "#f-intyg": "Kryssa i ”Intyg” för att gå vidare.",
    }
    for target in links:
        assert one(root, f"//*[@id='{target[1:]}']").tag == "input"


def test_without_errors_there_is_no_summary():
    assert page(EVERYTHING).xpath("//*[@id='error-summary']") == []


def test_optional_is_said_in_words():
    root = page(EVERYTHING)
    assert one(root, "//label[@for='f-text']").text_content() == "Text (frivilligt)"
    assert one(root, "//label[@for='f-namn']").text_content() == "Namn"
    assert (
        one(page(EVERYTHING, lang="en"), "//label[@for='f-text']")
        .text_content()
        .endswith("(optional)")
    )


@pytest.mark.parametrize(("key", "kind"), [("bifall", "radio"), ("flera", "checkbox")])
def test_choices_are_a_fieldset_with_a_legend(key, kind):
    root = page(EVERYTHING)
    boxes = root.xpath(f"//input[@name='{key}']")
    assert [box.get("type") for box in boxes] == [kind, kind]
    assert boxes[0].get("id") == f"f-{key}"
    legend = boxes[0].xpath("ancestor::fieldset[1]/legend")[0]
    assert legend.text_content().startswith(key.capitalize())


@pytest.mark.parametrize(
    ("key", "kind", "mode"),
    [
        ("namn", "text", None),
        ("epost", "email", "email"),
        ("belopp", "text", "decimal"),
        ("dag", "date", None),
        ("tid", "time", None),
        ("stund", "datetime-local", None),
    ],
)
def test_inputs_have_the_type_that_helps(key, kind, mode):
    control = one(page(EVERYTHING), f"//input[@name='{key}']")
    assert (control.get("type"), control.get("inputmode")) == (kind, mode)


def test_variables_and_defaults_are_shown():
    built = form(
        field("number", "belopp", decimalDigits=2),
        field("checklist", "flera", values=YES_NO),
        field("radio", "bifall", values=YES_NO, defaultValue="nej"),
        field("datetime", "stund", subtype="datetime"),
        field("textarea", "text"),
        field("checkbox", "intyg"),
    )
    root = page(
        built,
        {
            "belopp": 1250.5,
            "flera": ["ja"],
            "stund": "2027-07-12T11:00:00Z",
            "text": "\nrad <b>",
            "intyg": True,
        },
    )
    assert one(root, "//input[@name='belopp']").get("value") == "1250,50"
    assert root.xpath("//input[@checked]/@value") == ["ja", "nej", "true"]
    assert one(root, "//input[@name='stund']").get("value") == "2027-07-12T13:00"
    # A browser drops the line break right after the tag; the one that was answered stays.
    assert one(root, "//textarea").text == "\n\nrad <b>"


def test_what_was_typed_is_shown_again():
    answers = read(
        EVERYTHING, {"parter": ["a"]}, belopp="tolv", flera=["nej"], part="a", text="<x>"
    )
    root = page(EVERYTHING, {"belopp": 1, "parter": ["a"]}, answers)
    assert one(root, "//input[@name='belopp']").get("value") == "tolv"
    assert root.xpath("//input[@name='flera'][@checked]/@value") == ["nej"]
    assert root.xpath("//option[@selected]/@value") == ["a"]
    assert one(root, "//textarea[@name='text']").text.strip() == "<x>"


def test_a_hidden_question_is_not_on_the_page_but_its_words_are_carried():
    answers = read(EVERYTHING, bifall="ja", skal="därför")
    root = page(EVERYTHING, {}, answers)
    carried = one(root, "//*[@name='skal']")
    assert (carried.get("type"), carried.get("value")) == ("hidden", "därför")
    shown = one(root, "//input[@name='_shown']").get("value").split()
    assert "skal" not in shown
    assert {"namn", "bifall", "flera"} <= set(shown)
    assert "fast" not in shown


def test_answers_that_change_the_form_ask_for_it_anew():
    root = page(EVERYTHING, refresh="/uppgift/1/form")
    (asking,) = root.xpath("//*[@hx-post]")
    assert asking.get("hx-post") == "/uppgift/1/form"
    assert asking.xpath(".//input/@name") == ["bifall", "bifall"]
    assert page(EVERYTHING).xpath("//*[@hx-post]") == []


def test_a_read_only_field_is_text_and_not_an_input():
    root = page(EVERYTHING, {"fast": "NV 2027-14"})
    assert root.xpath("//*[@name='fast']") == []
    assert "NV 2027-14" in root.text_content()


def test_swedish_words_on_an_english_page_say_so():
    root = page(EVERYTHING, lang="en")
    legend = root.xpath("//input[@name='bifall']/ancestor::fieldset[1]/legend/span")[0]
    assert (legend.text, legend.get("lang")) == ("Granted?", None)
    label = one(root, "//label[@for='f-namn']/span")
    assert (label.text, label.get("lang")) == ("Namn", "sv")
    assert one(root, "//label[@for='f-bifall']").text == "Yes"
    assert one(root, "//*[@class='form-text']").get("lang") == "sv"


def test_options_from_variables_are_translated_too():
    component = field("radio", "bifall", valuesKey="svar", properties=ENGLISH)
    root = page(form(component), {"svar": YES_NO}, lang="en")
    assert [label.text for label in root.xpath("//div/label")] == ["Yes", "No"]


def test_the_given_answers_are_shown_in_words():
    values = {
        "bifall": "ja",
        "flera": ["ja", "nej"],
        "belopp": 176678.44,
        "dag": "2027-03-12",
        "tid": "13:00:00",
        "stund": "2027-03-12T13:00:00+01:00",
        "intyg": True,
        "text": "2027-03-12",
    }
    root = page(EVERYTHING, values)
    rows = {row[0].text_content(): row[1].text for row in root.xpath("//dl/div")}
    assert rows["Bifall"] == "Ja"
    assert rows["Flera"] == "Ja, Nej"
    assert rows["Belopp"] == "176\u00a0678,44"
    assert rows["Dag"] == "fre 12 mars 2027"
    assert rows["Tid"] == "kl. 13.00"
    assert rows["Stund"] == "fre 12 mars 2027 kl. 13.00"
    assert rows["Intyg"] == "ja"
    assert rows["Text"] == "2027-03-12"
    assert rows["Namn"] == "Inget svar"
    assert "Skal" not in rows
