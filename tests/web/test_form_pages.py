"""A form's pages: shown, previewed, tried, changed as a table, renamed and taken out."""

import json
import re
from collections.abc import Iterator

import pytest
from flask import g
from structlog.testing import capture_logs
from tests.web.site import Site, Visitor

from flows.forms import parse_form
from flows.kernel import Database, Settings
from flows.modeler import discard_draft, draft_of, find_draft
from flows.web.form_fields import refused_fields

OWNER = "processagare-gavleborg"
FORM = "/processes/arende/form/arende-beredning.form"
NOTICE = "/processes/arende/form/arende-anmalan.form"
DECIDED = "/processes/arende/form/arende-beslut.form"
CHOICE = ">Rekommendation</label>"


@pytest.fixture
def owner(site: Site, database: Database) -> Iterator[Visitor]:
    """A process owner with a draft of `arende`, thrown away afterwards."""
    visitor = site.person(OWNER)
    assert visitor.post("/processes/arende/draft").status_code == 303
    yield visitor
    with database.transaction() as session:
        discard_draft(session, site.house.actor(OWNER), "arende")


def schema_of(database: Database, file: str) -> dict[str, object]:
    with database.transaction() as session:
        schema: dict[str, object] = json.loads(draft_of(session, "arende").file(file).content)
        return schema


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def do(visitor: Visitor, page: str, **fields: str) -> str:
    """Send one of the forms of a table page, and the page that follows."""
    etag = hidden(visitor.get(page).text, "etag")
    answer = visitor.post(page, page, etag=etag, **fields)
    assert answer.status_code == 303, answer.text
    return visitor.get(answer.location).text


def preview(visitor: Visitor, page: str, **fields: str) -> str:
    answer = visitor.client.post(
        f"{page}/preview",
        data={"csrf_token": visitor.token(), **fields},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def test_without_a_draft_the_form_is_shown_in_words_and_as_the_participant_sees_it(
    site: Site,
) -> None:
    page = site.person(OWNER).get(FORM).text
    assert "Börja ändra" in page
    assert "Formuläret i ord" in page
    assert "Vad beslutar beredningen?" in page
    assert 'id="form-editor"' not in page


def test_the_preview_is_what_the_task_page_shows(owner: Visitor) -> None:
    page = owner.get(FORM).text
    # an example from a scenario, and the options that hang on the forum
    assert "Överlämna till en annan nivå" in page or "Ta upp på dagordningen" in page
    assert "Så ser deltagaren det" in page
    assert "Inget fel i filen." in page


def test_answers_are_tried_as_a_participant_s(owner: Visitor) -> None:
    refused = preview(owner, NOTICE, _shown="titel beskrivning", _try="1", titel="")
    assert "Fel:" in refused
    assert 'id="errors"' in refused
    assert 'href="#f-titel"' in refused
    assert "Svaren skulle tas emot" not in refused


def test_an_unsaved_form_is_previewed_with_its_problems(owner: Visitor, database: Database) -> None:
    before = schema_of(database, "arende-anmalan.form")
    schema = {
        "id": "arende-anmalan",
        "type": "default",
        "components": [
            {"type": "textfield", "id": "a", "key": "rå", "label": "Namn <script>"},
            {"type": "table", "id": "b", "label": "Tabell"},
        ],
    }
    shown = preview(owner, NOTICE, _schema=json.dumps(schema))
    assert "Namn &lt;script&gt;" in shown
    assert "går inte att använda: skriv a–z" in shown
    assert "Komponenten ”table” stöds inte" in shown
    assert schema_of(database, "arende-anmalan.form") == before


def test_a_form_that_is_no_json_says_so(owner: Visitor) -> None:
    shown = preview(owner, NOTICE, _schema="{")
    assert "Rad 1, kolumn 2: filen tar slut för tidigt" in shown
    assert 'id="preview-form"' not in shown


def test_the_preview_speaks_the_other_language_and_other_values(owner: Visitor) -> None:
    shown = preview(owner, FORM, _language="en", **{"_v.titel": "Min <b>titel</b>"})
    assert "What does the preparatory body decide?" in shown
    assert "Min &lt;b&gt;titel&lt;/b&gt;" in shown


def test_the_preview_shows_what_a_scenario_comes_to_the_form_with(owner: Visitor) -> None:
    page = owner.get(DECIDED).text
    assert "Visas med värden ur scenariot" in page
    assert CHOICE in page, "the choices come from a decision"
    ids = re.findall(r'<option value="(scenarier/[^"]+)"', page)
    assert len(ids) > 1
    other = preview(owner, DECIDED, _moment=ids[1], _shown_moment=ids[0], **{"_v.titel": "Gammal"})
    assert f'<option value="{ids[1]}" lang="sv" selected>' in other
    assert "Gammal" not in other, "what was written for the other values is left behind"
    same = preview(owner, DECIDED, _moment=ids[1], _shown_moment=ids[1], **{"_v.titel": "Ny"})
    assert "<h2>Ny</h2>" in same
    assert CHOICE in same
    made_up = preview(owner, DECIDED, _moment="-", _shown_moment=ids[1])
    assert "Visas med påhittade värden." in made_up
    unknown = preview(owner, DECIDED, _moment="finns inte", _shown_moment="\x00", _forum="ingen")
    assert "Visas med värden ur scenariot" in unknown


def test_the_forum_of_the_scenario_may_be_changed_for_another(owner: Visitor) -> None:
    ids = re.findall(r'<option value="(scenarier/[^"]+)"', owner.get(FORM).text)
    shown = {"_moment": ids[0], "_shown_moment": ids[0]}
    assert "Det i scenariot" in preview(owner, FORM, **shown)
    here = preview(owner, FORM, **shown, _forum="styrgrupp-gavle")
    assert '<option value="styrgrupp-gavle" lang="sv" selected>' in here


def test_without_scenarios_the_values_are_made_up(owner: Visitor, database: Database) -> None:
    with database.transaction() as session:
        files = dict(draft_of(session, "arende").as_package().files)
    for file in files:
        if file.startswith("scenarier/"):
            address = f"/processes/arende/files/{file}"
            etag = owner.get(address).headers["ETag"]
            removed = owner.client.delete(
                address, headers={"If-Match": etag, "X-CSRFToken": owner.token()}
            )
            assert removed.status_code == 200, removed.text
    shown = owner.get(DECIDED).text
    assert "Visas med påhittade värden." in shown
    assert "Inget scenario kommer till formuläret." in shown


def test_what_an_answer_calls_for_comes(owner: Visitor) -> None:
    answer = owner.client.post(
        f"{FORM}/preview/fields",
        data={"csrf_token": owner.token(), "_shown": "x", "beredningsbeslut": "avvisa"},
    )
    assert 'name="motivering_avvisning"' in answer.text


def test_rows_are_added_changed_moved_and_removed(owner: Visitor, database: Database) -> None:
    rows = f"{NOTICE}/rows"
    page = do(owner, rows, do="add", kind="one-of", label="Är det bråttom?")
    assert 'id="change"' in page
    row = re.search(r'name="do" value="save:([^"]+)"', page)
    assert row is not None
    do(
        owner,
        rows,
        do=f"save:{row[1]}",
        label="Är det mycket bråttom?",
        label_en="Is it very urgent?",
        key="brattom",
        has_required="1",
        required="true",
        choices="ja | Ja, mycket | Yes, very\nnej | Nej | No",
    )
    do(owner, rows, do=f"up:{row[1]}")
    components = schema_of(database, "arende-anmalan.form")["components"]
    assert isinstance(components, list)
    made = components[-2]
    assert made["key"] == "brattom"
    assert made["validate"] == {"required": True}
    assert made["values"][0] == {"label": "Ja, mycket", "value": "ja"}
    assert made["properties"]["values_en"] == "ja=Yes, very; nej=No"
    assert made["properties"]["label_en"] == "Is it very urgent?"
    do(owner, rows, do=f"remove:{row[1]}")
    left = schema_of(database, "arende-anmalan.form")["components"]
    assert isinstance(left, list)
    assert [one["id"] for one in left] == [one["id"] for one in components if one["id"] != row[1]]


def test_who_comes_second_is_told(owner: Visitor, site: Site) -> None:
    rows = f"{NOTICE}/rows"
    etag = hidden(owner.get(rows).text, "etag")
    do(owner, rows, do="add", kind="number", label="Antal")
    late = owner.post(rows, rows, etag=etag, do="add", kind="number", label="Antal igen")
    assert late.status_code == 409
    assert "medan du skrev. Det du skrev är inte sparat" in late.text
    assert 'value="Antal igen"' in late.text


def test_a_form_is_begun_renamed_where_it_is_shown_and_taken_out(
    owner: Visitor, database: Database
) -> None:
    made = owner.post("/processes/arende/form/new", stem="arende-nytt")
    assert made.location.endswith("/processes/arende/form/arende-nytt.form")
    again = owner.post("/processes/arende/form/new", stem="arende-nytt")
    assert again.status_code == 422
    assert "finns redan en fil" in again.text
    assert owner.post("/processes/arende/form/new", stem="../1").status_code == 422
    plain = owner.post("/processes/arende/form/new", stem="../Läs igenom ärendet")
    assert plain.location.endswith("/processes/arende/form/las-igenom-arendet.form")

    page = owner.get(f"{NOTICE}/file").text
    assert "Var det används" in page
    renamed = owner.post(f"{NOTICE}/file", etag=hidden(page, "etag"), stem="arende-forslag")
    assert renamed.location.endswith("/form/arende-forslag.form")
    with database.transaction() as session:
        draft = draft_of(session, "arende")
        assert "arende-anmalan.form" not in draft.files
        assert json.loads(draft.file("arende-forslag.form").content)["id"] == "arende-forslag"
        assert b'formId="arende-forslag"' in draft.file("arende.bpmn").content
        assert b'formId="arende-anmalan"' not in draft.file("arende.bpmn").content

    gone = owner.post("/processes/arende/form/arende-nytt.form/file/remove")
    assert gone.status_code == 303
    with database.transaction() as session:
        assert "arende-nytt.form" not in draft_of(session, "arende").files


def test_only_process_owners_change_and_what_is_not_there_is_404(
    site: Site, database: Database
) -> None:
    administrator = site.person("administrator-gavleborg")
    assert administrator.get(FORM).status_code == 200
    assert administrator.post(f"{FORM}/rows", do="add", kind="number").status_code == 403
    assert administrator.post("/processes/arende/form/new", stem="x").status_code == 403
    assert administrator.get("/processes/arende/form/saknas.form").status_code == 404
    with database.transaction() as session:
        assert find_draft(session, "arende") is None


def test_more_is_set_of_a_question_by_a_form(owner: Visitor, database: Database) -> None:
    rows = f"{NOTICE}/rows"
    page = do(owner, rows, do="add", kind="number", label="Antal")
    row = re.search(r'value="save:([^"]+)"', page)
    assert row is not None
    assert "Fler inställningar" in page
    assert "Största tal" in page
    assert "Filtyper som tas emot" not in page
    etag = hidden(owner.get(rows).text, "etag")
    answer = owner.post(
        rows,
        rows,
        etag=etag,
        do=f"save:{row[1]}",
        label="Antal",
        has_setting=["min", "as_text", "suffix"],
        **{"set.min": "1", "set.suffix": "st", "set.max": "9"},
    )
    assert answer.status_code == 303
    components = schema_of(database, "arende-anmalan.form")["components"]
    assert isinstance(components, list)
    last = components[-1]
    assert last["validate"] == {"min": 1}  # what the page didn't show stays as it is
    assert last["appearance"] == {"suffixAdorner": "st"}
    assert "serializeToString" not in last


def test_a_text_that_takes_too_much_is_told_of_and_the_rest_shown(owner: Visitor) -> None:
    greedy = "count(for a in 1..2000, b in 1..2000 return a + b)"
    schema = {
        "id": "arende-anmalan",
        "type": "default",
        "components": [
            {"type": "text", "id": "dyr", "text": f"Det blir {{{{{greedy}}}}} kr."},
            {"type": "textfield", "id": "f", "key": "namn", "label": "Vad heter du?"},
        ],
    }
    shown = preview(owner, NOTICE, _schema=json.dumps(schema))
    assert "Det blir (gick inte att räkna ut) kr." in shown
    assert "Vad heter du?" in shown
    assert "Texten gick inte att räkna ut: Uttrycket kräver för många steg." in shown


def test_what_takes_too_much_is_logged_where_administrators_look(
    site: Site, settings: Settings
) -> None:
    greedy = "count(for a in 1..2000, b in 1..2000 return a + b)"
    held = {"validate": {"max": f"=1 + {greedy}"}}
    components = [
        {"type": "text", "id": "dyr", "text": f"{{{{{greedy}}}}}"},
        {"type": "number", "id": "f", "key": "antal", "label": "Hur många?", **held},
    ]
    built = parse_form(json.dumps({"id": "prov", "components": components}).encode())
    answers = built.accept({"antal": 3}, {})
    with site.app.test_request_context(), capture_logs() as logged:
        g.settings, g.now = settings, site.clock()
        shown = refused_fields(built, {}, answers)
    assert [field.type for field in shown.fields] == ["text", "number"]
    assert "Det gick inte att räkna ut vad som gäller" in shown.errors[0][1]
    assert [(one["event"], one["form"], one["element"]) for one in logged] == [
        ("form not worked out", "prov", "dyr"),
        ("form not worked out", "prov", "antal"),
    ]
