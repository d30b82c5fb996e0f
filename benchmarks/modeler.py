"""What process owners wait for: the drawing page, the check at each save, the rehearsal.

python benchmarks/modeler.py [--quick] [--json]

The page is `arende` in a draft, opened in Chromium from gunicorn on this machine: by a browser that
has never seen it, and by one that has. It is ready when the diagram can be drawn on, its panel and
choices included. Every figure is a median.
"""

import argparse
import logging
import time
from pathlib import Path

import structlog
from figures import Report, heading, middle
from modeler_check import check_100_nodes_ms
from modeler_rehearse import rehearsals_per_second
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from program import web
from throwaway import PASSWORD, house, now

from flows.catalog import read_packages
from flows.modeler import open_draft
from flows.organisation import actor_of

CONTENT = Path(__file__).parents[1] / "processes"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run")
OWNER = "processagare-gavleborg"
ADDRESS = "/processes/arende/diagram/arende.bpmn"
READY = "() => performance.getEntriesByName('modeler-ready')[0].startTime"
MOST_READY, MOST_CHECK, LEAST_REHEARSED = 1_500.0, 500.0, 200.0


def page_ready_ms(rounds: int = 7) -> dict[str, float]:
    """Milliseconds from asking for the drawing page until it is ready: never seen, seen before."""
    with house(accounts=True) as built:
        for package in read_packages(CONTENT, max_bytes=1 << 20).packages:
            built.publish(package.name, package.files)
        with built.database.transaction() as session:
            owner = actor_of(session, OWNER, now().date())
            open_draft(session, owner, "arende", now=now())
        with web(built, processes=1) as (port, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            first, again = list[float](), list[float]()
            for _round in range(rounds):
                with _signed_in(browser, port) as context:
                    first.append(_opened(context))
                    again.append(_opened(context))
            browser.close()
    return {"page_ready_ms": middle(first), "page_ready_again_ms": middle(again)}


def _signed_in(browser: Browser, port: int) -> BrowserContext:
    context = browser.new_context(base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Användarnamn").fill(OWNER)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name="Logga ut").wait_for()
    page.close()
    return context


def _opened(context: BrowserContext) -> float:
    page = context.new_page()
    page.goto(ADDRESS)
    page.wait_for_selector("#modeler[data-ready]")
    took = float(page.evaluate(READY))
    time.sleep(0.5)  # what the page does afterwards is not the next one's to wait for
    page.close()
    return took


def main() -> None:
    """Measure and tell."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--quick", action="store_true", help="less exact, a minute at most")
    asked.add_argument("--json", action="store_true", help="the last line is one JSON object")
    chosen = asked.parse_args()
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    report = Report()
    heading("The drawing page")
    ready = page_ready_ms(3 if chosen.quick else 7)
    report.tell("page_ready_ms", ready["page_ready_ms"], "ms", most=MOST_READY)
    report.tell("page_ready_again_ms", ready["page_ready_again_ms"], "ms", most=MOST_READY)
    heading("The check of a diagram with 100 nodes")
    report.tell("check_100_nodes_ms", check_100_nodes_ms(), "ms", most=MOST_CHECK)
    heading("The rehearsal on running cases")
    rehearsed = rehearsals_per_second(200, 2) if chosen.quick else rehearsals_per_second()
    report.tell("rehearsals_per_second", rehearsed, "cases/s", least=LEAST_REHEARSED)
    report.close(as_json=chosen.json)


if __name__ == "__main__":
    main()
