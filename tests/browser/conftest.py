"""A real server, a real browser: skipped, with a clear line, where there is no Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from tests.browser.live_site import LiveSite, serving
from tests.browser.visit import AXE, Desk
from tests.web.site import Site

from flows.kernel import Database, Settings

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"browser tests need Chromium at {CHROMIUM} (Debian: apt install chromium)")
    if not AXE.exists():
        pytest.skip("browser tests need the packages of web/: run `make setup`")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def live(
    database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveSite]:
    """The site with the real processes, served on a port of its own; the test is the worker."""
    settings = Settings(
        database_url=database_url,
        data_dir=tmp_path_factory.mktemp("site"),
        secret_key="k",
        demo=True,
    )
    with serving(Site(database, settings)) as site:
        yield site


@pytest.fixture
def desk(browser: Browser, live: LiveSite) -> Iterator[Desk]:
    """A browser in which one may be anyone."""
    with Desk(browser, live.address, settle=live.site.house.settle) as opened:
        yield opened
