"""The outline's pages: a process in words, and every act as one form."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from lxml import html
from tests.web.site import Site, Visitor
from werkzeug.test import TestResponse

from flows.diagrams import DiagramFile, Step, read_outline
from flows.diagrams.diagram_file import flow_nodes, scopes_in, sequence_flows
from flows.modeler import discard_draft, draft_of, write_file

OWNER = "processagare-gavleborg"
OUTLINE = "/processes/arende/outline/arende"
FILE = "arende.bpmn"


@pytest.fixture
def owner(site: Site) -> Iterator[Visitor]:
    """A process owner with a draft of `arende`, thrown away afterwards."""
    visitor = site.person(OWNER)
    assert visitor.post("/processes/arende/draft").status_code == 303
    yield visitor
    with site.house.database.transaction() as session:
        discard_draft(session, site.house.actor(OWNER), "arende")


def send(visitor: Visitor, **fields: str) -> TestResponse:
    """Send a form of the outline, with the etag that the page shows unless one is given."""
    found = re.search(r'name="etag" value="([^"]*)"', visitor.get(OUTLINE).text)
    assert found is not None
    return visitor.post(OUTLINE, page=OUTLINE, **{"etag": found[1], **fields})


def steps(site: Site) -> dict[str, Step]:
    """The steps of the draft as it is saved."""
    return read_outline(content(site), "arende").by_id()


def content(site: Site) -> bytes:
    with site.house.database.transaction() as session:
        return draft_of(session, "arende").file(FILE).content


def page_of(visitor: Visitor, address: str = OUTLINE) -> html.HtmlElement:
    answer = visitor.get(address)
    assert answer.status_code == 200, answer.text[:1000]
    return html.fromstring(answer.text)


@pytest.mark.parametrize(
    "name",
    [
        "arende/outline/arende",
        "projekt/outline/projekt",
        "rekommendation/outline/rekommendation",
        "rekommendation/outline/rekommendation_huvudman",
    ],
)
def test_the_page_tells_every_step_and_every_flow_once(site: Site, name: str) -> None:
    package, _outline, process_id = name.split("/")
    visitor = site.person(OWNER)
    page = page_of(visitor, f"/processes/{name}")
    raw = next(
        file.data
        for file in (visitor.get(f"/processes/{package}/files/{one}.bpmn") for one in (process_id,))
    )
    process = DiagramFile(raw).process(process_id)
    nodes = [one.get("id") for scope in scopes_in(process) for one in flow_nodes(scope)]
    flows = [one.get("id") for scope in scopes_in(process) for one in sequence_flows(scope)]
    assert Counter(page.xpath("//@data-step")) == Counter(nodes)
    assert Counter(page.xpath("//@data-flow")) == Counter(flows)
    # Where it says "steg 15", step 15 is what the link leads to.
    for link in page.xpath("//main//a[starts-with(@href, '#step-')]"):
        number = re.sub(r"\D", "", link.text_content())
        (target,) = page.xpath(f"//*[@id='{link.get('href')[1:]}']")
        assert target.xpath(".//*[@class='outline-number']")[0].text == number


def test_without_a_draft_it_is_only_read(site: Site) -> None:
    page = page_of(site.person(OWNER))
    assert not page.xpath("//button[@name='act']")
    assert "Börja ändra" in page.text_content()
    assert "Ändra" not in [link.text for link in page.xpath("//main//a")]


def test_for_printing_there_is_nothing_to_press(owner: Visitor) -> None:
    page = page_of(owner, f"{OUTLINE}?print=1")
    assert not page.xpath("//main//button")
    assert page.xpath("//@data-step")


def test_it_is_read_in_english_too(owner: Visitor) -> None:
    owner.post("/language", language="en", next="/")
    text = page_of(owner).text_content()
    assert "One of the ways is taken:" in text
    assert "Prepare the case" in text
    owner.post("/language", language="sv", next="/")


def test_who_may_not_draw_may_not_change(site: Site, owner: Visitor) -> None:
    other = site.person("administrator-gavleborg")
    assert other.get(OUTLINE).status_code == 200
    assert other.post(OUTLINE, page="/accessibility", do="up", step="bereda").status_code == 403
    assert site.visitor().get(OUTLINE).status_code in (302, 303, 401)


def test_a_step_is_added_with_a_new_form_and_its_role(site: Site, owner: Visitor) -> None:
    answer = send(
        owner,
        do="insert",
        add="after:bereda",
        kind="task",
        name="Granska",
        name_en="Review",
        roles="sekreterare",
        form="+",
        new_form="Granskning av ärendet",
    )
    assert answer.status_code == 303, answer.text
    assert answer.location.endswith("#step-granska")
    facts = steps(site)["granska"].facts
    assert (facts.groups, facts.form) == ("sekreterare", "arende-granskning-av-arendet")
    with site.house.database.transaction() as session:
        assert f"{facts.form}.form" in draft_of(session, "arende").files
    page = page_of(owner)
    (note,) = page.xpath("//*[@id='step-granska']//*[@role='status']")
    assert "”Granska” är tillagt" in note.text_content()
    # Undone in one act: the step and its form.
    assert send(owner, act="undo:").status_code == 303
    assert "granska" not in steps(site)
    with site.house.database.transaction() as session:
        assert f"{facts.form}.form" not in draft_of(session, "arende").files


ACTS = [
    ({"do": "texts", "step": "bereda", "name": "Bered", "help": "Så här"}, "bereda"),
    ({"do": "role", "step": "bereda", "lane": "lane_sekreterare", "groups": "=x"}, "bereda"),
    ({"do": "form", "step": "bereda", "form": "arende-mottagning"}, "bereda"),
    ({"do": "due", "step": "bereda", "due": "14"}, "bereda"),
    ({"do": "time", "step": "vanta_uppfoljning", "timer": "duration", "time": "7"}, ""),
    ({"do": "message", "step": "svaren_klara", "message": "ny", "key": "=a"}, "svaren_klara"),
    ({"do": "decision", "step": "foresla_niva", "decision": "niva", "result": "n"}, "foresla_niva"),
    (
        {
            "do": "operation",
            "step": "meddela_beslut",
            "template": "flows.notis.skicka",
            "values.till": "sekreterare",
            "values.amne": "A",
            "values.text": "B",
        },
        "meddela_beslut",
    ),
    (
        {
            "do": "reminder",
            "step": "bereda",
            "name": "P",
            "time": "14",
            "times": "1",
            "template": "flows.notis.skicka",
            "values.till": "sekreterare",
            "values.amne": "A",
            "values.text": "B",
        },
        "paminnelse_bereda",
    ),
    ({"act": "down:visa_motesdag", "from": "outline"}, "visa_motesdag"),
    ({"do": "remove", "step": "visa_motesdag"}, "satt_pa_dagordning"),
    (
        {
            "do": "way",
            "way": "flode_gw_mottagen_till_gw_beredning",
            "name": "Jo",
            "condition": "a = 1",
        },
        "gw_mottagen",
    ),
    (
        {
            "do": "add_way",
            "step": "gw_mottagen",
            "branch_name": "Tredje",
            "condition": "a = 3",
            "to": "end",
        },
        "gw_mottagen",
    ),
    ({"do": "lead", "way": "flode_gw_mottagen_till_gw_beredning", "to": "bereda"}, "gw_mottagen"),
    ({"do": "remove_way", "way": "flode_gw_beredningsbeslut_till_avsluta_avvisat"}, ""),
    (
        {
            "do": "insert",
            "add": "on:flode_bereda_till_gw_beredningsbeslut",
            "kind": "choice",
            "name": "Vilken?",
            "branches.0.name": "Ja",
            "branches.0.condition": "a = 1",
            "branches.3.name": "Nej",
            "branches.3.to": "end",
        },
        "gw_vilken",
    ),
    (
        {"do": "insert", "add": "before:bereda", "kind": "parallel", "tasks": "Ett\r\nTvå"},
        "gw_motas",
    ),
    ({"do": "insert", "add": "after:bereda", "kind": "end", "name": "Klart"}, "klart"),
    (
        {
            "do": "insert",
            "add": "after:bereda",
            "kind": "timer",
            "name": "V",
            "timer": "duration",
            "time": "3",
        },
        "v",
    ),
    (
        {
            "do": "insert",
            "add": "after:bereda",
            "kind": "script",
            "name": "R",
            "expression": "1+1",
            "result": "r",
        },
        "r",
    ),
]


@pytest.mark.parametrize(("fields", "focus"), ACTS, ids=lambda one: str(one)[:40])
def test_every_act_is_saved_said_and_undone(
    site: Site, owner: Visitor, fields: dict[str, str], focus: str
) -> None:
    before = content(site)
    answer = send(owner, **fields)
    assert answer.status_code == 303, html.fromstring(answer.text).text_content()
    assert answer.location.partition("#step-")[2].startswith(focus)
    assert content(site) != before
    page = page_of(owner)
    assert page.xpath("//*[@id='done'][@role='status']")
    answer = send(owner, act="undo:")
    assert answer.status_code == 303
    assert content(site) == before
    assert "Ångrat:" in page_of(owner).text_content()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"do": "texts", "step": "bereda", "name": ""}, "texts-name"),
        ({"do": "due", "step": "bereda", "due": "snart"}, "due-due"),
        (
            {"do": "way", "way": "flode_gw_mottagen_till_gw_beredning", "condition": "a ="},
            "way-condition",
        ),
        ({"do": "insert", "add": "after:bereda", "kind": "task", "name": ""}, "insert-name"),
        (
            {
                "do": "insert",
                "add": "after:bereda",
                "kind": "choice",
                "name": "V",
                "branches.0.name": "Ja",
                "branches.3.name": "Nej",
            },
            "insert-branches-0-condition",
        ),
        (
            {"do": "insert", "add": "after:bereda", "kind": "task", "name": "G", "form": "+"},
            "insert-new_form",
        ),
    ],
    ids=lambda one: str(one)[:40],
)
def test_a_fault_stands_at_its_field_and_what_was_typed_is_kept(
    owner: Visitor, fields: dict[str, str], field: str
) -> None:
    answer = send(owner, **fields, name_en="Kept")
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    (wrong,) = page.xpath(f"//*[@id='{field}']")
    assert wrong.get("aria-invalid") == "true"
    described = wrong.get("aria-describedby").split()
    assert any(page.xpath(f"//*[@id='{one}']") for one in described)
    assert page.xpath(f"//*[@id='errors']//a[@href='#{field}']")
    form = field.partition("-")[0]
    assert page.xpath(f"//input[@id='{form}-name_en']/@value") in ([], ["Kept"])


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "remove", "step": "gw_mottagen"},
        {"act": "up:anmald", "from": "outline"},
        {"do": "remove", "step": "finns_inte", "from": "outline"},
        {"do": "hoppa", "step": "bereda"},
        {"do": "insert", "add": "on:flode_anmald_till_registrera", "kind": "annat"},
        {},
    ],
    ids=str,
)
def test_what_can_not_be_done_is_said(owner: Visitor, fields: dict[str, str]) -> None:
    answer = send(owner, **fields)
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("//*[@id='errors']//li")


def test_who_was_second_is_told_and_overwrites_nothing(site: Site, owner: Visitor) -> None:
    fields = {"do": "texts", "step": "bereda", "name": "Mitt namn"}
    found = re.search(r'name="etag" value="([^"]*)"', owner.get(OUTLINE).text)
    assert found is not None
    theirs = content(site).replace("Bereda ärendet".encode(), b"Deras namn")
    with site.house.database.transaction() as session:
        write_file(
            session,
            site.house.actor(OWNER),
            "arende",
            FILE,
            theirs,
            expected=found[1],
            max_bytes=1 << 20,
            now=site.clock(),
        )
    answer = owner.post(OUTLINE, page=OUTLINE, etag=found[1], **fields)
    assert answer.status_code == 409
    page = html.fromstring(answer.text)
    assert "medan du skrev" in page.xpath("//*[@id='errors']")[0].text_content()
    assert page.xpath("//input[@id='texts-name']/@value") == ["Mitt namn"]
    assert content(site) == theirs
    # What is sent now is held against what the page shows now.
    assert send(owner, **fields).status_code == 303


def test_nothing_is_undone_over_what_somebody_has_saved_since(site: Site, owner: Visitor) -> None:
    assert send(owner, do="texts", step="bereda", name="Bered").status_code == 303
    with site.house.database.transaction() as session:
        actor = site.house.actor(OWNER)
        file = draft_of(session, "arende").file(FILE)
        write_file(
            session,
            actor,
            "arende",
            FILE,
            file.content + b"\n",
            expected=file.etag,
            max_bytes=1 << 20,
            now=site.clock(),
        )
    assert not page_of(owner).xpath("//button[@value='undo:']")
    assert send(owner, act="undo:").status_code == 409


def test_acts_are_undone_one_after_the_other(site: Site, owner: Visitor) -> None:
    first = content(site)
    for name in ("Ett", "Två", "Tre"):
        assert send(owner, do="texts", step="bereda", name=name).status_code == 303
    for name in ("Två", "Ett"):
        assert send(owner, act="undo:").status_code == 303
        assert steps(site)["bereda"].name == name
    assert send(owner, act="undo:").status_code == 303
    assert content(site) == first
    assert send(owner, act="undo:").status_code == 404


def test_what_a_diagram_says_is_never_markup(site: Site, owner: Visitor) -> None:
    odd = "<b>A & B</b>"
    assert send(owner, do="texts", step="bereda", name=odd, help=odd).status_code == 303
    assert steps(site)["bereda"].name == odd
    for address in (OUTLINE, f"{OUTLINE}?step=bereda", f"{OUTLINE}?add=after:bereda"):
        text = owner.get(address).text
        assert "<b>A" not in text
        assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in text
    evil = "<script>alert(1)</script>"
    assert send(owner, do="texts", step="bereda", name=evil).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "?step=bereda",
        "?step=anmald",
        "?step=vanta_uppfoljning",
        "?step=gw_mottagen",
        "?step=meddela_beslut",
        "?step=foresla_niva",
        "?step=svaren_klara",
        "?step=avslutat",
        "?step=aterkallas_mote",
        "?way=flode_gw_mottagen_till_gw_beredning",
        "?add=after:bereda",
        "?add=before:bereda&kind=service",
        "?add=on:flode_bereda_till_gw_beredningsbeslut&kind=task",
        *(
            f"?add=after:bereda&kind={kind}"
            for kind in (
                "task",
                "choice",
                "parallel",
                "timer",
                "message",
                "decision",
                "script",
                "call",
                "end",
            )
        ),
        "?add=after:bereda&kind=service&template=flows.notis.skicka",
    ],
)
def test_every_page_has_labels_for_its_fields(owner: Visitor, query: str) -> None:
    page = page_of(owner, f"{OUTLINE}{query}")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for field in page.xpath("//main//*[self::input or self::select or self::textarea]"):
        if field.get("type") != "hidden":
            assert page.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")


@pytest.mark.parametrize("query", ["?step=finns_inte", "?way=finns", "?add=after:finns", "?add=x"])
def test_what_is_not_there_is_not_found(owner: Visitor, query: str) -> None:
    assert owner.get(f"{OUTLINE}{query}").status_code == 404


def test_a_process_that_is_not_there_is_not_found(site: Site) -> None:
    assert site.person(OWNER).get("/processes/arende/outline/annan").status_code == 404


def test_a_running_process_is_read_in_words_with_where_it_stands(site: Site) -> None:
    instance_id = site.house.start("projekt", titel="Titel", beskrivning="B")
    visitor = site.person(OWNER)
    assert f"/running/{instance_id}/in-words" in visitor.get(f"/running/{instance_id}").text
    page = page_of(visitor, f"/running/{instance_id}/in-words")
    (here,) = page.xpath("//*[@class='outline-here']/ancestor::li[1]/@data-step")
    assert here in site.house.open(instance_id)
    assert not page.xpath("//main//button")
    other = site.person("processagare-vasternorrland")
    assert other.get(f"/running/{instance_id}/in-words").status_code == 404
