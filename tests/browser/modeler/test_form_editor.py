"""A process owner draws a form beside what the participant will see; also by plain forms."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk, until

from flows.modeler import discard_draft, draft_of, open_draft, write_file

OWNER = "processagare-gavleborg"
FILE = "arende-anmalan.form"
FORM = f"/processes/arende/form/{FILE}"


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


def saved(live: LiveSite, file: str = FILE) -> dict[str, Any]:
    with live.site.house.database.transaction() as session:
        schema: dict[str, Any] = json.loads(draft_of(session, "arende").file(file).content)
        return schema


def open_editor(desk: Desk) -> Page:
    page = desk.sit_down(OWNER)
    page.goto(FORM)
    page.locator('.fjs-element[data-id="falt_titel"]').wait_for()
    return page


def place(page: Page, kind: str) -> None:
    page.locator(f'.fjs-palette-field[data-field-type="{kind}"]').click()


def group(page: Page, name: str) -> Locator:
    """A group of the properties, unfolded."""
    found = page.locator(".bio-properties-panel-group").filter(
        has=page.locator(".bio-properties-panel-group-header-title", has_text=name)
    )
    header = found.locator(".bio-properties-panel-group-header").first
    header.wait_for()
    for _ in range(5):  # the panel is made anew when what it shows has changed
        if "open" in (header.get_attribute("class") or ""):
            break
        header.click()
        page.wait_for_timeout(300)
    return found


def settled(page: Page) -> None:
    page.locator("#saving[data-state='saved']", has_text="Sparat").wait_for()


def test_a_form_is_drawn_previewed_tried_and_saved(desk: Desk, live: LiveSite) -> None:
    page = open_editor(desk)
    desk.look("formulareditor", without=["#form-canvas", "#form-palette", "#form-properties"])
    place(page, "textfield")
    general = group(page, "Allmänt")
    general.get_by_role("textbox", name="Text vid frågan").fill("Vem är kontaktperson?")
    general.get_by_label("Nyckel").fill("kontakt")
    group(page, "På engelska").get_by_label("Text", exact=True).fill("Who is the contact?")
    group(page, "Kontroll av svaret").get_by_label("Måste besvaras").check()
    preview = page.locator("#preview")
    preview.get_by_label("Vem är kontaktperson?").wait_for()
    settled(page)

    # tried as a participant's answers, by the server
    preview.get_by_role("button", name="Prova svaren").click()
    preview.get_by_role("link", name="Vem är kontaktperson?").wait_for()
    assert preview.locator('[name="kontakt"]').get_attribute("aria-invalid") == "true"
    preview.get_by_text("Visa för andra värden").click()
    preview.get_by_label("Språk").select_option("en")
    preview.get_by_role("button", name="Visa så").click()
    preview.get_by_label("Who is the contact?").wait_for()

    # what form-js does not have, placed like the rest
    for kind in ("person", "workday", "filepicker", "dynamiclist"):
        place(page, kind)
    preview.get_by_text("Välj en person", exact=True).or_(
        preview.get_by_text("Person", exact=True)
    ).first.wait_for()
    until(page, lambda: saved(live)["components"][-1]["type"] == "dynamiclist")
    settled(page)
    made = saved(live)["components"][-5:]
    assert made[0]["key"] == "kontakt"
    assert made[0]["validate"] == {"required": True}
    assert made[0]["properties"] == {"label_en": "Who is the contact?"}
    assert made[1]["type"] == "select"
    assert made[1]["properties"] == {"source": "person"}
    assert (made[2]["type"], made[2]["properties"]) == ("datetime", {"workday": "true"})
    assert [one["type"] for one in made[3:]] == ["filepicker", "dynamiclist"]

    # what was drawn is there again
    page.reload()
    page.locator(".fjs-element", has_text="Vem är kontaktperson?").first.wait_for()


def test_problems_are_shown_at_the_component(desk: Desk) -> None:
    page = open_editor(desk)
    page.locator('.fjs-element[data-id="falt_parter_saknas"], [data-id="falt_rad_parter"]').click()
    condition = group(page, "När den syns").get_by_role("textbox")
    condition.click()
    page.keyboard.press("End")
    page.keyboard.type(" and and")
    found = page.locator("#preview .found")
    found.wait_for()
    page.locator('.fjs-element[data-id="falt_titel"]').click()
    found.get_by_role("link", name="Visa var").first.click()
    selected = page.locator(".fjs-editor-selected")
    assert selected.get_attribute("data-id") == "falt_rad_parter"
    assert "inset" in selected.evaluate("element => getComputedStyle(element).boxShadow")


def test_the_second_of_two_is_told_and_chooses(desk: Desk, live: LiveSite) -> None:
    page = open_editor(desk)
    house = live.site.house
    with house.database.transaction() as session:
        actor = house.actor(OWNER)
        file = draft_of(session, "arende").file(FILE)
        other = file.content.replace("Ärendets titel".encode(), b"Titel av en annan")
        write_file(
            session,
            actor,
            "arende",
            FILE,
            other,
            expected=file.etag,
            max_bytes=1 << 20,
            now=house.clock(),
        )
    place(page, "number")
    page.get_by_role("alert").filter(has_text="ändrats sedan du öppnade den").wait_for()
    assert len(saved(live)["components"]) == len(json.loads(other)["components"])
    page.get_by_role("button", name="Spara min i stället").click()
    settled(page)
    labels = [one.get("label") for one in saved(live)["components"]]
    assert "Ärendets titel" in labels
    assert "Tal" in labels


def test_without_a_connection_nothing_is_lost(desk: Desk, live: LiveSite) -> None:
    page = open_editor(desk)
    before = len(saved(live)["components"])
    desk.context.set_offline(True)
    place(page, "number")
    page.get_by_role("alert").filter(has_text="ingen förbindelse").wait_for()
    desk.context.set_offline(False)
    settled(page)
    assert len(saved(live)["components"]) == before + 1


def test_without_javascript_the_table_does_the_same(browser: Browser, live: LiveSite) -> None:
    with Desk(browser, live.address, javascript=False) as desk:
        page = desk.sit_down(OWNER)
        page.goto(FORM)
        assert "Att rita kräver JavaScript." in page.content()
        page.get_by_text("Så ser deltagaren det").wait_for()
        desk.follow(page.get_by_role("link", name="Ändra i en tabell"))
        page.get_by_label("Sort").select_option("workday")
        page.get_by_label("Text på svenska").fill("När behövs svaret?")
        desk.follow(page.get_by_role("button", name="Lägg till", exact=True))
        page.get_by_label("Text på engelska").fill("When is the answer needed?")
        page.get_by_label("Måste besvaras").check()
        desk.follow(page.get_by_role("button", name="Spara", exact=True))
        desk.follow(page.get_by_role("button", name="Upp När behövs svaret?"))
        made = saved(live)["components"][-2]
        assert made["dateLabel"] == "När behövs svaret?"
        assert made["key"] == "nar_behovs_svaret"
        assert made["properties"] == {
            "workday": "true",
            "label_en": "When is the answer needed?",
        }
        page.locator("#f-nar_behovs_svaret").fill("2027-06-06")
        desk.follow(page.get_by_role("button", name="Prova svaren"))
        page.get_by_text("ingen arbetsdag").first.wait_for()


def test_the_preview_has_the_choices_that_a_scenario_gives(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    page.goto("/processes/arende/form/arende-beslut.form/rows")
    preview = page.locator("#preview")
    expect(preview.get_by_label("Rekommendation", exact=True)).to_be_visible()
    preview.get_by_text("Visa för andra värden").click()
    desk.look("formular-varden")
    chosen = preview.get_by_label("Värden ur scenario")
    chosen.select_option(label="Länsledningen ger ett uppdrag som följs upp")
    preview.get_by_role("button", name="Visa så").click()
    expect(preview).to_contain_text("Visas med värden ur scenariot ”Länsledningen ger")
    chosen.select_option(label="Inget: påhittade värden")
    preview.get_by_role("button", name="Visa så").click()
    expect(preview).to_contain_text("Visas med påhittade värden.")
    expect(preview.get_by_label("Rekommendation", exact=True)).to_have_count(0)


def test_the_table_is_for_everyone(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    page.goto(f"{FORM}/rows?row=falt_arendetyp")
    desk.look("formular-tabell")
    page.goto(f"{FORM}/file")
    desk.look("formular-namn")
