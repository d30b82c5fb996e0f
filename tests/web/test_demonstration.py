"""The people whom a demonstration begins with are those that the texts let one be."""

import re
from pathlib import Path

import pytest
from tests.house import House

from flows.web.demonstration import demonstration_people, first_people

DOCS = Path(__file__).parents[2] / "docs"
TEXTS = (
    "tutorial/ett-arende.md",
    "tutorial/a-case.md",
    "how-to/rita-processer.md",
    "how-to/draw-processes.md",
)


def test_they_are_the_few_that_the_files_name_in_their_order(county: House) -> None:
    with county.database.transaction() as session:
        groups = first_people(session, county.clock())
    assert [group.collaboration for group in groups] == [
        "Samverkan Välfärd Gävleborg",
        "HälSam Västernorrland",
    ]
    assert groups[0].guests[0].id == "initiativtagare-ockelbo"
    assert sum(len(group.guests) for group in groups) <= 15
    assert all(guest.does and guest.does_en for group in groups for guest in group.guests)


@pytest.mark.parametrize("text", TEXTS)
def test_whom_a_text_lets_one_be_is_among_them(county: House, text: str) -> None:
    now = county.clock()
    with county.database.transaction() as session:
        everyone = {p.title for group in demonstration_people(session, now) for p in group.people}
        first = {p.title for group in first_people(session, now) for p in group.guests}
    bold = re.findall(r"\*\*(.+?)\*\*", " ".join((DOCS / text).read_text().split()))
    named = set(bold) & everyone
    assert named
    assert named <= first
