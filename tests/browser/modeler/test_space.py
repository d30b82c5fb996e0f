"""Making room by mouse: what stands beyond the place that is pressed moves, whatever it is on."""

from typing import cast

import pytest
from playwright.sync_api import Page
from tests.browser.live_site import LiveSite
from tests.browser.modeler.mouse import on_edge, on_flow
from tests.browser.modeler.test_drawing import drawn as drawn
from tests.browser.modeler.test_drawing import open_diagram, wait_saved
from tests.browser.visit import Desk

OWNER = "processagare-gavleborg"
STEP, NEXT, BEFORE = "bereda", "gw_beredningsbeslut", "registrera"


def lefts(page: Page) -> dict[str, float]:
    """Where every shape of the drawing begins."""
    return cast(
        "dict[str, float]",
        page.evaluate(
            "() => { const modeler = document.getElementById('modeler').modeler;"
            "return Object.fromEntries(modeler.get('elementRegistry').getAll()"
            ".filter((each) => each.parent && Number.isFinite(each.x))"
            ".map((each) => [each.id, each.x])); }"
        ),
    )


def drag(page: Page, where: tuple[float, float], across: float) -> None:
    """Press with the tool that makes room, and draw to the side."""
    page.locator('.djs-palette [data-action="space-tool"]').click()
    x, y = where
    page.mouse.move(x - 4, y)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y, steps=6)
    page.mouse.move(x + across, y)
    page.mouse.up()


@pytest.mark.parametrize("pressed", ["lane", "step", "flow"])
def test_what_is_further_on_moves_whatever_is_pressed(
    desk: Desk, drawn: LiveSite, pressed: str
) -> None:
    page = desk.sit_down(OWNER)
    open_diagram(page, STEP)
    page.locator(".djs-container").evaluate("it => it.scrollIntoView({block: 'center'})")
    x, y = on_edge(page, STEP)
    where = {
        "lane": (x + 8, y + 60),
        "step": (x - 40, y - 10),
        "flow": on_flow(page, "flode_bereda_till_gw_beredningsbeslut", 0),
    }[pressed]
    before = lefts(page)
    drag(page, where, 50)
    wait_saved(page)
    after = lefts(page)
    moved = after[NEXT] - before[NEXT]
    assert moved > 40
    further = [one for one, left in before.items() if left > before[NEXT]]
    assert {after[one] - before[one] for one in further if not one.endswith("_label")} == {moved}
    assert after[BEFORE] == before[BEFORE]
