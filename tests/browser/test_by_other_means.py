"""From sign-in to a done task by keyboard alone, on a screen 320 pixels wide, and without
JavaScript; and what the page does by itself when there is JavaScript.
"""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect
from tests.browser.journeys import Matter
from tests.browser.live_site import LiveSite
from tests.browser.visit import NARROW, PASSWORD, Desk

SECRETARY = "sekreterare-natverk-valfard"
INITIATOR = "initiativtagare-ockelbo"
REPORT = {
    "beskrivning": "Parterna gör olika.",
    "forslag_till_beslut": "Att ta fram en gemensam rutin.",
    "berorda_parter": ("gavle", "ockelbo"),
    "samverkansomrade": "annat",
    "arendetyp": "ny_fraga",
    "kalla": "lokal",
}


def report(desk: Desk, title: str) -> Matter:
    matter = Matter(desk, title, "2027-01-11")
    matter.report(INITIATOR, "natverk-valfard", **REPORT)
    return matter


@pytest.fixture
def narrow(browser: Browser, live: LiveSite) -> Iterator[Desk]:
    with Desk(browser, live.address, settle=live.site.house.settle, width=NARROW) as desk:
        yield desk


@pytest.fixture
def plain(browser: Browser, live: LiveSite) -> Iterator[Desk]:
    with Desk(browser, live.address, settle=live.site.house.settle, javascript=False) as desk:
        yield desk


# ---------------------------------------------------------------- keyboard


def focus(page: Page) -> str:
    """What has the focus, by its words or its name."""
    return str(
        page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.name || e.id || e.textContent.trim().replace(/\\s+/g, ' ') }"
        )
    )


def tab_to(page: Page, wanted: str, limit: int = 60) -> None:
    """Press Tab until something has the focus; it must be seen to have it."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if wanted in focus(page):
            assert page.evaluate(
                "() => { const style = getComputedStyle(document.activeElement);"
                " return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none' }"
            ), f"the focus on {wanted} can't be seen"
            return
    raise AssertionError(f"Tab never reaches {wanted}; it stands at {focus(page)}")


def test_by_keyboard_alone(desk: Desk) -> None:
    title = "Gemensam rutin med tangentbord"
    report(desk, title)
    page = desk.page
    desk.context.clear_cookies()
    page.goto("/sign-in")
    tab_to(page, "user")
    page.keyboard.type(SECRETARY)
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Mina uppgifter")).to_be_visible()
    page.keyboard.press("Tab")
    assert focus(page) == "Hoppa till innehållet"
    page.keyboard.press("Enter")
    tab_to(page, "Ta emot anmälan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Ta emot anmälan")).to_be_visible()
    tab_to(page, "mottagning")
    page.keyboard.press("Space")
    desk.rest()
    assert focus(page) == "mottagning", "a page that brings questions keeps the focus"
    tab_to(page, "Spara och gå vidare")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Klart")


def test_a_row_of_a_table_is_one_stop(desk: Desk) -> None:
    report(desk, "En rad är ett stopp")
    page = desk.sit_down(SECRETARY)
    page.goto("/tasks")
    for row in page.get_by_role("row").all()[1:]:
        assert row.locator("a, button, input, select").count() == 1


def test_the_summary_of_faults_takes_the_focus_and_leads_to_the_field(desk: Desk) -> None:
    page = desk.sit_down(INITIATOR)
    page.goto("/start/arende/natverk-valfard")
    page.get_by_label("Ärendets titel").fill("Titel som ska vara kvar")
    desk.submit()
    expect(page.locator("#errors")).to_be_focused()
    assert page.title().startswith("Fel: ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#f-beskrivning")).to_be_focused()
    assert page.locator("#f-beskrivning").get_attribute("aria-invalid") == "true"
    expect(page.get_by_label("Ärendets titel")).to_have_value("Titel som ska vara kvar")


# ---------------------------------------------------------------- a slow hand


def test_a_slow_press_is_not_lost_when_the_questions_change(desk: Desk) -> None:
    page = desk.sit_down(INITIATOR)
    page.goto("/start/arende/natverk-valfard")
    hint = page.get_by_text("Förslag till beslut saknas.")
    expect(hint).to_be_visible()
    page.get_by_label("Förslag till beslut").fill("Att ta fram en gemensam rutin.")
    box = page.locator('[name="berorda_parter"][value="ockelbo"]')
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    with page.expect_response("**/fields"):
        box.hover()
        page.mouse.down()  # leaves the text: the hint above the box is no longer needed
    expect(hint).to_be_visible()
    assert box.bounding_box() == place
    page.mouse.up()
    expect(box).to_be_checked()
    expect(hint).to_be_hidden()
    there = box.bounding_box()
    assert there is not None
    assert abs(there["y"] - place["y"]) < 1, "what is pressed stays under the hand"


# ---------------------------------------------------------------- 320 pixels


def test_on_a_narrow_screen(narrow: Desk) -> None:
    title = "Gemensam rutin på en smal skärm"
    report(narrow, title)
    page = narrow.sit_down(SECRETARY)
    page.goto("/tasks")
    assert narrow.overflow() <= 0
    narrow.open_task("Ta emot anmälan", title)
    assert narrow.overflow() <= 0
    form = page.locator("form[novalidate]").bounding_box()
    beside = page.get_by_role("complementary").bounding_box()
    assert form is not None
    assert beside is not None
    assert beside["y"] >= form["y"] + form["height"], "the case follows the form"
    narrow.answer({"mottagning": "vidare"})
    expect(page.get_by_role("status")).to_contain_text("Klart")
    assert narrow.overflow() <= 0


# ---------------------------------------------------------------- without JavaScript


def test_without_javascript(plain: Desk) -> None:
    title = "Gemensam rutin utan JavaScript"
    matter = report(plain, title)
    page = plain.sit_down(SECRETARY)
    plain.open_task("Ta emot anmälan", title)
    plain.answer({"mottagning": "komplettera", "komplettering_fraga": "Vad vill ni ha beslutat?"})
    plain.settle()
    plain.sit_down(INITIATOR)
    plain.open_task("Komplettera ärendet", title)
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.get_by_role("status")).to_contain_text("Utkastet är sparat")
    matter.open_case(INITIATOR)


# ---------------------------------------------------------------- what comes by itself


def test_new_questions_come_without_disturbing_the_one_who_writes(desk: Desk) -> None:
    title = "Frågor som kommer av sig själva"
    report(desk, title)
    page = desk.sit_down(SECRETARY)
    desk.open_task("Ta emot anmälan", title)
    comment = page.locator('#form-fields [name="komplettering_fraga"]:not([type="hidden"])')
    assert comment.count() == 0
    page.locator('[name="mottagning"][value="komplettera"]').check()
    expect(comment).to_be_visible()
    comment.press_sequentially("Skriv vad ni vill ha beslutat.")
    page.locator('[name="mottagning"][value="vidare"]').check()
    expect(comment).to_have_count(0)
    page.locator('[name="mottagning"][value="komplettera"]').check()
    expect(comment).to_have_value("Skriv vad ni vill ha beslutat.")


def test_what_is_answered_while_the_server_thinks_is_kept(desk: Desk) -> None:
    page = desk.sit_down(INITIATOR)
    page.goto("/start/arende/natverk-valfard")
    asked = []

    def think(route: Route) -> None:
        asked.append(route)

    page.route("**/fields", think)
    page.locator('[name="informationsarende"]').check()
    page.get_by_label("Ärendets titel").fill("Skrivet under tiden")
    page.locator('[name="kalla"]').select_option("lokal")
    page.locator('[name="berorda_parter"][value="gavle"]').check()
    page.locator('[name="beskrivning"]').press_sequentially("Mitt i en me")
    assert asked
    for route in asked:
        with suppress(Error):  # a later request may have taken its place
            route.continue_()
    desk.rest()
    page.locator('[name="beskrivning"]').press_sequentially("ning")
    expect(page.locator('[name="beskrivning"]')).to_have_value("Mitt i en mening")
    expect(page.get_by_label("Ärendets titel")).to_have_value("Skrivet under tiden")
    expect(page.locator('[name="kalla"]')).to_have_value("lokal")
    expect(page.locator('[name="berorda_parter"][value="gavle"]')).to_be_checked()


def test_a_new_answer_is_shown_and_said_once(desk: Desk, live: LiveSite, browser: Browser) -> None:
    matter = report(desk, "Svar som kommer av sig själva")
    matter.do(SECRETARY, "Ta emot anmälan", mottagning="vidare")
    matter.do("ordforande-natverk-valfard", "Bereda ärendet", beredningsbeslut="dagordning")
    matter.do(SECRETARY, "Sätt upp på dagordningen", motesdatum="2027-03-12", punkt="ordinarie")
    matter.do(
        SECRETARY,
        "Registrera mötets beslut",
        beslutsform="rekommendation",
        beslutstext="Nätverk Välfärd rekommenderar parterna att anta rutinen.",
        beslutsdatum="2027-03-12",
        uppfoljningsdatum="2028-03-10",
    )
    matter.do("samordnare-region", "Förbered utskicket", svar_senast="2027-11-30")
    with Desk(browser, live.address, settle=live.site.house.settle) as watcher:
        Matter(watcher, matter.title, matter.today).open_case(SECRETARY)
        expect(watcher.page.get_by_text("0 av 11 har svarat", exact=True)).to_be_visible()
        said = watcher.page.locator("#answers-news")
        expect(said).to_have_text("")
        table = watcher.page.locator("#answers table").element_handle()
        assert table is not None
        matter.answer_for(["ockelbo"])
        watcher.page.clock.install()
        matter_row = watcher.page.get_by_role("row", name="Ockelbo kommun")
        expect(matter_row.get_by_text("Antagen", exact=True)).to_be_visible(timeout=30_000)
        expect(said).to_have_text("1 av 11 har svarat")


def test_someone_was_faster_and_nothing_that_was_written_is_lost(
    desk: Desk, browser: Browser, live: LiveSite
) -> None:
    title = "Någon hann före"
    matter = report(desk, title)
    matter.do(SECRETARY, "Ta emot anmälan", mottagning="vidare")
    desk.sit_down("ordforande-natverk-valfard")
    desk.open_task("Bereda ärendet", title)
    page = desk.page
    page.locator('[name="beredningsbeslut"][value="dagordning"]').check()
    page.locator('[name="beredningens_yttrande"]').fill("Ett långt och genomtänkt yttrande.")
    with Desk(browser, live.address, settle=live.site.house.settle) as other:
        Matter(other, title, matter.today).do(
            "ordforande-lansledning-valfard", "Bereda ärendet", beredningsbeslut="dagordning"
        )
    page.locator('[name="beredningsbeslut"][value="komplettera"]').check()
    expect(page.get_by_role("alert")).to_contain_text("Någon annan hann före")
    desk.submit()
    expect(page.get_by_role("heading", level=1)).to_have_text("Någon annan hann före")
    expect(page.get_by_text("Ett långt och genomtänkt yttrande.")).to_be_visible()
    desk.look("nagon-hann-fore")
