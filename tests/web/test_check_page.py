"""The check page of a package: what is found, where, how to mend it, and calm when nothing is."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.web.site import Site, Visitor

from flows.kernel import Database
from flows.modeler import discard_draft, draft_of, open_draft, write_file

OWNER = "processagare-gavleborg"
PAGE = "/processes/arende/check"
NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)


@pytest.fixture
def owner(site: Site, database: Database) -> Iterator[Visitor]:
    """A process owner with a draft of `arende`, thrown away afterwards."""
    actor = site.house.actor(OWNER)
    with database.transaction() as session:
        open_draft(session, actor, "arende", now=NOW)
    yield site.person(OWNER)
    with database.transaction() as session:
        discard_draft(session, actor, "arende")


def spoil(site: Site, database: Database, file: str, old: str, new: str) -> None:
    with database.transaction() as session:
        before = draft_of(session, "arende").file(file)
        assert old.encode() in before.content
        write_file(
            session,
            site.house.actor(OWNER),
            "arende",
            file,
            before.content.replace(old.encode(), new.encode(), 1),
            expected=before.etag,
            max_bytes=1_048_576,
            now=NOW,
        )


def test_it_says_calmly_that_nothing_is_wrong(site: Site) -> None:
    page = site.person(OWNER).get(PAGE).text

    assert "Inget att rätta" in page
    assert "Så rättar du:" not in page


def test_each_finding_says_where_what_and_how_and_leads_there(
    owner: Visitor, site: Site, database: Database
) -> None:
    spoil(site, database, "arende.bpmn", "=mottagning = ", "=motagning = ")
    spoil(site, database, "arende-beslut.form", '"tillatna_former"', '"tillatna_formr"')
    spoil(site, database, "arende.bpmn", 'candidateGroups="beredning"', 'candidateGroups="bered"')

    page = owner.get(PAGE).text

    assert "3 saker att titta på" in page
    assert "1 är ett fel och hindrar publicering." in page
    assert "Menade du mottagning?" in page
    assert "Menade du tillatna_former?" in page
    assert "Välj en roll i listan." in page
    assert "/processes/arende/diagram/arende.bpmn?element=bereda" in page
    assert "/processes/arende/form/arende-beslut.form?element=" in page
    # errors come before warnings
    assert page.index('data-color="danger"') < page.index('data-color="warning"')


def test_what_a_file_says_is_text_and_never_markup(
    owner: Visitor, site: Site, database: Database
) -> None:
    markup = "&lt;b onclick&gt;Bereda&lt;/b&gt;"
    spoil(site, database, "arende.bpmn", 'name="Bereda ärendet"', f'name="{markup}"')
    spoil(site, database, "arende.bpmn", 'candidateGroups="beredning"', 'candidateGroups="bered"')

    page = owner.get(PAGE).text

    assert markup in page
    assert "<b onclick" not in page


def test_a_file_that_can_t_run_is_told_and_the_page_stands(
    owner: Visitor, site: Site, database: Database
) -> None:
    spoil(site, database, "arende.bpmn", 'isExecutable="true"', 'isExecutable="false"')

    page = owner.get(PAGE)

    assert page.status_code == 200
    assert "inte markerad som körbar" in page.text


def test_in_english_the_finding_and_its_hint_are_english(
    owner: Visitor, site: Site, database: Database
) -> None:
    spoil(site, database, "arende.bpmn", "=mottagning = ", "=motagning = ")
    owner.post("/language", language="en", next="/")

    page = owner.get(PAGE).text

    assert "Did you mean mottagning?" in page
    assert "Mend the spelling." in page
    owner.post("/language", language="sv", next="/")


def test_only_those_who_oversee_see_it(site: Site) -> None:
    assert site.visitor().get(PAGE).status_code in (302, 303, 401)
    assert site.person("sekreterare-natverk-valfard").get(PAGE).status_code == 403


def test_a_file_is_told_from_others_by_its_kind_and_its_name(
    owner: Visitor, site: Site, database: Database
) -> None:
    spoil(site, database, "arende.bpmn", "=mottagning = ", "=motagning = ")
    spoil(site, database, "arende-beslut.form", "## {{titel}}", "## {{titell}}")
    page = owner.get(PAGE).text
    assert ">Diagram: Ärende <" in page
    assert ">Formulär: Registrera mötets beslut <" in page
    assert "arende-beslut.form" in page
    assert ">”## {{titell}} " in page, "what has no question is told by how it begins"

    # two steps of one name, each with its form
    spoil(site, database, "arende.bpmn", 'name="Bereda ärendet"', 'name="Registrera mötets beslut"')
    spoil(site, database, "arende-beredning.form", "{{titel}}", "{{titell}}")
    page = owner.get(PAGE).text
    assert "Registrera mötets beslut (arende-beslut.form)" in page
    assert "Registrera mötets beslut (arende-beredning.form)" in page
