"""Take the pictures of the how-to for process owners, by doing what it says: `make pictures`.

The journey is the one in docs/how-to/rita-processer.md: a step is added that reviews that a case
was handed over, before the case is closed. What no longer works as written stops the script.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect
from stage import process_owner, stage
from tests.browser.visit import ARTEFACTS, Desk

HERE = Path(__file__).parent
MOST_BYTES = 120_000
COLOURS = 128
STEP = "Granska överlämningen"
FORM = "arende-granskning"
HELP = "Se efter att det andra forumet har fått allt som hör till ärendet."
QUESTION = "Har det andra forumet fått allt?"
REASON = "Sekreteraren granskar överlämningen innan ärendet avslutas."
ROOM = 24


def take(page: Page, name: str, start: Locator | None = None, end: Locator | None = None) -> None:
    """Keep a picture of the page, from `start` (else its top) to `end` (else a window's height)."""
    page.mouse.move(0, 0)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    page.wait_for_timeout(500)
    size = page.viewport_size
    assert size is not None
    top, bottom = 0.0, float(size["height"])
    if start:
        top = max(0, _box(start)["y"] - ROOM)
        bottom += top
    if end:
        bottom = _box(end)["y"] + _box(end)["height"] + ROOM
    clip = {"x": 0, "y": top, "width": size["width"], "height": bottom - top}
    raw = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    file = HERE / f"{name}.png"
    with Image.open(BytesIO(raw)) as seen:
        drawn = seen.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    drawn.save(file, optimize=True)
    assert file.stat().st_size <= MOST_BYTES, f"{file.name} is {file.stat().st_size} bytes"
    print(f"  {file.name:16} {drawn.width} × {drawn.height}, {file.stat().st_size // 1024} KiB")


def _box(found: Locator) -> dict[str, float]:
    box = found.bounding_box()
    assert box is not None
    return dict(box)  # type: ignore[arg-type]


def press(desk: Desk, name: str) -> None:
    """Press a button that leads to another page."""
    desk.follow(desk.page.get_by_role("button", name=name, exact=True))


def go(desk: Desk, tab: str) -> None:
    """Follow a tab of the process."""
    nav = desk.page.get_by_role("navigation", name="Processen")
    desk.follow(nav.get_by_role("link", name=tab, exact=True))


def unfold(page: Page, title: str) -> Locator:
    """A part of a step's page in words, open."""
    part = page.locator("details.repair", has=page.locator("summary", has_text=title))
    if part.get_attribute("open") is None:
        part.locator("summary").click()
    return part


# ---------------------------------------------------------------- the journey


def begin(desk: Desk) -> None:
    """Find the process and begin to change it."""
    page = desk.page
    page.goto("/processes")
    desk.follow(page.get_by_role("link", name="Ärende", exact=True))
    press(desk, "Börja ändra")
    take(page, "oversikt", end=page.get_by_role("link", name="Bereda ärendet"))


def draw(desk: Desk) -> None:
    """Put the step on the arrow; say what it is called, who does it and with which form."""
    page = desk.page
    go(desk, "Diagram")
    page.wait_for_selector("#modeler[data-ready]")
    page.get_by_role("button", name="Karta över diagrammet").click()
    page.get_by_role("button", name="Sök ett steg").click()
    page.keyboard.type("Avsluta som överlämnat")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    place = page.locator(".djs-container g[data-element-id='avsluta_overlamnat'] .djs-hit")
    box = _box(place.first)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.locator('.djs-palette [data-action="create"]').click()
    page.locator(".djs-popup").first.wait_for()
    page.keyboard.type("uppgift")
    page.keyboard.press("Enter")
    page.mouse.move(x - 240, y - 20)
    page.mouse.move(x - 140, y, steps=6)
    page.mouse.down()
    page.mouse.up()
    page.keyboard.type(STEP)
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Egenskaper")
    expect(panel.get_by_label("Namn", exact=True)).to_have_value(STEP)
    panel.get_by_role("button", name="Nytt formulär").click()
    dialog = page.get_by_role("dialog", name="Nytt formulär")
    dialog.get_by_label("Formulärets namn").fill(FORM)
    dialog.get_by_role("button", name="Skapa formuläret").click()
    expect(panel.get_by_label("Formulär som visas")).to_have_value(FORM)
    panel.get_by_label("Roll", exact=True).select_option(label="Sekreterare")
    panel.get_by_role("button", name="Lägg till rollen").click()
    expect(panel.get_by_role("list", name="Roller")).to_contain_text("Sekreterare")
    expect(page.locator(".modeler-saving")).to_contain_text("Sparat kl.")
    take(page, "rita", end=page.locator(".modeler-problems"))


def ask(desk: Desk) -> None:
    """Give the form a question: in the drawing first, then by its table."""
    page = desk.page
    page.goto(f"/processes/arende/form/{FORM}.form")
    page.locator('.fjs-palette-field[data-field-type="radio"]').click()
    expect(page.locator("#saving[data-state='saved']")).to_contain_text("Sparat")
    desk.follow(page.get_by_role("link", name="Ändra i en tabell"))
    desk.follow(page.locator("td .buttons").get_by_role("link", name="Ändra").first)
    page.get_by_label("Text på svenska").first.fill(QUESTION)
    page.get_by_label("Måste besvaras").check()
    page.get_by_label("Alternativ, ett på varje rad").fill("ja | Ja | Yes\nnej | Nej | No")
    page.get_by_label("Nyckel", exact=True).fill("fatt_allt")
    press(desk, "Spara")
    desk.follow(page.get_by_role("link", name="Till ritytan"))
    page.locator(".fjs-element", has_text=QUESTION).first.click()
    expect(page.locator("#preview")).to_contain_text(QUESTION)
    take(page, "formular", end=page.locator("#form-desk"))


def mistake(desk: Desk) -> None:
    """Two mistakes and one thing forgotten; the check says how each is mended."""
    condition(desk, "mottagning", "motagning")
    role(desk, "", "granskare")
    go(desk, "Kontroll")
    take(desk.page, "kontroll", end=desk.page.locator("main ul.checks").last)


def mend(desk: Desk) -> None:
    """Mend all three, until the check finds nothing."""
    condition(desk, "motagning", "mottagning")
    role(desk, "sekreterare", "")
    part = unfold(step(desk), "Namn och hjälp")
    part.get_by_label("Vad som ska göras", exact=True).fill(HELP)
    desk.follow(part.get_by_role("button", name="Spara"))
    go(desk, "Kontroll")
    expect(desk.page.get_by_role("heading", name="Inget att rätta")).to_be_visible()


def condition(desk: Desk, old: str, new: str) -> None:
    """Write something else in the condition of the way «Ja» after «Kan ärendet tas emot?»."""
    page = desk.page
    page.goto("/processes/arende/outline/arende?way=flode_gw_mottagen_till_gw_beredning")
    field = page.get_by_label("Villkor", exact=True)
    field.fill(field.input_value().replace(old, new, 1))
    form = page.locator("form", has=field)
    desk.follow(form.get_by_role("button", name="Spara"))


def role(desk: Desk, chosen: str, written: str) -> None:
    """Say who does the step: a role of the list, or one that is written."""
    part = unfold(step(desk), "Vem som gör det")
    part.get_by_label("Roll", exact=True).select_option(chosen)
    part.get_by_label("Andra roller").fill(written)
    desk.follow(part.get_by_role("button", name="Spara"))


def step(desk: Desk) -> Page:
    """Open the step in words."""
    go(desk, "I ord")
    desk.follow(desk.page.get_by_role("link", name=f"Ändra {STEP}", exact=True))
    return desk.page


def remind(desk: Desk) -> None:
    """A reminder after two weeks, in words."""
    page = desk.page
    part = unfold(step(desk), "Lägg till en påminnelse")
    part.get_by_label("Efter hur många dagar?").fill("14")
    desk.follow(part.get_by_role("button", name="Lägg till påminnelsen"))
    there = page.get_by_role("heading", name=STEP).first.locator("xpath=..")
    take(page, "i-ord", start=there, end=there)


def decide(desk: Desk) -> None:
    """Try a decision: which rule matches, and what it answers."""
    page = desk.page
    page.goto("/processes/arende/decision/niva.dmn")
    page.locator('td[data-element-id="villkor_1_rackvidd"]').wait_for()
    page.get_by_label("Hur många berörs?").fill("hela_lanet")
    page.get_by_label("Vad behövs för att lösa frågan?").fill("politisk")
    page.locator("#try").get_by_role("button", name="Prova").click()
    page.locator("#tried").wait_for()
    take(page, "beslut", start=page.locator("#decision-desk"), end=page.locator("#decision-desk"))


def record(desk: Desk) -> None:
    """A run from the start through the new step, saved as a scenario."""
    page = desk.page
    go(desk, "Scenarier")
    desk.follow(page.get_by_role("link", name="Spela in ett scenario"))
    page.get_by_label("I vilket forum?").select_option("natverk-valfard")
    page.get_by_label("Vem anmäler?").select_option("ockelbo")
    press(desk, "Vidare till starten")
    desk.answer(
        {
            "titel": "Samordnad schemaläggning",
            "beskrivning": "Frågan behöver lösas gemensamt av parterna.",
            "forslag_till_beslut": "Att ta fram en gemensam rutin.",
            "berorda_parter": ["region-gavleborg", "ockelbo"],
            "samverkansomrade": "annat",
            "arendetyp": "ny_fraga",
            "kalla": "namnd",
        }
    )
    play(desk, berorda_parter=["region-gavleborg", "ockelbo"], mottagning="vidare")
    play(
        desk,
        beredningsbeslut="annan_niva",
        rackvidd="hela_lanet",
        fragans_slag="samordning",
    )
    play(desk, mottagande_forum="lansledning-valfard")
    take(page, "spela-in", end=page.get_by_role("link", name="Gör klart och spara"))
    desk.follow(page.get_by_role("button", name="Flytta klockan till").first)
    play(desk, fatt_allt="ja")
    expect(page.get_by_text("Processen är slut.")).to_be_visible()
    desk.follow(page.get_by_role("link", name="Gör klart och spara"))
    page.get_by_label("Vad heter scenariot?").fill("Överlämningen granskas")
    press(desk, "Spara scenariot")


def play(desk: Desk, **answers: object) -> None:
    """Do the task that is open, as the first who may."""
    desk.follow(desk.page.get_by_role("link", name="Gör som").first)
    desk.answer(answers)


def mend_scenario(desk: Desk) -> None:
    """Go on from the scenario that the change makes red, and put it in the place of the old one."""
    page = desk.page
    go(desk, "Scenarier")
    red = page.locator(".scenario-list > li", has=page.get_by_text("Går fel"))
    expect(red).to_have_count(1)
    desk.follow(red.get_by_role("button", name="Rätta scenariot"))
    take(page, "ratta-scenario", end=page.get_by_role("link", name="Gör som").first)
    play(desk, fatt_allt="ja")
    expect(page.get_by_text("Alla steg är med, och det går som scenariot säger.")).to_be_visible()
    desk.follow(page.get_by_role("link", name="Gör klart och spara"))
    page.get_by_label("Ja, ersätt det gamla scenariot").check()
    press(desk, "Spara scenariot")
    expect(page.get_by_text("Alla 17 scenarier går rätt")).to_be_visible()


def compare(desk: Desk) -> None:
    """What the draft changes, in words and side by side."""
    page = desk.page
    go(desk, "Jämför")
    page.get_by_role("link", name=f"Visa i bilden: Uppgiften ”{STEP}”").click()
    part = page.locator("section", has=page.locator(".drawing")).last
    take(page, "jamfor", start=part.locator(".checks > li").nth(5), end=part)


def rehearse(desk: Desk) -> None:
    """What would come of the cases that run."""
    page = desk.page
    go(desk, "Provkör")
    take(page, "provkor", end=page.get_by_role("link", name="Hämta listan"))


def publish(desk: Desk) -> None:
    """Publish, and move what runs."""
    page = desk.page
    go(desk, "Publicera")
    page.get_by_label("Flytta det som kan flyttas").check()
    page.get_by_label("Vad är ändrat, och varför?").fill(REASON)
    take(page, "publicera", end=page.get_by_role("button", name="Publicera version 2"))
    press(desk, "Publicera version 2")
    desk.settle()
    expect(page.get_by_text("Klart: 6 flyttade, 0 stannade.")).to_be_visible()


def take_back(desk: Desk) -> None:
    """Move back what was moved, and go back to the version before."""
    page = desk.page
    page.reload()
    page.get_by_label("Varför?").fill("Vi väntar till mars.")
    press(desk, "Flytta tillbaka 6")
    desk.settle()
    expect(page.get_by_text("Klart: 6 flyttade, 0 stannade.")).to_be_visible()
    go(desk, "Versioner")
    desk.follow(page.get_by_role("link", name="Version 1", exact=True))
    page.get_by_label("Varför?").fill("Vi väntar till mars.")
    press(desk, "Gå tillbaka till version 1")
    expect(page.get_by_role("heading", name="Version 3")).to_be_visible()


def begin_new(desk: Desk) -> None:
    """A new process from a pattern."""
    page = desk.page
    page.goto("/processes")
    desk.follow(page.get_by_role("link", name="Ny process"))
    page.get_by_label("Runda till alla parter").check()
    page.get_by_label("Vad ska processen heta?").fill("Årlig runda")
    press(desk, "Börja rita")
    expect(page.get_by_role("heading", name="Årlig runda", level=1)).to_be_visible()


JOURNEY = (
    begin,
    draw,
    ask,
    mistake,
    mend,
    remind,
    decide,
    record,
    mend_scenario,
    compare,
    rehearse,
    publish,
    take_back,
    begin_new,
)


def main() -> None:
    """Go through the journey; a picture of the page where it stopped, if it did."""
    with stage() as (live, browser), process_owner(browser, live) as desk:
        for part in JOURNEY:
            try:
                part(desk)
            except BaseException:
                ARTEFACTS.mkdir(exist_ok=True)
                desk.page.screenshot(path=ARTEFACTS / "pictures-stopped.png", full_page=True)
                print(f"stopped in {part.__name__}: see tests/artefacts/pictures-stopped.png")
                raise


if __name__ == "__main__":
    sys.exit(main())
