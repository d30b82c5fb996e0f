"""A process owner draws a decision and tries it; also by plain forms."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk, until

from flows.modeler import discard_draft, draft_of, open_draft
from flows.modeler.decision_rows import DecisionRows, decisions_in

OWNER = "processagare-gavleborg"
DECISION = "/processes/arende/decision/niva.dmn"


@pytest.fixture(autouse=True)
def _draft(live: LiveSite) -> Iterator[None]:
    """A draft of `arende` to draw in, thrown away afterwards."""
    house = live.site.house
    actor = house.actor(OWNER)
    with house.database.transaction() as session:
        open_draft(session, actor, "arende", now=house.clock())
    yield
    with house.database.transaction() as session:
        discard_draft(session, actor, "arende")


def saved(live: LiveSite) -> DecisionRows:
    with live.site.house.database.transaction() as session:
        return decisions_in(draft_of(session, "arende").file("niva.dmn").content)[0]


def open_editor(desk: Desk) -> Page:
    page = desk.sit_down(OWNER)
    page.goto(DECISION)
    page.locator('td[data-element-id="villkor_1_rackvidd"]').wait_for()
    return page


def try_it(page: Page, scale: str, kind: str) -> None:
    page.get_by_label("Hur många berörs?").fill(scale)
    page.get_by_label("Vad behövs för att lösa frågan?").fill(kind)
    page.get_by_label("Redan prövad utan lösning?").select_option("false")
    page.locator("#try").get_by_role("button", name="Prova").click()


def background(page: Page, rule: str) -> str:
    cell = page.locator(f'td[data-row-id="{rule}"]').first
    return str(cell.evaluate("cell => getComputedStyle(cell).backgroundColor"))


def test_a_decision_is_drawn_tried_and_saved(desk: Desk, live: LiveSite) -> None:
    page = open_editor(desk)
    page.get_by_text("Högst en regel får träffa.").first.wait_for()
    try_it(page, "en_kommun", "verksamhet")
    page.locator("#tried").get_by_text("lokal", exact=True).wait_for()
    page.locator("#tried").get_by_text("Regel 1").wait_for()
    assert background(page, "regel_niva_1") == "rgb(220, 239, 223)"
    assert background(page, "regel_niva_2") != "rgb(220, 239, 223)"
    desk.look("beslutseditor", without=["#decision-editor"])

    # what is drawn is tried again as it is drawn, and saved
    cell = page.locator('td[data-element-id="resultat_1_niva"]')
    cell.click()
    page.keyboard.press("Control+a")
    page.keyboard.type('"kommunal"')
    page.locator("#tried").get_by_text("kommunal", exact=True).wait_for()
    until(page, lambda: saved(live).rules[0].cells[3] == '"kommunal"')
    page.locator("#saving[data-state='saved']", has_text="Sparat").wait_for()

    # a fault is told at its rule
    page.keyboard.type(" +")
    page.locator("#try .found").get_by_text("Regel 1, ”Nivå”").wait_for()

    # how decisions connect is another view
    page.get_by_role("button", name="Sambanden", exact=True).click()
    page.locator('.djs-element[data-element-id="niva"]').wait_for()


def test_a_rule_is_dragged_added_and_explained_in_swedish(desk: Desk, live: LiveSite) -> None:
    page = open_editor(desk)
    page.locator('td[data-element-id="villkor_2_rackvidd"]').click(button="right")
    page.get_by_text("Lägg till en regel ovanför").click()
    page.locator("#saving[data-state='saved']", has_text="Sparat").wait_for()
    until(page, lambda: len(saved(live).rules) == 8)
    page.get_by_text("Räknas:", exact=True).wait_for()
    before = [rule.id for rule in saved(live).rules]
    page.locator("td.rule-index").nth(4).drag_to(page.locator("td.rule-index").nth(0))
    until(page, lambda: [rule.id for rule in saved(live).rules] != before)
    assert sorted(rule.id for rule in saved(live).rules) == sorted(before)


def test_without_javascript_the_table_does_the_same(browser: Browser, live: LiveSite) -> None:
    with Desk(browser, live.address, javascript=False) as desk:
        page = desk.sit_down(OWNER)
        page.goto(DECISION)
        assert "Att rita kräver JavaScript." in page.content()
        try_it(page, "en_kommun", "verksamhet")
        page.locator("#tried").get_by_text("lokal", exact=True).wait_for()
        assert page.locator("tr.rule-hit").get_attribute("id") == "regel_niva_1"
        desk.follow(page.get_by_role("link", name="Ändra i en tabell"))
        page.get_by_label("Regel 1, Nivå").fill('"kommunal"')
        desk.follow(page.get_by_role("button", name="Spara och lägg till en regel"))
        table = saved(live)
        assert table.rules[0].cells[3] == '"kommunal"'
        assert len(table.rules) == 8
        desk.follow(page.get_by_role("button", name="Upp Regel 8"))
        assert saved(live).rules[6].id == table.rules[7].id


def test_the_table_is_for_everyone(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    page.goto("/processes/arende/decision/tillatna_beslutsformer.dmn/rows")
    desk.look("beslut-tabell")
    page.goto(f"{DECISION}/file")
    desk.look("beslut-namn")


def press(desk: Desk, name: str, within: str = "main") -> None:
    """Press a button by the keyboard, and come where it leads."""
    button = desk.page.locator(within).get_by_role("button", name=name, exact=True)
    button.focus()
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")


def test_a_table_is_made_from_nothing_by_keyboard(browser: Browser, live: LiveSite) -> None:
    with Desk(browser, live.address, javascript=False) as desk:
        page = desk.sit_down(OWNER)
        page.goto("/processes/arende/decision/new")
        page.get_by_label("Vad beslutet gäller").fill("Avgift")
        page.get_by_label("Filens namn, utan .dmn").fill("avgift")
        press(desk, "Skapa")
        page.goto("/processes/arende/decision/avgift.dmn/rows")
        page.set_viewport_size({"width": 320, "height": 800})
        press(desk, "Ändra Vad gäller frågan?")
        page.get_by_label("Rubrik", exact=True).fill("Ålder")
        page.get_by_label("Det som prövas").fill("alder")
        page.get_by_label("Slag", exact=True).select_option("number")
        press(desk, "Spara", "#change")
        page.get_by_label("Regel 1, Ålder").fill("< 20")
        press(desk, "Spara och lägg till ett svar")
        page.get_by_label("Rubrik", exact=True).fill("Kronor")
        page.get_by_label("Svarets namn").fill("kronor")
        page.get_by_label("Slag", exact=True).select_option("number")
        press(desk, "Spara", "#change")
        page.get_by_label("Regel 1, Kronor").fill("50")
        press(desk, "Kopiera Regel 1")
        page.get_by_label("Regel 2, Ålder").fill("")
        page.get_by_label("Regel 2, Kronor").fill("100")
        page.get_by_label("Hur träffarna räknas").select_option("FIRST")
        press(desk, "Spara", "#avgift")
        page.get_by_label("Sort").select_option("expression")
        page.locator("#new-name").fill("Dubbel avgift")
        press(desk, "Lägg till")
        desk.follow(page.get_by_role("link", name="Ändra Dubbel avgift"))
        page.get_by_label("Avgift (beslut)").check()
        page.get_by_label("Slag", exact=True).select_option("number")
        press(desk, "Spara", "#change")
        page.get_by_label("Uttryck: Dubbel avgift").fill("Avgift.kronor * 2")
        press(desk, "Spara", "#dubbel_avgift")
        page.get_by_label("Beslut", exact=True).select_option("dubbel_avgift")
        desk.follow(page.locator("#try").get_by_role("button", name="Prova"))
        page.get_by_label("Ålder").fill("44")
        desk.follow(page.locator("#try").get_by_role("button", name="Prova"))
        page.locator("#tried").get_by_text("200", exact=True).wait_for()
        page.locator("#tried").get_by_text("I ”Avgift” träffade 1 regel.").wait_for()
    with Desk(browser, live.address) as desk:
        page = desk.sit_down(OWNER)
        page.goto("/processes/arende/decision/avgift.dmn")
        page.get_by_role("button", name="Sambanden", exact=True).click()
        page.locator('.djs-connection[data-element-id^="krav_"]').wait_for(state="attached")
        page.locator('.djs-shape[data-element-id="dubbel_avgift"]').wait_for()
        desk.page.goto("/processes/arende/decision/avgift.dmn/rows")
        desk.look("beslut-fran-grunden")
