"""By keyboard alone: Tab to something by its name, Enter, Space, arrows, typing. No mouse at all.

Whatever is come to must be seen to have the focus. How far it may be is part of what is held: who
has no mouse should not have to press Tab through a whole page.
"""

from itertools import takewhile

from playwright.sync_api import Page, TimeoutError, expect

FAR = 60
"""So many times one may have to press Tab."""

_NAME = """() => {
    const it = document.activeElement;
    if (it === document.body) return '';
    const label = it.labels && it.labels[0];
    const words = it.getAttribute('aria-label') || (label || it).textContent;
    return words.trim().replace(/\\s+/g, ' ');
}"""
_SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
}"""

_AWAY = """text => {
    const list = document.activeElement;
    const texts = [...list.options].map((it) => it.text.trim().replace(/\\s+/g, ' '));
    const exact = texts.indexOf(text);
    const there = exact < 0 ? texts.findIndex((it) => it.startsWith(text)) : exact;
    return there - list.selectedIndex;
}"""
"""How many options below the chosen one the wanted one stands."""


def focused(page: Page) -> str:
    """What has focus, as its text or its label says."""
    return str(page.evaluate(_NAME))


def focused_id(page: Page) -> str:
    """The id of what has focus; empty when it has none."""
    return str(page.evaluate("document.activeElement.id"))


def go(page: Page, name: str, *, back: bool = False, far: int = FAR) -> None:
    """Press Tab until what is called so has focus, and is seen to have it."""
    passed = []
    for _ in range(far):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        passed.append(focused(page))
        if passed[-1] == name:
            assert page.evaluate(_SEEN), f"the focus on {name} can't be seen"
            return
    raise AssertionError(f"{far} times Tab never come to {name}, but to {passed}")


def skip(page: Page, to: str = "Hoppa förbi processens meny") -> None:
    """Take one of the links at the top of a page that lead past what every page has."""
    go(page, to, far=3)
    page.keyboard.press("Enter")


def press(page: Page, name: str, *, back: bool = False) -> None:
    """Go to a link, or a button, and follow it to another page."""
    go(page, name, back=back)
    enter(page)


def enter(page: Page) -> None:
    """Press Enter on what leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # A page says where the focus begins, and the browser puts it there in its own time.
    page.wait_for_function(
        "() => !document.querySelector('[autofocus]') || document.activeElement !== document.body"
    )


def stands_at(page: Page, element_id: str) -> None:
    """Hold that what has focus, or is about to get it, has this id."""
    try:
        page.wait_for_function("id => document.activeElement.id === id", arg=element_id)
    except TimeoutError:
        raise AssertionError(f"focus is at {focused_id(page)!r}, not {element_id!r}") from None


def act(page: Page, name: str, *, back: bool = False) -> None:
    """Press a button that changes something: focus must stand where it is told, and be seen."""
    press(page, name, back=back)
    page.wait_for_function("() => document.activeElement !== document.body")
    assert page.evaluate(_SEEN), f"the focus after {name} can't be seen"


def write(page: Page, label: str, text: str) -> None:
    """Go to a field and write in it instead of what is there."""
    go(page, label)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def write_date(page: Page, label: str, day: str) -> None:
    """Go to a field for a day and write it, its parts in the order of the browser's language."""
    go(page, label)
    year, month, day_of_month = day.split("-")
    for parts in ((month, day_of_month, year), (year, "ArrowRight", month, day_of_month)):
        for part in parts:
            # A year may have six figures: only the arrow says that it has no more.
            (page.keyboard.press if part.isalpha() else page.keyboard.type)(part)
        if page.evaluate("document.activeElement.value") == day:
            return
        for _ in parts:
            page.keyboard.press("ArrowLeft")
    raise AssertionError(f"{label} never says {day}")


def choose(page: Page, label: str, option: str) -> None:
    """Go to a list, type the beginning of what is to be chosen, and go on with arrows.

    Only letters that the driver has keys for are typed: å, ä and ö it would put into a text.
    """
    go(page, label)
    page.keyboard.type("".join(takewhile(str.isascii, option)))
    for _ in range(20):
        away = int(page.evaluate(_AWAY, option))
        if away == 0:
            return
        page.keyboard.press("ArrowDown" if away > 0 else "ArrowUp")
    raise AssertionError(f"{label} never says {option}")


def tick(page: Page, label: str) -> None:
    """Go to a box and tick it."""
    go(page, label)
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked"), label


def pick(page: Page, label: str) -> None:
    """Choose one of several: Tab comes to the first, or the chosen one, and arrows go on."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") != "radio":
            continue
        group = page.evaluate("document.activeElement.name")
        for _other in range(page.locator(f'input[type="radio"][name="{group}"]').count()):
            if focused(page) == label:
                page.keyboard.press("Space")
                assert page.evaluate("document.activeElement.checked"), label
                return
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"no choice is called {label}")


def unfold(page: Page, name: str) -> None:
    """Go to what is folded, and unfold it."""
    go(page, name)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.parentElement.open")


def sign_in(page: Page, person_id: str, password: str) -> None:
    """Be a person: sign in, after whoever sat there has left."""
    page.context.clear_cookies()
    page.goto("/sign-in")
    write(page, "Användarnamn", person_id)
    write(page, "Lösenord", password)
    enter(page)
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
