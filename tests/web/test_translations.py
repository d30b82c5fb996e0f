"""Swedish first, English whole: every msgid has its translation, with the same values in it."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from tests.web.site import Site

WEB = Path(__file__).parents[2] / "src" / "flows" / "web"
CATALOGUE = WEB / "translations" / "en" / "LC_MESSAGES" / "messages.po"
TEMPLATES = {"trim_blocks": "true", "lstrip_blocks": "true"}
VALUES = re.compile(r"%\(\w+\)[sd]")


def msgids() -> set[str | tuple[str, ...]]:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    found = extract_from_dir(WEB, methods, {"templates/**.html": TEMPLATES})
    return {message for _, _, message, _, _ in found}


def test_every_msgid_is_translated_and_none_is_left_over() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    translated = {message.id: message for message in catalogue if message.id}
    wanted = msgids()
    assert len(wanted) > 200
    assert {_key(one) for one in wanted} - {_key(one) for one in translated} == set()
    assert {_key(one) for one in translated} - {_key(one) for one in wanted} == set()
    for message in translated.values():
        assert not message.fuzzy
        for said, english in zip(_texts(message.id), _texts(message.string), strict=True):
            assert english, said
            assert sorted(VALUES.findall(said)) == sorted(VALUES.findall(english)), said


def _key(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def _texts(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return _key(message)


def test_the_choice_of_language_is_kept_and_leads_back(site: Site) -> None:
    visitor = site.visitor()
    assert '<html lang="sv"' in visitor.get("/accessibility").text
    answer = visitor.post("/language", language="en", next="/accessibility?x=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/accessibility?x=1"
    page = visitor.get("/accessibility").text
    assert '<html lang="en"' in page
    assert "Tell us when something does not work" in page
    visitor.post("/language", language="sv", next="https://example.org/")
    assert '<html lang="sv"' in visitor.get("/accessibility").text


@pytest.mark.parametrize("language", ["de", "", "../en"])
def test_an_unknown_language_changes_nothing(site: Site, language: str) -> None:
    visitor = site.visitor()
    visitor.post("/language", language=language)
    assert '<html lang="sv"' in visitor.get("/accessibility").text


def test_swedish_content_on_an_english_page_says_that_it_is_swedish(site: Site) -> None:
    visitor = site.person("sekreterare-natverk-valfard")
    visitor.post("/language", language="en")
    page = visitor.get("/tasks").text
    assert "My tasks" in page
    assert '<span lang="sv">Sekreterare Nätverk Välfärd</span>' in page
