"""What stands beside the flow, by keyboard alone in the outline, and how its pages look."""

from tests.browser.live_site import LiveSite
from tests.browser.modeler.keyboard import act, choose, go, press, skip, stands_at, unfold, write
from tests.browser.visit import Desk

from flows.diagrams import Outline, read_outline
from flows.modeler import draft_of

OWNER = "processagare-gavleborg"
OUTLINE = "/processes/arende/outline/arende"


def test_a_note_and_what_is_sent_are_drawn_by_keyboard_alone(desk: Desk, live: LiveSite) -> None:
    page = desk.sit_down(OWNER)
    page.goto(OUTLINE)
    act(page, "Börja ändra")
    page.goto(OUTLINE)
    skip(page, "Hoppa till stegen")
    stands_at(page, "steps")
    # What changes the first step is the next stop.
    go(page, "Ändra Ärende anmält", far=1)

    page.goto(f"{OUTLINE}?step=bereda")
    unfold(page, "Anteckningar")
    act(page, "Lägg till anteckningen")
    stands_at(page, "errors")
    write(page, "Ny anteckning", "Se bilagan")
    act(page, "Lägg till anteckningen")
    stands_at(page, "step-bereda")

    page.goto(f"{OUTLINE}?step=bereda")
    unfold(page, "Underlag som steget läser eller skriver")
    choose(page, "Vad steget gör", "Skriver")
    write(page, "Vad det nya underlaget heter", "Yttrandet")
    act(page, "Lägg till underlaget")
    stands_at(page, "step-bereda")

    page.goto(f"{OUTLINE}?step=bereda")
    unfold(page, "Skickas till eller kommer från någon utanför")
    write(page, "Vad som skickas", "Offert")
    write(page, "Vem det nya är", "Konsulten")
    act(page, "Lägg till det som skickas")
    stands_at(page, "step-bereda")
    desk.look("i-ord-vid-sidan-av")

    press(page, "Nytt steg här efter Bereda ärendet")
    press(page, "Gå vidare på ett annat ställe")
    stands_at(page, "insert-name")
    page.keyboard.type("Tillbaka")
    act(page, "Lägg till")
    stands_at(page, "step-till_tillbaka")

    beside = _outline(live).beside
    assert [note.text for note in beside.notes] == ["Se bilagan"]
    assert [one.name for one in beside.documents] == ["Yttrandet"]
    assert [what.name for _who, what in beside.exchanges()] == ["Offert"]
    steps = _outline(live).by_id()
    assert steps["till_tillbaka"].ways[0].target == "fran_tillbaka"

    for name, query in (
        ("i-ord-steg-med-anteckning", "?step=bereda"),
        ("i-ord-lank", "?add=after:besluta&kind=link"),
        ("i-ord-ny-grupp", "?edit=group"),
        ("i-ord-ny-utomstaende", "?edit=outsider"),
        ("i-ord-anteckning", f"?edit=note&beside={beside.notes[0].id}"),
        ("i-ord-underlag", f"?edit=document&beside={beside.documents[0].id}"),
    ):
        page.goto(f"{OUTLINE}{query}")
        desk.look(name)


def _outline(live: LiveSite) -> Outline:
    with live.site.house.database.transaction() as session:
        content = draft_of(session, "arende").file("arende.bpmn").content
    return read_outline(content, "arende")
