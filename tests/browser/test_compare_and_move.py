"""A process owner sees what a draft changes, rehearses it on what runs, moves that and back."""

from uuid import UUID

from playwright.sync_api import expect
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk, until
from tests.house import House
from tests.modeler.test_compare import ARENDE, with_review

from flows.modeler import draft_of, open_draft, write_file

OWNER = "processagare-gavleborg"
CASE = {
    "titel": "Gemensam rutin",
    "beskrivning": "En rutin som alla behöver.",
    "informationsarende": False,
    "berorda_parter": ["bollnas", "gavle"],
    "arendetyp": "strategi",
    "kalla": "lansledning",
    "anmalare": {"id": "lansledning-valfard", "namn": "Länsledning Välfärd", "slag": "forum"},
}
RECEIVED = {"berorda_parter": ["bollnas", "gavle"], "mottagning": "vidare"}
END = (
    '<bpmn:endEvent id="paminnd" name="Påmind"/>'
    '<bpmn:sequenceFlow id="pamind" sourceRef="paminn" targetRef="paminnd"/>'
)


def save(house: House, raw: bytes) -> None:
    """Put a diagram in the draft of arende."""
    with house.database.transaction() as session:
        actor = house.actor(OWNER)
        draft = open_draft(session, actor, "arende", now=house.clock())
        write_file(
            session,
            actor,
            "arende",
            "arende.bpmn",
            raw,
            expected=draft.files["arende.bpmn"].etag,
            max_bytes=1 << 20,
            now=house.clock(),
        )


def cases(house: House, many: int) -> list[UUID]:
    """Running cases; every other one has been received."""
    found = []
    for number in range(many):
        one = house.start("arende", **{**CASE, "titel": f"Rutin {number + 1}"})
        if number % 2:
            house.answer(one, "ta_emot", **RECEIVED)
        found.append(one)
    return found


def test_from_comparison_to_move_and_back(desk: Desk, live: LiveSite) -> None:
    house = live.site.house
    ids = cases(house, 5)
    drawn = with_review().replace('id="bereda" name="Bereda ärendet"', 'id="bereda" name="Pröva"')
    drawn = drawn.replace('<bpmn:sequenceFlow id="ny"', f'{END}<bpmn:sequenceFlow id="ny"')
    changed = drawn.replace('"bereda"', '"prova"').replace(">bereda<", ">prova<")
    assert changed != ARENDE
    save(house, changed.encode())
    page = desk.sit_down(OWNER)

    page.goto("/processes/arende/compare")
    expect(page.get_by_text("Uppgiften ”Granska” är ny.")).to_be_visible()
    left, right = page.locator(".drawing").all()
    right.evaluate("drawing => { drawing.scrollLeft = 300; drawing.scrollTop = 40; }")
    where = "drawing => [drawing.scrollLeft, drawing.scrollTop]"
    until(page, lambda: left.evaluate(where) == [300, 40])
    page.get_by_role("link", name="Visa i bilden: Uppgiften ”Pröva”").first.click()
    expect(right.locator(".diagram-shown")).to_have_count(1)
    desk.look("jamfor")

    page.goto("/processes/arende/rehearse")
    expect(page.get_by_text("3 kan flyttas, 2 stannar.")).to_be_visible()
    desk.look("provkor")
    page.get_by_label("Vilket steg tar över efter ”Bereda ärendet”?").select_option("prova")
    page.get_by_role("button", name="Provkör igen").click()
    expect(page.get_by_text("5 kan flyttas, 0 stannar.")).to_be_visible()

    with house.database.transaction() as session:
        package = draft_of(session, "arende").as_package()
    house.publish(package.name, package.files)
    page.goto("/processes/arende/rehearse?against=current&step.bereda=prova")
    page.get_by_role("button", name="Flytta 5 pågående").click()
    expect(page.get_by_text("Skriv varför.").first).to_be_visible()
    page.get_by_label("Varför? (måste fyllas i)").fill("Granskningen ska gälla alla.")
    page.get_by_role("button", name="Flytta 5 pågående").click()
    expect(page.get_by_text("0 av 5 klara")).to_be_visible()
    desk.look("flytt-pagar")
    house.settle()
    expect(page.get_by_text("Klart: 5 flyttade, 0 stannade.")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("heading", name="Ångra flytten")).to_be_visible()
    desk.look("flytt-klar")
    assert {house.instance(one).version_id for one in ids} != {1}

    house.answer(ids[0], "ta_emot", **RECEIVED)
    page.get_by_label("Varför? (måste fyllas i)").fill("Det var för tidigt.")
    page.get_by_role("button", name="Flytta tillbaka 5").click()
    house.settle()
    expect(page.get_by_text("Klart: 4 flyttade, 1 stannade.")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("”Granska” finns inte i den tidigare versionen")).to_be_visible()
    assert house.open(ids[1]) == ["bereda"]
