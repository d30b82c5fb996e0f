from tests.forms.build import NOW, field, form, read

YES_NO = [{"label": "Ja", "value": "ja"}, {"label": "Nej", "value": "nej"}]


def test_a_hidden_field_is_dropped_and_never_required():
    built = form(
        field("radio", "bifall", values=YES_NO),
        field(
            "textarea", "skal", conditional={"hide": '=bifall = "ja"'}, validate={"required": True}
        ),
    )
    answers = read(built, bifall="ja", skal="kvar")
    assert answers.accepted
    assert answers.values == {"bifall": "ja"}
    assert answers.hidden == {"skal"}
    assert answers.raw["skal"] == "kvar"
    assert list(read(built, bifall="nej").errors) == ["skal"]
    assert built.accept({"bifall": "ja", "skal": "kvar"}, {}).values == {"bifall": "ja"}


def test_what_a_hidden_field_says_counts_for_nothing():
    built = form(
        field("radio", "a", values=YES_NO),
        field("radio", "b", values=YES_NO, conditional={"hide": '=a = "nej"'}),
        field("textfield", "c", conditional={"hide": '=b != "ja"'}, validate={"required": True}),
    )
    assert list(read(built, a="ja", b="ja").errors) == ["c"]
    assert read(built, a="nej", b="ja").accepted
    assert read(built, a="nej", b="ja").hidden == {"b", "c"}


def test_what_is_in_a_hidden_group_is_hidden():
    group = {
        "type": "group",
        "label": "Mer",
        "conditional": {"hide": "=not(mer)"},
        "components": [field("textfield", "namn", validate={"required": True})],
    }
    built = form(field("checkbox", "mer"), group)
    assert read(built).hidden == {"namn"}
    assert list(read(built, mer="true").errors) == ["namn"]


def test_a_hidden_field_does_not_fall_back_to_the_process_variable():
    built = form(
        field("checkbox", "visa"),
        field("textfield", "namn", conditional={"hide": "=not(visa)"}),
        field("textfield", "efter", conditional={"hide": "=namn = null"}),
    )
    assert read(built, {"namn": "förr"}).hidden == {"namn", "efter"}


def test_conditions_in_a_circle_end_and_leave_the_fields_visible():
    built = form(
        field("textfield", "a", conditional={"hide": "=b != null"}),
        field("textfield", "b", conditional={"hide": "=a != null"}),
    )
    assert read(built, a="x", b="y").hidden == frozenset()


def test_a_condition_that_fails_hides_nothing():
    built = form(field("textfield", "a", conditional={"hide": '=date("2027-13-45").year > 1'}))
    assert read(built, a="x").hidden == frozenset()
    endless = form(
        field("textfield", "a", conditional={"hide": "=count(for x in 1..99999999 return x) > 1"})
    )
    assert read(endless, a="x").hidden == frozenset()


def test_conditions_see_process_variables_and_the_given_day():
    built = form(
        field("textfield", "a", conditional={"hide": "=arende.bradskande"}),
        field("textfield", "b", conditional={"hide": '=today() < date("2027-02-01")'}),
    )
    assert read(built, {"arende": {"bradskande": True}}).hidden == {"a", "b"}
    assert built.read(_Nothing(), {}, now=NOW.replace(month=3)).hidden == set()


class _Nothing:
    def get(self, key: str) -> None:
        return None

    def getlist(self, key: str) -> list[str]:
        return []
