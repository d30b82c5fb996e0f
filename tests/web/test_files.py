"""Files over HTTP: sent with a form, kept when it is wrong, given out as attachments."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from tests.forms.documents import EXECUTABLE, HTML, PDF, SVG
from tests.web.site import Site, Visitor
from werkzeug.test import TestResponse

from flows.kernel import Database, Settings
from flows.web.views.files import FILE_POLICY

REPORTER = "initiativtagare-ockelbo"
SECRETARY = "sekreterare-natverk-valfard"
START = "/start/arende/natverk-valfard"
MOST = 100_000
REPORT = {
    "beskrivning": "Barn och unga möter i dag flera ingångar.",
    "forslag_till_beslut": "Att anta vägen in.",
    "berorda_parter": ["ockelbo", "gavle"],
    "samverkansomrade": "annat",
    "arendetyp": "ny_fraga",
    "kalla": "namnd",
}


@pytest.fixture(scope="module")
def site(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site where the files of one form may be 100 kB together."""
    folder: Path = tmp_path_factory.mktemp("site")
    settings = Settings(
        database_url=database_url, data_dir=folder, secret_key="k", max_upload_bytes=MOST
    )
    return Site(database, settings)


def files(*sent: tuple[str, bytes]) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(content), name) for name, content in sent]


def report(visitor: Visitor, title: str, *sent: tuple[str, bytes], **more: object) -> TestResponse:
    fields = {**REPORT, **options(visitor), "titel": title, **more}
    return visitor.post(START, handlingar=files(*sent), **fields)


def options(visitor: Visitor) -> dict[str, str]:
    """The first option of each drop-down of the form."""
    page = visitor.get(START).text
    found = re.findall(r'<select[^>]*name="(\w+)".*?<option value="(\w+)"', page, re.DOTALL)
    return dict(found)


def kept_ids(page: str) -> list[str]:
    return re.findall(r'type="checkbox" value="([0-9a-f-]{36})" checked', page)


def case_of(site: Site, visitor: Visitor, title: str) -> str:
    site.house.settle()
    found = re.search(r'href="(/cases/\d+)"', visitor.get("/cases", search=title).text)
    assert found is not None
    return visitor.get(found[1]).text


def test_a_form_that_takes_files_says_so_and_others_do_not(site: Site) -> None:
    page = site.person(REPORTER).get(START).text
    assert 'enctype="multipart/form-data"' in page
    assert re.search(
        r'<input class="ds-input" id="f-handlingar" name="handlingar" type="file"', page
    )
    assert "Högst 20 filer på högst 98 kB var: PDF, Word" in page, "the narrower of the two limits"


def test_from_the_form_to_the_case_and_down_again(site: Site) -> None:
    visitor = site.person(REPORTER)
    answer = report(visitor, "Hela vägen", ("../Åtgärd\u202e 1.pdf", PDF), ("", b""))
    assert answer.status_code == 303, answer.text
    page = case_of(site, visitor, "Hela vägen")
    assert "Handlingar" in page
    assert "Åtgärd 1.pdf" in page
    assert f"PDF, {len(PDF)} byte" in page
    assert "Initiativtagare" in page

    (address,) = set(re.findall(r'href="(/files/[0-9a-f-]{36})"', page))
    file = site.person(SECRETARY).get(address)
    assert file.data == PDF
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%C3%85tg%C3%A4rd%201.pdf" in file.headers["Content-Disposition"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Security-Policy"] == FILE_POLICY
    assert "sandbox" in FILE_POLICY
    assert file.headers["Cache-Control"] == "no-store"

    assert site.visitor().get(address).status_code == 303, "only for those who have signed in"
    other_county = site.person("administrator-vasternorrland")
    assert other_county.get(address).status_code == 404


def test_faults_keep_the_file_chosen_without_script(site: Site) -> None:
    visitor = site.person(REPORTER)
    answer = report(visitor, "", ("a.pdf", PDF), ("b.pdf", PDF))
    assert answer.status_code == 422
    assert "a.pdf (PDF" in answer.text
    kept = kept_ids(answer.text)
    assert len(kept) == 2

    visitor.post(START, **{**REPORT, **options(visitor), "titel": "Med en", "handlingar": kept[:1]})
    page = case_of(site, visitor, "Med en")
    assert len(set(re.findall(r'href="(/files/[0-9a-f-]{36})"', page))) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", EXECUTABLE),
        ("virus.pdf", EXECUTABLE),
        ("sida.pdf", HTML),
        ("bild.png", SVG),
        ("bild.svg", SVG),
        ("tom.pdf", b""),
        ("utan", PDF),
        ("a.pdf\x00.exe", PDF),
        ("x" * 300 + ".html", HTML),
    ],
)
def test_hostile_files_are_refused_with_a_fault_at_the_field(
    site: Site, name: str, content: bytes
) -> None:
    answer = report(site.person(REPORTER), "Fientlig", (name, content))
    assert answer.status_code == 422
    assert 'href="#f-handlingar"' in answer.text
    assert 'id="f-handlingar-error"' in answer.text
    assert kept_ids(answer.text) == []
    assert "Att anta vägen in." in answer.text, "what was typed stays"


def test_a_name_can_not_write_itself_into_the_page(site: Site) -> None:
    answer = report(site.person(REPORTER), "", ("<script>alert(1)<b>.pdf", PDF))
    assert "<script>alert" not in answer.text
    assert "-script-alert(1)-b-.pdf" in answer.text


def test_too_large_files_are_told_of_and_nothing_typed_is_lost(site: Site) -> None:
    visitor = site.person(REPORTER)
    answer = report(visitor, "För stort", ("stor.pdf", PDF + bytes(MOST)), ("liten.pdf", PDF))
    assert answer.status_code == 422
    assert "”stor.pdf” är för stor. En fil får vara högst 98 kB." in answer.text
    assert "liten.pdf (PDF" in answer.text
    assert 'value="För stort"' in answer.text

    half = PDF + bytes(60_000)
    answer = report(visitor, "Tillsammans", ("a.pdf", half), ("b.pdf", half), ("c.pdf", PDF))
    assert "”b.pdf” fick inte plats." in answer.text
    assert len(kept_ids(answer.text)) == 2


@pytest.mark.parametrize("language", ["sv", "en"])
def test_far_too_much_is_a_page_of_its_own(site: Site, language: str) -> None:
    visitor = site.person(REPORTER)
    visitor.post("/language", language=language)
    answer = post_one_large(visitor, START, 4 * MOST + (2 << 20))
    assert answer.status_code == 413
    said = {"sv": "högst 98 kB tillsammans", "en": "at most 98 kB in all"}
    assert said[language] in answer.text


def test_views_that_take_no_files_take_little(site: Site) -> None:
    visitor = site.person(REPORTER)
    assert post_one_large(visitor, "/language", 3 << 20).status_code == 413
    assert post_one_large(site.visitor(), START, 3 << 20).status_code == 413


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=a", b""),
        (
            "multipart/form-data; boundary=a",
            b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--",
        ),
        ("multipart/form-data; boundary=a", b'--a\r\nContent-Disposition: form-data; name="h'),
        ("multipart/form-data; boundary=a", b"--a\r\n" + b"x: y\r\n" * 3000),
        ("multipart/form-data; boundary=a", b"--a\r\n\r\n" * 3000 + b"--a--"),
        ("multipart/form-data; charset=nonsense; boundary=\xff", b"\xff" * 100),
    ],
)
def test_a_body_that_is_no_form_is_refused_calmly(
    site: Site, content_type: str, body: bytes
) -> None:
    visitor = site.person(REPORTER)
    answer = visitor.client.post(START, data=body, content_type=content_type)
    assert answer.status_code in {400, 413}


def test_a_draft_keeps_the_file_and_tells_of_the_one_it_could_not(site: Site) -> None:
    visitor = site.person(REPORTER)
    report(visitor, "Med utkast")
    site.house.settle()
    secretary = site.person(SECRETARY)
    task = task_address(secretary, "Med utkast")
    secretary.post(f"{task}/complete", mottagning="vidare", berorda_parter=["ockelbo", "gavle"])
    site.house.settle()
    preparer = site.person("beredning-natverk-social-1")
    task = task_address(preparer, "Med utkast")
    key = "beredningens_handlingar"
    answer = preparer.post(f"{task}/draft", **{key: files(("u.pdf", PDF), ("u.exe", EXECUTABLE))})
    assert answer.status_code == 422
    assert "Utkastet är sparat, men inte alla filer." in answer.text
    assert "”u.exe” är av en filtyp" in answer.text
    assert len(kept_ids(answer.text)) == 1

    assert len(kept_ids(preparer.get(task).text)) == 1, "it is there when one comes back"
    assert preparer.post(f"{task}/draft", **{key: kept_ids(answer.text)}).status_code == 303
    assert preparer.post(f"{task}/draft").status_code == 303
    assert kept_ids(preparer.get(task).text) == [], "an unticked file is let go"


def test_what_was_handed_in_is_read_on_the_task_page(site: Site) -> None:
    report(site.person(REPORTER), "Läses av sekreteraren", ("Underlag.pdf", PDF))
    site.house.settle()
    secretary = site.person(SECRETARY)
    page = secretary.get(task_address(secretary, "Läses av sekreteraren")).text
    given = re.search(r'href="(/files/[0-9a-f-]{36})">Underlag.pdf</a>', page)
    assert given is not None
    assert secretary.get(given[1]).data == PDF


def post_one_large(visitor: Visitor, address: str, size: int) -> TestResponse:
    """Send a form with a token and one file of so many bytes."""
    head = '--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + visitor.token()
    file = '\r\n--x\r\nContent-Disposition: form-data; name="handlingar"; filename="a.pdf"\r\n\r\n'
    body = (head + file).encode() + bytes(size) + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    return visitor.client.post(address, data=body, content_type=kind, buffered=True)


def task_address(visitor: Visitor, title: str) -> str:
    found = re.search(r'href="(/tasks/[^"/?]+)"', visitor.get("/tasks", search=title).text)
    assert found is not None
    return found[1]
