"""Every page, wide and narrow, light and dark: nothing axe objects to, nothing out of sight."""

from playwright.sync_api import expect
from tests.browser.live_site import LiveSite
from tests.browser.valfardsstrategi import REPORT, SECRETARY, TITLE, receive, report
from tests.browser.visit import Desk

ADMIN = "administrator-gavleborg"


def test_signed_out(desk: Desk) -> None:
    desk.page.goto("/sign-in")
    desk.look("logga-in")
    desk.page.get_by_label("Användarnamn").fill("ingen")
    desk.page.get_by_label("Lösenord").fill("fel")
    desk.page.get_by_role("button", name="Logga in").click()
    expect(desk.page.locator("#errors")).to_be_focused()
    desk.look("logga-in-fel")
    desk.page.goto("/accessibility")
    desk.look("tillganglighet")
    desk.page.goto("/finns-inte")
    desk.look("finns-inte")


def test_a_participants_pages(desk: Desk) -> None:
    page = desk.sit_down("initiativtagare-lansledning-valfard")
    page.goto("/tasks")
    desk.look("mina-uppgifter-tom")
    page.goto("/cases")
    desk.look("arenden-tom")
    page.goto("/start")
    desk.look("starta-val")
    page.locator('a[href$="/natverk-valfard"]').first.click()
    desk.look("starta-formular")
    desk.submit()
    expect(page.locator("#errors")).to_be_focused()
    desk.look("starta-fel")
    desk.answer(REPORT)
    desk.settle()
    desk.sit_down(SECRETARY).goto("/tasks")
    desk.look("mina-uppgifter")
    desk.open_task("Ta emot anmälan", TITLE)
    desk.look("uppgift")
    desk.submit()
    desk.look("uppgift-fel")
    receive(desk)
    desk.page.goto("/cases")
    desk.look("arenden")
    desk.page.get_by_role("link", name=TITLE).click()
    desk.look("arende")


def test_what_runs(desk: Desk) -> None:
    report(desk)
    page = desk.sit_down(ADMIN)
    page.goto("/running")
    desk.look("pagaende")
    page.get_by_role("link", name=TITLE).first.click()
    desk.look("pagaende-flode")


def test_in_english(desk: Desk, live: LiveSite) -> None:
    report(desk)
    page = desk.sit_down(ADMIN)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/running")
    desk.look("running-english")
    page.get_by_role("link", name=TITLE).first.click()
    desk.look("running-flow-english")
    page.goto("/tasks")
    desk.look("tasks-english")
