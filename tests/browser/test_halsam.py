"""HälSam's chain (HS-07) on the same diagrams: Länsledningen recommends HälSam to recommend.

Eight huvudmän, another county, no beredning at the first forum and an agreement that cannot be
made (HS-06).
"""

from datetime import timedelta

from playwright.sync_api import expect
from tests.browser.journeys import VASTERNORRLAND, Matter
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk

TITLE = "Gemensam överenskommelse om tidiga insatser"
OFFICIALS, POLITICIANS = "sekreterare-halsam-lansledning", "sekreterare-halsam-politisk"


def test_lansledningen_recommends_halsam_to_recommend(live: LiveSite, desk: Desk) -> None:
    matter = Matter(desk, TITLE, f"{live.site.clock():%Y-%m-%d}")
    first_forum(matter)
    second_forum(matter)
    matter.answer_for(VASTERNORRLAND[:-1])
    matter.open_case(POLITICIANS)
    matter.expect_answered(7, 8)
    matter.answer_for(VASTERNORRLAND[-1:])
    matter.do(POLITICIANS, "Sammanställ svaren", sammanfattning="Alla åtta har antagit.")
    live.site.house.move(timedelta(days=400))
    desk.forget_sessions()
    matter.do(
        POLITICIANS,
        "Följ upp beslutet",
        uppfoljd_datum="2028-02-14",
        uppfoljningsrapport="Rutinen används hos alla parter.",
        uppfoljningsutfall="klar",
    )
    matter.open_case(POLITICIANS)
    matter.expect_answered(8, 8)
    expect(desk.page.get_by_text("Avslutat", exact=True)).to_be_visible()
    expect(desk.page.get_by_text("8 antagna, 0 med ändring, 0 avslagna")).to_be_visible()


def first_forum(matter: Matter) -> None:
    """Länsledningen has no beredning; its recommendation goes to HälSam."""
    matter.report(
        "initiativtagare-timra",
        "halsam-lansledning",
        beskrivning="Frågan behöver lösas gemensamt av parterna.",
        forslag_till_beslut="Att parterna tar fram en gemensam rutin.",
        berorda_parter=("region-vasternorrland", "timra"),
        samverkansomrade="annat",
        arendetyp="ny_fraga",
        kalla="lokal",
    )
    matter.do(OFFICIALS, "Ta emot anmälan", mottagning="vidare")
    matter.do(OFFICIALS, "Sätt upp på dagordningen", motesdatum="2027-02-05", punkt="ordinarie")
    matter.do(
        OFFICIALS,
        "Registrera mötets beslut",
        beslutsform="rekommendation",
        beslutstext="Länsledningen rekommenderar HälSam att rekommendera huvudmännen.",
        beslutsdatum="2027-02-05",
        uppfoljningsdatum="2028-02-04",
    )


def second_forum(matter: Matter) -> None:
    """HälSam prepares and recommends its eight huvudmän; it can't agree for them (HS-06)."""
    matter.do(POLITICIANS, "Ta emot anmälan", mottagning="vidare")
    matter.do("presidium-socialnamnd", "Bereda ärendet", beredningsbeslut="dagordning")
    matter.do(POLITICIANS, "Sätt upp på dagordningen", motesdatum="2027-04-16", punkt="ordinarie")
    desk = matter.desk
    desk.open_task("Registrera mötets beslut", TITLE)
    allowed = desk.page.locator('#form-fields [name="beslutsform"]')
    assert "overenskommelse" not in allowed.evaluate_all("all => all.map(one => one.value)")
    matter.do(
        POLITICIANS,
        "Registrera mötets beslut",
        beslutsform="rekommendation",
        beslutstext="HälSam rekommenderar huvudmännen att fastställa överenskommelsen.",
        beslutsdatum="2027-04-16",
        uppfoljningsdatum="2028-02-14",
    )
    matter.do("samverkanskoordinator", "Förbered utskicket", svar_senast="2027-11-30")
