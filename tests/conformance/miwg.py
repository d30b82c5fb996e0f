"""Open a folder of BPMN files in the drawing page, save them, and see whether anything is lost.

    python tests/conformance/miwg.py DIR

DIR holds the reference diagrams of the BPMN Model Interchange Working Group
(https://github.com/bpmn-miwg/bpmn-miwg-test-suite), or any other BPMN files. Each is put in a
draft, opened in a real browser, saved from there, opened and saved once more. One line a file with
what the check says of it, each difference on a line of its own, then the sums. Exit code 1 when a
file can't be opened, when anything is lost or changed, or when it is not the same the second time.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from playwright.sync_api import Page, sync_playwright  # noqa: E402
from tests.browser.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.browser.live_site import serving  # noqa: E402
from tests.browser.modeler.same_file import differences  # noqa: E402
from tests.browser.visit import Desk  # noqa: E402
from tests.web.site import Site  # noqa: E402

from flows.database import EmbeddedServer  # noqa: E402
from flows.database.migration import migrate  # noqa: E402
from flows.kernel import Database, Problem, Settings  # noqa: E402
from flows.modeler import draft_of, new_draft  # noqa: E402
from flows.modeler.check import problems_of  # noqa: E402
from flows.modeler.readable_file import in_utf8  # noqa: E402

OWNER, PACKAGE = "processagare-gavleborg", "referens"
MOST_BYTES = 8_388_608
SHOWN = 20
SAVED = """async () => {
  const place = document.getElementById('modeler');
  place.saving.changed();
  return await place.saving.now();
}"""


@contextmanager
def site() -> Iterator[Site]:
    """The program on a database of its own, thrown away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder) / "postgres", durable=False)
        server.start()
        try:
            with server.superuser() as connection:
                connection.execute("CREATE DATABASE miwg OWNER flows")
            url = server.url("miwg")
            migrate(url)
            database = Database(url)
            settings = Settings(
                database_url=url,
                data_dir=Path(folder),
                secret_key="k",
                demo=True,
                max_file_bytes=MOST_BYTES,
            )
            yield Site(database, settings)
            database.dispose()
        finally:
            server.stop()


def saved_twice(site: Site, page: Page, name: str) -> list[bytes]:
    """What the page saves of a file, and what it saves when it has opened that."""
    found = []
    for _ in range(2):
        page.goto(f"/processes/{PACKAGE}/diagram/{name}")
        page.wait_for_selector("#modeler[data-ready]")
        if not page.evaluate(SAVED):
            raise RuntimeError(page.locator(".modeler-state").inner_text())
        with site.house.database.transaction() as session:
            found.append(draft_of(session, PACKAGE).file(name).content)
    return found


def checked(site: Site, name: str) -> list[Problem]:
    """What the check finds in the file."""
    with site.house.database.transaction() as session:
        problems = problems_of(
            session, draft_of(session, PACKAGE), now=site.clock(), max_bytes=MOST_BYTES
        )
    return [problem for problem in problems if problem.file == name]


def main(folder: Path) -> int:
    """Run the folder; returns the exit code."""
    files = {path.name.lower(): in_utf8(path.read_bytes()) for path in folder.glob("*.bpmn")}
    if not files:
        print(f"{folder}: no BPMN files")
        return 1
    worse = 0
    with site() as running, serving(running) as live, sync_playwright() as playwright:
        with running.house.database.transaction() as session:
            owner = running.house.actor(OWNER)
            new_draft(session, owner, PACKAGE, files, now=running.clock())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        with Desk(browser, live.address) as desk:
            page = desk.sit_down(OWNER)
            for name, before in sorted(files.items()):
                try:
                    first, second = saved_twice(running, page, name)
                except Exception as fault:
                    worse += 1
                    print(f"{name}: can't be opened and saved: {fault}")
                    continue
                found = differences(before, first)
                if first != second:
                    found.append("not the same when it is opened and saved again")
                worse += bool(found)
                problems = checked(running, name)
                errors = sum(problem.severity == "error" for problem in problems)
                print(
                    f"{name}: {'same' if not found else f'{len(found)} differences'}; "
                    f"the check: {errors} errors, {len(problems) - errors} warnings"
                )
                for line in found[:SHOWN]:
                    print(f"    {line}")
        browser.close()
    print(f"{len(files)} files, {len(files) - worse} the same, {worse} not")
    return 1 if worse else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/conformance/miwg.py DIR")
    sys.exit(main(Path(sys.argv[1])))
