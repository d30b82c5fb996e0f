"""Files in a real browser: chosen, refused, kept, handed in, read; with and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk
from tests.forms.documents import EXECUTABLE, PDF, word

REPORTER = "initiativtagare-lansledning-valfard"
SECRETARY = "sekreterare-natverk-valfard"
REPORT = {
    "beskrivning": "Handlingarna säger vad det gäller.",
    "forslag_till_beslut": "Att läsa dem.",
    "berorda_parter": ["region-gavleborg", "gavle"],
    "samverkansomrade": "annat",
    "arendetyp": "ny_fraga",
    "kalla": "lansledning",
}
LONG_NAME = (
    "Tjänsteskrivelse_om_gemensam_väg_in_för_barn_och_unga_i_hela_länet_slutlig_version_3.docx"
)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_stays_chosen_until_it_is_handed_in(
    browser: Browser, live: LiveSite, tmp_path: Path, javascript: bool
) -> None:
    title = f"Med handlingar {'och' if javascript else 'utan'} skript"
    paths = [tmp_path / LONG_NAME, tmp_path / "Protokoll § 12.pdf", tmp_path / "program.exe"]
    for path, content in zip(paths, (word(), PDF, EXECUTABLE), strict=True):
        path.write_bytes(content)
    settle = live.site.house.settle
    with Desk(browser, live.address, settle=settle, javascript=javascript) as desk:
        page = desk.sit_down(REPORTER)
        page.goto("/start/arende/natverk-valfard")
        choose(page, *paths)
        desk.submit()

        expect(page.locator("#errors")).to_contain_text("”program.exe” är av en filtyp")
        expect(page.get_by_role("group", name="Valda filer").get_by_role("checkbox")).to_have_count(
            2
        )
        expect(page.get_by_label("Protokoll § 12.pdf (PDF")).to_be_checked()
        if javascript:
            desk.look("filer-fel")
        desk.answer({"titel": title, **REPORT})
        desk.settle()

        desk.sit_down(SECRETARY)
        desk.open_task("Ta emot anmälan", title)
        if javascript:
            desk.look("filer-uppgift")
        with page.expect_download() as download:
            page.get_by_role("link", name="Protokoll § 12.pdf").click()
        assert download.value.suggested_filename == "Protokoll § 12.pdf"
        assert download.value.path().read_bytes() == PDF
        desk.follow(page.get_by_role("link", name="Öppna ärendet"))
        expect(page.get_by_role("table", name="Handlingar som har lämnats")).to_contain_text(
            LONG_NAME
        )
        if javascript:
            desk.look("filer-arende")


def test_a_chosen_file_stays_when_an_answer_brings_up_other_questions(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF)
    page = desk.sit_down(REPORTER)
    page.goto("/start/arende/natverk-valfard")
    choose(page, path)
    with page.expect_response("**/fields"):
        page.locator('[name="informationsarende"]').check()
    desk.rest()
    assert page.locator("#f-handlingar").evaluate("field => field.files[0].name") == "a.pdf"


def choose(page: Page, *paths: Path) -> None:
    page.locator("#f-handlingar").set_input_files([str(path) for path in paths])
