"""The panel beside the drawing: what bpmn.io leaves out or says in signs is set in words here."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.browser.live_site import LiveSite
from tests.browser.modeler.mouse import append, finding, open_group, panel, wait_saved
from tests.browser.visit import Desk

from flows.modeler import discard_draft, find_draft, write_file
from flows.modeler.new_process import new_process

OWNER = "processagare-gavleborg"
PLACE = "document.getElementById('modeler')"
SELECT = (
    f"id => {PLACE}.modeler.get('selection').select({PLACE}.modeler.get('elementRegistry').get(id))"
)


@pytest.fixture
def begun(live: LiveSite) -> Iterator[str]:
    """A new process of the empty pattern; its start asks for a day."""
    house = live.site.house
    with house.database.transaction() as session:
        draft = new_process(session, house.actor(OWNER), "tom", "Panelen", now=house.clock())
        form = draft.files["panelen-start.form"]
        day = b'{"type": "datetime", "subtype": "date", "key": "motesdag", "dateLabel": "Dag"}, '
        write_file(
            session,
            house.actor(OWNER),
            draft.package,
            form.name,
            form.content.replace(b'"components": [', b'"components": [' + day, 1),
            expected=form.etag,
            max_bytes=1 << 20,
            now=house.clock(),
        )
    yield draft.package
    with house.database.transaction() as session:
        discard_draft(session, house.actor(OWNER), draft.package)


def opened(desk: Desk, package: str) -> Page:
    page = desk.sit_down(OWNER)
    page.goto(f"/processes/{package}/diagram/{package}.bpmn")
    page.wait_for_selector("#modeler[data-ready]")
    return page


def drawn_file(live: LiveSite, package: str) -> str:
    with live.site.house.database.transaction() as session:
        draft = find_draft(session, package)
        assert draft is not None
        return draft.files[f"{package}.bpmn"].content.decode()


def select(page: Page, element: str) -> None:
    page.evaluate(SELECT, element)
    expect(page.locator(".bio-properties-panel-header-label")).to_be_visible()


def add_step(page: Page, kind: str) -> str:
    """Append a kind of step to the start; gives its id."""
    select(page, "start")
    return append(page, kind)


def test_until_when_is_counted_from_a_day_that_somebody_answers(
    desk: Desk, live: LiveSite, begun: str
) -> None:
    page = opened(desk, begun)
    add_step(page, "Vänta till en tid")
    open_group(page, "Tid")
    panel(page).get_by_label("Slag", exact=True).select_option(label="Tidpunkt")
    counted = panel(page).get_by_role("group", name="Räknat från ett svar")
    counted.get_by_label("Räknat från ett svar").select_option(label="Dag (motesdag)")
    ways = counted.get_by_label("Hur många dagar")
    ways.select_option(label="arbetsdagar före")
    counted.get_by_label("Antal dagar").fill("5")
    counted.get_by_label("Klockslag").fill("09:30")
    counted.get_by_label("Klockslag").blur()
    wait_saved(page)
    assert (
        '=date and time(string(add workdays(date(motesdag), -5)) + "T09:30:00@Europe/Stockholm")'
    ) in drawn_file(live, begun).replace("&#34;", '"')
    ways.select_option(label="forumets kallelsedagar före")
    expect(counted.get_by_label("Antal dagar")).to_have_count(0)
    wait_saved(page)
    assert "forum.kallelsedagar" in drawn_file(live, begun)
    page.get_by_role("button", name="Ångra", exact=True).click()
    expect(counted.get_by_label("Antal dagar")).to_have_value("5")


def test_a_length_of_time_is_a_number_and_a_unit(desk: Desk, live: LiveSite, begun: str) -> None:
    page = opened(desk, begun)
    add_step(page, "Vänta till en tid")
    open_group(page, "Tid")
    panel(page).get_by_label("Slag", exact=True).select_option(label="Så lång tid")
    length = panel(page).get_by_role("group", name="Hur länge")
    length.get_by_label("Hur länge").fill("14")
    length.get_by_label("Hur länge").blur()
    expect(panel(page).get_by_label("Värde")).to_have_value("P14D")
    length.get_by_label("Enhet").select_option(label="timmar")
    expect(panel(page).get_by_label("Värde")).to_have_value("PT14H")
    panel(page).get_by_label("Värde").fill("P1DT12H")
    expect(length).to_have_count(0)


def test_when_a_task_is_to_be_done_is_a_number_of_days(
    desk: Desk, live: LiveSite, begun: str
) -> None:
    page = opened(desk, begun)
    add_step(page, "Uppgift")
    open_group(page, "När")
    within = panel(page).get_by_role("group", name="Ska vara klart inom")
    within.get_by_label("Ska vara klart inom").fill("10")
    within.get_by_label("Ska vara klart inom").blur()
    wait_saved(page)
    assert "=now() + duration(&#34;P10D&#34;)" in drawn_file(live, begun)
    within.get_by_label("Enhet").select_option(label="arbetsdagar")
    wait_saved(page)
    assert "add workdays(today(), 10)" in drawn_file(live, begun)
    within.get_by_label("Ska vara klart inom").fill("")
    within.get_by_label("Ska vara klart inom").blur()
    wait_saved(page)
    assert "taskSchedule" not in drawn_file(live, begun)


def test_what_is_sent_is_chosen_as_what_is_waited_for(
    desk: Desk, live: LiveSite, begun: str
) -> None:
    page = opened(desk, begun)
    add_step(page, "Skicka ett meddelande")
    expect(finding(page, "Inget meddelande är valt")).to_be_visible()
    open_group(page, "Meddelande")
    panel(page).get_by_label("Vilket meddelande").select_option(label="Nytt …")
    name = panel(page).locator('[data-entry-id="messageName"] input')
    expect(name).to_have_value("Nytt meddelande")
    name.fill("mote_kallat")
    name.blur()
    expect(finding(page, "Inget meddelande är valt")).to_have_count(0)
    wait_saved(page)
    assert 'name="mote_kallat"' in drawn_file(live, begun)


def test_a_step_is_done_for_each_of_a_list(desk: Desk, live: LiveSite, begun: str) -> None:
    page = opened(desk, begun)
    step = add_step(page, "Uppgift")
    open_group(page, "Hur många gånger")
    panel(page).get_by_label("Görs", exact=True).select_option(label="För var och en, samtidigt")
    expect(panel(page).get_by_label("En post kallas")).to_be_visible()
    expect(finding(page, "ingen lista")).to_be_visible()
    panel(page).get_by_label("Görs", exact=True).select_option(label="En gång")
    wait_saved(page)
    assert step in drawn_file(live, begun)
    assert "multiInstance" not in drawn_file(live, begun)


def test_an_event_subprocess_is_saved_before_it_has_a_start(
    desk: Desk, live: LiveSite, begun: str
) -> None:
    page = opened(desk, begun)
    add_step(page, "Uppgift")
    page.evaluate(
        f"() => {{ const m = {PLACE}.modeler;"
        " const pool = m.get('elementRegistry').get('deltagare_panelen');"
        " const made = m.get('elementFactory').createShape({type: 'bpmn:SubProcess',"
        " triggeredByEvent: true, isExpanded: true});"
        " m.get('modeling').createShape(made, {x: 640, y: 600}, pool); }"
    )
    expect(finding(page, "En händelsedelprocess ska ha en starthändelse")).to_be_visible()
    wait_saved(page)
    assert 'triggeredByEvent="true"' in drawn_file(live, begun)


def test_nothing_chosen_says_what_to_do_and_menus_fit_in_the_window(desk: Desk, begun: str) -> None:
    page = opened(desk, begun)
    page.set_viewport_size({"width": 1280, "height": 640})
    expect(panel(page)).to_contain_text("Välj ett steg, en händelse eller en pil")
    start = page.locator('[data-element-id="start"].djs-element').bounding_box()
    palette = page.locator(".djs-palette").bounding_box()
    assert start is not None
    assert palette is not None
    assert start["x"] > palette["x"] + palette["width"]
    page.locator('.djs-palette [data-action="create"]').click()
    menu = page.locator(".djs-popup")
    expect(menu.locator("input")).to_be_focused()
    expect(menu.get_by_text("Val: en eller flera vägar", exact=True)).to_have_count(1)
    box = menu.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 640


def test_what_was_saved_while_the_page_was_left_is_not_asked_about(
    desk: Desk, live: LiveSite, begun: str
) -> None:
    page = opened(desk, begun)
    key = f"flows.unsaved:{OWNER}:{begun}/{begun}.bpmn"
    keep = "([key, xml]) => localStorage.setItem(key, JSON.stringify({xml, etag: '', at: 0}))"
    page.evaluate(keep, [key, drawn_file(live, begun)])
    page.reload()
    page.wait_for_selector("#modeler[data-ready]")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.evaluate(keep, [key, "<other/>"])
    page.reload()
    dialog = page.get_by_role("dialog", name="Fortsätta där du slutade?")
    dialog.get_by_role("button", name="Öppna det sparade och kasta mina").click()
    page.wait_for_selector("#modeler[data-ready]")


def test_a_decision_that_is_not_there_yet_is_begun_from_the_step(desk: Desk, begun: str) -> None:
    page = opened(desk, begun)
    add_step(page, "Beslut enligt tabell")
    wait_saved(page)
    expect(panel(page).get_by_label("Beslutstabell")).to_have_value("")
    desk.follow(panel(page).get_by_role("link", name="Nytt beslut …"))
    expect(page.get_by_role("heading", name="Nytt beslut")).to_be_visible()
