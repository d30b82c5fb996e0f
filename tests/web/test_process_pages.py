"""The pages of process owners over HTTP: who sees what, what is refused, and how it is said."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from tests.web.site import Site, Visitor
from werkzeug.test import TestResponse

from flows.catalog import latest_version, package_of
from flows.modeler import discard_draft, find_draft

OWNER = "processagare-gavleborg"
OTHER = "processagare-vasternorrland"
FILE = "/processes/arende/files/arende.bpmn"
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


People = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def people(site: Site) -> Callable[[str], Visitor]:
    """Whoever is asked for, signed in once."""
    return cache(site.person)


@pytest.fixture
def owner(site: Site, people: Callable[[str], Visitor]) -> Iterator[Visitor]:
    """A process owner; the draft of `arende` is gone before and after."""
    _discard(site)
    yield people(OWNER)
    _discard(site)


def _discard(site: Site) -> None:
    with site.house.database.transaction() as session:
        if find_draft(session, "arende"):
            discard_draft(session, site.house.actor(OWNER), "arende")


def put(visitor: Visitor, content: bytes, address: str = FILE, **headers: str) -> TestResponse:
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    headers["X-CSRFToken"] = visitor.token()
    return visitor.client.put(address, data=content, headers=headers, buffered=True)


def send(
    visitor: Visitor, address: str, file_name: str, content: bytes, **more: str
) -> TestResponse:
    data = {"csrf_token": visitor.token(), "file": (io.BytesIO(content), file_name), **more}
    return visitor.client.post(address, data=data, buffered=True)


def text_of(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


# ------------------------------------------------------------------------------- who may


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/arende",
        "/arende/publish",
        "/arende/versions",
        "/arende/versions/1",
        "/arende/export.zip",
        "/arende/files/arende.bpmn",
    ],
)
def test_overseers_look_and_others_dont(people: Callable[[str], Visitor], path: str) -> None:
    assert people("administrator-gavleborg").get(f"/processes{path}").status_code == 200
    secretary = people("sekreterare-natverk-valfard")
    assert secretary.get(f"/processes{path}").status_code == 403
    assert "/processes" not in secretary.get("/tasks").text


@pytest.mark.parametrize(
    "path",
    [
        "/new",
        "/import",
        "/arende/draft",
        "/arende/draft/discard",
        "/arende/import",
        "/arende/publish",
        "/arende/publish/base",
        "/arende/versions/1/restore",
    ],
)
def test_only_process_owners_change(people: Callable[[str], Visitor], path: str) -> None:
    administrator = people("administrator-gavleborg")
    assert administrator.post(f"/processes{path}").status_code == 403
    assert put(administrator, b"x", If_None_Match="*").status_code == 403


def test_an_administrator_is_offered_nothing_to_change(people: Callable[[str], Visitor]) -> None:
    administrator = people("administrator-gavleborg")
    for path in ("", "/arende", "/arende/publish", "/arende/versions/1"):
        page = administrator.get(f"/processes{path}").text
        assert "Börja ändra" not in page
        assert "Ny process" not in page
        assert 'data-variant="primary"' not in page


def test_what_is_not_there_is_not_found(owner: Visitor) -> None:
    for path in ("saknas", "saknas/versions", "arende/versions/99", "arende/files/x.bpmn"):
        assert owner.get(f"/processes/{path}").status_code == 404
    assert owner.get("/processes/arende/export.zip", version="99").status_code == 404
    assert owner.post("/processes/saknas/draft").status_code == 404


# ------------------------------------------------------------------------------- files


def test_the_drawing_page_drops_no_comments_and_learns_what_was_kept(owner: Visitor) -> None:
    assert owner.post("/processes/arende/draft").status_code == 303
    bare = owner.get(FILE).data
    commented = bare.replace(b"<bpmn:laneSet", b"<!-- who asks -->\n    <bpmn:laneSet", 1)
    saved = put(owner, commented, If_Match=owner.get(FILE).headers["ETag"])
    assert owner.get(FILE).data == commented
    renamed = bare.replace("Bereda ärendet".encode(), b"Bered")
    again = put(owner, renamed, If_Match=saved.headers["ETag"])
    there = owner.get(FILE)
    assert b"<!-- who asks -->\n    <bpmn:laneSet" in there.data
    assert there.data.replace(b"<!-- who asks -->\n    ", b"") == renamed
    assert again.headers["ETag"] == there.headers["ETag"]
    assert again.get_json()["etag"] == there.headers["ETag"].strip('"')
    # What the page sends next is held against what was kept, not against what it sent.
    assert put(owner, renamed, If_Match=there.headers["ETag"]).status_code == 200
    assert owner.get(FILE).data == there.data


def test_a_file_is_saved_against_what_was_seen(
    people: Callable[[str], Visitor], owner: Visitor
) -> None:
    assert owner.post("/processes/arende/draft").status_code == 303
    there = owner.get(FILE)
    assert there.content_type == "text/plain; charset=utf-8"
    assert there.headers["Content-Disposition"].startswith("attachment")
    etag = there.headers["ETag"]
    saved = put(owner, there.data + b"<!-- ett -->", If_Match=etag)
    assert saved.status_code == 200
    assert saved.json is not None
    assert set(saved.json) == {"etag", "revision", "problems"}
    assert saved.headers["ETag"] == f'"{saved.json["etag"]}"'
    other = people(OTHER)
    second = put(other, there.data + b"<!-- tva -->", If_Match=etag)
    assert second.status_code == 412
    assert second.json is not None
    assert second.json["by"] == "Processägare Gävleborg"
    assert "inte sparat" in second.json["text"]
    assert owner.get(FILE).data.endswith(b"<!-- ett -->")


def test_problems_come_with_the_save_and_say_how_to_mend(owner: Visitor) -> None:
    owner.post("/processes/arende/draft")
    there = owner.get(FILE)
    broken = there.data.replace(b'formId="arende-beredning"', b'formId="saknas"')
    answer = put(owner, broken, If_Match=there.headers["ETag"])
    assert answer.json is not None
    (problem,) = [one for one in answer.json["problems"] if one["code"] == "form-missing"]
    assert problem["file"] == "arende.bpmn"
    assert problem["element"] == "bereda"
    assert problem["severity"] == "error"
    assert problem["hint"]


def test_a_new_file_comes_and_goes(owner: Visitor) -> None:
    owner.post("/processes/arende/draft")
    address = "/processes/arende/files/ny.form"
    form = b'{"id": "ny", "components": []}'
    assert put(owner, form, address).status_code == 428
    made = put(owner, form, address, If_None_Match="*")
    assert made.status_code == 200
    assert put(owner, form, address, If_None_Match="*").status_code == 412
    token = {"X-CSRFToken": owner.token()}
    assert owner.client.delete(address, headers=token).status_code == 428
    stale = {"If-Match": '"0"', **token}
    assert owner.client.delete(address, headers=stale).status_code == 412
    seen = {"If-Match": made.headers["ETag"], **token}
    assert owner.client.delete(address, headers=seen).status_code == 200
    assert owner.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.bpmn", b"<!DOCTYPE x><x/>", "har en DOCTYPE"),
        ("x.bpmn", b"<a>", "skadad"),
        ("x.bpmn", b"\xff\xfe", "UTF-8"),
        ("x.bpmn", b'<a name="&lt;script&gt;alert(1)&lt;/script&gt;"/>', "skript"),
        ("x.form", b"[]", "inte ett formul"),
        ("x.svg", b"<svg/>", "Filnamnet"),
        ("..%2Fx.bpmn", b"<a/>", "Filnamnet"),
        ("X Y.bpmn", b"<a/>", "Filnamnet"),
        ("x.bpmn", b"<a>" + b" " * (1 << 20) + b"</a>", "stor"),
    ],
)
def test_what_a_draft_cant_hold_is_refused_in_words(
    owner: Visitor, name: str, content: bytes, said: str
) -> None:
    owner.post("/processes/arende/draft")
    answer = put(owner, content, f"/processes/arende/files/{name}", If_None_Match="*")
    assert answer.status_code == 422
    assert answer.json is not None
    assert said in answer.json["text"]


def test_nothing_is_saved_without_a_draft_or_a_token(owner: Visitor) -> None:
    assert put(owner, b"<a/>", If_None_Match="*").status_code == 404
    unguarded = owner.client.put(FILE, data=b"<a/>", headers={"If-None-Match": "*"})
    assert unguarded.status_code == 400


# ------------------------------------------------------------------------------- pages


def test_the_list_says_who_draws_and_what_runs(site: Site, owner: Visitor) -> None:
    site.house.start("arende", **STARTED)
    owner.post("/processes/arende/draft")
    page = text_of(owner.get("/processes"))
    assert re.search(
        r"Ärende arende version 1 .* Utkast mån 11 januari 2027 kl. 09.00 ?, Processägare Gävle",
        page,
    )
    overview = text_of(owner.get("/processes/arende"))
    assert "Påbörjat av Processägare Gävleborg" in overview
    assert re.search(r"Pågående flöden [^:]*Gävleborg[^:]*: [1-9]", overview)


def test_a_draft_is_only_thrown_away_as_it_was_seen(site: Site, owner: Visitor) -> None:
    owner.post("/processes/arende/draft")
    there = owner.get(FILE)
    page = owner.get("/processes/arende/draft/discard")
    assert "Inget är ändrat i utkastet." in page.text
    put(owner, there.data + b"<!-- ett -->", If_Match=there.headers["ETag"])
    assert owner.post("/processes/arende/draft/discard", revision="1").status_code == 409
    page = owner.get("/processes/arende/draft/discard")
    assert "arende.bpmn (ändrad) Processägare Gävleborg" in text_of(page)
    answer = owner.post("/processes/arende/draft/discard", revision="2")
    assert answer.status_code == 303
    assert "Börja ändra" in owner.get("/processes/arende").text


def test_who_is_refused_is_led_back_to_the_page_as_it_is_now(owner: Visitor) -> None:
    owner.post("/processes/arende/draft")
    page = "/processes/arende/draft/discard"
    refused = owner.client.post(
        page,
        data={"csrf_token": owner.token(), "revision": "99", "reason": "Skrivet"},
        headers={"Referer": f"http://localhost{page}"},
    )
    assert refused.status_code == 409
    assert f'href="{page}"' in refused.text
    assert "Skrivet" in refused.text
    assert "Revision" not in refused.text
    elsewhere = owner.client.post(
        page,
        data={"csrf_token": owner.token(), "revision": "99"},
        headers={"Referer": "http://example.org/x"},
    )
    assert "example.org" not in elsewhere.text


def test_a_new_process_keeps_what_was_typed_when_it_is_refused(owner: Visitor) -> None:
    refused = owner.post("/processes/new", pattern="mote", name="Ärende")
    assert refused.status_code == 409
    assert "Det finns redan en process som heter så." in refused.text
    assert 'value="Ärende"' in refused.text
    assert re.search(r'value="mote"[^>]* checked', refused.text)
    assert owner.post("/processes/new", pattern="..", name="Nytt").status_code == 404
    made = owner.post("/processes/new", pattern="mote", name='Möte <b>"&')
    assert made.headers["Location"] == "/processes/mote_b"
    page = owner.get("/processes/mote_b").text
    assert "<h1>Möte &lt;b&gt;&#34;&amp;</h1>" in page
    assert "Processen är inte publicerad än" in page
    assert owner.post("/processes/mote_b/draft/discard", revision="1").status_code == 303
    assert owner.get("/processes/mote_b").status_code == 404


def test_publishing_goes_from_draft_to_version_and_back(site: Site, owner: Visitor) -> None:
    owner.post("/processes/new", pattern="runda", name="Vårens runda")
    page = owner.get("/processes/varens_runda/publish").text
    assert "Publicera version 1" in page
    refused = owner.post("/processes/varens_runda/publish", revision="1", reason="  ")
    assert refused.status_code == 422
    assert "Skriv varför." in refused.text
    done = owner.post("/processes/varens_runda/publish", revision="1", reason="Första")
    assert done.headers["Location"] == "/processes/varens_runda/versions/1"
    assert "Version 1 är publicerad." in owner.get("/processes/varens_runda/versions/1").text
    again = owner.post("/processes/varens_runda/publish", revision="1", reason="En gång till")
    assert again.status_code == 409
    assert "Nu gäller version 1, som Processägare Gävleborg publicerade." in again.text

    owner.post("/processes/varens_runda/draft")
    same = owner.get("/processes/varens_runda/publish").text
    assert "Det finns inget att publicera." in same
    assert "Publicera version 2" not in same
    extra = b'{"id": "extra", "components": []}'
    assert send(owner, "/processes/varens_runda/import", "extra.form", extra).status_code == 303
    stale = owner.post("/processes/varens_runda/publish", revision="1", reason="Mer")
    assert stale.status_code == 409
    assert "Utkastet har ändrats sedan du öppnade sidan." in stale.text
    assert (
        owner.post("/processes/varens_runda/publish", revision="2", reason="Mer").status_code == 303
    )
    with site.house.database.transaction() as session:
        seen = latest_version(session, "varens_runda")
    address = "/processes/varens_runda/versions/1/restore"
    assert owner.post(address, seen=str(seen.version_id), reason="").status_code == 422
    assert owner.post(address, seen="1", reason="Nej").status_code == 409
    back = owner.post(address, seen=str(seen.version_id), reason="Ångrar mig")
    assert back.headers["Location"] == "/processes/varens_runda/versions/3"
    history = text_of(owner.get("/processes/varens_runda/versions"))
    assert "Återgång till version 1: Ångrar mig" in history
    assert history.index("Version 3") < history.index("Version 2") < history.index("Version 1")


def test_what_is_sent_twice_is_done_once(owner: Visitor, site: Site) -> None:
    new = {"pattern": "mote", "name": "Två klick"}
    first, second = (owner.post("/processes/new", **new) for _ in range(2))
    assert first.location == second.location == "/processes/tva_klick"
    publish = {"revision": "1", "reason": "Ny process"}
    first, second = (owner.post("/processes/tva_klick/publish", **publish) for _ in range(2))
    assert first.location == second.location == "/processes/tva_klick/versions/1"
    with site.house.database.transaction() as session:
        assert latest_version(session, "tva_klick").number == 1
        assert find_draft(session, "tva_klick_2") is None


def test_two_drafts_are_never_called_the_same(owner: Visitor, people: People) -> None:
    new = {"pattern": "mote", "name": "Samma namn"}
    assert owner.post("/processes/new", **new).status_code == 303
    other = people(OTHER).post("/processes/new", **{**new, "name": "samma  NAMN"})
    assert other.status_code == 409
    assert "finns redan en process som heter så" in other.text


def test_a_red_scenario_asks_for_a_reason_that_the_history_shows(owner: Visitor) -> None:
    owner.post("/processes/new", pattern="projekt", name="Rött projekt")
    file = "/processes/rott_projekt/files/scenarier/02_startar_inte.yaml"
    there = owner.get(file)
    red = there.data.replace(b"ends: [startar_inte]", b"ends: [avslutat]")
    put(owner, red, file, If_Match=there.headers["ETag"])
    page = owner.get("/processes/rott_projekt/publish").text
    assert "1 rött scenario" in page
    assert 'name="red_reason"' in page
    address = "/processes/rott_projekt/publish"
    assert owner.post(address, revision="2", reason="Ny").status_code == 422
    done = owner.post(address, revision="2", reason="Ny", red_reason="Väntar på beslut")
    assert done.status_code == 303
    assert "Väntar på beslut" in owner.get("/processes/rott_projekt/versions/1").text
    assert "Med rött scenario" in owner.get("/processes/rott_projekt/versions").text


def test_what_runs_stays_or_is_moved_as_was_chosen(site: Site, owner: Visitor) -> None:
    owner.post("/processes/new", pattern="mote", name="Höstmöte")
    address = "/processes/hostmote/publish"
    owner.post(address, revision="1", reason="Ny")
    first = {"mote": "Första", "motesdag": "2027-10-01", "plats": "Gävle"}
    runs = site.house.start("hostmote", **first)
    with site.house.database.transaction() as session:
        old = latest_version(session, "hostmote").version_id
    for choice, moved in (("stay", False), ("move", True)):
        owner.post("/processes/hostmote/draft")
        file = "/processes/hostmote/files/hostmote.bpmn"
        there = owner.get(file)
        put(owner, there.data + b"<!-- x -->", file, If_Match=there.headers["ETag"])
        page = text_of(owner.get(address))
        assert "Samverkan Välfärd Gävleborg: 1" in page
        assert "1 går vidare i den nya versionen" in page
        done = owner.post(address, revision="2", reason="Ändrat", running=choice)
        assert done.status_code == 303
        assert ("/moves/" in done.headers["Location"]) is moved
        site.house.settle()
        assert (site.house.instance(runs).version_id != old) is moved
    assert owner.get(done.headers["Location"]).status_code == 200


def test_errors_stand_in_the_way(owner: Visitor) -> None:
    owner.post("/processes/arende/draft")
    there = owner.get(FILE)
    broken = there.data.replace(b'formId="arende-beredning"', b'formId="saknas"')
    put(owner, broken, If_Match=there.headers["ETag"])
    page = owner.get("/processes/arende/publish").text
    assert "Felen behöver rättas innan utkastet kan publiceras." in page
    assert 'name="reason"' not in page
    forced = owner.post("/processes/arende/publish", revision="2", reason="Ändå")
    assert forced.status_code == 422


def test_a_version_from_elsewhere_is_told_before_publishing(site: Site, owner: Visitor) -> None:
    owner.post("/processes/new", pattern="mote", name="Vårmöte")
    owner.post("/processes/varmote/publish", revision="1", reason="Ny")
    owner.post("/processes/varmote/draft")
    with site.house.database.transaction() as session:
        files = dict(package_of(session, latest_version(session, "varmote").version_id).files)
    site.house.publish("varmote", {**files, "extra.form": b'{"id": "extra", "components": []}'})
    page = text_of(owner.get("/processes/varmote/publish"))
    assert "test publicerade version 2" in page
    assert "Publicera version 3" not in page
    with site.house.database.transaction() as session:
        newer = latest_version(session, "varmote")
    assert owner.post("/processes/varmote/publish/base", version="1").status_code == 409
    base = owner.post("/processes/varmote/publish/base", version=str(newer.version_id))
    assert base.status_code == 303
    assert "Publicera version 3" in owner.get("/processes/varmote/publish").text


# ------------------------------------------------------------------------------- in and out


def test_an_export_is_read_in_again_as_it_was(site: Site, owner: Visitor) -> None:
    answer = owner.get("/processes/rekommendation/export.zip", version="1")
    assert answer.mimetype == "application/zip"
    assert answer.data == owner.get("/processes/rekommendation/export.zip").data
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        names = opened.namelist()
    assert "rekommendation/rekommendation.bpmn" in names
    assert send(owner, "/processes/import", "r.zip", answer.data).status_code == 409
    made = send(owner, "/processes/import", "r.zip", answer.data, name="kopia")
    assert made.headers["Location"] == "/processes/kopia"
    with site.house.database.transaction() as session:
        draft = find_draft(session, "kopia")
        version = latest_version(session, "rekommendation")
        assert draft is not None
        assert draft.as_package().files == package_of(session, version.version_id).files
    assert "redan upptaget av processen" in owner.get("/processes/kopia/publish").text
    refused = send(owner, "/processes/import", "r.zip", answer.data, name="Ej så")
    assert refused.status_code == 422
    assert "Mappens namn går inte att använda." in refused.text


def test_files_are_added_to_a_draft_or_are_all_of_it(owner: Visitor) -> None:
    form = json.dumps({"id": "ny", "components": []}).encode()
    address = "/processes/arende/import"
    assert send(owner, address, "Ny.form", form).status_code == 303
    page = owner.get("/processes/arende").text
    assert "1 fil är inläst." in page
    assert "arende-anmalan" in page
    assert send(owner, address, "Ny.form", form, others="remove", revision="1").status_code == 409
    assert "arende-anmalan" in owner.get("/processes/arende").text
    assert send(owner, address, "Ny.form", form, others="remove", revision="2").status_code == 303
    assert "arende-anmalan" not in owner.get("/processes/arende").text


@pytest.mark.parametrize("address", ["/processes/import", "/processes/arende/import"])
def test_a_hostile_upload_is_refused_and_nothing_is_changed(
    site: Site, owner: Visitor, address: str
) -> None:
    swelling = io.BytesIO()
    with zipfile.ZipFile(swelling, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x.bpmn", b" " * (20 << 20))
    sneaking = io.BytesIO()
    with zipfile.ZipFile(sneaking, "w") as packed:
        packed.writestr("../../x.bpmn", b"<a/>")
    hostile = {
        "x.zip": (swelling.getvalue(), "för stor när den packas upp"),
        "y.zip": (sneaking.getvalue(), "leder ut ur mappen"),
        "x.bpmn": (b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>', "DOCTYPE"),
        "y.bpmn": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "inte ett BPMN-diagram"),
        "x<script>.exe": (b"MZ", "x&lt;script&gt;.exe är ingen fil"),
    }
    for name, (content, said) in hostile.items():
        answer = send(owner, address, name, content)
        assert answer.status_code == 422, name
        assert said in answer.text
        assert "Inget är ändrat." in answer.text
    with site.house.database.transaction() as session:
        assert find_draft(session, "arende") is None
        assert find_draft(session, "x") is None


def test_fifty_megabytes_are_refused_in_words(owner: Visitor) -> None:
    owner.post("/processes/arende/draft")
    saved = put(owner, b" " * (50 << 20), If_Match=owner.get(FILE).headers["ETag"])
    assert saved.status_code == 413
    assert saved.json == {"text": "Filen är för stor. Den får vara högst 1 MB."}
    head = 'Content-Disposition: form-data; name="{}"'
    body = f"--x\r\n{head.format('csrf_token')}\r\n\r\n{owner.token()}\r\n--x\r\n"
    body += head.format('file"; filename="x.zip') + "\r\n\r\nPK"
    answer = owner.client.post(
        "/processes/arende/import",
        data=body.encode() + b"\0" * (50 << 20) + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 422
    assert "Filen är för stor: 50 MB. Högst 20 MB tas emot." in answer.text
    assert send(owner, "/processes/arende/import", "", b"").status_code == 422


def test_everything_is_said_in_english_too(owner: Visitor) -> None:
    owner.post("/language", language="en")
    assert "Here processes are drawn, tried and published." in owner.get("/processes").text
    assert "Round to all parties" in owner.get("/processes/new").text
    assert "A version is never changed." in owner.get("/processes/arende/versions").text
    owner.post("/language", language="sv")


STARTED = {
    "titel": "Gemensam upphandling",
    "beskrivning": "Frågan behöver lösas gemensamt.",
    "anmalare": {"id": "ockelbo", "namn": "Ockelbo kommun", "slag": "part"},
    "berorda_parter": ["region-gavleborg", "ockelbo"],
    "informationsarende": False,
    "kalla": "namnd",
    "arendetyp": "ny_fraga",
}
