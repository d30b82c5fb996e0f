"""Where the pictures are taken: a site with people, running cases and a clock that stands still."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.live_site import LiveSite, serving
from tests.browser.visit import PASSWORD, Desk
from tests.house import House

from flows.catalog import publish_package, read_packages
from flows.database import EmbeddedServer
from flows.database.migration import migrate
from flows.identity import create_demonstration
from flows.kernel import Database, Settings
from flows.organisation import collaborations, people_of
from flows.web import create_app

ROOT = Path(__file__).parents[2]
OWNER = "processagare-gavleborg"
NOW = datetime(2027, 2, 9, 8, 40, tzinfo=UTC)
WIDTH = 1240
TITLES = (
    "Gemensam jour för barn och unga",
    "Trygg utskrivning från sjukhus",
    "En ingång för familjer",
    "Samordnad rehabilitering",
    "Familjecentraler i hela länet",
    "Läkemedelsgenomgångar",
)


class Place:
    """What `LiveSite` needs of a site: its house and its application."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.house = House(database, settings)
        packages = read_packages(ROOT / "processes", max_bytes=settings.max_file_bytes).packages
        with database.transaction() as session:
            for package in packages:
                publish_package(
                    session,
                    package,
                    author="administrator-gavleborg",
                    reason="Processerna som följer med Flows.",
                    now=self.house.clock(),
                )
            for each in collaborations(session):
                people = [(person.id, each.id) for person in people_of(session, each.id)]
                create_demonstration(session, people, PASSWORD, now=self.house.clock())
        for number, title in enumerate(TITLES):
            self._report(title, number)
            self.house.move(timedelta(days=2))
        self.house.move(NOW - self.house.clock())
        self.app = create_app(settings, database, self.house.clock)

    def _report(self, title: str, number: int) -> None:
        """A running case; every other one has come to the preparatory body."""
        parties = ["gavle", "ockelbo"]
        case = self.house.start(
            "arende",
            titel=title,
            beskrivning="Frågan behöver lösas gemensamt.",
            informationsarende=False,
            berorda_parter=parties,
            arendetyp="ny_fraga",
            kalla="namnd",
            anmalare={"id": "ockelbo", "namn": "Ockelbo kommun", "slag": "part"},
        )
        if number % 2:
            self.house.answer(case, "ta_emot", berorda_parter=parties, mottagning="vidare")


@contextmanager
def stage() -> Iterator[tuple[LiveSite, Browser]]:
    """A site on a port of its own, and a browser; both are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = EmbeddedServer(Path(folder) / "postgres", durable=False)
        server.start()
        try:
            with server.superuser() as connection:
                connection.execute("CREATE DATABASE pictures OWNER flows")
            url = server.url("pictures")
            migrate(url)
            database = Database(url)
            settings = Settings(
                database_url=url, data_dir=Path(folder), secret_key="pictures", demo=True
            )
            with serving(Place(database, settings)) as live:  # type: ignore[arg-type]
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
                yield live, browser
                browser.close()
            database.dispose()
        finally:
            server.stop()


@contextmanager
def process_owner(browser: Browser, live: LiveSite) -> Iterator[Desk]:
    """Someone who may draw, signed in, at the hour of the pictures."""
    settle = live.site.house.settle
    with Desk(
        browser, live.address, settle=settle, width=WIDTH, timezone="Europe/Stockholm"
    ) as desk:
        desk.page.clock.set_fixed_time(NOW)
        desk.page.emulate_media(reduced_motion="reduce")
        desk.sit_down(OWNER)
        yield desk
