"""The review has turned the scenarios red: one is mended, the others like it, and it is undone."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.live_site import LiveSite
from tests.browser.modeler.review_step import draw_review
from tests.browser.visit import Desk

from flows.catalog import Package
from flows.modeler import draft_of
from flows.modeler.mend_alike import MAX_SECONDS
from flows.modeler.recordings import discard_recording, find_recording
from flows.modeler.run_scenarios import run_scenarios

OWNER = "processagare-gavleborg"
SCENARIOS = "/processes/arende/scenarios"
PROJECT, ADJOURNED = (
    "Nätverket initierar ett projekt",
    "Återremiss, bordläggning och till sist avslag",
)
ROLE = "Gör som Sekreterare, Nätverk Välfärd"
ANSWER = "Underlaget håller."
PATIENCE = 3_000 * MAX_SECONDS
"""Milliseconds: the page plays scenarios for as long as it gives itself, and then saves them."""


@pytest.fixture(autouse=True)
def review(live: LiveSite) -> None:
    draw_review(live, OWNER)
    house = live.site.house
    with house.database.transaction() as session:
        if find_recording(session, house.actor(OWNER), "arende"):
            discard_recording(session, house.actor(OWNER), "arende")


def package(live: LiveSite) -> Package:
    with live.site.house.database.transaction() as session:
        return draft_of(session, "arende").as_package()


def red(live: LiveSite) -> int:
    """How many scenarios of the draft go wrong."""
    with live.site.house.database.transaction() as session:
        report = run_scenarios(session, draft_of(session, "arende").as_package())
        return sum(not one.right for one in report.results)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))


def test_one_is_mended_and_the_others_in_the_same_way(desk: Desk, live: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    page.set_default_navigation_timeout(PATIENCE)
    page.goto(SCENARIOS)
    before = red(live)
    assert before > 8
    desk.follow(row(page, PROJECT).get_by_role("button", name="Rätta scenariot"))
    expect(page.get_by_text("Nu väntar ”Granska underlaget”")).to_be_visible()
    desk.follow(page.get_by_role("link", name=ROLE).first)
    desk.answer({"vad_sager_granskningen": ANSWER})
    desk.follow(page.get_by_role("button", name="Gör resten som i scenariot"))
    desk.follow(page.get_by_role("link", name="Gör klart och spara"))
    page.get_by_label("Ja, ersätt det gamla scenariot").check()
    desk.follow(page.get_by_role("button", name="Spara scenariot"))

    offer = page.get_by_role("link", name=f"Gör likadant i {before - 1} till")
    expect(offer).to_be_visible()
    desk.look("gor-likadant-erbjuds")
    desk.follow(offer)
    expect(page.get_by_role("heading", name="Gör likadant i fler scenarier")).to_be_visible()
    expect(page.get_by_text(f"{before - 1} scenarier går rätt då")).to_be_visible()
    expect(page.get_by_text("Sekreterare, HälSam politisk samverkan: Granska")).not_to_have_count(0)
    desk.look("gor-likadant")
    files = package(live).files
    page.get_by_label(ADJOURNED).uncheck()
    desk.follow(page.get_by_role("button", name="Spara de förbockade"))
    expect(page.get_by_text(f"{before - 2} scenarier är rättade och går rätt.")).to_be_visible()
    expect(row(page, ADJOURNED).get_by_text("Går fel")).to_be_visible()
    assert red(live) == 1
    desk.look("gor-likadant-sparat")

    desk.follow(page.get_by_role("button", name="Ångra"))
    assert package(live).files == files
    assert red(live) == before - 1


def test_by_keyboard_alone_and_without_javascript(browser: Browser, live: LiveSite) -> None:
    with Desk(browser, live.address, javascript=False, width=320) as desk:
        page = desk.sit_down(OWNER)
        page.set_default_navigation_timeout(PATIENCE)

        def enter(place: Locator) -> None:
            place.focus()
            expect(place).to_be_focused()
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert desk.overflow() <= 0

        page.goto(SCENARIOS)
        enter(row(page, PROJECT).get_by_role("button", name="Rätta scenariot"))
        enter(page.get_by_role("link", name=ROLE).first)
        page.get_by_label("Vad säger granskningen?").fill(ANSWER)
        enter(page.get_by_role("button", name="Klar", exact=True))
        enter(page.get_by_role("button", name="Gör resten som i scenariot"))
        enter(page.get_by_role("link", name="Gör klart och spara"))
        over = page.get_by_label("Ja, ersätt det gamla scenariot")
        over.focus()
        page.keyboard.press("Space")
        expect(over).to_be_checked()
        enter(page.get_by_role("button", name="Spara scenariot"))
        left = red(live)
        enter(page.get_by_role("link", name=f"Gör likadant i {left} till"))
        tick = page.get_by_label(ADJOURNED)
        tick.focus()
        page.keyboard.press("Space")
        expect(tick).not_to_be_checked()
        enter(page.get_by_role("button", name="Spara de förbockade"))
        assert red(live) == 1
        enter(page.get_by_role("link", name="Gör likadant i 1 till").first)
        enter(page.get_by_role("button", name="Spara de förbockade"))
        assert red(live) == 0
