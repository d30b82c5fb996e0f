"""The Välfärdsstrategi of the tjänsteskrivelse (VS), as people do it task by task."""

from tests.browser.visit import Desk

TITLE = "Välfärdsstrategi för Gävleborgs län"
HUVUDMAN = (
    "region-gavleborg",
    "bollnas",
    "gavle",
    "hofors",
    "hudiksvall",
    "ljusdal",
    "nordanstig",
    "ockelbo",
    "ovanaker",
    "sandviken",
    "soderhamn",
)
SECRETARY = "sekreterare-natverk-valfard"
REPORT = {
    "titel": TITLE,
    "beskrivning": "Nätverk Välfärd gav år 2020 Länsledning Välfärd i uppdrag att arbeta fram en "
    "Välfärdsstrategi som ska ersätta de gemensamma utgångspunkterna.",
    "forslag_till_beslut": "Att anta Välfärdsstrategin som underlag för samverkan inom Nätverk "
    "Välfärd, och att den därmed ersätter tidigare överenskommelser.",
    "informationsarende": False,
    "berorda_parter": HUVUDMAN,
    "samverkansomrade": "Barn, unga och vuxna i behov av vård och omsorg",
    "arendetyp": "strategi",
    "kalla": "lansledning",
}


def report(desk: Desk) -> None:
    """Länsledning brings the case to Nätverk Välfärd (NV-03)."""
    page = desk.sit_down("initiativtagare-lansledning-valfard")
    page.goto("/start")
    page.locator('a[href$="/natverk-valfard"]').first.click()
    desk.answer(REPORT)
    desk.settle()


def receive(desk: Desk, **more: str) -> None:
    """The secretary receives and registers it (NV-04)."""
    answers = {"berorda_parter": HUVUDMAN, "mottagning": "vidare"}
    desk.do(SECRETARY, "Ta emot anmälan", TITLE, patience=PATIENCE, **answers)


PATIENCE = 50
