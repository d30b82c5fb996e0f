"""Acts on a draft's files: kept for undoing, as many as are kept, and no further."""

import pytest
from sqlalchemy.orm import Session
from tests.house import House

from flows.modeler import DraftFileChanged, draft_of, open_draft
from flows.modeler.change_files import NothingToUndo, change_files, last_act, undo_act

OWNER = "processagare-gavleborg"
FILE = "arende.bpmn"
MOST = 1 << 20


def change(session: Session, county: House, content: bytes, etag: str | None = None) -> None:
    actor = county.actor(OWNER)
    seen = etag or draft_of(session, "arende").file(FILE).etag
    change_files(
        session, actor, "arende", {FILE: (content, seen)},
        focus="bereda", sv="Ändrat", en="Changed", max_bytes=MOST, now=county.clock(),
    )  # fmt: skip


def undo(session: Session, county: House) -> None:
    undo_act(session, county.actor(OWNER), "arende", FILE, max_bytes=MOST, now=county.clock())


def test_so_many_acts_can_be_undone(session: Session, county: House) -> None:
    open_draft(session, county.actor(OWNER), "arende", now=county.clock())
    first = draft_of(session, "arende").file(FILE).content
    for number in range(35):
        change(session, county, first + b" " * (number + 1))
    for _ in range(30):
        undo(session, county)
    assert draft_of(session, "arende").file(FILE).content == first + b" " * 5
    assert last_act(session, "arende", FILE) is None
    with pytest.raises(NothingToUndo):
        undo(session, county)


def test_what_changes_nothing_is_no_act(session: Session, county: House) -> None:
    open_draft(session, county.actor(OWNER), "arende", now=county.clock())
    change(session, county, draft_of(session, "arende").file(FILE).content)
    assert last_act(session, "arende", FILE) is None


def test_nobody_is_written_over(session: Session, county: House) -> None:
    open_draft(session, county.actor(OWNER), "arende", now=county.clock())
    with pytest.raises(DraftFileChanged):
        change(session, county, b"<a/>", etag="another")
