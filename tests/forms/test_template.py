import pytest
from tests.forms.build import field, form

from flows.forms.template import UnknownTemplateTag, parse_markdown, parse_template


def test_places_in_a_text_are_filled_in():
    template = parse_template("Från {{ arende.part.namn }} den {{arende.datum}}")
    values = {"arende": {"part": {"namn": "Gävle"}, "datum": "2027-03-12"}}
    assert template.reads == {"arende"}
    assert template.plain(values, "sv") == "Från Gävle den fre 12 mars 2027"
    assert template.plain({}, "sv") == "Från  den "


def test_a_whole_text_may_be_an_expression():
    assert parse_template('="Del " + string(n)').plain({"n": 3}, "sv") == "Del 3"


def test_markdown_becomes_html_below_the_heading_of_the_page():
    html = parse_markdown("# Ett\n**fet** [länk](https://example.org)\nny rad").html({}, "sv")
    assert "<h2>Ett</h2>" in html
    assert "<strong>fet</strong>" in html
    assert "<br>" in html or "<br />" in html
    assert '<a href="https://example.org">' in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "![bild](https://example.org/x.png)",
        "<div style='color:red'>",
    ],
)
def test_html_and_pictures_in_a_text_are_not_let_through(source):
    html = parse_markdown(source).html({}, "sv")
    for evil in ("<script", "<img", "<div", 'href="javascript'):
        assert evil not in html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "**fet** [x](javascript:alert(1))",
        "# rubrik",
        "\ue0000\ue001",
        '" onmouseover="x',
    ],
)
def test_what_people_typed_is_text_in_a_text(typed):
    html = parse_markdown("Titel: {{titel}}, sagt `{{titel}}`").html({"titel": typed}, "sv")
    for evil in ("<script", "<strong>", "<a ", "<h1", '" on'):
        assert evil not in html
    assert html.count("<p>") == 1


def test_lines_that_people_typed_stay_lines():
    assert "a<br>b" in parse_markdown("{{text}}").html({"text": "a\nb"}, "sv")


def test_tags_with_a_hash_are_refused():
    with pytest.raises(UnknownTemplateTag):
        parse_template("{{#loop x}}")


def test_labels_are_filled_in_on_the_page_and_in_errors():
    built = form(
        field("textfield", label="Svar från {{part}}", validate={"required": True}),
    )
    (view,) = built.view({"part": "Ockelbo"})
    assert view.label == "Svar från Ockelbo"
    assert built.check_answers({}, {"part": "Ockelbo"})["svar"].sv == "Fyll i Svar från Ockelbo."
