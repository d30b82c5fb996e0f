"""Files with a form, as the people who hand them in and those who read them."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.forms.documents import HTML, PDF
from tests.house import House
from tests.inbox.test_inbox import ANMALAN, filled, tasks
from werkzeug.datastructures import MultiDict

from flows.files import FileUnknown, StoredFile, content_of
from flows.forms import KNOWN_FILES, NO_UPLOADS, Answers, Upload, Uploads
from flows.inbox import (
    AnswersRejected,
    TaskPage,
    complete_task,
    keep_draft,
    readable_file,
    start_form,
    start_process,
    task_page,
)
from flows.organisation import Actor
from flows.records import CaseFile, case_page, cases

SECRETARY = "sekreterare-natverk-valfard"
MOST = 20 * 1024 * 1024


@pytest.fixture
def ockelbo(county: House) -> Actor:
    """Whoever may raise a case for Ockelbo."""
    return county.actor("initiativtagare-ockelbo")


def sent(*names: str, content: bytes = PDF, key: str = "handlingar") -> Uploads:
    return Uploads({key: [Upload(name, len(content), content) for name in names]}, MOST)


def report(county: House, actor: Actor, uploads: Uploads, **changed: object) -> None:
    """Report a case to Nätverk Välfärd."""
    with county.database.transaction() as session:
        page = start_form(session, actor, "arende", "natverk-valfard")
        submitted = filled(page.form, {**ANMALAN, **changed}, page.variables)
        start_process(
            session,
            actor,
            "arende",
            "natverk-valfard",
            submitted,
            now=county.clock(),
            uploads=uploads,
        )
    county.settle()


def fail_to_report(county: House, actor: Actor, uploads: Uploads, **typed: str) -> Answers:
    """Send a report that lacks most of its answers; as on the web, what was kept stays kept."""
    with county.database.transaction() as session, pytest.raises(AnswersRejected) as refused:
        start_process(
            session,
            actor,
            "arende",
            "natverk-valfard",
            MultiDict(typed),
            now=county.clock(),
            uploads=uploads,
        )
    return refused.value.answers


def files_of_case(county: House, actor: Actor, title: str) -> Sequence[CaseFile]:
    with county.database.transaction() as session:
        (row,) = cases(session, actor, search=title)
        return case_page(session, actor, row.id).files


def page_of(county: House, actor: Actor, task_id: str) -> TaskPage:
    with county.database.transaction() as session:
        return task_page(session, actor, task_id, now=county.clock())


def pending(page: TaskPage) -> list[str]:
    return sorted(one["namn"] for one in page.variables[KNOWN_FILES].values())


def can_read(county: House, person_id: str, file_id: UUID) -> bool:
    with county.database.transaction() as session:
        try:
            file = readable_file(session, county.actor(person_id), file_id)
        except FileUnknown:
            return False
        return bool(content_of(session, file))


def test_what_is_handed_in_with_a_report_is_in_the_case_and_on_the_next_task(
    county: House, ockelbo: Actor
) -> None:
    report(county, ockelbo, sent("Åtgärder.pdf", "b.pdf"), titel="Med handlingar")

    files = files_of_case(county, ockelbo, "Med handlingar")
    assert [(one.file.name, one.file.media_type, one.file.size) for one in files] == [
        ("b.pdf", "application/pdf", len(PDF)),
        ("Åtgärder.pdf", "application/pdf", len(PDF)),
    ]
    assert {one.who for one in files} == {ockelbo.title}
    assert {one.file.uploaded_at for one in files} == {county.clock()}

    secretary = county.actor(SECRETARY)
    page = page_of(county, secretary, tasks(county, secretary, "Med handlingar")[0].id)
    assert page.form is not None
    given = next(view for view in page.form.view(page.variables) if view.key == "handlingar")
    assert given.readonly
    assert [file.name for file in given.files] == ["Åtgärder.pdf", "b.pdf"]


def test_a_case_without_documents_has_none(county: House, ockelbo: Actor) -> None:
    """NV-08: a case for information needs none."""
    report(county, ockelbo, NO_UPLOADS, titel="Utan handlingar")
    assert files_of_case(county, ockelbo, "Utan handlingar") == []


def test_faults_keep_the_sound_files_for_the_next_try(county: House, ockelbo: Actor) -> None:
    answers = fail_to_report(county, ockelbo, sent("a.pdf"))
    raw = answers.raw["handlingar"]
    assert len(raw) == 1
    assert "handlingar" not in answers.errors

    report(county, ockelbo, NO_UPLOADS, titel="Andra försöket", handlingar=raw)
    (file,) = files_of_case(county, ockelbo, "Andra försöket")
    assert str(file.file.id) == raw[0]

    with pytest.raises(AnswersRejected) as again:
        report(county, ockelbo, NO_UPLOADS, titel="Samma fil igen", handlingar=raw)
    assert again.value.answers.errors["handlingar"].code == "file-gone"


def test_a_refused_file_is_not_stored(county: House, ockelbo: Actor) -> None:
    answers = fail_to_report(county, ockelbo, sent("a.pdf", content=HTML))
    assert answers.errors["handlingar"].code == "file-content"
    assert answers.raw["handlingar"] == []
    with county.database.transaction() as session:
        assert session.scalars(select(StoredFile).where(StoredFile.size == len(HTML))).all() == []


def test_nobody_can_answer_with_someone_elses_file(county: House, ockelbo: Actor) -> None:
    thief = county.actor("initiativtagare-gavle")
    stolen = fail_to_report(county, ockelbo, sent("hemlig.pdf")).raw["handlingar"]
    with pytest.raises(AnswersRejected) as caught:
        report(county, thief, NO_UPLOADS, titel="Stulen fil", handlingar=stolen)
    assert caught.value.answers.errors["handlingar"].code == "file-gone"


def test_a_draft_keeps_its_files_until_it_is_sent(county: House, ockelbo: Actor) -> None:
    preparer, task_id = preparation(county, ockelbo, "Utkast med fil")
    key = "beredningens_handlingar"
    with county.database.transaction() as session:
        refused = keep_draft(
            session,
            preparer,
            task_id,
            MultiDict({"beredningens_yttrande": "halv…"}),
            Uploads({key: [*sent("u.pdf").files["handlingar"], Upload("x.exe", 2, b"MZ")]}, MOST),
            now=county.clock(),
        )
    assert refused[key].code == "file-type"
    page = page_of(county, preparer, task_id)
    assert page.draft is not None
    (file_id,) = page.draft[key]
    assert page.draft["beredningens_yttrande"] == "halv…"

    county.move(timedelta(days=3))
    assert county.work.discard_files() >= 0
    assert pending(page_of(county, preparer, task_id)) == ["u.pdf"], "a draft's file is spared"
    assert can_read(county, preparer.person_id, UUID(file_id))
    assert not can_read(county, ockelbo.person_id, UUID(file_id)), "it is not handed in yet"

    page = page_of(county, preparer, task_id)
    assert page.form is not None
    answers = filled(page.form, {"beredningsbeslut": "dagordning", key: [file_id]}, page.variables)
    with county.database.transaction() as session:
        complete_task(session, preparer, task_id, answers, now=county.clock())
    county.settle()
    assert [one.file.name for one in files_of_case(county, ockelbo, "Utkast med fil")] == ["u.pdf"]
    assert can_read(county, ockelbo.person_id, UUID(file_id))


def test_what_nobody_used_is_dropped_after_a_day(county: House, ockelbo: Actor) -> None:
    (file_id,) = fail_to_report(county, ockelbo, sent("glömd.pdf")).raw["handlingar"]
    assert can_read(county, ockelbo.person_id, UUID(file_id))
    assert not can_read(county, SECRETARY, UUID(file_id))

    county.move(timedelta(hours=23))
    county.work.discard_files()
    assert can_read(county, ockelbo.person_id, UUID(file_id))
    county.move(timedelta(hours=2))
    assert county.work.discard_files() >= 1
    assert not can_read(county, ockelbo.person_id, UUID(file_id))


def test_a_cases_files_are_for_its_collaboration_alone(county: House, ockelbo: Actor) -> None:
    report(county, ockelbo, sent("öppen.pdf"), titel="Öppen handling")
    (file,) = files_of_case(county, ockelbo, "Öppen handling")
    assert can_read(county, "registrator-gavle", file.file.id)
    stranger = Actor("x", "X", "vasternorrland", frozenset())
    with county.database.transaction() as session, pytest.raises(FileUnknown):
        readable_file(session, stranger, file.file.id)


def preparation(county: House, ockelbo: Actor, title: str) -> tuple[Actor, str]:
    """A case that waits to be prepared: who may do it, and their task."""
    report(county, ockelbo, NO_UPLOADS, titel=title)
    secretary = county.actor(SECRETARY)
    row = tasks(county, secretary, title)[0]
    page = page_of(county, secretary, row.id)
    assert page.form is not None
    with county.database.transaction() as session:
        complete_task(
            session,
            secretary,
            row.id,
            filled(page.form, {**ANMALAN, "mottagning": "vidare"}, page.variables),
            now=county.clock(),
        )
    county.settle()
    preparer = county.actor("beredning-natverk-social-1")
    return preparer, tasks(county, preparer, title)[0].id
