import pytest
from tests.forms.build import NOW, fault, field, form, read, submitted

YES_NO = [{"label": "Ja", "value": "ja"}, {"label": "Nej", "value": "nej"}]


def test_every_kind_of_field_is_read_as_its_kind_of_value():
    built = form(
        field("textfield", "namn"),
        field("textarea", "text"),
        field("number", "tal"),
        field("checkbox", "intyg"),
        field("checklist", "flera", values=YES_NO),
        field("taglist", "taggar", values=YES_NO),
        field("radio", "ett", values=YES_NO),
        field("select", "annat", values=[{"label": "Två", "value": 2}]),
        field("datetime", "dag"),
        field("datetime", "tid", subtype="time"),
        field("datetime", "stund", subtype="datetime"),
    )
    answers = read(
        built,
        namn="  Åke\x00 ",
        text="Rad 1\r\nRad 2",
        tal="1 250,50",
        intyg="true",
        flera=["ja", "nej"],
        taggar=["nej"],
        ett="ja",
        annat="2",
        dag="2027-03-12",
        tid="13.00",
        stund="2027-03-12T13:00",
    )
    assert answers.errors == {}
    assert answers.values == {
        "namn": "Åke",
        "text": "Rad 1\nRad 2",
        "tal": 1250.5,
        "intyg": True,
        "flera": ["ja", "nej"],
        "taggar": ["nej"],
        "ett": "ja",
        "annat": 2,
        "dag": "2027-03-12",
        "tid": "13:00:00",
        "stund": "2027-03-12T13:00:00+01:00",
    }
    assert built.check_answers(answers.values, {}, now=NOW) == {}


def test_what_is_left_empty_is_null_so_that_an_earlier_answer_is_cleared():
    built = form(
        field("textfield", "namn"),
        field("number", "tal"),
        field("checkbox", "intyg"),
        field("checklist", "flera", values=YES_NO),
    )
    answers = read(built, {"namn": "förr"})
    assert answers.values == {"namn": None, "tal": None, "intyg": False, "flera": []}
    assert answers.accepted


@pytest.mark.parametrize(
    ("component", "sentence"),
    [
        (field("textfield", "namn"), "Fyll i Namn."),
        (field("number", "belopp"), "Fyll i Belopp."),
        (field("radio", "val", values=YES_NO), "Välj ett alternativ för Val."),
        (field("select", "val", values=YES_NO), "Välj ett alternativ för Val."),
        (field("checklist", "val", values=YES_NO), "Välj minst ett alternativ för Val."),
        (field("checkbox", "intyg"), "Kryssa i ”Intyg” för att gå vidare."),
        (field("datetime", "dag"), "Ange ett datum för Dag."),
        (field("datetime", "tid", subtype="time"), "Ange ett klockslag för Tid."),
        (field("datetime", "stund", subtype="datetime"), "Ange datum och klockslag för Stund."),
    ],
)
def test_a_required_answer_is_asked_for_in_words(component, sentence):
    component = {**component, "validate": {"required": True}}
    assert fault(component, "   ") == sentence


@pytest.mark.parametrize(
    ("component", "typed", "sentence"),
    [
        (field("number", "tal"), "tolv", "Skriv Tal som ett tal, till exempel 1 250,50."),
        (field("number", "tal"), "12 34", "Skriv Tal som ett tal, till exempel 1 250,50."),
        (field("number", "tal"), "1" * 16, "Skriv Tal som ett tal, till exempel 1 250,50."),
        (field("number", "tal", decimalDigits=2), "1,005", "Tal får ha högst 2 decimaler."),
        (field("number", "tal", decimalDigits=2), "0,07", ""),
        (
            field("number", "tal", decimalDigits=0),
            "1,5",
            "Skriv Tal som ett heltal, utan decimaler.",
        ),
        (field("number", "tal", validate={"min": 0.1}), "0,09", "Tal måste vara minst 0,1."),
        (
            field("number", "tal", validate={"max": 20000}),
            "20001",
            "Tal får vara högst 20\u00a0000.",
        ),
        (
            field("textfield", "namn", validate={"minLength": 3}),
            "ab",
            "Namn måste ha minst 3 tecken.",
        ),
        (
            field("textfield", "namn", validate={"maxLength": 3}),
            "abcd",
            "Namn får ha högst 3 tecken.",
        ),
        (
            field("textarea", "text"),
            "x" * 20_001,
            "Text får ha högst 20\u00a0000 tecken.",
        ),
        (
            field("textfield", "kod", validate={"pattern": "^[A-Z]{2}$"}),
            "ab",
            "Kod har fel format.",
        ),
        (field("textfield", "kod", validate={"pattern": "^[A-Z]{2}$"}), "AB", ""),
        (
            field(
                "textfield",
                "kod",
                validate={"pattern": "^[A-Z]+$"},
                properties={"pattern_message": "Skriv stora bokstäver."},
            ),
            "ab",
            "Skriv stora bokstäver.",
        ),
        (
            field("textfield", "epost", validate={"validationType": "email"}),
            "ett namn@",
            "Skriv Epost som en e-postadress, till exempel namn@example.org.",
        ),
        (field("textfield", "epost", validate={"validationType": "email"}), "a@example.org", ""),
        (
            field("textfield", "telefon", validate={"validationType": "phone"}),
            "hemma",
            "Skriv Telefon som ett telefonnummer, till exempel 026-12 34 56.",
        ),
        (field("textfield", "telefon", validate={"validationType": "phone"}), "026-12 34 56", ""),
        (
            field("datetime", "dag"),
            "2027-02-30",
            "Ange ett datum för Dag i formen ÅÅÅÅ-MM-DD, till exempel 2027-03-12.",
        ),
        (
            field("datetime", "dag"),
            "0027-02-03",
            "Ange ett datum för Dag i formen ÅÅÅÅ-MM-DD, till exempel 2027-03-12.",
        ),
        (
            field("datetime", "stund", subtype="datetime"),
            "2027-03-28T02:30",
            "Klockslaget för Stund finns inte: klockan ställs fram till sommartid.",
        ),
        (
            field("datetime", "dag", disallowPassedDates=True),
            "2027-01-10",
            "Dag kan inte vara ett datum som har varit.",
        ),
        (field("datetime", "dag", disallowPassedDates=True), "2027-01-11", ""),
        (field("radio", "val", values=YES_NO), "kanske", "Välj ett av alternativen för Val."),
        (
            field("checklist", "val", values=YES_NO),
            ["ja", "kanske"],
            "Välj bland alternativen för Val, vart och ett en gång.",
        ),
        (
            field("checklist", "val", values=YES_NO),
            ["ja", "ja"],
            "Välj bland alternativen för Val, vart och ett en gång.",
        ),
        (
            field("datetime", "dag", properties={"workday": "true"}),
            "2027-06-25",
            "Fre 25 juni 2027 är Midsommarafton, ingen arbetsdag. "
            "Nästa arbetsdag är mån 28 juni 2027.",
        ),
        (field("datetime", "dag", properties={"workday": "true"}), "2027-06-28", ""),
    ],
)
def test_what_breaks_a_rule_is_refused_in_words(component, typed, sentence):
    assert fault(component, typed) == sentence


def test_the_sentences_come_in_english_with_the_english_label():
    component = field(
        "number", "belopp", validate={"max": 20000}, properties={"label_en": "Amount"}
    )
    answers = read(form(component), belopp="20 001")
    assert answers.errors["belopp"].en == "Amount may be at most 20000."


def test_a_label_that_is_a_question_is_quoted():
    component = field("radio", values=YES_NO, validate={"required": True})
    component["label"] = "Bifalls ansökan?"
    assert fault(component, "") == "Välj ett alternativ för ”Bifalls ansökan?”."


def test_what_was_typed_is_kept_whatever_happens():
    built = form(field("number", "tal"), field("datetime", "dag"))
    answers = read(built, tal="tolv", dag="i morgon")
    assert answers.raw == {"tal": "tolv", "dag": "i morgon"}
    assert list(answers.errors) == ["tal", "dag"]
    assert answers.values == {"tal": None, "dag": None}


def test_errors_stand_in_the_order_of_the_form():
    required = {"required": True}
    built = form(
        field("textfield", "a", validate=required),
        field("number", "b"),
        field("textfield", "c", validate=required),
    )
    assert list(read(built, b="x").errors) == ["a", "b", "c"]


def test_a_limit_may_be_an_expression():
    component = field("number", "belopp", validate={"max": "=tak * 2"})
    assert fault(component, "11", tak=5) == "Belopp får vara högst 10."
    assert fault(component, "10", tak=5) == ""
    assert fault(component, "10") == ""


def test_a_number_may_be_kept_as_exact_text():
    built = form(field("number", "belopp", serializeToString=True, decimalDigits=2))
    assert read(built, belopp="176 678,44").values == {"belopp": "176678.44"}
    assert built.check_answers({"belopp": "176678.44"}, {}) == {}
    assert built.check_answers({"belopp": 176678.44}, {})["belopp"].code == "not-a-number"


def test_a_pattern_that_runs_away_is_stopped():
    built = form(field("textfield", "kod", validate={"pattern": "^(a|aa)+(b|aa)+$"}))
    answers = read(built, kod="a" * 60 + "c")
    assert answers.errors["kod"].code in {"pattern-slow", "pattern"}


def test_a_read_only_field_takes_no_answer():
    built = form(
        field("textfield", "namn", readonly=True, validate={"required": True}),
        field("textfield", "roll", readonly="=last"),
        field("textfield", "fast", disabled=True, defaultValue="x"),
    )
    assert read(built, {"last": True}, namn="ny", roll="ny", fast="ny").values == {}
    assert read(built, {"last": False}, namn="ny", roll="ny").values == {"roll": "ny"}


def test_an_answer_to_a_question_that_is_not_asked_is_refused():
    built = form(field("textfield", "namn"))
    errors = built.check_answers({"namn": "Åke", "lon": 1}, {})
    assert errors["lon"].sv == "Formuläret har ingen fråga med nyckeln lon."


@pytest.mark.parametrize(
    ("component", "value", "code"),
    [
        (field("textfield"), 1, "wrong-type"),
        (field("number"), "1", "not-a-number"),
        (field("number"), True, "not-a-number"),
        (field("number"), float("nan"), "not-a-number"),
        (field("number"), 1e300, "not-a-number"),
        (field("checkbox"), "ja", "wrong-type"),
        (field("checklist", values=YES_NO), "ja", "wrong-type"),
        (field("select", values=[{"label": "Ett", "value": 1}]), True, "option"),
        (field("select", values=[{"label": "Ett", "value": 1}]), "1", "option"),
        (field("datetime"), "12 mars", "date"),
        (field("datetime"), 20270312, "wrong-type"),
        (field("datetime", subtype="time"), "25:00", "time"),
        (field("datetime", subtype="datetime"), "2027-03-12", "date-time"),
    ],
)
def test_json_answers_are_held_to_the_same_rules(component, value, code):
    errors = form(component).check_answers({"svar": value}, {}, now=NOW)
    assert errors["svar"].code == code


def test_options_come_from_the_variables():
    parter = [
        {"id": "ockelbo", "namn": "Ockelbo kommun"},
        {"label": "Gävle", "value": "gavle"},
        "x",
    ]
    built = form(field("select", "part", valuesKey="arende.parter"))
    assert read(built, {"arende": {"parter": parter}}, part="ockelbo").values == {"part": "ockelbo"}
    assert read(built, {"arende": {"parter": parter}}, part="x").accepted
    assert not read(built, {}, part="ockelbo").accepted


def test_options_may_hang_on_an_answer():
    built = form(
        field("radio", "niva", values=[{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]),
        field("select", "vad", valuesExpression='=if niva = "a" then ["x"] else ["y"]'),
    )
    assert read(built, niva="a", vad="x").accepted
    assert not read(built, niva="b", vad="x").accepted


def test_a_picker_takes_its_options_from_the_forum():
    forum = {"huvudman": [{"id": "gavle", "namn": "Gävle kommun"}], "parter": []}
    built = form(field("select", "part", properties={"source": "huvudman"}))
    assert built.sources == {"huvudman"}
    assert built.reads == frozenset()
    assert read(built, {"forum": forum}, part="gavle").accepted
    assert not read(built, {"forum": forum}, part="ockelbo").accepted
    person = form(field("select", "vem", properties={"source": "person"}))
    people = [{"id": "sekreterare", "titel": "Sekreterare"}]
    assert read(person, {"personer": people}, vem="sekreterare").accepted


def test_a_question_that_the_page_did_not_hold_is_asked_before_anything_is_sent():
    built = form(
        field("radio", "bifall", values=YES_NO),
        field("textarea", "motivering", conditional={"hide": '=bifall = "ja"'}),
    )
    first = built.read(submitted(bifall="nej", _shown="bifall"), {})
    assert first.errors["motivering"].code == "new-question"
    second = built.read(submitted(bifall="nej", _shown="bifall motivering"), {})
    assert second.accepted
    assert built.read(submitted(bifall="ja", _shown="bifall motivering"), {}).accepted


@pytest.mark.parametrize("kind", ["checklist", "taglist"])
def test_the_least_and_greatest_number_of_choices_are_told_as_they_are(kind):
    values = [{"label": one, "value": one} for one in "abcd"]
    asked = field(kind, values=values, validate={"required": True, "min": 2, "max": 3})
    for chosen in ([], ["a"]):
        assert fault(asked, chosen) == "Välj minst två alternativ för Svar."
    assert fault(asked, ["a", "b"]) == ""
    assert fault(asked, ["a", "b", "c"]) == ""
    assert fault(asked, ["a", "b", "c", "d"]) == "Välj högst tre alternativ för Svar."
    english = read(form(asked), svar=["a"]).errors["svar"].en
    assert english == "Choose at least two options for Svar."

    by_variable = field(kind, values=values, validate={"required": True, "min": "=fler"})
    assert fault(by_variable, ["a", "b"], fler=12) == "Välj minst 12 alternativ för Svar."
    optional = field(kind, values=values, validate={"min": 2})
    assert fault(optional, []) == ""
    assert fault(optional, ["a"]) == "Välj minst två alternativ för Svar."
    required = field(kind, values=values, validate={"required": True})
    assert fault(required, []) == "Välj minst ett alternativ för Svar."
