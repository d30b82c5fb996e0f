"""What stands beside the flow, by keyboard alone in the outline, and how its pages look."""

from playwright.sync_api import Browser, Locator, expect
from tests.browser.live_site import LiveSite
from tests.browser.modeler.keyboard import act, choose, go, press, skip, stands_at, unfold, write
from tests.browser.visit import Desk

from flows.diagrams import Outline, read_outline
from flows.modeler import discard_draft, draft_of, find_draft

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


def test_all_of_it_is_drawn_and_taken_away_without_javascript(
    browser: Browser, live: LiveSite
) -> None:
    with Desk(browser, live.address, javascript=False, width=320) as desk:
        page = desk.sit_down(OWNER)

        def follow(link: Locator) -> None:
            desk.follow(link)
            assert desk.overflow() <= 0

        def button(name: str) -> Locator:
            return page.get_by_role("button", name=name, exact=True)

        def at_step(title: str) -> Locator:
            """The form for one thing at a step, unfolded."""
            page.goto(f"{OUTLINE}?step=bereda")
            page.get_by_role("heading", level=3, name=title, exact=True).click()
            return page.locator("details[open]").filter(has_text=title)

        _without_draft(live)
        page.goto(OUTLINE)
        follow(button("Börja ändra"))

        form = at_step("Anteckningar")
        follow(form.get_by_role("button", name="Lägg till anteckningen"))
        expect(page.locator("#errors")).to_be_visible()
        # What is wrong is unfolded when the page comes back.
        page.get_by_label("Ny anteckning").fill("Se bilagan")
        follow(button("Lägg till anteckningen"))

        form = at_step("Underlag som steget läser eller skriver")
        form.get_by_label("Vad steget gör").select_option(label="Skriver")
        form.get_by_label("Vad det nya underlaget heter").fill("Yttrandet")
        follow(form.get_by_role("button", name="Lägg till underlaget"))

        form = at_step("Skickas till eller kommer från någon utanför")
        form.get_by_label("Vad som skickas", exact=True).fill("Offert")
        form.get_by_label("Vem det nya är").fill("Konsulten")
        follow(form.get_by_role("button", name="Lägg till det som skickas"))

        page.goto(OUTLINE)
        follow(page.get_by_role("link", name="Ny grupp"))
        follow(button("Lägg till"))
        expect(page.locator("#errors")).to_be_visible()
        page.get_by_label("Namn", exact=True).fill("Beredningen")
        page.locator('input[name="steps"][value="bereda"]').check()
        follow(button("Lägg till"))
        follow(page.get_by_role("link", name="Ny utomstående"))
        page.get_by_label("Namn", exact=True).fill("Länsstyrelsen")
        follow(button("Lägg till"))

        page.goto(f"{OUTLINE}?add=after:bereda&kind=link")
        page.locator("#insert-name").fill("Tillbaka")
        follow(button("Lägg till"))

        beside = _outline(live).beside
        assert [note.text for note in beside.notes] == ["Se bilagan"]
        assert [one.name for one in beside.documents] == ["Yttrandet"]
        assert [group.name for group in beside.groups] == ["Beredningen"]
        assert [one.name for one in beside.outsiders] == ["Konsulten", "Länsstyrelsen"]
        assert [what.name for _who, what in beside.exchanges()] == ["Offert"]
        assert _outline(live).by_id()["till_tillbaka"].ways[0].target == "fran_tillbaka"

        for name, away in (
            ("Yttrandet", "Ta bort underlaget"),
            ("Beredningen", "Ta bort gruppen"),
            ("Offert", "Ta bort det som skickas"),
            ("Konsulten", "Ta bort den utomstående"),
            ("Länsstyrelsen", "Ta bort den utomstående"),
        ):
            page.goto(OUTLINE)
            follow(page.get_by_role("link", name=f"Ändra {name}", exact=True))
            follow(button(away))
        form = at_step("Anteckningar")
        follow(form.get_by_role("link", name="Ändra eller ta bort Se bilagan"))
        follow(button("Ta bort anteckningen"))
        assert not _outline(live).beside
        follow(button("Ångra"))
        assert [note.text for note in _outline(live).beside.notes] == ["Se bilagan"]


def _without_draft(live: LiveSite) -> None:
    """Begin from what is published, whatever was drawn before."""
    with live.site.house.database.transaction() as session:
        if find_draft(session, "arende") is not None:
            discard_draft(session, live.site.house.actor(OWNER), "arende")


def _outline(live: LiveSite) -> Outline:
    with live.site.house.database.transaction() as session:
        content = draft_of(session, "arende").file("arende.bpmn").content
    return read_outline(content, "arende")
