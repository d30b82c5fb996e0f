"""The plain tables of forms and decisions: refused where it is wrong, undone, never in the way."""

import html
import json
import re
from collections.abc import Iterator

import pytest
from tests.web.site import Site, Visitor
from werkzeug.test import TestResponse

from flows.kernel import Database
from flows.modeler import discard_draft, draft_of
from flows.modeler.decision_rows import decisions_in
from flows.modeler.form_rows import rows_of

OWNER = "processagare-gavleborg"
LEVEL = "/processes/arende/decision/niva.dmn"
NOTICE = "/processes/arende/form/arende-anmalan.form"
ODD = "<b>\"'&\u202e"

WITHOUT_IDS = """<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="d" namespace="n">
  <decision name="Rabatt"><decisionTable hitPolicy="FIRST">
    <input label="Ålder"><inputExpression typeRef="number"><text>alder</text></inputExpression>
    </input>
    <output name="rabatt" typeRef="number"/>
    <rule><inputEntry><text>&lt; 20</text></inputEntry>
      <outputEntry><text>10</text></outputEntry></rule>
    <rule><inputEntry><text>-</text></inputEntry>
      <outputEntry><text>5</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>"""
TWINS = {
    "id": "tvillingar",
    "components": [
        {"type": "textfield", "id": "a", "key": "a", "label": "Den första"},
        {"type": "textfield", "id": "a", "key": "b", "label": "Den andra"},
        {"type": "group", "id": "g", "components": "x"},
    ],
}


@pytest.fixture
def owner(site: Site, database: Database) -> Iterator[Visitor]:
    """A process owner with a draft of `arende`, thrown away afterwards."""
    visitor = site.person(OWNER)
    assert visitor.post("/processes/arende/draft").status_code == 303
    yield visitor
    with database.transaction() as session:
        discard_draft(session, site.house.actor(OWNER), "arende")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


def send(visitor: Visitor, page: str, address: str, **fields: object) -> TestResponse:
    etag = hidden(visitor.get(page).text, "etag")
    return visitor.post(address, page, **{"etag": etag, **fields})


def content(database: Database, file: str) -> bytes:
    with database.transaction() as session:
        return draft_of(session, "arende").file(file).content


def put(visitor: Visitor, name: str, text: str) -> None:
    answer = visitor.client.put(
        f"/processes/arende/files/{name}",
        data=text.encode(),
        headers={"X-CSRFToken": visitor.token(), "If-None-Match": "*"},
    )
    assert answer.status_code == 200, answer.text


def test_a_change_of_a_decision_is_undone_and_only_once(owner: Visitor, database: Database) -> None:
    rows, undo = f"{LEVEL}/rows", f"{LEVEL}/undo"
    before = content(database, "niva.dmn")
    assert "Senast:" not in owner.get(rows).text
    send(owner, rows, f"{rows}/niva", do="remove:regel_niva_2")
    page = owner.get(rows).text
    assert "Senast:</span>" not in page
    assert "Regel 2 i ”Rätt nivå för ärendet” är borttagen." in page
    act = hidden(page, "act")
    assert owner.post(undo, act=act).status_code == 303
    assert content(database, "niva.dmn") == before
    assert "Ångrat: Regel 2" in owner.get(rows).text

    send(owner, rows, f"{rows}/niva", do="up:regel_niva_3")
    kept = content(database, "niva.dmn")
    assert owner.post(undo, act=act).status_code == 409
    assert owner.post(undo).status_code == 409
    assert content(database, "niva.dmn") == kept


def test_a_change_of_a_form_is_undone(owner: Visitor, database: Database) -> None:
    rows = f"{NOTICE}/rows"
    before = content(database, "arende-anmalan.form")
    label = ODD + "x" * 100
    assert send(owner, rows, rows, do="add", kind="number", label=label).status_code == 303
    page = owner.get(rows).text
    assert "<b>" not in page
    assert owner.post(f"{NOTICE}/undo", act=hidden(page, "act")).status_code == 303
    assert content(database, "arende-anmalan.form") == before
    assert owner.post(f"{NOTICE}/undo", act="1").status_code == 409


def test_what_is_wrong_is_told_at_its_field_with_what_was_written(owner: Visitor) -> None:
    rows = f"{LEVEL}/rows"
    assert send(owner, rows, f"{rows}/-", kind="input", name="Grund").status_code == 303
    taken = send(owner, rows, f"{rows}/-", kind="expression", name="Grund")
    assert taken.status_code == 422
    assert 'href="#new-name">Det finns redan något som heter Grund i filen.' in taken.text
    assert 'value="Grund" maxlength="200" required aria-invalid="true"' in taken.text
    assert '<option value="expression" selected>' in taken.text
    again = send(owner, rows, f"{rows}/-/niva", name="Grund", description="Nytt")
    assert again.status_code == 422
    assert re.search(r'id="name" name="name" value="Grund" aria-invalid="true"', again.text)
    assert "<dd>Nytt</dd>" in again.text
    long = send(owner, rows, f"{rows}/-", kind="input", name="x" * 100_000)
    assert "Namnet får vara högst 200 tecken." in long.text


def test_whoever_comes_second_sees_what_they_had_written(
    owner: Visitor, database: Database
) -> None:
    rows = f"{LEVEL}/rows"
    etag = hidden(owner.get(rows).text, "etag")
    send(owner, rows, f"{rows}/niva", do="remove:regel_niva_1")
    kept = content(database, "niva.dmn")
    cells = {"regel_niva_2.3": '"min text"', "regel_niva_1.3": '"den som är borta"'}
    late = owner.post(f"{rows}/niva", rows, etag=etag, do="save", **cells)
    assert late.status_code == 409
    assert "medan du skrev. Det du skrev är inte sparat" in late.text
    assert "<dd>&#34;min text&#34;</dd>" in late.text
    assert "<dt>En regel som inte finns kvar</dt>" in late.text
    late = owner.post(f"{rows}/niva/columns/ut_niva", rows, etag=etag, do="save", label="Min")
    assert late.status_code == 409
    assert "<dd>Min</dd>" in late.text
    assert content(database, "niva.dmn") == kept
    assert owner.post(f"{rows}/niva", rows, do="save", **cells).status_code == 409


@pytest.mark.parametrize("do", ["", "zap", "zap:x\r\nSet-Cookie: a=b", "up:x\r\ny", "remove:\x01"])
def test_no_button_that_is_not_there_does_anything(
    owner: Visitor, database: Database, do: str
) -> None:
    for page, address in (
        (f"{LEVEL}/rows", f"{LEVEL}/rows/niva"),
        (f"{NOTICE}/rows", f"{NOTICE}/rows"),
    ):
        before = content(database, page.split("/")[-2])
        assert send(owner, page, address, do=do).status_code in (404, 422)
        assert content(database, page.split("/")[-2]) == before


@pytest.mark.parametrize("name", ["label", "expression", "type", "values", "default"])
def test_no_text_in_a_column_is_a_fault_of_ours(
    owner: Visitor, database: Database, name: str
) -> None:
    rows = f"{LEVEL}/rows"
    for column in ("ut_niva", decisions_in(content(database, "niva.dmn"))[0].inputs[0].id):
        for text in ("a\x01\x00b", ODD, "nonsense"):
            address = f"{rows}/niva/columns/{column}"
            answer = send(owner, rows, address, do="save", **{name: text})
            assert answer.status_code == 303, (name, text)
            assert "<b>" not in owner.get(rows).text
    types = {one.type for one in decisions_in(content(database, "niva.dmn"))[0].inputs}
    assert "nonsense" not in types


def test_a_table_without_ids_is_changed_as_any_other(owner: Visitor, database: Database) -> None:
    put(owner, "utan.dmn", WITHOUT_IDS)
    page = "/processes/arende/decision/utan.dmn/rows"
    shown = owner.get(page)
    assert shown.status_code == 200
    assert 'id="change"' not in shown.text
    decision = decisions_in(content(database, "utan.dmn"))[0]
    second = decision.rules[1].id
    assert second != decision.rules[0].id
    answer = send(owner, page, f"{page}/{decision.id}", do="save", **{f"{second}.1": "7"})
    assert answer.status_code == 303
    after = decisions_in(content(database, "utan.dmn"))[0]
    assert [rule.cells[1] for rule in after.rules] == ["10", "7"]
    assert send(owner, page, f"{page}/{decision.id}", do=f"up:{second}").status_code == 303
    after = decisions_in(content(database, "utan.dmn"))[0]
    assert [rule.cells[1] for rule in after.rules] == ["7", "10"]


def test_two_questions_with_one_id_are_told_apart(owner: Visitor, database: Database) -> None:
    put(owner, "tvillingar.form", json.dumps(TWINS))
    page = "/processes/arende/form/tvillingar.form/rows"
    rows = rows_of(content(database, "tvillingar.form"))
    assert len({row.id for row in rows}) == 3
    second = rows[1].id
    assert send(owner, page, page, do=f"save:{second}", label="Ny").status_code == 303
    assert send(owner, page, page, do=f"save:{second}", inside="a").status_code == 404
    itself = send(owner, page, page, do="save:g", inside="g", label="Rubrik")
    assert itself.status_code == 422
    assert 'href="#inside">En grupp kan inte ligga i sig själv.' in itself.text
    assert "<dd>Rubrik</dd>" in itself.text
    assert send(owner, page, page, do=f"save:{second}", inside="g").status_code == 303
    labels = {row.label: row.inside for row in rows_of(content(database, "tvillingar.form"))}
    assert labels["Den första"] == ""
    assert labels["Ny"] == "g"


def test_only_process_owners_may_undo_and_only_by_a_form(site: Site, owner: Visitor) -> None:
    for undo in (f"{LEVEL}/undo", f"{NOTICE}/undo"):
        assert owner.get(undo).status_code == 405
        assert site.person("registrator-ockelbo").post(undo, act="1").status_code == 403
