"""The drawing page and what it fetches: who may see it, what it tells, and that names are text."""

import json
from collections.abc import Iterator

import pytest
from tests.web.site import Site, Visitor

from flows.modeler import discard_draft, draft_of, open_draft, write_file

OWNER = "processagare-gavleborg"
ADDRESS = "/processes/arende/diagram/arende.bpmn"


@pytest.fixture
def owner(site: Site) -> Iterator[Visitor]:
    """A process owner with a draft of `arende`."""
    house = site.house
    with house.database.transaction() as session:
        open_draft(session, house.actor(OWNER), "arende", now=house.clock())
    yield site.person(OWNER)
    with house.database.transaction() as session:
        discard_draft(session, house.actor(OWNER), "arende")


def save(site: Site, content: bytes) -> None:
    house = site.house
    with house.database.transaction() as session:
        there = draft_of(session, "arende").file("arende.bpmn")
        write_file(
            session,
            house.actor(OWNER),
            "arende",
            "arende.bpmn",
            content,
            expected=there.etag,
            max_bytes=1 << 20,
            now=house.clock(),
        )


def test_the_page_carries_the_file_and_what_it_was_seen_as(site: Site, owner: Visitor) -> None:
    page = owner.get(ADDRESS)
    assert page.status_code == 200
    with site.house.database.transaction() as session:
        etag = draft_of(session, "arende").file("arende.bpmn").etag
    assert f'data-etag="{etag}"' in page.text
    assert 'data-editable="yes"' in page.text
    assert "&lt;bpmn:definitions" in page.text
    assert "Att rita kräver JavaScript" in page.text
    assert "/outline/arende" in page.text


def test_without_a_draft_it_can_only_be_looked_at(site: Site) -> None:
    page = site.person(OWNER).get(ADDRESS)
    assert 'data-editable="no"' in page.text
    assert "Börja ändra" in page.text


@pytest.mark.parametrize("what", ["", "/catalogue.json", "/problems.json", ".svg", ".pdf"])
def test_participants_see_nothing_of_it(site: Site, what: str) -> None:
    assert site.person("registrator-ockelbo").get(ADDRESS + what).status_code == 403
    assert site.visitor().get(ADDRESS + what).status_code in {302, 303, 401}
    assert site.person(OWNER).get(f"/processes/arende/diagram/x.bpmn{what}").status_code in (
        {404} if what in {"", ".svg", ".pdf"} else {200}
    )


def test_the_catalogue_names_everything_to_choose_from(owner: Visitor) -> None:
    told = json.loads(owner.get(f"{ADDRESS}/catalogue.json").text)
    forms = {form["id"]: form for form in told["forms"]}
    assert "Bereda ärendet" in forms["arende-beredning"]["used_by"]
    keys = [field["key"] for field in forms["arende-mottagning"]["fields"]]
    assert "mottagning" in keys
    assert "niva.dmn" in {decision["file"] for decision in told["decisions"]}
    own = {process["id"]: process["own"] for process in told["processes"]}
    assert own["arende"] is True
    assert own["projekt"] is False
    assert "sekreterare" in {role["id"] for role in told["roles"]}
    assert len({role["id"] for role in told["roles"]}) == len(told["roles"])
    assert {"natverk-valfard"} <= {forum["id"] for forum in told["forums"]}
    assert "ockelbo" in {party["id"] for party in told["parties"]}
    assert [entry["name"] for entry in told["known"]] == ["forum", "instans", "part"]
    assert "flows.notis.skicka" in {template["id"] for template in told["operations"]}


def test_what_is_drawn_here_is_given_as_picture_and_document(owner: Visitor) -> None:
    picture, document = owner.get(f"{ADDRESS}.svg"), owner.get(f"{ADDRESS}.pdf")
    assert picture.mimetype == "image/svg+xml"
    assert "<script" not in picture.text
    assert "attachment" in picture.headers["Content-Disposition"]
    assert document.data.startswith(b"%PDF")


def test_the_problems_of_the_draft_are_told_with_how_to_mend_them(
    site: Site, owner: Visitor
) -> None:
    with site.house.database.transaction() as session:
        raw = draft_of(session, "arende").file("arende.bpmn").content
    save(site, raw.replace(b'formId="arende-beredning"', b'formId="finns-inte"'))
    told = json.loads(owner.get(f"{ADDRESS}/problems.json").text)["problems"]
    wrong = next(each for each in told if "finns-inte" in each["text"])
    assert (wrong["element"], wrong["severity"]) == ("bereda", "error")
    assert wrong["hint"]


def test_names_that_are_markup_are_text(site: Site, owner: Visitor) -> None:
    with site.house.database.transaction() as session:
        raw = draft_of(session, "arende").file("arende.bpmn").content
    name = "&lt;/textarea&gt;&lt;b&gt;fet&lt;/b&gt;"
    save(site, raw.replace(b'name="Bereda \xc3\xa4rendet"', f'name="{name}"'.encode()))
    page = owner.get(ADDRESS)
    assert page.status_code == 200
    assert "<b>fet" not in page.text
    assert "<b>fet" not in owner.get(f"{ADDRESS}.svg").text
