"""A new step has turned the scenarios red: one is mended by mouse, one by keyboard alone."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk

from flows.diagrams import edit_outline
from flows.diagrams.edits import InsertStep, Place, TaskStep
from flows.modeler import discard_draft, find_draft, open_draft, write_file

OWNER = "processagare-gavleborg"
SCENARIOS = "/processes/arende/scenarios"
REJECTED, LEVEL = "Beredningen avvisar med skäl", "Beredningen överlämnar till rätt nivå"
WAITS = "Nu väntar ”Granska underlaget”; scenariot väntade sig ”Bereda ärendet”."


@pytest.fixture(autouse=True)
def review(live: LiveSite) -> None:
    """The owner's draft, in which the secretary reviews a case before it is prepared."""
    house = live.site.house
    actor, at = house.actor(OWNER), house.clock()
    with house.database.transaction() as session:
        if find_draft(session, "arende"):
            discard_draft(session, actor, "arende")
        seen = open_draft(session, actor, "arende", now=at).file("arende.bpmn")
        step = TaskStep("Granska underlaget", groups="sekreterare")
        edited = edit_outline(seen.content, "arende", InsertStep(Place("after", "ta_emot"), step))
        write_file(
            session,
            actor,
            "arende",
            seen.name,
            edited.content,
            expected=seen.etag,
            max_bytes=2_000_000,
            now=at,
        )


def press(desk: Desk, name: str) -> None:
    desk.follow(desk.page.get_by_role("button", name=name, exact=True))


def row(page: Page, name: str) -> Locator:
    """A scenario in a list."""
    return page.get_by_role("listitem").filter(has_text=name)


def test_a_red_scenario_is_mended_in_a_few_clicks(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    page.goto("/processes/arende/publish")
    expect(page.get_by_text("De här scenarierna går inte som de ska:")).to_be_visible()
    desk.look("publicera-rott")
    desk.follow(page.get_by_role("link", name=REJECTED))
    desk.look("scenario-rott")
    press(desk, "Rätta scenariot")

    expect(page.get_by_text("1 av 3 steg ur scenariot är gjorda.")).to_be_visible()
    expect(page.get_by_text(WAITS)).to_be_visible()
    desk.look("spela-in-vidare")
    desk.follow(page.get_by_role("link", name="Gör som Sekreterare, Nätverk Välfärd"))
    press(desk, "Klar")
    page.get_by_text("Svaren i scenariot").click()
    desk.look("spela-in-vidare-resten")
    press(desk, "Gör resten som i scenariot")
    expect(page.get_by_text("Alla steg är med, och det går som scenariot säger.")).to_be_visible()
    desk.look("spela-in-vidare-klart")

    desk.follow(page.get_by_role("link", name="Gör klart och spara"))
    expect(page.get_by_label("Vad heter scenariot?")).to_have_value(REJECTED)
    press(desk, "Spara scenariot")
    desk.look("spela-in-vidare-spara")
    page.get_by_label("Ja, ersätt det gamla scenariot").check()
    press(desk, "Spara scenariot")
    expect(row(page, REJECTED).get_by_text("Går rätt")).to_be_visible()
    desk.look("scenarier-roda")
    desk.follow(row(page, REJECTED).get_by_role("link", name="Läs filen"))
    expect(page.get_by_role("button", name="Spela in en variant")).to_be_visible()
    desk.look("scenario-sida")


def test_by_keyboard_alone_and_without_javascript(browser: Browser, live: LiveSite) -> None:
    with Desk(browser, live.address, javascript=False, width=320) as desk:
        page = desk.sit_down(OWNER)

        def enter(place: Locator) -> None:
            place.focus()
            expect(place).to_be_focused()
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert desk.overflow() <= 0

        page.goto(SCENARIOS)
        enter(row(page, LEVEL).get_by_role("button", name="Rätta scenariot"))
        expect(page.get_by_text(WAITS)).to_be_visible()
        enter(page.get_by_role("link", name="Gör som Sekreterare, Nätverk Välfärd"))
        enter(page.get_by_role("button", name="Klar", exact=True))
        enter(page.get_by_role("button", name="Gör som i scenariot", exact=True))
        enter(page.get_by_role("button", name="Ångra senaste steget", exact=True))
        enter(page.get_by_role("button", name="Gör som i scenariot", exact=True))
        enter(page.get_by_role("button", name="Gör som i scenariot", exact=True))
        enter(page.get_by_role("link", name="Gör klart och spara"))
        new = page.get_by_label("Nej, spara det som ett nytt")
        new.focus()
        page.keyboard.press("Space")
        expect(new).to_be_checked()
        page.get_by_label("Vad heter scenariot?").fill("Underlaget granskas först")
        enter(page.get_by_role("button", name="Spara scenariot"))
        expect(row(page, "Underlaget granskas först").get_by_text("Går rätt")).to_be_visible()
        expect(row(page, LEVEL).get_by_text("Går fel")).to_be_visible()
