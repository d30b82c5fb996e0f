"""Jämför, Provkör and Flytt as pages: who sees what, and what is said when something is refused."""

import re
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.modeler.moving import FORUM_ELSEWHERE, OTHER_OWNER, OWNER, SECRETARY, steps
from tests.web.site import Site, Visitor

from flows.catalog import latest_version
from flows.kernel import Database, Settings
from flows.modeler import open_draft, write_file

ADMIN = "administrator-gavleborg"


@pytest.fixture(scope="module")
def site(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder: Path = tmp_path_factory.mktemp("site")
    return Site(database, Settings(database_url=database_url, data_dir=folder, secret_key="k"))


def draw(site: Site, name: str, *ids: str) -> None:
    """Save other steps in the draft."""
    with site.house.database.transaction() as session:
        actor = site.house.actor(OWNER)
        draft = open_draft(session, actor, name, now=site.clock())
        file = f"{name}.bpmn"
        write_file(
            session,
            actor,
            name,
            file,
            steps(name, *ids).files[file],
            expected=draft.files[file].etag,
            max_bytes=1 << 20,
            now=site.clock(),
        )


def running(site: Site, name: str, *later: int) -> list[UUID]:
    """A published package a -> b, and an instance for each number, so many steps on its way."""
    site.house.publish(name, steps(name, "a", "b").files)
    ids = [site.house.start(name) for _ in later]
    for one, many in zip(ids, later, strict=True):
        for element in ("a", "b")[:many]:
            site.house.answer(one, element)
    return ids


def test_the_draft_beside_the_version(site: Site) -> None:
    visitor = site.person(OWNER)
    page = visitor.get("/processes/arende/compare")
    assert page.status_code == 200
    assert "Det finns inget att jämföra med" in page.text
    with site.house.database.transaction() as session:
        actor = site.house.actor(OWNER)
        draft = open_draft(session, actor, "arende", now=site.clock())
        file = draft.files["arende.bpmn"]
        raw = file.content.replace(b'name="Bereda \xc3\xa4rendet"', b'name="Pr&#246;va &lt;b&gt;"')
        write_file(
            session,
            actor,
            "arende",
            "arende.bpmn",
            raw,
            expected=file.etag,
            max_bytes=1 << 20,
            now=site.clock(),
        )
    page = visitor.get("/processes/arende/compare")
    assert "1 skillnad" in page.text
    assert "heter nu ”Pröva &lt;b&gt;”" in page.text
    assert page.text.count("<svg") >= 2
    assert page.text.count("diagram-has-changed") == 2
    assert "element=bereda" in page.text
    assert "style=" not in page.text
    other = visitor.get("/processes/arende/compare", **{"from": "1", "to": "1"})
    assert "Ingenting skiljer" in other.text
    for wrong in ("99", "x", "٣"):
        assert visitor.get("/processes/arende/compare", to=wrong).status_code == 404
    assert visitor.get("/processes/saknas/compare").status_code == 404
    assert site.person(SECRETARY).get("/processes/arende/compare").status_code == 403


def test_a_rehearsal_in_words_with_choices(site: Site) -> None:
    running(site, "provas", 0, 1, 1)
    draw(site, "provas", "a", "c")
    visitor = site.person(OWNER)
    page = visitor.get("/processes/provas/rehearse").text
    assert "3 pågående:" in page
    assert "3 kan flyttas, 0 stannar." in page
    assert "Det valda är ett förslag." in page
    assert "Flytta till version" not in page, "a draft is nothing to move to"
    page = visitor.get("/processes/provas/rehearse", **{"step.b": "-"}).text
    assert "1 kan flyttas, 2 stannar." in page
    assert "Ange vilket steg som tar över" in page
    rows = visitor.get("/processes/provas/rehearse", show="stays", **{"step.b": "-"}).text
    assert rows.count('<th scope="row">') == 2
    assert "Inget passar" in visitor.get("/processes/provas/rehearse", search="finns inte").text
    table = visitor.get("/processes/provas/rehearse.csv", **{"step.b": "-"})
    assert table.mimetype == "text/csv"
    assert table.text.count("Stannar") == 2
    other = site.person(OTHER_OWNER).get("/processes/provas/rehearse").text
    assert "I andra samverkansorgan pågår 3" in other
    assert "Inget pågår hos er" in other


def publishing(visitor: Visitor, name: str, **chosen: str) -> str:
    """The address that the rehearsal leads on to when steps are chosen."""
    page = visitor.get(f"/processes/{name}/rehearse", **chosen).text
    found = re.search(r'href="([^"]+)">Vidare till publiceringen', page)
    assert found is not None
    return unescape(found[1])


def test_steps_chosen_in_the_rehearsal_are_those_that_the_publishing_moves_by(site: Site) -> None:
    ids = running(site, "bars", 0, 1, 1)
    draw(site, "bars", "a", "c", "d")
    visitor = site.person(OWNER)
    plain = visitor.get("/processes/bars/publish").text
    assert "Efter ”B” tar inget steg över: det som står där stannar." in plain
    there = publishing(visitor, "bars", **{"step.b": "d"})
    page = visitor.get(there).text
    assert "1 går vidare i den nya versionen, 2 går vidare om steg ersätts, 0 kan inte" in page
    assert "Efter ”B” tar ”D” över." in page
    assert '<input type="hidden" name="step.b" value="d">' in page
    assert 'href="/processes/bars/rehearse?step.b=d"' in page

    publish = {"revision": "2", "running": "move", "step.b": "d"}
    refused = visitor.post("/processes/bars/publish", reason=" ", **publish)
    assert refused.status_code == 422
    assert "Efter ”B” tar ”D” över." in refused.text, "what was chosen is kept"
    for never in ("a.b", "slut", "start", "b"):
        answer = visitor.post(
            "/processes/bars/publish", reason="Ny", **{**publish, "step.b": never}
        )
        assert answer.status_code == 422, never
        assert "Ett steg som du valde kan inte ta över." in answer.text
    done = visitor.post("/processes/bars/publish", reason="Ny", **publish)
    assert "/moves/" in done.headers["Location"]
    site.house.settle()
    assert [site.house.open(one) for one in ids] == [["a"], ["d"], ["d"]]


def test_steps_chosen_for_a_draft_that_has_changed_count_no_longer(site: Site) -> None:
    ids = running(site, "andras", 1)
    draw(site, "andras", "a", "c", "d")
    visitor = site.person(OWNER)
    there = publishing(visitor, "andras", **{"step.b": "d"})
    draw(site, "andras", "a", "d", "c")
    page = visitor.get(there).text
    assert "Utkastet har ändrats sedan du provkörde." in page
    assert '<input type="hidden" name="step.b" value="-">' in page
    publish = {"running": "move", "reason": "Ny", "step.b": "d"}
    stale = visitor.post("/processes/andras/publish", revision="2", **publish)
    assert stale.status_code == 409
    assert "Utkastet har ändrats sedan du öppnade sidan." in stale.text
    assert "De steg som du valde gäller inte längre" in stale.text
    assert '<input type="hidden" name="step.b" value="-">' in stale.text
    with site.house.database.transaction() as session:
        assert latest_version(session, "andras").number == 1
    assert site.house.open(ids[0]) == ["b"]


def test_with_much_running_the_publishing_leads_to_the_rehearsal_with_the_steps(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.modeler import publish_preview
    from flows.web.views.processes import publish as page_of

    for module in (publish_preview, page_of):
        monkeypatch.setattr(module, "MOST_REHEARSED", 2)
    ids = running(site, "mycket", 0, 1, 1)
    draw(site, "mycket", "a", "c", "d")
    visitor = site.person(OWNER)
    page = visitor.get(publishing(visitor, "mycket", **{"step.b": "d"})).text
    assert "Mer än 2 flöden pågår. Så många provas inte på den här sidan." in page
    assert "När versionen är publicerad kommer du till Provkör" in page
    assert '<input type="hidden" name="step.b" value="d">' in page
    publish = {"revision": "2", "running": "move", "reason": "Ny", "step.b": "d"}
    done = visitor.post("/processes/mycket/publish", **publish)
    assert done.headers["Location"] == "/processes/mycket/rehearse?step.b=d"
    page = visitor.get(done.headers["Location"]).text
    assert "Version 2 är publicerad." in page
    assert "3 kan flyttas, 0 stannar." in page
    answer = visitor.post("/processes/mycket/moves", reason="Ny", **{"step.b": "start"})
    assert answer.status_code == 422
    assert "Ett steg som du valde kan inte ta över." in answer.text
    assert 'action="/processes/mycket/rehearse"' in answer.text, "forms lead to a page"
    assert visitor.post("/processes/mycket/moves", reason="Ny", **{"step.b": "d"}).location
    site.house.settle()
    assert [site.house.open(one) for one in ids] == [["a"], ["d"], ["d"]]


def test_a_draft_that_cannot_run_is_told_of(site: Site) -> None:
    running(site, "trasigt", 0)
    draw(site, "trasigt", "a", "a")
    page = site.person(OWNER).get("/processes/trasigt/rehearse")
    assert page.status_code == 200
    assert "Utkastet går inte att köra än" in page.text


@pytest.mark.parametrize("person", [OWNER, ADMIN])
def test_a_move_from_its_beginning_to_its_end_and_back(site: Site, person: str) -> None:
    name = f"flytt_{person.partition('-')[0]}"
    ids = running(site, name, 0, 1)
    site.house.publish(name, steps(name, "a", "c").files)
    visitor = site.person(person)
    here = f"/processes/{name}"
    page = visitor.get(f"{here}/rehearse").text
    assert "Flytta till version 2" in page
    assert "2 kan flyttas, 0 stannar." in page
    refused = visitor.post(f"{here}/moves", reason=" ", **{"step.b": "-"})
    assert refused.status_code == 422
    assert "Skriv varför." in refused.text
    begun = visitor.post(f"{here}/moves", reason="Ny ordning <b>", **{"step.b": "-"})
    assert begun.status_code == 303
    there = begun.headers["Location"]
    page = visitor.get(there).text
    assert "0 av 2 klara" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Ny ordning &lt;b&gt;" in page
    again = visitor.post(f"{here}/moves", reason="En gång till")
    assert again.status_code == 409
    assert "En flytt pågår redan" in again.text
    assert "HX-Retarget" not in visitor.get(f"{there}/progress").headers

    site.house.settle()
    finished = visitor.get(f"{there}/progress")
    assert finished.headers["HX-Retarget"] == "#move"
    assert "Ångra flytten" in finished.text, "all that tells of the move comes anew"
    assert "Flytten är klar: 1 flyttade, 1 stannade." in finished.text, "and it is said"
    assert "<html" not in finished.text
    page = visitor.get(there).text
    assert "Klart: 1 flyttade, 1 stannade." in page
    assert "finns inte i den nya versionen" in page
    assert "Flyttat" in visitor.get(f"{there}.csv").text
    assert visitor.get(there, show="moved").text.count('<th scope="row">') == 1
    assert visitor.post(f"{there}/undo", reason="").status_code == 422
    back = visitor.post(f"{there}/undo", reason="Det blev fel")
    assert back.status_code == 303
    site.house.settle()
    assert "Klart: 1 flyttade, 0 stannade." in visitor.get(back.headers["Location"]).text
    assert visitor.post(f"{there}/undo", reason="Igen").status_code == 409
    assert [site.house.open(one) for one in ids] == [["a"], ["b"]]
    with site.house.database.transaction() as session:
        first = session.execute(
            text("select version_id from instance where id = :id"), {"id": ids[0]}
        ).scalar_one()
        assert first != latest_version(session, name).version_id


def test_moves_can_be_stopped_and_are_seen_by_their_own_only(site: Site) -> None:
    running(site, "stopp", 0, 0)
    site.house.publish("stopp", steps("stopp", "a", "c").files)
    visitor = site.person(OWNER)
    there = visitor.post("/processes/stopp/moves", reason="Prov").headers["Location"]
    stranger = site.person(OTHER_OWNER)
    assert stranger.get(there).status_code == 404
    for action in ("stop", "resume", "undo"):
        assert stranger.post(f"{there}/{action}", reason="x").status_code in {404, 409}
    participant = site.person(SECRETARY)
    assert participant.get(there).status_code == 403
    assert participant.get(f"{there}/progress").status_code == 403
    assert participant.post("/processes/stopp/moves", reason="x").status_code == 403
    assert visitor.get(there.replace("/stopp/", "/arende/")).status_code == 404
    assert visitor.post(f"{there}/resume").status_code == 303
    assert visitor.post(f"{there}/stop").status_code == 303
    site.house.settle()
    page = visitor.get(there).text
    assert "Klart: 0 flyttade, 2 stannade." in page
    assert "innan det blev det här flödets tur" in page
    assert not re.search("Ångra flytten", page), "nothing moved, nothing to undo"
    assert "Flyttar" in visitor.get("/processes/stopp/rehearse").text


def test_others_are_told_of_and_a_long_table_has_pages(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.web.views.processes import rehearse as page_of

    monkeypatch.setattr(page_of, "ROWS", 2)
    running(site, "lang", 0, 0, 0)
    site.house.start("lang", forum=FORUM_ELSEWHERE)
    draw(site, "lang", "a", "b", "c")
    visitor = site.person(OWNER)
    page = visitor.get("/processes/lang/rehearse").text
    assert "Sida 1 av 2" in page
    assert "I andra samverkansorgan pågår 1" in page
    assert "Föregående sida" in visitor.get("/processes/lang/rehearse", page="2").text
    assert "Sida 2 av 2" in visitor.get("/processes/lang/rehearse", page="99").text
    listed = site.person(ADMIN).get("/running", process="lang").text
    assert "Provkör och flytta till den version som gäller" in listed
