"""From a pattern to a published version and back: every page of it, wide and narrow."""

from playwright.sync_api import expect
from tests.browser.visit import Desk

OWNER = "processagare-gavleborg"


def test_a_process_is_begun_published_changed_and_taken_back(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    desk.follow(page.get_by_role("link", name="Processer"))
    desk.look("processer")
    desk.follow(page.get_by_role("link", name="Ny process"))
    page.get_by_label("Runda till alla parter").check()
    desk.submit()
    expect(page.locator("#errors")).to_be_focused()
    desk.look("process-ny-fel")
    page.get_by_label("Vad ska processen heta?").fill("Årets remiss")
    desk.submit()
    expect(page.get_by_role("heading", level=1)).to_have_text("Årets remiss")
    desk.look("process-utkast-nytt")
    desk.follow(page.get_by_role("link", name="Till publiceringen"))
    desk.submit()
    expect(page.locator("#errors")).to_contain_text("Skriv varför. Det sparas i historiken.")
    desk.look("process-publicera-fel")
    page.get_by_label("Vad är ändrat, och varför?").fill("Vi frågar alla parter en gång om året.")
    desk.submit()
    expect(page.get_by_role("status")).to_contain_text("Version 1 är publicerad.")
    desk.look("process-version")

    page.goto("/processes/arets_remiss/import")
    choose = page.get_by_label("Fil (måste väljas)")
    choose.set_input_files(
        {"name": "x.bpmn", "mimeType": "text/xml", "buffer": b"<!DOCTYPE x><x/>"}
    )
    desk.submit()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#errors")).to_contain_text("x.bpmn har en DOCTYPE.")
    desk.look("process-las-in-fel")
    extra = {"name": "Ny fil.form", "mimeType": "application/json", "buffer": FORM}
    page.get_by_label("Fil (måste väljas)").set_input_files(extra)
    desk.submit()
    desk.look("process-utkast")
    desk.follow(page.get_by_role("link", name="Publicera", exact=True))
    page.get_by_label("Vad är ändrat, och varför?").fill("Ett formulär till.")
    desk.look("process-publicera")
    desk.submit()
    expect(page.get_by_role("status")).to_contain_text("Version 2 är publicerad.")
    desk.follow(page.get_by_role("link", name="Versioner", exact=True))
    desk.look("process-versioner")
    desk.follow(page.get_by_role("link", name="Version 1", exact=True))
    page.get_by_label("Varför?").fill("Formuläret behövdes inte.")
    desk.look("process-version-aldre")
    desk.follow(page.get_by_role("button", name="Gå tillbaka till version 1"))
    expect(page.get_by_role("status")).to_contain_text("Version 3 är publicerad.")
    expect(page.locator("main")).to_contain_text("Återgång till version 1: Formuläret behövdes")


def test_a_draft_is_thrown_away_with_open_eyes(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    page.goto("/processes/arende")
    desk.look("process")
    desk.follow(page.get_by_role("button", name="Börja ändra"))
    desk.follow(page.get_by_role("link", name="Kasta utkastet"))
    expect(page.locator("main")).to_contain_text("Inget är ändrat i utkastet.")
    desk.look("process-kasta")
    desk.follow(page.get_by_role("button", name="Kasta utkastet"))
    expect(page.get_by_role("button", name="Börja ändra")).to_be_visible()


FORM = b"""{"id": "ny-fil", "type": "default", "schemaVersion": 19, "components":
 [{"id": "falt", "type": "textfield", "key": "svar", "label": "Svar"}]}"""
