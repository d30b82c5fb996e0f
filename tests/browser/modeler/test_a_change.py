"""A process owner changes how cases go, from the first line drawn to what runs, and back."""

from playwright.sync_api import Page, expect
from tests.browser.live_site import LiveSite
from tests.browser.modeler.mouse import (
    append,
    finding,
    on_edge,
    on_flow,
    open_group,
    panel,
    place,
    wait_saved,
    write_name,
)
from tests.browser.modeler.running_cases import (
    ON_AGENDA,
    PREPARED,
    decided_upon,
    new_case,
    running_cases,
)
from tests.browser.visit import Desk, until

OWNER = "processagare-gavleborg"
SECRETARY = "sekreterare-natverk-valfard"
RUNNING = 50
BEFORE_THE_DECISION = "flode_tillatna_beslutsformer_till_besluta"
REPORT = {
    "titel": "Gemensam jourverksamhet",
    "beskrivning": "Frågan behöver lösas gemensamt.",
    "forslag_till_beslut": "Att ta fram en rutin.",
    "berorda_parter": ["region-gavleborg", "ockelbo"],
    "samverkansomrade": "annat",
    "arendetyp": "ny_fraga",
    "kalla": "namnd",
}


def press(desk: Desk, name: str) -> None:
    desk.follow(desk.page.get_by_role("button", name=name))


def test_a_review_step_from_drawing_to_what_runs_and_back(desk: Desk, live: LiveSite) -> None:
    house = live.site.house
    old = running_cases(house, RUNNING)
    desk.page.set_viewport_size({"width": 1440, "height": 1000})
    page = desk.sit_down(OWNER)
    desk.follow(page.get_by_role("link", name="Processer"))
    desk.follow(page.get_by_role("link", name="Ärende", exact=True))
    press(desk, "Börja ändra")
    review = draw_the_review(desk, page)
    ask_in_the_form(desk, page)
    record_it(desk, page)

    page.goto("/processes/arende/compare")
    expect(page.get_by_text("Uppgiften ”Granska underlaget” är ny.")).to_be_visible()
    desk.look("andring-jamfor")
    page.goto("/processes/arende/rehearse")
    expect(page.get_by_text(f"{RUNNING} kan flyttas, 0 stannar.")).to_be_visible()

    publish(desk, page)
    assert decided_upon(house, new_case(house)) == [review]
    assert decided_upon(house, old[1]) == ["besluta"], "it finishes as it began"

    page.goto("/processes/arende/rehearse?against=current")
    page.get_by_label("Varför? (måste fyllas i)").fill("Granskningen ska gälla alla.")
    press(desk, f"Flytta {RUNNING} pågående")
    house.settle()
    expect(page.get_by_text(f"Klart: {RUNNING} flyttade, 0 stannade.")).to_be_visible(
        timeout=20_000
    )
    assert decided_upon(house, old[3]) == [review]
    assert house.open(old[1]) == ["besluta"]

    page.goto("/processes/arende/versions")
    desk.follow(page.get_by_role("link", name="Version 1", exact=True))
    page.get_by_label("Varför? (måste fyllas i)").fill("Granskningen tog för lång tid.")
    press(desk, "Gå tillbaka till version 1")
    assert decided_upon(house, new_case(house)) == ["besluta"]
    assert decided_upon(house, old[5]) == [review], "what was moved keeps its version"


def draw_the_review(desk: Desk, page: Page) -> str:
    """Draw the step and its reminder, with three mistakes that the check leads out of."""
    page.goto("/processes/arende/diagram/arende.bpmn?element=tillatna_beslutsformer")
    page.wait_for_selector("#modeler[data-ready]")
    expect(panel(page).get_by_label("Namn", exact=True)).to_be_visible()
    before = on_flow(page, BEFORE_THE_DECISION, 1)
    page.mouse.move(600, 600)
    page.mouse.wheel(500, 250)
    until(page, lambda: on_flow(page, BEFORE_THE_DECISION, 1) != before)
    review = place(page, "Uppgift", on_flow(page, BEFORE_THE_DECISION, 1), "Granska underlaget")
    panel(page).get_by_label("Beskrivning för den som").fill("Läs underlaget före mötet.")
    panel(page).get_by_role("button", name="Nytt formulär").click()
    page.get_by_role("dialog").get_by_label("Formulärets namn").fill("arende-granskning")
    page.get_by_role("button", name="Skapa formuläret").click()
    panel(page).get_by_label("Roll", exact=True).select_option(label="Sekreterare")
    panel(page).get_by_role("button", name="Lägg till rollen").click()

    place(page, "Påminnelse efter en tid", on_edge(page, review), "Två veckor")
    panel(page).get_by_label("Slag").select_option(label="Så lång tid")
    panel(page).get_by_label("Värde").fill("två veckor")
    notice = append(page, "Skicka e-post till en roll")
    page.keyboard.press("Escape")
    panel(page).get_by_label("Namn", exact=True).fill("Påminn om granskningen")
    open_group(page, "Uppgifter")
    panel(page).get_by_label("Till", exact=True).fill("sekreterare")
    panel(page).get_by_label("Ämne").fill("Granska underlaget")
    panel(page).get_by_label("Text", exact=True).fill('="Ärendet väntar: " + titeln')
    wait_saved(page)

    wrong_time = finding(page, "är inte en tidsrymd")
    expect(page.get_by_text("Skriv P14D för fjorton dagar")).to_be_visible()
    wrong_time.click()
    panel(page).get_by_label("Värde").fill("P14D")
    expect(wrong_time).to_have_count(0, timeout=15_000)

    misspelt = finding(page, "Menade du titel?")
    misspelt.click()
    open_group(page, "Uppgifter")
    panel(page).get_by_label("Text", exact=True).fill('"Ärendet väntar: " + titel')
    expect(misspelt).to_have_count(0, timeout=15_000)

    no_end = finding(page, "tar det slut utan sluthändelse")
    expect(page.get_by_text("Dra en pil till nästa steg")).to_be_visible()
    no_end.click()
    page.locator(f'.djs-element[data-element-id="{notice}"].selected').wait_for()
    page.locator('.djs-context-pad.open [data-action="append.end-event"]').click()
    write_name(page, "Påmind")
    expect(no_end).to_have_count(0, timeout=15_000)
    wait_saved(page)
    expect(page.get_by_role("heading", name="Kontrollen")).not_to_contain_text("fel")
    desk.look("andring-ritad", without=["#modeler"])
    return review


def ask_in_the_form(desk: Desk, page: Page) -> None:
    """Give the new form a question, in the table."""
    page.goto("/processes/arende/form/arende-granskning.form/rows")
    page.get_by_label("Sort").select_option(label="Lång text")
    page.get_by_label("Text på svenska").last.fill("Vad säger granskningen?")
    press(desk, "Lägg till")
    expect(page.get_by_role("rowheader", name="Vad säger granskningen?")).to_be_visible()


def record_it(desk: Desk, page: Page) -> None:
    """Record a case that is reviewed and comes to be decided upon."""
    page.goto("/processes/arende/scenarios/record")
    page.get_by_label("Vad ska spelas in?").select_option("arende")
    page.get_by_label("I vilket forum?").select_option("natverk-valfard")
    page.get_by_label("Vem anmäler?").select_option("ockelbo")
    page.get_by_label("När börjar det?").fill("2027-01-11T09:00")
    press(desk, "Vidare till starten")
    desk.answer(REPORT)
    role = "Gör som Sekreterare, Nätverk Välfärd"
    parties = {"berorda_parter": ["region-gavleborg", "ockelbo"]}
    for link, answers in (
        (role, {**parties, "mottagning": "vidare"}),
        ("Gör som Beredning, Nätverk Välfärd", PREPARED),
        (role, ON_AGENDA),
        (role, {"vad_sager_granskningen": "Underlaget håller."}),
    ):
        desk.follow(page.get_by_role("link", name=link).first)
        desk.answer(answers)
    page.get_by_role("heading", name="Registrera mötets beslut").wait_for()
    desk.follow(page.get_by_role("link", name="Gör klart och spara"))
    page.get_by_label("Vad heter scenariot?").fill("Underlaget granskas före beslutet")
    press(desk, "Spara scenariot")
    expect(page.get_by_role("heading", name="Underlaget granskas före beslutet")).to_be_visible()


def publish(desk: Desk, page: Page) -> None:
    """Publish: the old scenarios know nothing of the step, and a reason is asked for."""
    page.goto("/processes/arende/publish")
    desk.look("andring-publicera")
    page.get_by_label("Vad är ändrat, och varför?").fill("Underlaget granskas före mötet.")
    page.get_by_role("button", name="Publicera version 2").click()
    expect(page.get_by_role("group", name="1 sak behöver rättas")).to_be_visible()
    page.get_by_label("Varför publicerar du trots att").fill("De äldre spelas in på nytt.")
    press(desk, "Publicera version 2")
    expect(page.get_by_role("status").first).to_contain_text("Version 2")
