"""Drawing by mouse: pick from the palette, drop on a flow or a step, append, as a person does."""

from typing import cast

from playwright.sync_api import Locator, Page, expect

_MODELER = "document.getElementById('modeler').modeler"
_ON_SCREEN = (
    "const v = modeler.get('canvas').viewbox();"
    "const r = document.querySelector('.djs-container').getBoundingClientRect();"
    "const shown = (x, y) => [r.x + (x - v.x) * v.scale, r.y + (y - v.y) * v.scale];"
)


def on_flow(page: Page, flow: str, part: int) -> tuple[float, float]:
    """Where on the screen the middle of one stretch of a flow is."""
    return cast(
        "tuple[float, float]",
        page.evaluate(
            f"([id, part]) => {{ const modeler = {_MODELER}; {_ON_SCREEN}"
            "const [a, b] = modeler.get('elementRegistry').get(id).waypoints.slice(part);"
            "return shown((a.x + b.x) / 2, (a.y + b.y) / 2); }",
            [flow, part],
        ),
    )


def on_edge(page: Page, step: str) -> tuple[float, float]:
    """Where on the screen the right edge of a step is, below its middle."""
    return cast(
        "tuple[float, float]",
        page.evaluate(
            f"id => {{ const modeler = {_MODELER}; {_ON_SCREEN}"
            "const step = modeler.get('elementRegistry').get(id);"
            "return shown(step.x + step.width, step.y + step.height * 0.75); }",
            step,
        ),
    )


def selected(page: Page) -> str:
    """The id of what is selected."""
    return str(page.evaluate(f"() => {_MODELER}.get('selection').get()[0].id"))


def place(page: Page, kind: str, where: tuple[float, float], name: str) -> str:
    """Choose a kind of element from the palette, drop it and type its name; gives its id."""
    wait_saved(page)
    page.locator('.djs-palette [data-action="create"]').click()
    _choose(page, kind)
    x, y = where
    page.mouse.move(x - 30, y - 10)
    page.mouse.move(x, y, steps=6)
    page.mouse.down()
    page.mouse.up()
    write_name(page, name)
    return selected(page)


def write_name(page: Page, name: str) -> None:
    """Write the name of what was just drawn, where it stands."""
    field = page.locator(".djs-direct-editing-content")
    expect(field).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    field.wait_for(state="detached")


def append(page: Page, kind: str) -> str:
    """Append an element of a kind to what is selected; gives its id."""
    before = selected(page)
    wait_saved(page)  # what was just written in the panel draws the menus anew
    page.locator('.djs-context-pad.open [data-action="append"]').click()
    _choose(page, kind)
    page.wait_for_function(f"id => {_MODELER}.get('selection').get()[0]?.id !== id", arg=before)
    return selected(page)


def panel(page: Page) -> Locator:
    """The panel with what is set on the selected element."""
    return page.get_by_role("complementary", name="Egenskaper")


def open_group(page: Page, title: str) -> None:
    """Unfold a group of the panel, if it is folded."""
    head = panel(page).locator(".bio-properties-panel-group-header").filter(has_text=title).first
    if "open" not in (head.get_attribute("class") or "").split():
        head.click()


def wait_saved(page: Page) -> None:
    """Until everything is saved."""
    page.wait_for_function("() => document.getElementById('modeler').saving.state === 'saved'")


def finding(page: Page, text: str) -> Locator:
    """What the check says beside the drawing, as the button that leads to the place."""
    return page.get_by_role("region", name="Kontrollen").get_by_role("button", name=text)


def _choose(page: Page, kind: str) -> None:
    menu = page.locator(".djs-popup")
    expect(menu.locator("input")).to_be_focused()
    page.keyboard.type(kind)
    entry = menu.locator(".entry").filter(has=page.get_by_text(kind, exact=True)).first
    expect(entry).to_be_visible()
    entry.click()
