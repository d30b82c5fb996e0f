"""The outline by keyboard alone: a review step with a form, a role and a two-week reminder."""

from tests.browser.live_site import LiveSite
from tests.browser.modeler.keyboard import (
    act,
    choose,
    focused_id,
    go,
    press,
    skip,
    stands_at,
    unfold,
    write,
)
from tests.browser.visit import Desk

from flows.diagrams import Step, read_outline
from flows.modeler import draft_of

OWNER = "processagare-gavleborg"
OUTLINE = "/processes/arende/outline/arende"


def test_a_review_step_is_added_by_keyboard_alone(desk: Desk, live: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    page.goto(OUTLINE)
    act(page, "Börja ändra")
    page.goto(f"{OUTLINE}#step-bereda")
    stands_at(page, "step-bereda")

    # A step after "Bereda ärendet": the first try lacks its name, and is led out of it.
    press(page, "Nytt steg här efter Bereda ärendet")
    press(page, "Uppgift för någon")
    stands_at(page, "insert-name")
    act(page, "Lägg till")
    stands_at(page, "errors")
    go(page, "Skriv ett namn.")
    page.keyboard.press("Enter")
    stands_at(page, "insert-name")
    page.keyboard.type("Granska underlaget")
    write(page, "Namn på engelska", "Review the documents")
    choose(page, "Roll", "Sekreterare")
    choose(page, "Formulär", "Ett nytt")
    write(page, "Namn på det nya formuläret", "Granskning")
    act(page, "Lägg till")
    stands_at(page, "step-granska_underlaget")
    status = page.locator("#step-granska_underlaget").get_by_role("status")
    assert "”Granska underlaget” är tillagt" in status.inner_text()

    # The reminder: one act, after what was written wrong is mended.
    press(page, "Ändra Granska underlaget")
    unfold(page, "Lägg till en påminnelse")
    write(page, "Efter hur många dagar?", "snart")
    act(page, "Lägg till påminnelsen")
    assert "Skriv antalet dagar" in page.locator("#errors").inner_text()
    assert page.locator("#reminder-time").get_attribute("aria-invalid") == "true"
    write(page, "Efter hur många dagar?", "14")
    act(page, "Lägg till påminnelsen")
    stands_at(page, "step-paminnelse_granska_underlaget")
    desk.look("i-ord-efter-tillagg")

    outline = _outline(live)
    review = outline["granska_underlaget"]
    assert (review.facts.groups, review.facts.form) == ("sekreterare", "arende-granskning")
    assert review.facts.name_en == "Review the documents"
    assert outline["bereda"].ways[0].target == "granska_underlaget"
    (reminder,) = review.events
    assert reminder[0].facts.signals[0].text == "P14D"
    assert reminder[1].facts.operation == "notis.skicka"

    # Undone: the reminder is gone, the step is still there.
    act(page, "Ångra")
    assert _outline(live)["granska_underlaget"].events == ()
    assert focused_id(page) in ("done", "step-granska_underlaget")


def test_a_step_is_repeated_and_interrupted_and_gets_a_lane_by_keyboard_alone(
    desk: Desk, live: LiveSite
) -> None:
    page = desk.sit_down(OWNER)
    page.goto(f"{OUTLINE}?step=bereda")
    unfold(page, "Gör steget flera gånger")
    go(page, "Hur många gånger görs steget?")
    page.keyboard.press("ArrowDown")
    act(page, "Spara")
    stands_at(page, "errors")
    go(page, "Skriv vilken lista steget görs för, till exempel forum.parter.")
    page.keyboard.press("Enter")
    stands_at(page, "repeat-items")
    desk.look("i-ord-flera-ganger")
    page.keyboard.type("forum.parter")
    write(page, "Vad var och en av dem kallas", "part")
    act(page, "Spara")
    stands_at(page, "step-bereda")
    loop = _outline(live)["bereda"].facts.loop
    assert loop is not None
    assert (loop.items, loop.item, loop.in_turn) == ("=forum.parter", "part", True)

    page.goto(f"{OUTLINE}?step=bereda")
    unfold(page, "Lägg till något som kan hända under tiden")
    choose(page, "Vad som kan hända", "Tiden")
    write(page, "Vad det heter", "För sent")
    act(page, "Lägg till")
    assert page.locator("#event-time").get_attribute("aria-invalid") == "true"
    desk.look("i-ord-under-tiden")
    write(page, "Tid", "14")
    act(page, "Lägg till")
    stands_at(page, "step-for_sent")
    late = _outline(live)["for_sent"]
    assert (late.host, late.facts.interrupting) == ("bereda", True)

    skip(page, "Till sidans början")
    choose(page, "Hoppa till", "Banor")
    act(page, "Hoppa dit")
    press(page, "Ny bana")
    choose(page, "Rollen som banan heter efter", "Registrator")
    act(page, "Lägg till")
    assert "Banan ”Registrator” är tillagd" in page.locator("#done").inner_text()
    choose(page, "Hoppa till", "Banor")
    act(page, "Hoppa dit")
    go(page, "Ändra Registrator")


def test_its_pages_stand_what_every_page_must(desk: Desk) -> None:
    page = desk.sit_down(OWNER)
    for name, query in (
        ("i-ord-steg", "?step=besluta"),
        ("i-ord-vag", "?way=flode_gw_mottagen_till_gw_beredning"),
        ("i-ord-nytt-val", "?add=after:bereda&kind=choice"),
        ("i-ord-nytt-slut", "?add=after:bereda&kind=end"),
        ("i-ord-processen", "?edit=process"),
        ("i-ord-ny-bana", "?edit=lane"),
        ("i-ord-bana", "?edit=lane&lane=lane_forum"),
    ):
        page.goto(f"{OUTLINE}{query}")
        desk.look(name)


def _outline(live: LiveSite) -> dict[str, Step]:
    with live.site.house.database.transaction() as session:
        content = draft_of(session, "arende").file("arende.bpmn").content
    return read_outline(content, "arende").by_id()
