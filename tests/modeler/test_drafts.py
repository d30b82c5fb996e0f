"""Drafts: begun from what is published, saved against what was seen; who is second is told."""

import threading

import pytest
from tests.house import House

from flows.kernel import Database
from flows.modeler import (
    DraftFileChanged,
    DraftUnknown,
    FileNameRefused,
    FileTooLarge,
    NotProcessOwner,
    PackageExists,
    discard_draft,
    draft_of,
    find_draft,
    new_draft,
    open_draft,
    remove_file,
    write_file,
)
from flows.organisation import Actor

LIMIT = 1_000_000


@pytest.fixture
def owner(county: House) -> Actor:
    return county.actor("processagare-gavleborg")


def save(county: House, owner: Actor, content: bytes, expected: str | None) -> str:
    with county.database.transaction() as session:
        return write_file(
            session,
            owner,
            "arende",
            "arende.bpmn",
            content,
            expected=expected,
            max_bytes=LIMIT,
            now=county.clock(),
        ).etag


@pytest.fixture(autouse=True)
def _no_draft(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        if find_draft(session, "arende"):
            discard_draft(session, owner, "arende")


def test_a_draft_begins_as_the_current_version(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        draft = open_draft(session, owner, "arende", now=county.clock())
        assert "arende.bpmn" in draft.files
        assert draft.base_version_id is not None
        assert open_draft(session, owner, "arende", now=county.clock()) == draft


def test_only_process_owners_draw(county: House) -> None:
    secretary = county.actor("sekreterare-natverk-valfard")
    with county.database.transaction() as session, pytest.raises(NotProcessOwner):
        open_draft(session, secretary, "arende", now=county.clock())


def test_who_comes_second_is_told_and_nothing_is_written(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        seen = open_draft(session, owner, "arende", now=county.clock()).file("arende.bpmn").etag
    first = save(county, owner, b"<one/>", seen)
    with pytest.raises(DraftFileChanged) as told:
        save(county, owner, b"<two/>", seen)
    assert told.value.by == owner.person_id
    with county.database.transaction() as session:
        draft = draft_of(session, "arende")
    assert draft.file("arende.bpmn").content == b"<one/>"
    assert draft.revision == 2
    assert save(county, owner, b"<two/>", first) != first


def test_of_two_at_the_same_moment_one_is_told(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        seen = open_draft(session, owner, "arende", now=county.clock()).file("arende.bpmn").etag
    told: list[int] = []
    gate = threading.Barrier(2)

    def writer(number: int, database: Database) -> None:
        gate.wait()
        try:
            save(county, owner, f"<n{number}/>".encode(), seen)
        except DraftFileChanged:
            told.append(number)

    both = [threading.Thread(target=writer, args=(n, county.database)) for n in (1, 2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(told) == 1
    with county.database.transaction() as session:
        assert draft_of(session, "arende").file("arende.bpmn").content == (
            b"<n1/>" if told == [2] else b"<n2/>"
        )


@pytest.mark.parametrize(
    "name",
    [
        "../arende.bpmn",
        "/etc/passwd",
        "a.svg",
        "Ärende.bpmn",
        "scenarier/../x.yaml",
        "a\n.bpmn",
        "",
    ],
)
def test_a_file_name_that_is_no_file_name(county: House, owner: Actor, name: str) -> None:
    with county.database.transaction() as session:
        open_draft(session, owner, "arende", now=county.clock())
        with pytest.raises(FileNameRefused):
            write_file(
                session,
                owner,
                "arende",
                name,
                b"",
                expected=None,
                max_bytes=LIMIT,
                now=county.clock(),
            )


def test_a_file_that_is_too_large(county: House, owner: Actor) -> None:
    with county.database.transaction() as session:
        open_draft(session, owner, "arende", now=county.clock())
    with pytest.raises(FileTooLarge):
        save(county, owner, b" " * (LIMIT + 1), None)


def test_a_new_package_a_removed_file_and_a_discarded_draft(county: House, owner: Actor) -> None:
    now = county.clock()
    with county.database.transaction() as session:
        draft = new_draft(session, owner, "remiss", {"remiss.bpmn": b"<a/>"}, now=now)
        assert draft.base_version_id is None
        with pytest.raises(PackageExists):
            new_draft(session, owner, "remiss", {}, now=now)
        with pytest.raises(PackageExists):
            new_draft(session, owner, "arende", {}, now=now)
        etag = draft.file("remiss.bpmn").etag
        remove_file(session, owner, "remiss", "remiss.bpmn", expected=etag, now=now)
        assert not draft_of(session, "remiss").files
        discard_draft(session, owner, "remiss")
        with pytest.raises(DraftUnknown):
            draft_of(session, "remiss")
