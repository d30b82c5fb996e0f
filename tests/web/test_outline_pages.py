"""The outline's pages: a process in words, and every act as one form."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from lxml import html
from tests.web.site import Site, Visitor
from werkzeug.test import TestResponse

from flows.diagrams import DiagramFile, Step, read_outline
from flows.diagrams.beside import Beside
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
            "do": "repeat",
            "step": "bereda",
            "order": "turn",
            "items": "forum.parter",
            "item": "part",
            "result": "svar",
            "results": "alla_svar",
            "until": "count(alla_svar) > 2",
        },
        "bereda",
    ),
    ({"do": "repeat", "step": "bereda", "order": "together", "count": "3"}, "bereda"),
    ({"do": "repeat", "step": "bereda", "order": "again", "again": "a = 1", "most": "3"}, "bereda"),
    ({"do": "priority", "step": "bereda", "priority": "70"}, "bereda"),
    ({"do": "role", "step": "bereda", "assignee": "=handlaggare"}, "bereda"),
    ({"do": "mappings", "step": "bereda", "inputs": "a: =titel\r\nb: =id"}, "bereda"),
    (
        {
            "do": "event",
            "step": "bereda",
            "what": "error",
            "name": "Fel",
            "signal": "saknas",
            "interrupts": "yes",
            "to": "end",
        },
        "fel",
    ),
    (
        {
            "do": "event",
            "step": "bereda",
            "what": "message",
            "name": "Nytt",
            "message": "nytt",
            "key": "=string(arende.id)",
            "interrupts": "no",
            "to": "komplettera",
        },
        "nytt",
    ),
    (
        {
            "do": "insert",
            "add": "after:bereda",
            "kind": "send",
            "name": "Larma",
            "what": "signal",
            "signal": "larm",
        },
        "larma",
    ),
    (
        {
            "do": "insert",
            "add": "after:bereda",
            "kind": "signal",
            "name": "Larm",
            "signal": "larm",
        },
        "larm",
    ),
    (
        {
            "do": "insert",
            "add": "after:bereda",
            "kind": "condition",
            "name": "När",
            "condition": "a = 1",
        },
        "nar",
    ),
    (
        {
            "do": "insert",
            "add": "after:bereda",
            "kind": "end",
            "name": "Fel",
            "what": "error",
            "signal": "saknas",
        },
        "fel",
    ),
    (
        {"do": "insert", "add": "after:bereda", "kind": "link", "name": "Hopp", "to": "ta_emot"},
        "till_hopp",
    ),
    ({"do": "add_note", "step": "bereda", "text": "Se\r\nbilagan"}, "bereda"),
    ({"do": "use_document", "step": "bereda", "how": "reads", "name": "A", "kind": "store"}, "ber"),
    ({"do": "add_exchange", "step": "bereda", "name": "Fråga", "sends": "yes", "who": "B"}, "ber"),
    ({"do": "add_group", "edit": "group", "name": "G", "steps": "bereda"}, "bereda"),
    ({"do": "add_outsider", "edit": "outsider", "name": "Leverantören"}, ""),
    ({"do": "process", "edit": "process", "name": "Ärenden", "name_en": "Cases"}, ""),
    ({"do": "lane", "edit": "lane", "lane": "lane_forum", "name": "Forumet"}, ""),
    ({"do": "add_lane", "edit": "lane", "name": "Ny", "after": "lane_sekreterare"}, ""),
    ({"do": "add_lane", "edit": "lane", "role": "registrator|Registrator"}, ""),
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
        ({"do": "repeat", "step": "bereda", "order": "turn"}, "repeat-items"),
        (
            {"do": "repeat", "step": "bereda", "order": "turn", "items": "l", "results": "r"},
            "repeat-result",
        ),
        ({"do": "repeat", "step": "bereda", "order": "again", "most": "x"}, "repeat-most"),
        ({"do": "repeat", "step": "bereda", "order": "ibland"}, "repeat-order"),
        ({"do": "priority", "step": "bereda", "priority": "högst"}, "priority-priority"),
        ({"do": "mappings", "step": "bereda", "outputs": "å"}, "mappings-outputs"),
        ({"do": "event", "step": "bereda", "what": "error", "name": ""}, "event-name"),
        (
            {"do": "event", "step": "bereda", "what": "error", "name": "F", "to": "end"},
            "event-interrupts",
        ),
        (
            {
                "do": "event",
                "step": "bereda",
                "what": "timer",
                "name": "F",
                "to": "end",
                "interrupts": "yes",
            },
            "event-time",
        ),
        (
            {"do": "insert", "add": "after:bereda", "kind": "send", "name": "S", "what": "x"},
            "insert-what",
        ),
        (
            {"do": "insert", "add": "after:bereda", "kind": "end", "name": "S", "what": "error"},
            "insert-signal",
        ),
        ({"do": "process", "edit": "process", "name": " "}, "process-name"),
        ({"do": "add_lane", "edit": "lane", "name": ""}, "add_lane-name"),
        ({"do": "add_lane", "edit": "lane", "name": "N", "after": "x"}, "add_lane-after"),
        ({"do": "lane", "edit": "lane", "lane": "lane_forum", "name": ""}, "lane-name"),
        ({"do": "add_note", "step": "bereda", "text": " "}, "add_note-text"),
        ({"do": "use_document", "step": "bereda", "how": "reads"}, "use_document-name"),
        ({"do": "use_document", "step": "bereda", "how": "x", "name": "A"}, "use_document-how"),
        (
            {"do": "use_document", "step": "bereda", "how": "reads", "document": "x"},
            "use_document-document",
        ),
        ({"do": "add_exchange", "step": "bereda", "who": "A"}, "add_exchange-name"),
        ({"do": "add_exchange", "step": "bereda", "name": "A"}, "add_exchange-who"),
        ({"do": "add_group", "edit": "group", "name": "G"}, "add_group-steps"),
        ({"do": "add_group", "edit": "group", "steps": "bereda"}, "add_group-name"),
        ({"do": "add_outsider", "edit": "outsider", "name": ""}, "add_outsider-name"),
        (
            {"do": "insert", "add": "after:bereda", "kind": "link", "name": "L", "to": "anmald"},
            "insert-to",
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
        {"do": "remove_lane", "edit": "lane", "lane": "lane_forum"},
        {"do": "lane", "edit": "lane", "lane": "", "name": "N"},
        {},
    ],
    ids=str,
)
def test_what_can_not_be_done_is_said(owner: Visitor, fields: dict[str, str]) -> None:
    answer = send(owner, **fields)
    assert answer.status_code == 422
    assert html.fromstring(answer.text).xpath("//*[@id='errors']//li")


def lanes(site: Site) -> dict[str, str]:
    return {one.id: one.name for one in read_outline(content(site), "arende").lanes}


def test_a_lane_is_called_after_a_role_and_goes_when_it_is_empty(
    site: Site, owner: Visitor
) -> None:
    # "Registrator" leads to the role by itself; a title that doesn't is written as the role's id.
    assert (
        send(owner, do="add_lane", edit="lane", role="registrator|Registrator").status_code == 303
    )
    assert lanes(site)["lane_registrator"] == "Registrator"
    assert (
        send(
            owner, do="lane", edit="lane", lane="lane_registrator", role="chef|Högsta chef"
        ).status_code
        == 303
    )
    assert lanes(site)["lane_registrator"] == "chef"
    page = page_of(owner, f"{OUTLINE}?edit=lane&lane=lane_registrator")
    assert page.xpath("//button[text()='Ta bort banan']")
    assert not page_of(owner, f"{OUTLINE}?edit=lane&lane=lane_forum").xpath(
        "//button[text()='Ta bort banan']"
    )
    assert send(owner, do="remove_lane", edit="lane", lane="lane_registrator").status_code == 303
    assert "lane_registrator" not in lanes(site)
    assert "Banan ”chef” är borttagen" in page_of(owner).text_content()


def test_what_an_event_is_about_is_changed_where_it_is_told(site: Site, owner: Visitor) -> None:
    event = {"do": "event", "step": "bereda", "name": "Hinder", "to": "end"}
    assert send(owner, **event, what="error", interrupts="yes").status_code == 303
    page = page_of(owner, f"{OUTLINE}?step=hinder")
    assert page.xpath("//input[@id='signal-signal']")
    assert not page.xpath("//*[@id='interrupts-interrupts']")
    assert send(owner, do="signal", step="hinder", signal="saknas").status_code == 303
    assert steps(site)["hinder"].facts.signals[0].code == "saknas"
    known = page_of(owner, f"{OUTLINE}?step=hinder").xpath("//datalist/option/@value")
    assert known == ["saknas"]
    assert (
        send(
            owner,
            **{**event, "name": "Nog"},
            what="conditional",
            condition="a = 1",
            interrupts="yes",
        ).status_code
        == 303
    )
    assert send(owner, do="condition", step="nog", condition="a = 2").status_code == 303
    assert send(owner, do="interrupts", step="nog", interrupts="no").status_code == 303
    there = steps(site)["nog"].facts
    assert (there.signals[0].text, there.interrupting) == ("=a = 2", False)
    refused = send(owner, do="condition", step="nog", condition="a =")
    assert html.fromstring(refused.text).xpath("//*[@id='condition-condition'][@aria-invalid]")


def test_what_is_drawn_beside_the_flow_is_told_changed_and_removed(
    site: Site, owner: Visitor
) -> None:
    def told() -> str:
        return " ".join(" ".join(page_of(owner).itertext()).split())

    def beside() -> Beside:
        return read_outline(content(site), "arende").beside

    assert send(owner, do="add_note", step="bereda", text="Se bilagan").status_code == 303
    use = {"do": "use_document", "how": "writes", "kind": "object"}
    assert send(owner, **use, step="bereda", name="Förslaget").status_code == 303
    document = beside().documents[0].id
    read = {**use, "how": "reads", "document": document}
    assert send(owner, **read, step="besluta").status_code == 303
    sent = {"do": "add_exchange", "step": "bereda", "name": "Begäran", "sends": "yes"}
    assert send(owner, **sent, who="Leverantören").status_code == 303
    group = {"do": "add_group", "edit": "group", "name": "Beredning", "steps": "bereda"}
    assert send(owner, **group).status_code == 303
    text = told()
    for said in (
        "Anteckning Se bilagan",
        "Skriver Förslaget (dokument)",
        "Läser Förslaget (dokument)",
        "Skickar till Leverantören Begäran",
        "Grupp Beredning",
    ):
        assert said in text, said
    assert beside().notes[0].about == ("bereda",)

    there = beside()
    for kind, thing, name in (
        ("document", there.documents[0].id, "Underlaget"),
        ("outsider", there.outsiders[0].id, "Länsstyrelsen"),
        ("exchange", there.outsiders[0].exchanges[0].id, "Frågan"),
    ):
        assert page_of(owner, f"{OUTLINE}?edit={kind}&beside={thing}").xpath("//button")
        assert send(owner, do=kind, edit=kind, beside=thing, name=name).status_code == 303
        assert name in told()
    note = there.notes[0].id
    assert send(owner, do="note", edit="note", beside=note, text="Läs").status_code == 303
    assert "Anteckning Läs" in told()
    again = {"do": "group", "edit": "group", "beside": there.groups[0].id, "name": "Beslut"}
    assert send(owner, **again, steps="besluta").status_code == 303
    assert beside().groups[0].steps[0] == "besluta"

    leave = {"do": "leave_document", "edit": "document", "beside": document, "step": "bereda"}
    assert send(owner, **leave).status_code == 303
    assert [use.step for use in beside().documents[0].uses] == ["besluta"]
    for kind, thing in (
        ("exchange", there.outsiders[0].exchanges[0].id),
        ("outsider", there.outsiders[0].id),
        ("document", document),
        ("group", there.groups[0].id),
        ("note", note),
    ):
        gone = {"do": f"remove_{kind}", "edit": kind, "beside": thing}
        assert send(owner, **gone).status_code == 303
        assert owner.get(f"{OUTLINE}?edit={kind}&beside={thing}").status_code == 404
    assert not beside()


def test_a_link_is_named_at_both_its_places(site: Site, owner: Visitor) -> None:
    link = {"do": "insert", "add": "after:bereda", "kind": "link", "name": "Vidare"}
    assert send(owner, **link).status_code == 303
    assert send(owner, do="link", step="till_vidare", link="Fortsätt").status_code == 303
    there = steps(site)
    for step in ("till_vidare", "fran_vidare"):
        assert (there[step].name, there[step].facts.signals[0].name) == ("Fortsätt", "Fortsätt")
    assert there["till_vidare"].ways[0].target == "fran_vidare"
    page = page_of(owner, f"{OUTLINE}?step=till_vidare")
    assert not page.xpath("//a[text()='Nytt steg efter']")
    assert send(owner, do="remove", step="fran_vidare").status_code == 303
    assert steps(site)["bereda"].ways[0].target == "gw_beredningsbeslut"


def test_every_button_and_link_in_the_outline_says_what_it_is_about(owner: Visitor) -> None:
    send(owner, do="add_outsider", edit="outsider", name="Leverantören")
    page = page_of(owner)
    names = [
        " ".join(one.text_content().split())
        for one in page.xpath("//main//form//a[not(starts-with(@href, '#'))] | //main//button")
    ]
    assert [one for one, times in Counter(names).items() if times > 1] in ([], ["Ångra"])
    levels = [
        int(one.tag[1])
        for one in page.xpath(
            "//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
        )
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    skips = page.xpath("//a[@class='skip']/@href")
    assert skips == ["#content", "#page", "#steps"]
    assert all(page.xpath(f"//*[@id='{one[1:]}']") for one in skips)


def test_another_process_is_chosen_for_a_step(site: Site, owner: Visitor) -> None:
    insert = {"do": "insert", "add": "after:bereda", "kind": "call", "name": "Annan"}
    assert send(owner, **insert, process="arende").status_code == 303
    page = page_of(owner, f"{OUTLINE}?step=annan")
    assert page.xpath("//*[@id='call-process']/option[@selected]/@value") == ["arende"]
    refused = send(owner, do="call", step="annan", process="")
    assert html.fromstring(refused.text).xpath("//*[@id='call-process'][@aria-invalid]")
    assert send(owner, do="call", step="annan", process="en_annan").status_code == 303
    assert steps(site)["annan"].facts.calls == "en_annan"


# ---------------------------------------------------------------- what is only in Swedish

_PAGES = (
    "",
    "?print=1",
    *(f"?step={step}" for step in ("bereda", "anmald", "meddela_beslut", "foresla_niva", "hinder")),
    *(f"?step={step}" for step in ("gw_mottagen", "vanta_uppfoljning", "avslutat")),
    "?way=flode_gw_mottagen_till_gw_beredning",
    "?add=after:bereda",
    "?add=before:bereda&kind=task",
    "?add=after:bereda&kind=choice",
    "?add=on:flode_gw_mottagen_till_gw_beredning&kind=service",
    "?add=after:bereda&kind=service&template=flows.notis.skicka",
    "?edit=process",
    "?edit=lane",
    "?edit=lane&lane=lane_forum",
    "?add=after:bereda&kind=link",
    "?edit=group",
    "?edit=outsider",
    "?edit=note&beside=anm",
)


@pytest.fixture
def only_swedish(site: Site, owner: Visitor) -> Iterator[list[str]]:
    """Every text of the draft's diagram, which has no English, on pages that are in English."""
    raw = content(site)
    for name in ("name_en", "documentation_en"):
        raw = re.sub(rb'\s*<zeebe:property name="%b" value="[^"]*" />' % name.encode(), b"", raw)
    note = (
        '<bpmn:textAnnotation id="anm"><bpmn:text>Viktig anteckning</bpmn:text>'
        '</bpmn:textAnnotation><bpmn:association id="str" sourceRef="bereda" targetRef="anm" />'
    )
    raw = raw.replace(b"</bpmn:process>", note.encode() + b"</bpmn:process>")
    with site.house.database.transaction() as session:
        seen = draft_of(session, "arende").file(FILE).etag
        write_file(
            session,
            site.house.actor(OWNER),
            "arende",
            FILE,
            raw,
            expected=seen,
            max_bytes=1 << 20,
            now=site.clock(),
        )
    owner.post("/language", language="en", next="/")
    event = {"do": "event", "step": "bereda", "what": "signal", "name": "Hinder", "to": "end"}
    assert send(owner, **event, signal="Larm från någon", interrupts="yes").status_code == 303
    outline = read_outline(content(site), "arende")
    assert not any(step.facts.name_en for step in outline.all_steps())
    texts = [outline.name, "Viktig anteckning", "Larm från någon"]
    texts += [lane.name for lane in outline.lanes]
    for step in outline.all_steps():
        texts += [step.name, *step.facts.help.split("\n\n")]
        texts += [way.name for way in step.ways]
    yield [text for text in texts if len(text) > 3]
    owner.post("/language", language="sv", next="/")


def unmarked(page: html.HtmlElement, texts: list[str]) -> list[str]:
    """Texts that are read as English: shown outside what is said to be Swedish, or in a title."""
    found = []
    for element in page.xpath("//title | //body//*[not(self::script)]"):
        inside = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
        pieces = [
            element.text or "",
            *(element.get(name) or "" for name in ("aria-label", "title")),
        ]
        if element.tag == "input" and element.get("type") != "hidden":
            pieces.append(element.get("value") or "")
        outer = element.getparent().xpath("ancestor-or-self::*[@lang][1]/@lang")
        for languages, said in ((inside, pieces), (outer, [element.tail or ""])):
            if languages != ["sv"]:
                found += [one for one in said for text in texts if _says(one, text)]
    return found


def _says(shown: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", " ".join(shown.split())))


@pytest.mark.parametrize("query", _PAGES)
def test_what_is_only_in_swedish_is_marked_as_such(
    owner: Visitor, only_swedish: list[str], query: str
) -> None:
    page = page_of(owner, f"{OUTLINE}{query}")
    assert page.get("lang") == "en"
    assert unmarked(page, only_swedish) == []


def test_what_was_done_or_refused_marks_the_names_in_it(
    owner: Visitor, only_swedish: list[str]
) -> None:
    assert (
        send(owner, do="texts", step="bereda", name="Bereda ärendet", help="x").status_code == 303
    )
    page = page_of(owner)
    (note,) = page.xpath("//*[@id='done']")
    assert "“Bereda ärendet” is changed." in note.text_content()
    assert note.xpath(".//*[@lang='sv']/text()") == ["Bereda ärendet"]
    assert unmarked(page, only_swedish) == []
    refused = html.fromstring(send(owner, act="up:gw_beredning", **{"from": "outline"}).text)
    assert unmarked(refused, only_swedish) == []
    assert refused.xpath("//*[@id='errors']//li//*[@lang='sv']")
    assert send(owner, act="undo:").status_code == 303
    assert page_of(owner).xpath("//*[@id='done']//*[@lang='sv']/text()") == ["Bereda ärendet"]


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
        "?add=after:bereda&kind=signal",
        "?add=after:bereda&kind=condition",
        "?add=after:bereda&kind=send",
        "?edit=process",
        "?edit=lane",
        "?edit=lane&lane=lane_forum",
    ],
)
def test_every_page_has_labels_for_its_fields(owner: Visitor, query: str) -> None:
    page = page_of(owner, f"{OUTLINE}{query}")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for field in page.xpath("//main//*[self::input or self::select or self::textarea]"):
        if field.get("type") != "hidden":
            assert page.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")


@pytest.mark.parametrize(
    "query", ["?step=finns_inte", "?way=finns", "?add=after:finns", "?add=x", "?edit=lane&lane=x"]
)
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
