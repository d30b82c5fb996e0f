"""The pages of scenarios: a recording click by click without JavaScript, and the list after it."""

import html
import io
import re
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.web.site import Site, Visitor
from werkzeug.test import TestResponse

from flows.diagrams import edit_outline
from flows.diagrams.edits import InsertStep, Place, TaskStep
from flows.kernel import Database, Settings
from flows.modeler import discard_draft, find_draft, open_draft, write_file

LIST = "/processes/arende/scenarios"
RECORD = f"{LIST}/record"
ANSWERS: dict[str, object] = {
    "titel": "Gemensam jourverksamhet",
    "beskrivning": "Frågan behöver lösas gemensamt.",
    "forslag_till_beslut": "Att ta fram en rutin.",
    "berorda_parter": ["region-gavleborg", "ockelbo"],
    "samverkansomrade": "annat",
    "arendetyp": "ny_fraga",
    "kalla": "namnd",
}


@pytest.fixture(scope="module")
def site(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder: Path = tmp_path_factory.mktemp("site")
    settings = Settings(database_url=database_url, data_dir=folder, secret_key="k", demo=True)
    return Site(database, settings)


@pytest.fixture
def owner(site: Site) -> Visitor:
    visitor = site.person("processagare-gavleborg")
    with site.house.database.transaction() as session:
        actor = site.house.actor("processagare-gavleborg")
        if find_draft(session, "arende"):
            discard_draft(session, actor, "arende")
    visitor.post(f"{RECORD}/discard")
    return visitor


def revision(owner: Visitor) -> str:
    found = re.search(r'name="revision" value="(\d+)"', owner.get(RECORD).text)
    assert found is not None
    return found[1]


def send(owner: Visitor, address: str, **fields: object) -> TestResponse:
    return owner.post(f"{RECORD}{address}", revision=revision(owner), **fields)


def begin(owner: Visitor) -> None:
    chosen = {"what": "arende", "forum": "natverk-valfard", "starter": "ockelbo"}
    answer = owner.post(RECORD, now="2027-01-11T09:00", **chosen)
    assert answer.status_code == 303, answer.text
    fields = {"value.anmalare.id": "ockelbo", "kind.anmalare.id": "text", **ANSWERS}
    assert send(owner, "/start", **fields).status_code == 303


def test_the_list_tells_how_each_goes_and_what_is_left(owner: Visitor) -> None:
    page = owner.get(LIST).text
    assert "Alla 16 scenarier går rätt" in page
    assert "Beredningen avvisar med skäl" in page
    assert "diagram-has-done" in page
    assert 'aria-current="page">Scenarier' in page
    assert "Byt namn" not in page  # nobody draws: it is the published version
    raw = owner.get(f"{LIST}/06_avvisat.yaml")
    assert "motivering_avvisning" in raw.text
    assert owner.get(f"{LIST}/finns_inte.yaml").status_code == 404


def test_a_scenario_is_recorded_by_clicking_and_goes_right(owner: Visitor, site: Site) -> None:
    page = owner.get(RECORD)
    assert "Vad ska spelas in?" in page.text
    begin(owner)
    page = owner.get(RECORD)
    assert "Gör som Sekreterare, Nätverk Välfärd" in page.text
    assert "diagram-has-token" in page.text
    assert "arende.registrera" in page.text
    task = f"{RECORD}/task/ta_emot?as=sekreterare@natverk-valfard"
    assert 'name="mottagning"' in owner.get(task).text
    refused = send(owner, "/task/ta_emot", **{"as": "sekreterare@natverk-valfard"})
    assert refused.status_code == 422
    assert "Spela in att formuläret säger nej" in refused.text
    again = send(owner, "/task/ta_emot", **{"as": "sekreterare@natverk-valfard", "refuse": "1"})
    assert again.status_code == 303
    assert "formuläret säger nej till" in owner.get(RECORD).text
    done = send(
        owner,
        "/task/ta_emot",
        **{
            "as": "sekreterare@natverk-valfard",
            "mottagning": "vidare",
            "berorda_parter": ["region-gavleborg", "ockelbo"],
        },
    )
    assert done.status_code == 303
    changed = send(owner, "/operation/0", **{"value.arende.id": "41", "kind.arende.id": "number"})
    assert changed.status_code == 303
    page = owner.get(RECORD)
    assert "Väntar på ”aterkalla”" in page.text
    sent = send(owner, "/message", name="aterkalla", key="41", what="message")
    assert sent.status_code == 303
    assert "Processen är slut." in owner.get(RECORD).text
    send(owner, "/undo", keep="2")
    assert "Processen är slut." not in owner.get(RECORD).text
    send(owner, "/message", name="aterkalla", key="41", what="message")
    finish = owner.get(f"{RECORD}/finish").text
    assert "Det är slut" in finish
    nameless = send(owner, "/finish", name="")
    assert nameless.status_code == 422
    saved = send(
        owner,
        "/finish",
        name="Återkallat <b>snabbt</b>",
        standing="1",
        operation=["0", "1"],
        variable=["titel"],
    )
    assert saved.status_code == 303, saved.text
    page = owner.get(LIST).text
    assert "Alla 17 scenarier går rätt" in page
    assert "Återkallat &lt;b&gt;snabbt&lt;/b&gt;" in page
    with site.house.database.transaction() as session:
        draft = find_draft(session, "arende")
    assert draft is not None
    assert "scenarier/aterkallat-b-snabbt-b.yaml" in draft.files

    name = "aterkallat-b-snabbt-b.yaml"
    etag = draft.file(f"scenarier/{name}").etag
    assert owner.post(f"{LIST}/{name}/rename", name=" ", etag=etag).status_code == 422
    assert owner.post(f"{LIST}/{name}/rename", name="Nytt", etag="gammal").status_code == 409
    assert owner.post(f"{LIST}/{name}/rename", name="Nytt", etag=etag).status_code == 303
    assert ">Nytt<" in owner.get(LIST).text
    assert owner.post(f"{LIST}/{name}/delete", etag=etag).status_code == 409
    with site.house.database.transaction() as session:
        draft = find_draft(session, "arende")
    assert draft is not None
    etag = draft.file(f"scenarier/{name}").etag
    assert owner.post(f"{LIST}/{name}/delete", etag=etag).status_code == 303
    assert "Alla 16 scenarier går rätt" in owner.get(LIST).text


def test_a_red_scenario_says_where_it_stopped_and_why(owner: Visitor, site: Site) -> None:
    with site.house.database.transaction() as session:
        actor, at = site.house.actor("processagare-gavleborg"), site.clock()
        draft = open_draft(session, actor, "arende", now=at)
        name = "scenarier/06_avvisat.yaml"
        raw = draft.file(name).content.replace(b"task: bereda", b"task: besluta", 1)
        bad = b"namn: &a [*a, *a]\n"
        limit = 1_000_000
        for file, content, seen in (
            (name, raw, draft.file(name).etag),
            ("scenarier/b.yaml", bad, None),
        ):
            write_file(
                session, actor, "arende", file, content, expected=seen, max_bytes=limit, now=at
            )
    page = html.unescape(owner.get(LIST).text)
    assert "2 av 17 scenarier går fel" in page
    assert "Det stannade vid steg 2 av 3" in page
    assert "är inte öppen" in page
    assert "Ankare och alias" in page
    assert "diagram-has-missed" in page


def test_a_package_that_can_not_run_says_so(owner: Visitor, site: Site) -> None:
    with site.house.database.transaction() as session:
        actor, at = site.house.actor("processagare-gavleborg"), site.clock()
        draft = open_draft(session, actor, "arende", now=at)
        seen = draft.file("arende.bpmn")
        raw = seen.content.replace(b"niva.", b"nivo.").replace(b'formId="', b'formId="x', 1)
        raw = raw.replace(b'decisionId="niva"', b'decisionId="finns_inte"')
        write_file(
            session,
            actor,
            "arende",
            "arende.bpmn",
            raw,
            expected=seen.etag,
            max_bytes=2_000_000,
            now=at,
        )
    assert owner.get(LIST).status_code == 200
    assert owner.get(RECORD).status_code == 200
    with site.house.database.transaction() as session:
        draft = open_draft(session, actor, "arende", now=at)
        for name, file in draft.files.items():
            if name.endswith(".form"):
                write_file(
                    session,
                    actor,
                    "arende",
                    name,
                    b'{"type": "default", "id": "x", "components": [{"type": "trolleri"}]}',
                    expected=file.etag,
                    max_bytes=2_000_000,
                    now=at,
                )
                break
    page = owner.get(LIST).text
    assert "Processen har fel som gör att den inte går att köra" in page
    assert "Processen har fel" in owner.get(RECORD).text


def test_what_anyone_may_send(owner: Visitor, site: Site) -> None:
    begin(owner)
    odd = ("-1", "x", "9" * 40, "")
    for value in odd:
        assert (
            owner.post(f"{RECORD}/clock", revision=value, to="2027-02-01T10:00").status_code < 500
        )
        assert send(owner, "/clock", to=value).status_code == 422
        assert send(owner, "/undo", keep="1").status_code < 500
        assert send(owner, "/message", name=value, key=value).status_code in (409, 422)
        bad = {"value.a.b": value, "kind.a.b": "number", "new_name.1": "a", "new_value.1": "1"}
        assert send(owner, "/operation/0", **bad).status_code < 500
    deep = {"value.a": "[" * 100_000, "kind.a": "json"}
    assert send(owner, "/operation/0", **deep).status_code == 422
    assert owner.get(f"{RECORD}/task/finns_inte", **{"as": "x"}).status_code == 422
    secretary = site.person("sekreterare-natverk-valfard")
    assert secretary.get(RECORD).status_code == 403
    assert secretary.post(f"{RECORD}/undo", revision="1").status_code == 403
    assert secretary.post(f"{RECORD}/start/fields").status_code == 403


def test_two_windows_do_not_mix(owner: Visitor) -> None:
    begin(owner)
    seen = revision(owner)
    assert owner.post(f"{RECORD}/clock", revision=seen, to="2027-02-01T10:00").status_code == 303
    again = owner.post(f"{RECORD}/clock", revision=seen, to="2027-02-01T10:00")
    assert again.status_code == 409
    assert "gått vidare" in again.text


def test_a_timer_a_party_and_what_a_started_process_knows(site: Site, owner: Visitor) -> None:
    record = "/processes/rekommendation/scenarios/record"
    owner.post(f"{record}/discard")
    chosen = {"what": "rekommendation_huvudman", "forum": "natverk-valfard", "part": "ockelbo"}
    assert owner.post(record, now="2027-03-12T15:00", **chosen).status_code == 303
    page = owner.get(record).text
    assert 'name="value.arende.id"' in page  # as the package's other scenarios begin
    pairs = re.findall(r'name="(value\.[^"]+)" value="([^"]*)"', page)
    pairs += re.findall(r'name="(value\.[^"]+)"[^>]*>\n([^<]*)</textarea>', page)
    kinds = re.findall(r'name="(kind\.[^"]+)">.*?value="(\w+)" selected', page, re.DOTALL)
    fields = {name: html.unescape(text) for name, text in (*pairs, *kinds)}
    started = owner.post(f"{record}/start", revision="1", **fields)
    assert started.status_code == 303, started.text
    page = html.unescape(owner.get(record).text)
    assert ", Ockelbo kommun" in page
    to = re.search(r'name="to" value="([^"]+)"', page)
    assert to is not None
    moved = owner.post(f"{record}/clock", revision="2", to=to[1])
    assert moved.status_code == 303, moved.text
    assert "Klockan flyttas till" in owner.get(record).text
    owner.post("/language", language="en")
    page = owner.get(record).text
    assert "Move the clock" in page
    assert '<span lang="sv">' in page
    owner.post("/language", language="sv")


def test_a_file_is_looked_at_and_forgotten(owner: Visitor, site: Site) -> None:
    chosen = {"what": "arende", "forum": "natverk-valfard", "starter": "ockelbo"}
    assert owner.post(RECORD, now="2027-01-11T09:00", **chosen).status_code == 303
    pdf = (io.BytesIO(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"), "underlag.pdf")
    page = send(owner, "/start", handlingar=pdf, **{**ANSWERS, "titel": ""})
    assert page.status_code == 422
    assert "underlag.pdf" in page.text
    file_id = re.search(r'name="handlingar" type="checkbox" value="([0-9a-f-]{36})"', page.text)
    assert file_id is not None, page.text
    assert send(owner, "/start", handlingar=file_id[1], **ANSWERS).status_code == 303
    done = {"as": "sekreterare@natverk-valfard", "mottagning": "vidare"}
    parties = ["region-gavleborg", "ockelbo"]
    assert send(owner, "/task/ta_emot", berorda_parter=parties, **done).status_code == 303
    assert send(owner, "/finish", name="Med bilaga", standing="1").status_code == 303
    assert "Alla 17 scenarier går rätt" in owner.get(LIST).text
    with site.house.database.transaction() as session:
        assert session.execute(text("select count(*) from stored_file")).scalar_one() == 0
        assert session.execute(text("select count(*) from instance")).scalar_one() == 0
        assert session.execute(text("select count(*) from procrastinate_jobs")).scalar_one() == 0


def review(site: Site) -> None:
    """A draft with a new task between the reception and the preparation."""
    with site.house.database.transaction() as session:
        actor, at = site.house.actor("processagare-gavleborg"), site.clock()
        seen = open_draft(session, actor, "arende", now=at).file("arende.bpmn")
        step = TaskStep("Granska underlaget", groups="sekreterare")
        edited = edit_outline(seen.content, "arende", InsertStep(Place("after", "ta_emot"), step))
        write_file(
            session,
            actor,
            "arende",
            "arende.bpmn",
            edited.content,
            expected=seen.etag,
            max_bytes=2_000_000,
            now=at,
        )


def test_a_red_scenario_is_mended_where_it_is_found(owner: Visitor, site: Site) -> None:
    review(site)
    for page in (LIST, f"{LIST}/06_avvisat.yaml"):
        assert f"{LIST}/06_avvisat.yaml/continue" in owner.get(page).text, page
    assert f'href="{LIST}/06_avvisat.yaml"' in owner.get("/processes/arende/publish").text
    listed = owner.get(LIST).text
    assert "Rätta scenariot" in listed
    assert "Går i ett forum hos" in listed
    assert f"{LIST}/04_halsam_rekommenderar.yaml/continue" not in listed
    elsewhere = owner.post(f"{LIST}/04_halsam_rekommenderar.yaml/continue")
    assert elsewhere.status_code == 422
    assert "hör till ditt samverkansorgan" in elsewhere.text

    assert owner.post(f"{LIST}/06_avvisat.yaml/continue").status_code == 303
    page = html.unescape(owner.get(RECORD).text)
    assert "1 av 3 steg ur scenariot är gjorda." in page
    assert "Nu väntar ”Granska underlaget”; scenariot väntade sig ”Bereda ärendet”." in page
    assert "Finns inte i scenariot" in page
    assert "Gör resten som i scenariot" not in page
    again = owner.post(f"{LIST}/12_annan_niva.yaml/continue")
    assert again.status_code == 409
    assert "Du har redan en inspelning" in again.text
    assert "/continue" not in owner.get(LIST).text
    assert send(owner, "/follow", all="1").status_code == 422
    assert send(owner, "/skip", number="x").status_code == 422

    assert send(owner, "/skip", number="2").status_code == 303
    assert "Ta med steget igen" in owner.get(RECORD).text
    assert send(owner, "/skip", number="2", again="1").status_code == 303
    found = re.search(r"/task/([^?\"]+)\?as=sekreterare", owner.get(RECORD).text)
    assert found is not None
    done = send(owner, f"/task/{found[1]}", **{"as": "sekreterare@natverk-valfard"})
    assert done.status_code == 303
    assert "Gör resten som i scenariot" in owner.get(RECORD).text
    assert send(owner, "/follow").status_code == 303
    like = f"{RECORD}/task/bereda?as=beredning@natverk-valfard&like=1"
    assert "Frågan ligger utanför nätverkets uppdrag." in owner.get(like).text
    assert send(owner, "/follow", all="1").status_code == 303
    page = html.unescape(owner.get(RECORD).text)
    assert "Alla steg är med, och det går som scenariot säger." in page
    assert "(nytt)" in page

    finish = owner.get(f"{RECORD}/finish").text
    assert 'value="Beredningen avvisar med skäl"' in finish
    assert "NV-02, NV-05" in finish
    chosen = {"name": "Avvisat", "standing": "1", "operation": ["0"]}
    unsaid = send(owner, "/finish", **chosen)
    assert unsaid.status_code == 422
    assert "Välj om det gamla scenariot ska ersättas" in unsaid.text
    assert send(owner, "/finish", **chosen, place="over").status_code == 303
    page = owner.get(f"{LIST}/06_avvisat.yaml").text
    assert "Går rätt" in page
    assert "Spela in en variant" in page


def test_a_start_that_fits_no_longer_says_what_is_wrong(owner: Visitor, site: Site) -> None:
    with site.house.database.transaction() as session:
        actor, at = site.house.actor("processagare-gavleborg"), site.clock()
        name = "scenarier/06_avvisat.yaml"
        seen = open_draft(session, actor, "arende", now=at).file(name)
        raw = seen.content.replace(b"arendetyp: ny_fraga", b"arendetyp: gammal")
        write_file(
            session, actor, "arende", name, raw, expected=seen.etag, max_bytes=10_000, now=at
        )
    assert owner.post(f"{LIST}/06_avvisat.yaml/continue").status_code == 303
    page = html.unescape(owner.get(RECORD).text)
    assert "Starten stämmer inte längre." in page
    assert "1 sak behöver rättas" in page
    assert "Gemensam upphandling av kontorsmaterial" in page
    fields = {"value.anmalare.id": "ockelbo", "kind.anmalare.id": "text", **ANSWERS}
    assert send(owner, "/start", **fields).status_code == 303
    assert "Gör resten som i scenariot" in owner.get(RECORD).text
