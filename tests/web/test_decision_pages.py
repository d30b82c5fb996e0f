"""A decision's pages: shown, tried, changed as a table, renamed and taken out."""

import re
from collections.abc import Iterator

import pytest
from tests.web.site import Site, Visitor

from flows.kernel import Database
from flows.modeler import discard_draft, draft_of
from flows.modeler.decision_rows import DecisionRows, decisions_in

OWNER = "processagare-gavleborg"
LEVEL = "/processes/arende/decision/niva.dmn"
FORMS = "/processes/arende/decision/tillatna_beslutsformer.dmn"

CONTRADICTION = """<?xml version="1.0"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <decision id="rabatt" name="Rabatt"><decisionTable id="t">
    <input id="i" label="Ålder"><inputExpression typeRef="number"><text>alder</text>
    </inputExpression></input>
    <output id="o" name="rabatt" typeRef="number"/>
    <rule id="unga"><inputEntry id="u1"><text>&lt; 20</text></inputEntry>
      <outputEntry id="u2"><text>10</text></outputEntry></rule>
    <rule id="alla"><inputEntry id="a1"><text>-</text></inputEntry>
      <outputEntry id="a2"><text>5</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>"""


@pytest.fixture
def owner(site: Site, database: Database) -> Iterator[Visitor]:
    """A process owner with a draft of `arende`, thrown away afterwards."""
    visitor = site.person(OWNER)
    assert visitor.post("/processes/arende/draft").status_code == 303
    yield visitor
    with database.transaction() as session:
        discard_draft(session, site.house.actor(OWNER), "arende")


def table_of(database: Database, file: str) -> DecisionRows:
    with database.transaction() as session:
        return decisions_in(draft_of(session, "arende").file(file).content)[0]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def try_it(visitor: Visitor, page: str, **fields: str) -> str:
    answer = visitor.client.post(
        f"{page}/try",
        data={"csrf_token": visitor.token(), "_try": "1", **fields},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def do(visitor: Visitor, decision: str, **fields: str) -> None:
    rows = f"{LEVEL}/rows"
    etag = hidden(visitor.get(rows).text, "etag")
    answer = visitor.post(f"{rows}/{decision}", rows, etag=etag, **fields)
    assert answer.status_code == 303, answer.text


def test_without_a_draft_the_table_is_read(site: Site) -> None:
    page = site.person(OWNER).get(LEVEL).text
    assert "Börja ändra" in page
    assert "HS-09: frågan löses lokalt." in page
    assert "Högst en regel får träffa." in page
    assert 'id="decision-editor"' not in page


def test_values_are_tried_and_the_rules_that_matched_are_told(site: Site) -> None:
    values = {
        "_v.rackvidd": "en_kommun",
        "_v.fragans_slag": "verksamhet",
        "_v.provad_utan_losning": "true",
    }
    told = try_it(site.person(OWNER), LEVEL, **values)
    assert "tjansteperson" in told
    assert 'data-hits="regel_niva_2"' in told
    assert "Regel 2" in told
    assert "HS-08: det som inte kunnat åtgärdas lokalt" in told


def test_what_the_decision_knows_comes_from_a_real_forum(site: Site) -> None:
    person = site.person(OWNER)
    told = try_it(person, FORMS, _forum="halsam", **{"_v.mandat_parter": "[]"})
    elsewhere = try_it(person, FORMS, _forum="natverk-valfard", **{"_v.mandat_parter": "[]"})
    assert "Rekommendation" in elsewhere
    assert told != elsewhere


def test_an_unsaved_model_that_contradicts_itself_says_which_rules(owner: Visitor) -> None:
    told = try_it(owner, LEVEL, _model=CONTRADICTION, **{"_v.alder": "17"})
    assert "Reglerna 1 och 2 träffar samtidigt" in told
    assert 'data-hits="alla unga"' in told
    fine = try_it(owner, LEVEL, _model=CONTRADICTION, **{"_v.alder": "40"})
    assert 'data-hits="alla"' in fine
    unreadable = try_it(owner, LEVEL, _model=CONTRADICTION, **{"_v.alder": "många"})
    assert "Värdet för ”Ålder” går inte att läsa." in unreadable


def test_problems_name_rule_and_column(owner: Visitor) -> None:
    broken = CONTRADICTION.replace("&lt; 20", "&lt; &lt;")
    told = try_it(owner, LEVEL, _model=broken)
    assert "Regel 1, ”Ålder”" in told
    assert 'data-cell="u1"' in told


@pytest.mark.parametrize(
    "model",
    [
        "",
        "<html/>",
        '<!DOCTYPE d [<!ENTITY a "b">]><definitions xmlns="x/DMN/"/>',
        CONTRADICTION.replace("decision id", "inputData id").replace("</decision>", "</inputData>"),
    ],
)
def test_what_is_no_model_is_told_and_not_500(owner: Visitor, model: str) -> None:
    assert "sak att rätta" in try_it(owner, LEVEL, _model=model)


def test_cells_rules_and_the_policy_are_changed_by_forms(
    owner: Visitor, database: Database
) -> None:
    do(
        owner,
        "niva",
        do="save",
        policy="FIRST",
        **{"regel_niva_1.3": '"kommunal"', "regel_niva_1.comment": "Ny kommentar"},
    )
    table = table_of(database, "niva.dmn")
    assert table.policy == "FIRST"
    assert table.rules[0].cells[3] == '"kommunal"'
    assert table.rules[0].comment == "Ny kommentar"

    do(owner, "niva", do="add")
    do(owner, "niva", do="down:regel_niva_1")
    table = table_of(database, "niva.dmn")
    assert len(table.rules) == 8
    assert [rule.id for rule in table.rules[:2]] == ["regel_niva_2", "regel_niva_1"]
    do(owner, "niva", do=f"remove:{table.rules[7].id}")
    assert len(table_of(database, "niva.dmn").rules) == 7


def test_a_decision_is_begun_renamed_and_taken_out(owner: Visitor, database: Database) -> None:
    made = owner.post("/processes/arende/decision/new", stem="ny_fraga", title="Ny <fråga>")
    assert made.location.endswith("/decision/ny_fraga.dmn")
    page = owner.get(made.location).text
    assert "Inget fel i filen." in page
    assert "Ny &lt;fråga&gt;" in page

    page = owner.get(f"{LEVEL}/file").text
    assert "Föreslå nivå" in page
    renamed = owner.post(
        f"{LEVEL}/file", etag=hidden(page, "etag"), stem="ratt_niva", title="Rätt nivå"
    )
    assert renamed.location.endswith("/decision/ratt_niva.dmn")
    assert table_of(database, "ratt_niva.dmn").id == "niva"
    assert table_of(database, "ratt_niva.dmn").name == "Rätt nivå"
    gone = owner.post("/processes/arende/decision/ny_fraga.dmn/file/remove")
    assert gone.status_code == 303


def sent(visitor: Visitor, page: str, address: str, **fields: str | list[str]) -> str:
    """Post as the page would; the page that it leads to."""
    etag = hidden(visitor.get(page).text, "etag")
    answer = visitor.post(address, page, etag=etag, **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_columns_and_decisions_are_changed_by_forms(owner: Visitor, database: Database) -> None:
    rows = f"{LEVEL}/rows"
    there = sent(owner, rows, f"{rows}/niva", do="add-input", **{"regel_niva_1.3": '"kvar"'})
    table = table_of(database, "niva.dmn")
    assert table.rules[0].cells[4] == '"kvar"'
    column = table.inputs[3]
    assert there.endswith(f"?change={column.id}#change")
    page = owner.get(there.partition("#")[0]).text
    assert 'id="change-title">Om: <span lang="sv">Nytt villkor' in page
    one = f"{rows}/niva/columns/{column.id}"
    sent(owner, rows, one, do="save", label="Bråttom?", expression="brattom", type="boolean")
    sent(owner, rows, f"{rows}/niva", do=f"earlier:{column.id}")
    table = table_of(database, "niva.dmn")
    assert [each.label for each in table.inputs][2:] == ["Bråttom?", "Redan prövad utan lösning?"]
    assert table.inputs[2].type == "boolean"
    sent(owner, rows, one, do="remove")
    assert len(table_of(database, "niva.dmn").inputs) == 3

    base = sent(owner, rows, f"{rows}/-", kind="expression", name="Grund").partition("#")[2]
    assert base == "grund"
    sent(owner, rows, f"{rows}/grund", do="save", text="rackvidd")
    sent(owner, rows, f"{rows}/-/niva", name="Nivå", has_requires="1", requires=["grund"])
    table = table_of(database, "niva.dmn")
    assert (table.name, table.requires) == ("Nivå", ("grund",))
    page = owner.get(f"{rows}?change=niva").text
    assert re.search(r'value="grund" checked', page)
    sent(owner, rows, f"{rows}/-/grund", do="remove")
    assert table_of(database, "niva.dmn").requires == ()


def test_what_can_not_be_changed_is_said(owner: Visitor) -> None:
    rows = f"{LEVEL}/rows"
    etag = hidden(owner.get(rows).text, "etag")
    last = owner.post(f"{rows}/niva/columns/ut_niva", rows, etag=etag, do="remove")
    assert last.status_code == 422
    assert "minst en kolumn med svar" in last.text
    gone = owner.post(f"{rows}/niva/columns/ingen", rows, etag=etag, do="save")
    assert gone.status_code == 404
    assert "Kolumnen finns inte längre" in gone.text
    nameless = owner.post(f"{rows}/-", rows, etag=etag, kind="table", name=" ")
    assert nameless.status_code == 422
    stranger = owner.get(f"{rows}?change=ingen")
    assert stranger.status_code == 200
