"""The Välfärdsstrategi (VS) from Länsledning's report to the last of eleven answers.

The whole program as users start it, with a stop and a new start in the middle.
"""

from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.browser.journeys import GAVLEBORG, Matter
from tests.browser.visit import Desk
from tests.program import Program, running

from flows.kernel import STOCKHOLM

SECRETARY = "sekreterare-natverk-valfard"
BEFORE_THE_STOP = 5
TODAY = datetime.now(STOCKHOLM).date()  # the program started here goes by the true clock
YESTERDAY = TODAY - timedelta(days=1)  # a follow-up of today would not be there before 08:00
NEXT_YEAR = TODAY + timedelta(days=365)


def test_eleven_huvudman_answer(browser: Browser, tmp_path: Path) -> None:
    program = Program(tmp_path / "var")
    with (
        running(program),
        Desk(browser, program.address, password=program.password) as desk,
    ):
        matter = Matter(desk, "Välfärdsstrategi för Gävleborgs län", f"{TODAY}", patience=100)
        prepare(matter)
        matter.answer_for(GAVLEBORG[:BEFORE_THE_STOP])

        desk.page.goto("about:blank")  # an open case page would miss its server, and say so
        assert program.stop() == 0
        program.start()

        matter.open_case(SECRETARY)
        matter.expect_answered(BEFORE_THE_STOP, 11)
        desk.look("arende-fem-av-elva")
        rest = [party for party in GAVLEBORG[BEFORE_THE_STOP:] if party != "ockelbo"]
        matter.answer_for(rest)
        matter.acknowledge("ockelbo")
        matter.propose("ockelbo")
        matter.decide("ockelbo", "avslagen")
        finish(matter)


def prepare(matter: Matter) -> None:
    """From the report to the dispatch to all huvudmän."""
    matter.report(
        "initiativtagare-lansledning-valfard",
        "natverk-valfard",
        beskrivning="Nätverk Välfärd gav år 2020 Länsledning i uppdrag att arbeta fram en "
        "Välfärdsstrategi som ersätter de gemensamma utgångspunkterna.",
        forslag_till_beslut="Att anta Välfärdsstrategin som underlag för samverkan inom Nätverk "
        "Välfärd, och att den därmed ersätter tidigare överenskommelser.",
        berorda_parter=GAVLEBORG,
        samverkansomrade="Barn, unga och vuxna i behov av vård och omsorg",
        arendetyp="strategi",
        kalla="lansledning",
    )
    matter.do(SECRETARY, "Ta emot anmälan", mottagning="vidare")
    matter.do("ordforande-natverk-valfard", "Bereda ärendet", beredningsbeslut="dagordning")
    matter.do(SECRETARY, "Sätt upp på dagordningen", motesdatum=matter.today, punkt="ordinarie")
    matter.do(
        SECRETARY,
        "Registrera mötets beslut",
        beslutsform="rekommendation",
        beslutstext="Nätverk Välfärd rekommenderar parterna att anta Välfärdsstrategin.",
        beslutsdatum=matter.today,
        uppfoljningsdatum=f"{YESTERDAY}",
    )
    matter.do("samordnare-region", "Förbered utskicket", svar_senast=f"{NEXT_YEAR}")


def finish(matter: Matter) -> None:
    """From the last answer to the end of the case."""
    desk = matter.desk
    matter.do(SECRETARY, "Sammanställ svaren", sammanfattning="Tio har antagit, en har avslagit.")
    matter.do(
        SECRETARY,
        "Följ upp beslutet",
        uppfoljd_datum=matter.today,
        uppfoljningsrapport="Strategin används hos tio av elva parter.",
        uppfoljningsutfall="klar",
    )
    matter.open_case(SECRETARY)
    matter.expect_answered(11, 11)
    told = desk.page.get_by_text("10 antagna, 0 med ändring, 1 avslagen")
    expect(told).to_be_visible()
    for _ in range(matter.patience):
        if desk.page.get_by_text("Avslutat", exact=True).count():
            break
        desk.page.wait_for_timeout(200)
        desk.page.reload()
    expect(desk.page.get_by_text("Avslutat", exact=True)).to_be_visible()
    desk.look("arende-avslutat")
