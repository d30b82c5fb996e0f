"""A process owner records a scenario: by mouse with JavaScript, by keyboard, and without it."""

from playwright.sync_api import Browser, Page
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk

OWNER = "processagare-gavleborg"
RECORD = "/processes/arende/scenarios/record"
START = {
    "titel": "Gemensam jourverksamhet",
    "beskrivning": "Frågan behöver lösas gemensamt.",
    "forslag_till_beslut": "Att ta fram en rutin.",
    "berorda_parter": ["region-gavleborg", "ockelbo"],
    "samverkansomrade": "annat",
    "arendetyp": "ny_fraga",
    "kalla": "namnd",
}
RECEIVED = {"berorda_parter": ["region-gavleborg", "ockelbo"], "mottagning": "vidare"}


def choose(page: Page) -> None:
    page.goto(RECORD)
    page.get_by_label("Vad ska spelas in?").select_option("arende")
    page.get_by_label("I vilket forum?").select_option("natverk-valfard")
    page.get_by_label("Vem anmäler?").select_option("ockelbo")
    page.get_by_label("När börjar det?").fill("2027-01-11T09:00")


def press(desk: Desk, name: str) -> None:
    desk.follow(desk.page.get_by_role("button", name=name))


def test_a_scenario_is_recorded_saved_and_green(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    page.goto("/processes/arende/scenarios")
    page.get_by_text("Alla 16 scenarier går rätt").wait_for()
    desk.look("scenarier")
    choose(page)
    desk.look("spela-in-val")
    press(desk, "Vidare till starten")
    desk.look("spela-in-start")
    desk.answer(START)
    page.get_by_role("heading", name="Vad ska hända nu?").wait_for()
    desk.look("spela-in")

    desk.follow(page.get_by_role("link", name="Gör som Sekreterare, Nätverk Välfärd"))
    desk.submit()
    page.get_by_role("button", name="Spela in att formuläret säger nej").wait_for()
    desk.look("spela-in-nekad")
    press(desk, "Spela in att formuläret säger nej")
    page.get_by_text("formuläret säger nej till").wait_for()
    desk.follow(page.get_by_role("link", name="Gör som Sekreterare, Nätverk Välfärd"))
    desk.answer(RECEIVED)

    page.get_by_text("Registrera ärendet arende.registrera").click()
    page.get_by_label("arende.id", exact=True).fill("41")
    press(desk, "Ändra svaret")
    page.get_by_text("Låt meddelandet komma").click()
    desk.look("spela-in-oppet")
    press(desk, "Skicka ”aterkalla”")
    page.get_by_text("Processen är slut.").wait_for()
    press(desk, "Ångra senaste steget")
    page.get_by_role("heading", name="Bereda ärendet").wait_for()
    page.get_by_text("Låt meddelandet komma").click()
    press(desk, "Skicka ”aterkalla”")
    desk.look("spela-in-slut")

    desk.follow(page.get_by_role("link", name="Gör klart och spara"))
    page.get_by_label("Vad heter scenariot?").fill("Återkallat på en gång")
    page.get_by_label("titel är").check()
    desk.look("spela-in-spara")
    press(desk, "Spara scenariot")
    page.get_by_text("Alla 17 scenarier går rätt").wait_for()
    page.get_by_role("heading", name="Återkallat på en gång").wait_for()
    desk.follow(page.get_by_role("link", name="Läs filen").first)
    assert "regler" in page.locator("pre").inner_text()
    desk.look("scenario-fil")


def test_by_keyboard_alone_and_without_javascript(browser: Browser, live: LiveSite) -> None:
    with Desk(browser, live.address, javascript=False, width=320) as desk:
        page = desk.sit_down(OWNER)
        choose(page)
        page.get_by_label("När börjar det?").press("Enter")
        page.get_by_role("heading", name="Spela in: starten").wait_for()
        desk.answer(START)
        page.get_by_role("link", name="Gör som Sekreterare, Nätverk Välfärd").focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Ta emot anmälan").wait_for()
        desk.answer(RECEIVED)
        page.get_by_label("Flytta klockan till").focus()
        page.get_by_label("Flytta klockan till").fill("2027-02-01T12:00")
        page.keyboard.press("Enter")
        page.get_by_text("Klockan flyttas till").wait_for()
        page.get_by_role("link", name="Gör klart och spara").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Vad heter scenariot?").fill("Beredningen dröjer")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Beredningen dröjer").wait_for()
        assert desk.overflow() <= 0


def test_each_of_several_doers_is_reached_by_its_own_button(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    page.goto("/processes/projekt/scenarios/record")
    press(desk, "Vidare till starten")
    press(desk, "Starta processen")
    doers = page.get_by_role("link", name="Gör som")
    names = [text.partition(":")[0].strip() for text in doers.all_inner_texts()]
    assert len(names) > 1
    for number, name in enumerate(names):
        with page.expect_navigation():
            doers.nth(number).click()
        assert page.get_by_text(name.removeprefix("Gör som ")).count(), name
        page.go_back()
