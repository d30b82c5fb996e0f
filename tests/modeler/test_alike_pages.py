"""The page on which red scenarios are mended alike, click by click without JavaScript."""

import html
import re
from pathlib import Path

import pytest
from tests.modeler.test_recording_pages import LIST, RECORD, review, revision, send
from tests.web.site import Site, Visitor

from flows.diagrams import edit_outline
from flows.diagrams.edits import RemoveStep
from flows.kernel import Database, Settings
from flows.modeler import discard_draft, find_draft, open_draft, write_file

SAME = f"{LIST}/06_avvisat.yaml/same"


@pytest.fixture(scope="module")
def site(database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder: Path = tmp_path_factory.mktemp("site")
    settings = Settings(database_url=database_url, data_dir=folder, secret_key="k", demo=True)
    return Site(database, settings)


@pytest.fixture
def owner(site: Site) -> Visitor:
    visitor = site.person("processagare-gavleborg")
    with site.house.database.transaction() as session:
        if find_draft(session, "arende"):
            discard_draft(session, site.house.actor("processagare-gavleborg"), "arende")
    visitor.post(f"{RECORD}/discard")
    return visitor


def mend_one(owner: Visitor) -> None:
    assert owner.post(f"{LIST}/06_avvisat.yaml/continue").status_code == 303
    found = re.search(r"/task/([^?\"]+)\?as=sekreterare", owner.get(RECORD).text)
    assert found is not None
    role = {"as": "sekreterare@natverk-valfard"}
    assert send(owner, f"/task/{found[1]}", **role).status_code == 303
    assert send(owner, "/follow", all="1").status_code == 303
    told = {"name": "Beredningen avvisar", "standing": "1", "place": "over"}
    saved = owner.post(f"{RECORD}/finish", revision=revision(owner), **told)
    assert saved.status_code == 303, saved.text


def seen(owner: Visitor) -> str:
    found = re.search(r'name="revision" value="(\d+)"', owner.get(SAME).text)
    assert found is not None
    return found[1]


def test_the_others_are_seen_chosen_saved_and_put_back(owner: Visitor, site: Site) -> None:
    review(site)
    assert "Gör likadant" not in owner.get(LIST).text
    mend_one(owner)
    listed = html.unescape(owner.get(LIST).text)
    assert "Gör likadant i 15 till" in listed
    assert f'href="{SAME}"' in listed
    assert "Senast: Scenariot ”Beredningen avvisar” är sparat." in " ".join(listed.split())

    page = html.unescape(owner.get(SAME).text)
    assert "15 scenarier går rätt då" in page
    assert "Sekreterare, HälSam politisk samverkan: Granska underlaget" in " ".join(page.split())
    assert page.count('type="checkbox"') == page.count(" checked>") == 15
    chosen = ["12_annan_niva.yaml", "04_halsam_rekommenderar.yaml"]
    none = owner.post(SAME, revision=seen(owner))
    assert none.status_code == 422
    assert "Bocka för minst ett scenario." in none.text
    assert " checked>" not in none.text, "what was unticked stays so"
    late = owner.post(SAME, revision="1", scenario=chosen)
    assert late.status_code == 409
    assert late.text.count(" checked>") == 2
    odd = owner.post(SAME, revision=seen(owner), scenario=["../arende.bpmn"])
    assert odd.status_code == 422

    saved = owner.post(SAME, revision=seen(owner), scenario=chosen)
    assert saved.status_code == 303
    listed = html.unescape(owner.get(LIST).text)
    assert "2 scenarier är rättade och går rätt." in listed
    assert "Gör likadant i 13 till" in listed
    act = re.search(r'name="act" value="([^"]+)"', listed)
    assert act is not None
    assert owner.post(f"{LIST}/undo", act="0").status_code == 409
    assert owner.post(f"{LIST}/undo", act=act[1]).status_code == 303
    assert "Gör likadant i 15 till" in html.unescape(owner.get(LIST).text)
    assert owner.post(f"{LIST}/undo", act=act[1]).status_code == 409, "sent twice"


def test_answers_to_a_step_that_is_gone_are_left_out_at_once(owner: Visitor, site: Site) -> None:
    with site.house.database.transaction() as session:
        actor, at = site.house.actor("processagare-gavleborg"), site.clock()
        file = open_draft(session, actor, "arende", now=at).file("arende.bpmn")
        raw = edit_outline(file.content, "arende", RemoveStep("valj_forum")).content
        write_file(
            session,
            actor,
            "arende",
            file.name,
            raw,
            expected=file.etag,
            max_bytes=2_000_000,
            now=at,
        )
    listed = html.unescape(owner.get(LIST).text)
    assert "Ta bort svaren i 1 scenario" in listed
    page = html.unescape(owner.get(f"{LIST}/-/same").text)
    assert "Svaren tas bort för det som inte längre ska göras: ”Bekräfta mottagande forum”" in page
    english = site.person("processagare-gavleborg")
    english.post("/language", language="en", next="/")
    assert "1 scenario goes right then" in english.get(f"{LIST}/-/same").text


def test_where_there_is_nothing_to_do_alike(owner: Visitor, site: Site) -> None:
    assert owner.get(SAME).status_code == 404
    assert owner.get(f"{LIST}/finns_inte.yaml/same").status_code == 404
    assert owner.post(SAME).status_code == 404
    assert "Inget annat scenario" in owner.get(f"{LIST}/-/same").text
    administrator = site.person("administrator-gavleborg")
    assert administrator.get(SAME).status_code == 403
    assert administrator.post(f"{LIST}/undo").status_code == 403
