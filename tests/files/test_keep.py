"""Files are kept as pending, held for a draft, used once, and dropped when nobody uses them."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import false, inspect
from sqlalchemy.orm import Session

from flows.files import (
    PENDING_LIFE,
    FilesGone,
    FileUnknown,
    NewFile,
    StoredFile,
    content_of,
    discard_pending,
    file_rows,
    hold_files,
    keep,
    keep_file,
    pending_files,
    stored_file,
    use_files,
)

NOW = datetime(2027, 1, 11, 8, tzinfo=UTC)


def kept(
    session: Session,
    name: str = "a.txt",
    by: str = "anna",
    at: datetime = NOW,
    content: bytes = b"x",
) -> UUID:
    new = NewFile(name, "text/plain", content)
    return keep_file(session, new, collaboration_id="gavleborg", uploaded_by=by, now=at).id


def pending(session: Session, by: str = "anna", task: str | None = None) -> list[str]:
    return [row.name for row in pending_files(session, "gavleborg", by, task)]


def test_a_file_is_kept_whole_and_its_content_is_read_only_when_asked_for(session: Session) -> None:
    content = bytes(range(256)) * 40
    file_id = kept(session, "bilaga å.txt", content=content)
    session.expunge_all()

    file = stored_file(session, "gavleborg", file_id)
    assert (file.name, file.size) == ("bilaga å.txt", len(content))
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert "content" in inspect(file).unloaded
    assert content_of(session, file) == content


def test_another_collaboration_does_not_find_it(session: Session) -> None:
    file_id = kept(session)
    with pytest.raises(FileUnknown):
        stored_file(session, "vasternorrland", file_id)
    with pytest.raises(FileUnknown):
        stored_file(session, "gavleborg", uuid4())
    assert list(pending_files(session, "vasternorrland", "anna")) == []


def test_what_is_used_is_part_of_one_process_for_good(session: Session) -> None:
    file_id, first, second = kept(session), uuid4(), uuid4()
    use_files(session, [file_id], first)
    use_files(session, [file_id], second)
    use_files(session, [], second)

    assert [row.id for row in file_rows(session, [first])] == [file_id]
    assert list(file_rows(session, [second])) == []
    assert pending(session) == []


def test_a_file_that_is_gone_can_not_be_used(session: Session) -> None:
    with pytest.raises(FilesGone):
        use_files(session, [kept(session), uuid4()], uuid4())


def test_a_draft_holds_its_files_for_whoever_goes_on_with_it(session: Session) -> None:
    mine, dropped, theirs = kept(session, "min"), kept(session, "släppt"), kept(session, "x", "bo")
    hold_files(session, "t1", "anna", [mine, dropped, theirs])
    assert pending(session, "bo", "t1") == ["min", "släppt", "x"]

    hold_files(session, "t1", "bo", [mine])
    assert pending(session, "cia", "t1") == ["min"], "what the draft had, it may keep"


def test_only_old_and_unheld_and_unused_files_are_dropped(session: Session) -> None:
    old = NOW - PENDING_LIFE
    kept(session, "gammal", at=old)
    kept(session, "ny", at=NOW - PENDING_LIFE + timedelta(seconds=1))
    hold_files(session, "t1", "anna", [kept(session, "hållen", at=old)])
    used = kept(session, "använd", at=old)
    use_files(session, [used], uuid4())

    held = StoredFile.task_id.is_not(None)
    assert discard_pending(session, held, now=NOW) == 1
    assert pending(session) == ["hållen", "ny"]
    assert discard_pending(session, false(), now=NOW) == 1
    assert stored_file(session, "gavleborg", used).name == "använd"


def test_nobody_fills_the_database_with_files_they_never_use(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep, "MOST_PENDING_BYTES", 10)
    hold_files(session, "t1", "anna", [kept(session, "hållen", content=b"12345678")])
    for hour in range(6):
        kept(session, f"fil {hour}", at=NOW + timedelta(hours=hour), content=b"1234")
    kept(session, "bos", by="bo", content=b"123456789")

    assert pending(session) == ["hållen", "fil 4", "fil 5"]
    assert pending(session, "bo") == ["bos"]
