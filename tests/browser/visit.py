"""What people do in the browser: sign in, find a task, answer it; and what a page must stand."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
ARTEFACTS = ROOT / "tests" / "artefacts"
PASSWORD = "demonstration"
WIDE, NARROW = 1280, 320
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def until(page: Page, holds: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something holds that the page alone can't tell, such as what is stored."""
    for _ in range(int(seconds * 10)):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


class Desk:
    """A browser in which one person after the other sits down; each signs in once."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        settle: Callable[[], None] = lambda: None,
        password: str = PASSWORD,
        javascript: bool = True,
        width: int = WIDE,
        timezone: str | None = None,
    ) -> None:
        self.address = address
        self.password = password
        self.settle = settle
        self.javascript = javascript
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            locale="sv-SE",
            timezone_id=timezone,
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self._sessions: dict[str, Sequence[Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()
        if error is None:
            assert not self.complaints, "; ".join(self.complaints)

    def _hear(self, message: Any) -> None:
        # A refused form is answered with 422 on purpose, and a request that is no longer needed
        # is dropped: the browser and htmx remark on that.
        expected = ("Failed to load resource", "htmx:", "[object HTML", "Response Status Error")
        if message.type == "error" and not message.text.startswith(expected):
            self.complaints.append(message.text)

    # ---------------------------------------------------------------- people

    def sit_down(self, person_id: str) -> Page:
        """Be a person: sign in, or come back to one's session."""
        self.context.clear_cookies()
        if person_id in self._sessions:
            self.context.add_cookies(self._sessions[person_id])
        else:
            self.page.goto("/sign-in")
            self.page.get_by_label("Användarnamn").fill(person_id)
            self.page.get_by_label("Lösenord").fill(self.password)
            self.page.get_by_role("button", name="Logga in").click()
            self.page.get_by_role("button", name="Logga ut").wait_for()
            self._sessions[person_id] = self.context.cookies()
        return self.page

    def forget_sessions(self) -> None:
        """Everyone signs in anew the next time."""
        self._sessions.clear()

    # ---------------------------------------------------------------- tasks

    def open_task(self, name: str, case: str = "", *, patience: int = 1) -> None:
        """Find a task in the inbox and open it; look again, `patience` times, if it is late."""
        row = self.page.get_by_role("row").filter(has_text=name).filter(has_text=case)
        for _ in range(patience):
            self.page.goto("/tasks")
            if row.count():
                break
            self.page.wait_for_timeout(200)
        self.follow(row.first.get_by_role("link", name=name))
        self.page.get_by_role("heading", level=1, name=name).wait_for()

    def do(
        self, person_id: str, name: str, case: str = "", *, patience: int = 1, **answers: Any
    ) -> None:
        """As a person, find a task, answer it and send it; the worker then does its work."""
        self.sit_down(person_id)
        self.open_task(name, case, patience=patience)
        self.answer(answers)
        self.settle()

    def answer(self, answers: Mapping[str, Any]) -> None:
        """Fill in the open form and send it.

        Without JavaScript new questions come when the form is sent: they are answered then.
        """
        left = dict(answers)
        self.page.wait_for_load_state()
        for _ in range(5):
            self._fill(left)
            task = self.page.url
            self.submit()
            if not self.page.locator("#errors").count():
                assert left == {}, f"never asked: {left}"
                return
            asked = [key for key in left if self._fields(key).count()]
            assert asked, f"{task}: {self.page.locator('#errors').inner_text()}"
        raise AssertionError(self.page.locator("#errors").inner_text())

    def submit(self) -> None:
        """Press the form's main button."""
        button = self.page.locator('form[novalidate] button[data-variant="primary"]')
        self.follow(button)

    def follow(self, link: Locator) -> None:
        """Click what leads to another page, and wait for that page, its letters included.

        Letters that come late move what stands below them, also from under a click.
        """
        with self.page.expect_navigation():
            link.click()
        if self.javascript:
            self.page.evaluate("document.fonts.ready.then(() => null)")

    def _fill(self, left: dict[str, Any]) -> None:
        progress = True
        while progress:
            progress = False
            for key in list(left):
                if self._fields(key).count():
                    self._set(key, left.pop(key))
                    self.rest()
                    progress = True

    def _fields(self, key: str) -> Locator:
        return self.page.locator(f'#form-fields [name="{key}"]:not([type="hidden"])')

    def _set(self, key: str, value: Any) -> None:
        fields = self._fields(key)
        kind = fields.first.get_attribute("type")
        tag = fields.first.evaluate("field => field.tagName")
        if tag == "SELECT":
            fields.first.select_option(str(value))
        elif kind == "radio":
            self.page.locator(f'#form-fields [name="{key}"][value="{value}"]').check()
        elif kind == "checkbox" and isinstance(value, bool):
            fields.first.set_checked(value)
        elif kind == "checkbox":
            for one in value:
                self.page.locator(f'#form-fields [name="{key}"][value="{one}"]').check()
        else:
            fields.first.fill(str(value))

    def rest(self) -> None:
        """Wait until the page has asked the server what it needs to."""
        self.page.wait_for_function(
            "() => !document.querySelector('.htmx-request, [aria-busy=\"true\"]')"
        )

    # ---------------------------------------------------------------- what a page must stand

    def look(self, name: str, *, without: Sequence[str] = ()) -> None:
        """Hold the open page to what every page must stand, wide and narrow, light and dark.

        No violation of axe (left out: what is drawn on, named by selectors), nothing to scroll
        sideways. Its pictures are kept in tests/artefacts.
        """
        ARTEFACTS.mkdir(exist_ok=True)
        before = self.page.viewport_size
        for width in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert self.overflow() <= 0, f"{name} is wider than {width}"
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)
                violations = self.violations(without)
                assert violations == [], f"{name}, {width}, {scheme}: {violations}"
                picture = ARTEFACTS / f"{name}-{width}-{scheme}.png"
                self.page.screenshot(path=picture, full_page=True)
        self.page.emulate_media(color_scheme="light")
        if before:
            self.page.set_viewport_size(before)

    def overflow(self) -> int:
        """How many pixels of the page stand outside the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def violations(self, without: Sequence[str] = ()) -> list[str]:
        """What axe-core finds, one line each, outside what the selectors name."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "([tags, without]) => axe.run({exclude: without.map(each => [each])}, {runOnly: tags})"
            ".then(result => result.violations.map(each => each.id + ': '"
            " + each.nodes.map(node => node.html.slice(0, 150)).join(' | ')))",
            [TAGS, list(without)],
        )
        return [str(line) for line in found]
