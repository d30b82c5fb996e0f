"""Errors are calm pages with the right status; a bug has a number that is also in the log."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from tests.web.site import Site

from flows.kernel import Conflict, FlowsError, Invalid, NotAllowed, NotFound, Problem
from flows.web.access import signed_in
from flows.web.current import database_session
from flows.web.headers import CONTENT_SECURITY_POLICY

SECRETARY = "sekreterare-natverk-valfard"


@pytest.fixture
def instead(site: Site) -> Iterator[Callable[..., None]]:
    """Put another view in the place of one."""
    views = dict(site.app.view_functions)

    def put(endpoint: str, view: Callable[..., object]) -> None:
        site.app.view_functions[endpoint] = signed_in(view)

    yield put
    site.app.view_functions.update(views)


def failing(error: Exception) -> Callable[[], str]:
    def view() -> str:
        raise error

    return view


class Odd(FlowsError):
    code = "odd"


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (NotFound(), 404, "Sidan finns inte"),
        (NotAllowed(), 403, "Du har inte behörighet"),
        (Conflict("Anna har redan svarat.", "x"), 409, "Någon annan hann före"),
        (Invalid(problems=[Problem("p", "Rad 3 är fel.", "x")]), 422, "går inte att använda"),
        (Odd(), 500, "Något gick fel"),
        (ZeroDivisionError(), 500, "Något gick fel"),
        (OperationalError("select", {}, Exception("gone")), 503, "svarar inte just nu"),
    ],
)
def test_each_family_has_its_status_and_page(
    site: Site, instead: Callable[..., None], error: Exception, status: int, title: str
) -> None:
    instead("inbox.show", failing(error))
    answer = site.person(SECRETARY).get("/tasks")
    assert answer.status_code == status
    assert title in answer.text
    assert "Traceback" not in answer.text
    assert "Sekreterare Nätverk Välfärd" in answer.text, "the page is still the visitor's own"
    if isinstance(error, Conflict):
        assert "Anna har redan svarat." in answer.text
    if isinstance(error, Invalid):
        assert "Rad 3 är fel." in answer.text


def test_a_bug_has_a_number_that_stands_in_the_log_without_what_was_typed(
    site: Site, instead: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    instead("task.complete", lambda task_id: {}[task_id])
    visitor = site.person(SECRETARY)
    answer = visitor.post("/tasks/t/complete", motivering="hemligt ord")
    assert answer.status_code == 500
    number = re.search(r"<strong[^>]*>([0-9a-f]{8})</strong>", answer.text)
    assert number is not None
    log = capsys.readouterr()
    assert number[1] in log.out + log.err
    assert "hemligt ord" in answer.text, "what was typed is shown"
    assert "hemligt ord" not in log.out + log.err


def test_what_a_failing_view_wrote_is_rolled_back(site: Site, instead: Callable[..., None]) -> None:
    def view() -> str:
        database_session().execute(text("create table left_behind (id int)"))
        raise Conflict

    instead("inbox.show", view)
    assert site.person(SECRETARY).get("/tasks").status_code == 409
    with site.house.database.transaction() as session:
        assert session.execute(text("select to_regclass('left_behind')")).scalar() is None


def test_a_piece_of_a_page_that_fails_is_a_sentence(
    site: Site, instead: Callable[..., None]
) -> None:
    instead("inbox.show", failing(NotFound()))
    visitor = site.person(SECRETARY)
    answer = visitor.client.get("/tasks", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text) == (404, "Det du söker finns inte.")
    nobody = site.visitor().client.get("/tasks", headers={"HX-Request": "true"})
    assert (nobody.status_code, nobody.text) == (401, "Du behöver logga in.")


def test_an_address_that_leads_nowhere(site: Site) -> None:
    for visitor in (site.visitor(), site.person(SECRETARY)):
        answer = visitor.get("/finns/inte")
        assert answer.status_code == 404
        assert "Adressen leder ingenstans" in answer.text
    assert site.visitor().get("/sign-out").status_code == 405


def test_a_form_without_its_token_is_explained_and_keeps_what_was_typed(site: Site) -> None:
    visitor = site.person(SECRETARY)
    answer = visitor.client.post("/tasks/t/complete", data={"motivering": "min text"})
    assert answer.status_code == 400
    assert "Formuläret går inte att ta emot" in answer.text
    assert "min text" in answer.text


def test_who_was_signed_out_in_another_window_is_told_and_keeps_what_was_typed(site: Site) -> None:
    visitor = site.person(SECRETARY)
    token = visitor.token()
    visitor.post("/sign-out")
    answer = visitor.client.post(
        "/tasks/t/complete",
        data={"csrf_token": token, "motivering": "min text"},
        headers={"Referer": "http://localhost/tasks/t"},
    )
    assert answer.status_code == 400
    assert "Du har loggats ut" in answer.text
    assert "min text" in answer.text
    assert "/tasks/t/draft" in answer.text


@pytest.mark.parametrize(
    ("state", "stack"), [(None, False), ("57P01", False), ("53100", False), ("55P03", True)]
)
def test_a_lost_database_is_one_line_in_the_log(
    site: Site,
    instead: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    state: str | None,
    stack: bool,
) -> None:
    said = psycopg.OperationalError("gone\nis the server running?")
    said.sqlstate = state
    instead("inbox.show", failing(OperationalError("select", {}, said)))
    visitor = site.person(SECRETARY)
    capsys.readouterr()
    assert visitor.get("/tasks").status_code == 503
    log = capsys.readouterr()
    assert "gone is the server running?" in log.out + log.err
    assert ("in view" in log.out + log.err) is stack


def test_too_much_is_refused(site: Site) -> None:
    visitor = site.person(SECRETARY)
    data = {"csrf_token": visitor.token(), "text": "x" * (3 << 20)}
    answer = visitor.client.post("/tasks/t/claim", data=data)
    assert answer.status_code == 413


def test_every_answer_has_the_headers(site: Site) -> None:
    for address in ("/sign-in", "/finns-inte", "/tasks", "/healthz", "/static/flows.svg"):
        headers = site.visitor().get(address).headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers
    assert site.visitor().get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "max-age=31536000" in site.visitor().get("/static/flows.svg").headers["Cache-Control"]


def test_health_is_said_in_a_word(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = site.visitor().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")

    def gone(*_: object) -> None:
        raise OperationalError("select 1", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", gone)
    assert site.visitor().get("/healthz").status_code == 503


def test_no_page_has_inline_style_or_script(site: Site) -> None:
    visitor = site.person("administrator-gavleborg")
    for address in ("/sign-in", "/tasks", "/cases", "/start", "/running", "/accessibility"):
        page = visitor.get(address).text
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]*src=)", page)
        assert not re.search(r"\son\w+=", page)
