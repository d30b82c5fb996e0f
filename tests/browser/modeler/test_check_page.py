"""The check in a browser: calm at first, then a list that says how to mend and leads there."""

from pathlib import Path

from playwright.sync_api import expect
from tests.browser.visit import Desk

OWNER = "processagare-gavleborg"
ARENDE = Path(__file__).parents[3] / "processes" / "arende"
SPOILT = {
    "=mottagning = ": "=motagning = ",
    'candidateGroups="beredning"': 'candidateGroups="beredningen"',
    'name="Bereds ärendet?"': 'name=""',
    ">=forum.har_beredning<": ">=forum.har_beredningen<",
}


def test_the_check_leads_to_each_fault_and_says_how_to_mend_it(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    page.goto("/processes/arende/check")
    expect(page.get_by_role("heading", name="Inget att rätta")).to_be_visible()
    desk.look("kontroll-inget")

    spoilt = (ARENDE / "arende.bpmn").read_text()
    for old, new in SPOILT.items():
        spoilt = spoilt.replace(old, new, 1)
    form = (ARENDE / "arende-beslut.form").read_text()
    form = form.replace('"tillatna_former"', '"tillatna_formr"', 1)
    for name, text in (("arende.bpmn", spoilt), ("arende-beslut.form", form)):
        page.goto("/processes/arende/import")
        page.get_by_label("Fil (måste väljas)").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        )
        desk.submit()

    desk.follow(page.get_by_role("link", name="Kontroll", exact=True))
    expect(page.locator("main")).to_contain_text("Menade du mottagning?")
    expect(page.locator("main")).to_contain_text("Menade du har_beredning?")
    expect(page.locator("main")).to_contain_text("Välj en roll i listan.")
    expect(page.locator(".checks > li").first).to_contain_text("Fel")
    desk.look("kontroll")
    desk.follow(page.get_by_role("link", name="Visa i diagrammet: Bereda ärendet"))
    assert page.url.endswith("/processes/arende/diagram/arende.bpmn?element=bereda")
