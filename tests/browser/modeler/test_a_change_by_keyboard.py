"""The same change as `test_a_change.py`, by keyboard alone: the outline, not the drawing.

Sign-in, outline, form, recording, comparison, rehearsal, publishing, the participant's new step,
the move and the way back: Tab, Shift+Tab, Enter, Space, arrows and typing, and nothing else. The
only address that is typed is that of the sign-in.
"""

from playwright.sync_api import Page, expect
from tests.browser.live_site import LiveSite
from tests.browser.modeler.keyboard import (
    act,
    choose,
    focused_id,
    go,
    pick,
    press,
    sign_in,
    skip,
    stands_at,
    tick,
    unfold,
    write,
    write_date,
)
from tests.browser.modeler.running_cases import decided_upon, new_case, running_cases
from tests.browser.visit import PASSWORD, Desk
from tests.house import House

OWNER = "processagare-gavleborg"
SECRETARY = "sekreterare-natverk-valfard"
RUNNING = 50
REVIEW = "granska_underlaget"


def test_the_whole_change_by_keyboard_alone(desk: Desk, live: LiveSite) -> None:
    house = live.site.house
    old = running_cases(house, RUNNING)
    page = desk.page
    sign_in(page, OWNER, PASSWORD)
    press(page, "Processer")
    skip(page, "Hoppa till innehållet")
    press(page, "Ärende")
    skip(page)
    act(page, "Börja ändra")
    write_the_review(desk, page)
    remind_of_it(desk, page)
    ask_in_the_form(desk, page)
    record_it(desk, page)

    press(page, "Jämför", back=True)
    expect(page.get_by_text("Uppgiften ”Granska underlaget” är ny.")).to_be_visible()
    to_tab(page, "Provkör")
    expect(page.get_by_text(f"{RUNNING} kan flyttas, 0 stannar.")).to_be_visible()
    skip(page)
    press(page, "Vidare till publiceringen")
    publish(page)

    case = new_case(house)
    assert decided_upon(house, case) == [REVIEW]
    review_it(desk, page)
    assert house.open(case) == ["besluta"], "the participant has done the new step"
    assert decided_upon(house, old[1]) == ["besluta"], "it finishes as it began"

    sign_in(page, OWNER, PASSWORD)
    move_what_runs(house, page)
    assert decided_upon(house, old[3]) == [REVIEW]
    assert house.open(old[1]) == ["besluta"]

    go_back(page)
    assert decided_upon(house, new_case(house)) == ["besluta"]
    assert decided_upon(house, old[5]) == [REVIEW], "what was moved keeps its version"


def to_tab(page: Page, name: str) -> None:
    """From the beginning of a page to another of the process's pages."""
    skip(page, "Hoppa till innehållet")
    press(page, name)


def from_step_to_tab(page: Page, name: str) -> None:
    """From a step of the outline that was just changed to another of the process's pages."""
    skip(page, "Till sidans början")
    press(page, name)


def to_process(page: Page) -> None:
    """From anywhere to the process."""
    press(page, "Processer")
    skip(page, "Hoppa till innehållet")
    press(page, "Ärende")


def write_the_review(desk: Desk, page: Page) -> None:
    """Add the step after another; the first mistake is that it lacks a name."""
    press(page, "I ord", back=True)
    skip(page)
    choose(page, "Hoppa till", "Ta fram tillåtna")
    act(page, "Hoppa dit")
    stands_at(page, "step-tillatna_beslutsformer")
    press(page, "Nytt steg här efter Ta fram tillåtna beslutsformer")
    skip(page)
    press(page, "Uppgift för någon")
    stands_at(page, "insert-name")
    act(page, "Lägg till")
    stands_at(page, "errors")
    desk.look("tangentbord-steg-utan-namn")
    go(page, "Skriv ett namn.")
    page.keyboard.press("Enter")
    stands_at(page, "insert-name")  # the mistake leads to its field
    page.keyboard.type("Granska underlaget")
    write(page, "Namn på engelska", "Review the documents")
    choose(page, "Roll", "Sekreterare")
    choose(page, "Formulär", "Ett nytt")
    write(page, "Namn på det nya formuläret", "Granskning")
    act(page, "Lägg till")
    stands_at(page, f"step-{REVIEW}")
    press(page, "Ändra Granska underlaget")
    skip(page)
    write(page, "Vad som ska göras", "Läs underlaget före mötet.")
    act(page, "Spara")
    stands_at(page, f"step-{REVIEW}")


def remind_of_it(desk: Desk, page: Page) -> None:
    """Add the reminder: the second mistake is how long, the third is found by the check."""
    press(page, "Ändra Granska underlaget")
    skip(page)
    unfold(page, "Lägg till en påminnelse")
    write(page, "Efter hur många dagar?", "snart")
    write(page, "Text", '="Ärendet väntar: " + titeln')
    act(page, "Lägg till påminnelsen")
    stands_at(page, "errors")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stands_at(page, "reminder-time")
    page.keyboard.press("Control+A")
    page.keyboard.type("14")
    act(page, "Lägg till påminnelsen")
    stands_at(page, f"step-paminnelse_{REVIEW}")

    from_step_to_tab(page, "Kontroll")
    expect(page.get_by_text("Menade du titel?")).to_be_visible()
    skip(page)
    act(page, "Visa i ord: Påminn: Granska underlaget")
    desk.look("tangentbord-fel-i-steg")
    press(page, "Ändra Påminn: Granska underlaget")
    skip(page)
    unfold(page, "Vad Flows gör")
    write(page, "Text", '="Ärendet väntar: " + titel')
    act(page, "Spara")
    from_step_to_tab(page, "Kontroll")
    expect(page.get_by_role("heading", name="Inget att rätta")).to_be_visible()


def ask_in_the_form(desk: Desk, page: Page) -> None:
    """Give the new form its question, in the table."""
    to_tab(page, "Formulär")
    skip(page, "Hoppa till innehållet")
    press(page, "Granska underlaget")
    skip(page)
    press(page, "Ändra i en tabell")
    skip(page)
    choose(page, "Sort", "Lång text")
    write(page, "Text på svenska", "Vad säger granskningen?")
    act(page, "Lägg till")
    stands_at(page, "change")
    write(page, "Text på engelska", "What does the review say?")
    tick(page, "Måste besvaras")
    act(page, "Spara")
    expect(page.get_by_role("rowheader", name="Vad säger granskningen?")).to_be_visible()
    desk.look("tangentbord-formular")


def record_it(desk: Desk, page: Page) -> None:
    """Record a case that is reviewed and comes to be decided upon."""
    press(page, "Scenarier", back=True)
    skip(page)
    press(page, "Spela in ett scenario")
    skip(page)
    choose(page, "Vad ska spelas in?", "Ärende")
    choose(page, "I vilket forum?", "Nätverk Välfärd")
    choose(page, "Vem anmäler?", "Ockelbo")
    press(page, "Vidare till starten")
    skip(page)
    write(page, "Ärendets titel", "Gemensam jourverksamhet")
    write(page, "Vad gäller ärendet?", "Frågan behöver lösas gemensamt.")
    write(page, "Förslag till beslut (frivilligt)", "Att ta fram en rutin.")
    tick(page, "Region Gävleborg")
    tick(page, "Ockelbo kommun")
    choose(page, "Vilket samverkansområde gäller det?", "Annat")
    choose(page, "Vilken typ av ärende är det?", "Ny samverkansfråga")
    choose(page, "Varifrån kommer frågan?", "En nämnd")
    act(page, "Starta processen")
    secretary = "Gör som Sekreterare, Nätverk Välfärd"
    press(page, f"{secretary}: Ta emot anmälan")
    skip(page)
    pick(page, "Ja, det går vidare")
    act(page, "Spara och gå vidare")
    press(page, "Gör som Beredning, Nätverk Välfärd: Bereda ärendet")
    skip(page)
    pick(page, "Ta upp på dagordningen")
    desk.rest()  # a question that the answer brings
    write(page, "Beredningens kommentar till mötet (frivilligt)", "Ärendet är berett.")
    act(page, "Spara beredningens beslut")
    press(page, f"{secretary}: Sätt upp på dagordningen")
    skip(page)
    write_date(page, "Mötesdag", "2027-03-12")
    pick(page, "Som en punkt på dagordningen")
    act(page, "Sätt upp på dagordningen")
    press(page, f"{secretary}: Granska underlaget")
    skip(page)
    write(page, "Vad säger granskningen?", "Underlaget håller.")
    act(page, "Klar")
    expect(page.get_by_role("heading", name="Registrera mötets beslut")).to_be_visible()
    press(page, "Gör klart och spara")
    skip(page)
    write(page, "Vad heter scenariot?", "Underlaget granskas före beslutet")
    act(page, "Spara scenariot")
    expect(page.get_by_role("heading", name="Underlaget granskas före beslutet")).to_be_visible()


def publish(page: Page) -> None:
    """Publish: the old scenarios know nothing of the step, and a reason is asked for."""
    skip(page)
    write(page, "Vad är ändrat, och varför? (måste fyllas i)", "Underlaget granskas före mötet.")
    act(page, "Publicera version 2")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stands_at(page, "red_reason")  # the summary leads to what is missing
    page.keyboard.type("De äldre spelas in på nytt.")
    act(page, "Publicera version 2")
    expect(page.get_by_role("status").first).to_contain_text("Version 2")


def review_it(desk: Desk, page: Page) -> None:
    """As the participant, do the new step; nothing is answered the first time."""
    sign_in(page, SECRETARY, PASSWORD)
    skip(page, "Hoppa till innehållet")
    press(page, "Granska underlaget")
    skip(page, "Hoppa till innehållet")
    act(page, "Klar")
    desk.look("tangentbord-nytt-steg")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    stands_at(page, "f-vad_sager_granskningen")  # the summary leads to the question
    page.keyboard.type("Underlaget håller.")
    act(page, "Klar")
    expect(page.get_by_role("status").first).to_contain_text("Klart")


def move_what_runs(house: House, page: Page) -> None:
    """Move the running cases to the new version; what comes of it takes no focus away."""
    to_process(page)
    to_tab(page, "Provkör")
    skip(page)
    act(page, f"Flytta {RUNNING} pågående")
    assert focused_id(page) == "", "the reason is missing"
    write(page, "Varför? (måste fyllas i)", "Granskningen ska gälla alla.")
    act(page, f"Flytta {RUNNING} pågående")
    go(page, "Avbryt flytten")
    house.settle()
    result = page.locator("#progress").get_by_text(f"Klart: {RUNNING} flyttade, 0 stannade.")
    expect(result).to_be_visible(timeout=20_000)
    expect(page.locator("#progress")).to_be_focused()  # what had it is gone
    expect(page.locator("#move-news")).to_contain_text(f"Flytten är klar: {RUNNING} flyttade")
    expect(page.get_by_role("heading", name="Ångra flytten")).to_be_visible()


def go_back(page: Page) -> None:
    """Go back to version 1."""
    press(page, "Versioner", back=True)
    skip(page)
    press(page, "Version 1")
    skip(page)
    write(page, "Varför? (måste fyllas i)", "Granskningen tog för lång tid.")
    act(page, "Gå tillbaka till version 1")
    expect(page.get_by_role("status").first).to_contain_text("Version 3")
