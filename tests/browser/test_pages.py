"""Every page, wide and narrow, light and dark: nothing axe objects to, nothing out of sight."""

from playwright.sync_api import expect
from sqlalchemy import select
from tests.browser.journeys import GAVLEBORG, Matter
from tests.browser.live_site import LiveSite
from tests.browser.visit import NARROW, WIDE, Desk

from flows.instances import RUN_JOB, Job

SECRETARY = "sekreterare-natverk-valfard"
TITLE = "Välfärdsstrategi för Gävleborgs län"
REPORT = {
    "beskrivning": "Nätverk Välfärd gav år 2020 Länsledning Välfärd i uppdrag att arbeta fram en "
    "Välfärdsstrategi som ska ersätta de gemensamma utgångspunkterna.",
    "forslag_till_beslut": "Att anta Välfärdsstrategin som underlag för samverkan inom Nätverk "
    "Välfärd, och att den därmed ersätter tidigare överenskommelser.",
    "berorda_parter": GAVLEBORG,
    "samverkansomrade": "Barn, unga och vuxna i behov av vård och omsorg",
    "arendetyp": "strategi",
    "kalla": "lansledning",
}
ADMIN = "administrator-gavleborg"


def test_signed_out(desk: Desk) -> None:
    desk.page.goto("/sign-in")
    desk.look("logga-in")
    desk.page.get_by_label("Användarnamn").fill("ingen")
    desk.page.get_by_label("Lösenord").fill("fel")
    desk.follow(desk.page.get_by_role("button", name="Logga in"))
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
    desk.follow(page.locator('a[href$="/natverk-valfard"]').first)
    desk.look("starta-formular")
    desk.submit()
    expect(page.locator("#errors")).to_be_focused()
    desk.look("starta-fel")
    desk.answer({"titel": TITLE, **REPORT})
    desk.settle()
    desk.sit_down(SECRETARY).goto("/tasks")
    desk.look("mina-uppgifter")
    desk.open_task("Ta emot anmälan", TITLE)
    desk.look("uppgift")
    desk.submit()
    desk.look("uppgift-fel")
    desk.do(SECRETARY, "Ta emot anmälan", TITLE, mottagning="vidare")
    desk.page.goto("/cases")
    desk.look("arenden")
    desk.follow(desk.page.get_by_role("link", name=TITLE))
    desk.look("arende")


def report(desk: Desk) -> None:
    matter = Matter(desk, TITLE, "2027-01-11")
    matter.report("initiativtagare-lansledning-valfard", "natverk-valfard", **REPORT)


def test_what_runs(desk: Desk) -> None:
    report(desk)
    page = desk.sit_down(ADMIN)
    page.goto("/running")
    desk.look("pagaende")
    desk.follow(desk.page.get_by_role("link", name=TITLE).first)
    desk.look("pagaende-flode")


def test_in_english(desk: Desk, live: LiveSite) -> None:
    report(desk)
    page = desk.sit_down(ADMIN)
    desk.follow(desk.page.get_by_role("button", name="English"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/running")
    desk.look("running-english")
    desk.follow(desk.page.get_by_role("link", name=TITLE).first)
    desk.look("running-flow-english")
    page.goto("/tasks")
    desk.look("tasks-english")


def test_a_stop_is_told_and_mended(desk: Desk, live: LiveSite) -> None:
    house = live.site.house
    desk.settle = lambda: None
    matter = Matter(desk, "Ett ärende som stannar", "2027-01-11")
    matter.report("initiativtagare-lansledning-valfard", "natverk-valfard", **REPORT)
    with house.database.transaction() as session:
        job = session.scalars(select(Job).where(Job.closed_at.is_(None))).one()
        waiting = {"instance_id": str(job.instance_id), "task_id": job.task_id}
    house.work.give_up(RUN_JOB, waiting)
    page = desk.sit_down(ADMIN)
    page.goto("/running")
    desk.follow(desk.page.get_by_role("link", name="Visa dem"))
    desk.look("pagaende-stopp")
    desk.follow(desk.page.get_by_role("link", name=matter.title))
    desk.look("pagaende-flode-stopp")
    desk.follow(desk.page.get_by_role("button", name="Försök igen"))
    expect(page.get_by_text("Skriv varför du försöker igen.")).to_be_visible()
    expect(page.get_by_label("Varför försöker du igen?")).to_be_focused()
    page.get_by_label("Varför försöker du igen?").fill("Felet är rättat.")
    desk.follow(desk.page.get_by_role("button", name="Försök igen"))
    expect(page.get_by_role("status")).to_contain_text("Ett nytt försök är gjort")
    house.settle()
    page.reload()
    expect(page.get_by_role("heading", name="Stopp som är lagade")).to_be_visible()
    expect(page.get_by_text("Felet är rättat.").first).to_be_visible()
    desk.look("pagaende-flode-lagat")


def test_a_flow_is_paused_and_mended(desk: Desk) -> None:
    matter = Matter(desk, "Ett ärende som åtgärdas", "2027-01-11")
    matter.report("initiativtagare-lansledning-valfard", "natverk-valfard", **REPORT)
    page = desk.sit_down(ADMIN)
    page.goto("/running")
    desk.follow(desk.page.get_by_role("link", name=matter.title))
    desk.follow(desk.page.get_by_role("link", name="Åtgärda"))
    desk.look("atgarda")
    page.get_by_role("heading", name="Flytta till ett annat steg").click()
    desk.follow(desk.page.get_by_role("button", name="Flytta", exact=True))
    expect(page.get_by_role("group", name="1 sak behöver rättas")).to_be_focused()
    expect(page.get_by_label("Vart?")).to_be_visible()
    for fold in ("Pausa", "Ändra uppgifter", "Ge uppgiften till någon", "Avsluta flödet"):
        page.get_by_role("heading", name=fold, exact=True).click()
    desk.look("atgarda-oppet")
    page.locator("#pause-reason").fill("Väntar på svar.")
    desk.follow(desk.page.get_by_role("button", name="Pausa flödet"))
    expect(page.get_by_role("status")).to_contain_text("Flödet är pausat.")
    desk.look("pagaende-flode-pausat")
    page.goto("/running/messages")
    desk.look("meddelanden")


def test_in_forced_colours_and_at_four_times_the_size(desk: Desk) -> None:
    page = desk.sit_down(ADMIN)
    for address in ("/sign-in", "/tasks", "/cases", "/start", "/running", "/accessibility"):
        page.goto(address)
        page.emulate_media(forced_colors="active")
        assert desk.violations() == [], address
        page.emulate_media(forced_colors="none")
        page.set_viewport_size({"width": NARROW, "height": 256})  # 1280 × 1024 enlarged 4 times
        assert desk.overflow() <= 0, address
        page.set_viewport_size({"width": WIDE, "height": 900})


def test_two_tabs_and_another_language_lose_nothing(desk: Desk) -> None:
    """Without a word lost: the second of two tabs, and whoever changes language while writing."""
    page = desk.sit_down("initiativtagare-lansledning-valfard")
    page.goto("/start/arende/natverk-valfard")
    desk.answer({"titel": "Två flikar", **REPORT})
    desk.settle()
    desk.sit_down(SECRETARY)
    desk.open_task("Ta emot anmälan", "Två flikar")
    task = page.url
    page.locator('[name="mottagning"][value="komplettera"]').check()
    question = page.locator('[name="komplettering_fraga"]:not([type="hidden"])')
    question.fill("Vem betalar?")
    desk.follow(page.get_by_role("button", name="English"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(question).to_have_value("Vem betalar?")
    desk.follow(page.get_by_role("button", name="Svenska"))
    expect(question).to_have_value("Vem betalar?")

    other = page.context.new_page()
    other.goto(task)
    other.locator('[name="mottagning"][value="komplettera"]').check()
    other.locator('[name="komplettering_fraga"]:not([type="hidden"])').fill("Vad kostar det?")
    with other.expect_navigation():
        other.locator('form[novalidate] button[data-variant="primary"]').click()
    other.close()
    desk.submit()
    expect(page.get_by_role("heading", level=1, name="Det är redan gjort")).to_be_visible()
    expect(page.get_by_role("region", name="Det du hade skrivit")).to_contain_text("Vem betalar?")
    expect(page.get_by_role("region", name="Det du skickade först")).to_contain_text("Vad kostar")
    desk.look("redan-gjort")


def test_enter_sends_the_form_and_changes_no_language(desk: Desk) -> None:
    page = desk.sit_down("initiativtagare-lansledning-valfard")
    page.goto("/start/arende/natverk-valfard")
    page.locator('[name="titel"]').fill("Enter")
    with page.expect_navigation():
        page.locator('[name="titel"]').press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
