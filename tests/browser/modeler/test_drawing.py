"""The drawing page in a real browser: drawn, saved, kept, checked, in words that people read."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.live_site import LiveSite
from tests.browser.modeler.same_file import differences
from tests.browser.visit import ROOT, Desk

from flows.modeler import discard_draft, find_draft, open_draft
from flows.operations import element_templates

OWNER = "processagare-gavleborg"
ADMIN = "administrator-gavleborg"
PLACE = "document.getElementById('modeler')"
SELECT = (
    f"id => {PLACE}.modeler.get('selection').select({PLACE}.modeler.get('elementRegistry').get(id))"
)
SAVED = f"() => {PLACE}.saving.state === 'saved'"


@pytest.fixture
def drawn(live: LiveSite) -> Iterator[LiveSite]:
    """A site where somebody has begun to change `arende`; afterwards it is as before."""
    house = live.site.house
    with house.database.transaction() as session:
        open_draft(session, house.actor(OWNER), "arende", now=house.clock())
    yield live
    with house.database.transaction() as session:
        discard_draft(session, house.actor(OWNER), "arende")


def draft_file(live: LiveSite, name: str = "arende.bpmn", package: str = "arende") -> bytes:
    with live.site.house.database.transaction() as session:
        draft = find_draft(session, package)
        assert draft is not None
        return draft.files[name].content


def open_diagram(page: Page, element: str = "", package: str = "arende") -> None:
    page.goto(f"/processes/{package}/diagram/{package}.bpmn?element={element}")
    page.wait_for_selector("#modeler[data-ready]")
    if element:
        page.locator(".bio-properties-panel-header-type").wait_for()
        expect(
            page.get_by_role("complementary", name="Egenskaper").get_by_label("Namn", exact=True)
        ).to_be_visible()


def rename(page: Page, name: str) -> None:
    field = page.get_by_role("complementary").get_by_label("Namn", exact=True)
    field.fill(name)
    field.blur()


def wait_saved(page: Page) -> None:
    expect(page.locator(".modeler-saving")).to_contain_text("Sparat kl.", timeout=15_000)
    page.wait_for_function(SAVED)


# ---------------------------------------------------------------- drawing and saving


def test_what_is_drawn_saves_itself_and_the_rest_stays_as_it_was(
    desk: Desk, drawn: LiveSite
) -> None:
    before = draft_file(drawn)
    page = desk.sit_down(OWNER)
    open_diagram(page, "bereda")
    rename(page, "Bereda ärendet noga")
    wait_saved(page)
    found = differences(before, draft_file(drawn))
    assert found == [line for line in found if "userTask#bereda: name" in line]
    assert len(found) == 1
    page.get_by_role("button", name="Ångra").click()
    page.wait_for_function(SAVED)
    expect(page.locator(".modeler-saving")).to_contain_text("Sparat")
    page.evaluate(f"() => {PLACE}.saving.now()")
    assert differences(before, draft_file(drawn)) == []


def test_who_comes_second_is_told_and_nothing_is_overwritten(
    desk: Desk, drawn: LiveSite, browser: Browser
) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page, "bereda")
    with Desk(browser, drawn.address) as other:
        theirs = other.sit_down(OWNER)
        open_diagram(theirs, "ta_emot")
        rename(theirs, "Ta emot och läs")
        wait_saved(theirs)
    kept = draft_file(drawn)
    rename(page, "Bereda utan att veta")
    dialog = page.get_by_role("dialog", name="Någon annan hann före")
    expect(dialog).to_contain_text("Processägare Gävleborg sparade diagrammet")
    assert draft_file(drawn) == kept
    dialog.get_by_role("button", name="Titta vidare").click()
    expect(page.get_by_role("alert")).to_contain_text("någon annan har sparat diagrammet")
    page.get_by_role("button", name="Vad kan jag göra?").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Ladda ner min och öppna den andras").click()
    assert "Bereda utan att veta" in Path(download.value.path()).read_text()
    page.wait_for_selector("#modeler[data-ready]")
    assert draft_file(drawn) == kept


def test_nothing_is_lost_without_a_connection(desk: Desk, drawn: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page, "bereda")
    before = draft_file(drawn)
    page.context.set_offline(True)
    rename(page, "Bereda på tåget")
    expect(page.get_by_role("alert")).to_contain_text("finns kvar i den här webbläsaren")
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/files/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    assert draft_file(drawn) == before
    dialog = page.get_by_role("dialog", name="Fortsätta där du slutade?")
    expect(dialog).to_contain_text("aldrig blev sparade")
    page.unroute("**/files/**")
    dialog.get_by_role("button", name="Fortsätt med mina ändringar").click()
    wait_saved(page)
    assert b"Bereda p\xc3\xa5 t\xc3\xa5get" in draft_file(drawn)


def test_without_a_draft_one_only_looks(desk: Desk, live: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page)
    expect(page.get_by_role("button", name="Börja ändra")).to_be_visible()
    expect(page.get_by_role("toolbar", name="Verktyg")).to_be_visible()
    assert page.locator(".djs-palette, .modeler-panel").count() == 0
    expect(page.get_by_text("Beredning", exact=True).first).to_be_visible()
    expect(page.locator(".bjs-powered-by")).to_be_visible()


# ---------------------------------------------------------------- choosing by name


def test_form_and_role_are_chosen_by_name(desk: Desk, drawn: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page, "bereda")
    panel = page.get_by_role("complementary", name="Egenskaper")
    expect(panel.get_by_label("Formulär som visas")).to_have_value("arende-beredning")
    expect(panel.get_by_role("link", name="Öppna formuläret")).to_have_attribute(
        "href", "/processes/arende/form/arende-beredning.form"
    )
    panel.get_by_role("button", name="Nytt formulär").click()
    dialog = page.get_by_role("dialog", name="Nytt formulär")
    expect(dialog.get_by_label("Formulärets namn")).to_have_value("arende-bereda-arendet")
    dialog.get_by_label("Formulärets namn").fill("arende-anmalan")
    dialog.get_by_role("button", name="Skapa formuläret").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Det finns redan ett formulär")
    dialog.get_by_label("Formulärets namn").fill("arende-granskning")
    dialog.get_by_role("button", name="Skapa formuläret").click()
    expect(panel.get_by_label("Formulär som visas")).to_have_value("arende-granskning")
    panel.get_by_label("Roll", exact=True).select_option(label="Sekreterare")
    panel.get_by_label("Var rollen finns").select_option(label="Nätverk Välfärd")
    panel.get_by_role("button", name="Lägg till rollen").click()
    expect(panel.get_by_text("Sekreterare, Nätverk Välfärd")).to_be_visible()
    wait_saved(page)
    saved = draft_file(drawn).decode()
    assert '<zeebe:formDefinition formId="arende-granskning" />' in saved
    assert 'candidateGroups="beredning, sekreterare@natverk-valfard"' in saved
    assert json.loads(draft_file(drawn, "arende-granskning.form"))["id"] == "arende-granskning"


def test_a_condition_is_written_with_suggestions(desk: Desk, drawn: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page)
    page.evaluate(SELECT, "flode_gw_beredning_till_bereda")
    editor = page.locator('[data-entry-id="conditionExpression"] .cm-content')
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("forum.ber")
    offered = page.locator(".cm-tooltip-autocomplete")
    expect(offered).to_contain_text("har_beredning")
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("motta")
    expect(offered).to_contain_text("mottagning")


# ---------------------------------------------------------------- what the check says


def test_what_is_wrong_is_marked_and_listed(desk: Desk, drawn: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page, "bereda")
    page.evaluate(
        f"() => {{ const m = {PLACE}.modeler; const e = m.get('elementRegistry').get('bereda');"
        " m.get('extensions').set(e, 'zeebe:FormDefinition', {formId: 'finns-inte'}) }"
    )
    listed = page.get_by_role("region", name="Kontrollen")
    wrong = listed.get_by_role("button", name="finns-inte")
    expect(wrong).to_contain_text("Fel: ", timeout=15_000)
    expect(page.locator('.djs-overlay [data-severity="error"]')).to_have_attribute(
        "aria-label", re.compile("finns-inte")
    )
    page.evaluate(SELECT, "anmald")
    wrong.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary").get_by_label("Namn", exact=True)).to_have_value(
        "Bereda ärendet"
    )


# ---------------------------------------------------------------- tools


def test_the_tools_of_the_page(desk: Desk, drawn: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page, "bereda")
    page.get_by_role("button", name="Sök ett steg").click()
    expect(page.locator(".djs-search-input input")).to_be_focused()
    page.keyboard.type("delegation")
    expect(page.locator(".djs-search-result").first).to_contain_text("Anmäl delegationsbeslutet")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Kortkommandon").click()
    expect(page.get_by_role("dialog", name="Kortkommandon")).to_contain_text("Markera allt")
    page.keyboard.press("Escape")
    chart = page.get_by_role("button", name="Karta över diagrammet")
    pressed = chart.get_attribute("aria-pressed")
    chart.click()
    assert chart.get_attribute("aria-pressed") != pressed
    page.get_by_role("button", name="Prova flödet").click()
    page.locator('.bts-context-pad[title="Låt det hända"]:not(.hidden)').first.click()
    expect(page.locator(".bts-notifications")).to_contain_text("Process: börjar")
    page.get_by_role("button", name="Prova flödet").click()
    page.get_by_text("Filer", exact=True).click()
    for kind, starts in (("Bild (SVG)", b"<svg"), ("Dokument (PDF)", b"%PDF")):
        with page.expect_download() as download:
            page.get_by_role("link", name=kind).click()
        assert Path(download.value.path()).read_bytes().startswith(starts)


def test_what_is_copied_is_pasted_in_another_diagram(desk: Desk, drawn: LiveSite) -> None:
    house = drawn.site.house
    with house.database.transaction() as session:
        open_draft(session, house.actor(OWNER), "projekt", now=house.clock())
    page = desk.sit_down(OWNER)
    open_diagram(page, "ta_emot")
    page.get_by_role("button", name="Kopiera").click()
    tab = page.context.new_page()
    open_diagram(tab, package="projekt")
    tab.get_by_role("button", name="Klistra in").click()
    surface = tab.locator(".modeler-canvas").bounding_box()
    assert surface is not None
    tab.mouse.move(surface["x"] + 400, surface["y"] + 250)
    tab.mouse.move(surface["x"] + 420, surface["y"] + 260, steps=4)
    tab.mouse.down()
    tab.mouse.up()
    wait_saved(tab)
    pasted = draft_file(drawn, "projekt.bpmn", "projekt").decode()
    assert 'name="Ta emot anmälan"' in pasted
    assert '<zeebe:formDefinition formId="arende-mottagning" />' in pasted
    with house.database.transaction() as session:
        discard_draft(session, house.actor(OWNER), "projekt")


# ---------------------------------------------------------------- in words that people read


def test_nothing_is_left_in_english(desk: Desk, drawn: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page)
    english = english_words()
    found = texts(page)
    ids = page.evaluate(
        f"() => {{ const kinds = new Map(); for (const e of {PLACE}.modeler.get('elementRegistry')"
        ".filter(e => e.parent && !e.labelTarget)) kinds.set(e.type + (e.businessObject"
        ".eventDefinitions || []).map(d => d.$type) + e.businessObject.id?.slice(0, 9), e.id);"
        " return [...kinds.values()] }"
    )
    for everything in (False, True):
        page.get_by_label("Visa allt").set_checked(everything)
        for element in ids:
            page.evaluate(SELECT, element)
            page.evaluate("() => new Promise(done => setTimeout(done, 30))")
            found |= texts(page)
    page.get_by_label("Visa allt").set_checked(False)
    page.evaluate(SELECT, "bereda")
    for action in ("append", "replace", "set-color"):
        page.locator(f'.djs-context-pad [data-action="{action}"]').click()
        page.locator(".djs-popup").first.wait_for()
        found |= texts(page)
        page.keyboard.press("Escape")
    page.locator('.djs-palette [data-action="create"]').click()
    expect(page.locator(".djs-popup input")).to_be_focused()
    page.keyboard.type("a")
    found |= texts(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Prova flödet").click()
    found |= texts(page)
    left = {text for text in found if words(text) & english}
    assert sorted(left) == []
    mine = {text for template in element_templates() for text in spoken_in(template)}
    asked = set(page.evaluate(f"() => [...{PLACE}.untranslated]"))
    assert sorted(asked - mine) == []


def test_the_page_in_english(desk: Desk, drawn: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    desk.follow(page.get_by_role("button", name="English"))
    page.goto("/processes/arende/diagram/arende.bpmn?element=bereda")
    page.wait_for_selector("#modeler[data-ready]")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.get_by_label("Form that is shown")).to_be_visible()
    expect(page.get_by_text("Everything is saved.")).to_be_visible()


def test_everyone_can_use_what_is_around_the_drawing(desk: Desk, drawn: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page, "bereda")
    desk.look("rita")
    page.get_by_role("button", name="Ångra").focus()
    page.get_by_role("button", name="Kopiera").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Klistra in")).to_be_focused()


# ---------------------------------------------------------------- which words are English

WORD = re.compile(r"[a-zåäö]{3,}")


def words(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


def english_words() -> set[str]:
    """Words that stand in the English of the page's texts, and nowhere in Swedish or content."""
    table = json.loads((ROOT / "web/src/modeler/words.json").read_text())
    english, swedish = set[str](), set[str]()
    for said, meant in table.items():
        english |= words(said)
        swedish |= words(meant)
    for file in (ROOT / "processes").rglob("*.*"):
        swedish |= words(file.read_text())
    for template in element_templates():
        swedish |= words(json.dumps(template, ensure_ascii=False))
    return english - swedish


def texts(page: Page) -> set[str]:
    """Everything that the page says: text that can be seen, names and titles."""
    said = page.evaluate(
        """() => {
          const found = new Set();
          const place = document.getElementById('modeler');
          const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const holder = walk.currentNode.parentElement;
            if (holder.closest('textarea, style, noscript, .cm-content')) continue;
            if (holder.checkVisibility()) found.add(walk.currentNode.data.trim());
          }
          for (const each of place.querySelectorAll('[title], [aria-label], [placeholder]')) {
            for (const name of ['title', 'aria-label', 'placeholder']) {
              if (each.getAttribute(name)) found.add(each.getAttribute(name).trim());
            }
          }
          return [...found];
        }"""
    )
    return {text for text in said if text and "bpmn.io" not in text.lower()}


def spoken_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from spoken_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from spoken_in(each)
