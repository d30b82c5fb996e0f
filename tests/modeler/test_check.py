"""A draft is checked against the roles, operations and processes that are known here."""

import pytest
from tests.house import House

from flows.catalog import package_of
from flows.catalog.versions import latest_version
from flows.modeler import draft_of, open_draft, write_file
from flows.modeler.check import package_problems, problems_of
from flows.organisation import Actor

LIMIT = 1_048_576


@pytest.fixture
def owner(county: House) -> Actor:
    return county.actor("processagare-gavleborg")


@pytest.mark.parametrize("package", ["arende", "projekt", "rekommendation"])
def test_what_is_published_has_nothing_to_mend(county: House, package: str) -> None:
    with county.database.transaction() as session:
        version = latest_version(session, package)
        files = package_of(session, version.version_id)
        assert package_problems(session, files, now=county.clock(), max_bytes=LIMIT) == []


def test_what_other_processes_send_is_known(county: House, owner: Actor) -> None:
    """The case waits for what the recommendation sends it, and the name must be the same."""
    with county.database.transaction() as session:
        open_draft(session, owner, "arende", now=county.clock())
        before = draft_of(session, "arende").file("arende.bpmn")
        write_file(
            session,
            owner,
            "arende",
            "arende.bpmn",
            before.content.replace(b"=rekommendationsutfall.", b"=rekomendationsutfall.").replace(
                b'candidateGroups="beredning"', b'candidateGroups="beredning@natverk-valfart"'
            ),
            expected=before.etag,
            max_bytes=LIMIT,
            now=county.clock(),
        )
        found = problems_of(
            session, draft_of(session, "arende"), now=county.clock(), max_bytes=LIMIT
        )

    assert [(one.code, one.file) for one in found] == [
        ("scope-missing", "arende.bpmn"),
        ("unknown-variable", "arende.bpmn"),
    ]
    assert "Menade du natverk-valfard?" in found[0].sv
    assert "Menade du rekommendationsutfall?" in found[1].sv
