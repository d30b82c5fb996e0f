"""Each pattern of «Ny process» becomes a process of one's own, and is carried to its end."""

from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

from playwright.sync_api import expect
from sqlalchemy import text
from tests.browser.live_site import LiveSite
from tests.browser.visit import Desk

OWNER = "processagare-gavleborg"
NETWORK, STEERING = "natverk-valfard", "styrgrupp-vastra-gastrikland"
SECRETARY, PREPARER = "sekreterare-natverk-valfard", "beredning-natverk-social-1"
STEERING_SECRETARY = "sekreterare-styrgrupp-vastra-gastrikland"


@dataclass(frozen=True)
class Work:
    """What was started by one of the patterns, on its way through the inbox."""

    desk: Desk
    live: LiveSite
    process: str
    title: str

    def begin(self, pattern: str) -> None:
        """The process owner begins with the pattern, gives it a name, checks and publishes it."""
        desk, page = self.desk, self.desk.sit_down(OWNER)
        desk.follow(page.get_by_role("link", name="Processer"))
        desk.follow(page.get_by_role("link", name="Ny process"))
        page.get_by_role("radio", name=pattern, exact=True).check()
        page.get_by_label("Vad ska processen heta?").fill(self.process)
        desk.submit()
        expect(page.get_by_role("heading", level=1)).to_have_text(self.process)
        desk.follow(page.get_by_role("link", name="Kontrollera", exact=True))
        expect(page.get_by_role("heading", name="Inget att rätta")).to_be_visible()
        desk.follow(page.get_by_role("link", name="Publicera", exact=True))
        page.get_by_label("Vad är ändrat, och varför?").fill("Vi arbetar så här från i dag.")
        desk.submit()
        expect(page.get_by_role("status").first).to_contain_text("Version 1 är publicerad.")

    def start(self, person: str, forum: str, **answers: object) -> None:
        """A participant starts it from «Starta ärende»."""
        desk, page = self.desk, self.desk.sit_down(person)
        desk.follow(page.get_by_role("link", name="Starta ärende").first)
        choices = page.get_by_role("region", name=self.process, exact=True)
        desk.follow(choices.locator(f'a[href$="/{forum}"]'))
        desk.look(f"monster-{self.process}-start")
        desk.answer({"titel": self.title, **answers})
        desk.settle()

    def do(self, person: str, task: str, see: str = "", **answers: object) -> None:
        """As a person, do a task of it; `see` is what the page must tell first."""
        desk = self.desk
        desk.sit_down(person)
        desk.open_task(task, self.title)
        if see:
            expect(desk.page.locator("#form-fields")).to_contain_text(see)
            desk.look(f"monster-{self.process}-{task}")
        desk.answer(answers)
        desk.settle()

    def asked_anew(self, person: str, task: str, key: str) -> None:
        """When it comes a second time, the choice of the first time is not made already."""
        self.desk.sit_down(person)
        self.desk.open_task(task, self.title)
        assert self.desk.page.locator(f'[name="{key}"]:checked').count() == 0

    def wait(self, days: int) -> None:
        """Time passes, so that everyone signs in anew."""
        self.live.site.house.move(timedelta(days=days))
        self.desk.forget_sessions()

    def expect_ended(self) -> None:
        """It has come to its end, and nothing of it stopped on the way."""
        with self.live.site.house.database.transaction() as session:
            found = session.execute(
                text(
                    "select status, (select count(*) from incident"
                    " where instance_id = instance.id) from instance where title = :title"
                ),
                {"title": self.title},
            ).one()
        assert tuple(found) == ("ended", 0)

    def expect_in_register(self, person: str, why: str) -> None:
        """Its case is closed, and says why."""
        page = self.desk.sit_down(person)
        page.goto("/cases")
        self.desk.follow(page.get_by_role("link", name=self.title))
        expect(page.get_by_text("Avslutat", exact=True)).to_be_visible()
        expect(page.locator("main")).to_contain_text(why)
        self.desk.look(f"monster-{self.process}-arende")


def test_a_case_goes_back_once_and_is_decided(desk: Desk, live: LiveSite) -> None:
    work = Work(desk, live, "Synpunkt", "Gemensam introduktion för chefer")
    initiator = "initiativtagare-ockelbo"
    work.begin("Ärende")
    work.start(initiator, NETWORK, beskrivning="Parterna utbildar var för sig.")
    work.do(SECRETARY, "Ta emot anmälan", mottagning="komplettera", saknas="Hur många?")
    work.do(initiator, "Komplettera anmälan", see="Hur många?", komplettering="Omkring 40.")
    work.asked_anew(SECRETARY, "Ta emot anmälan", "mottagning")
    work.do(SECRETARY, "Ta emot anmälan", see="Omkring 40.", mottagning="vidare")
    work.do(PREPARER, "Bered ärendet", forslag="Att utbildningen hålls gemensamt.")
    work.do(SECRETARY, "Registrera beslutet", see="hålls gemensamt", beslutstext="Den hålls.")
    work.expect_ended()
    work.expect_in_register(initiator, "Den hålls.")


def test_a_meeting_waits_for_its_day(desk: Desk, live: LiveSite) -> None:
    work = Work(desk, live, "Dialogmöte", "Dialog i februari")
    work.begin("Möte")
    work.start(SECRETARY, NETWORK, motesdag="2027-02-10", plats="Stadshuset")
    work.do(SECRETARY, "Skriv dagordningen", dagordning="Föregående möte")
    work.do(PREPARER, "Godkänn dagordningen", godkand="nej", kommentar="Ta med budgeten.")
    work.do(
        SECRETARY,
        "Skriv dagordningen",
        see="Ändra det här: Ta med budgeten.",
        dagordning="Föregående möte\nBudgeten",
    )
    work.asked_anew(PREPARER, "Godkänn dagordningen", "godkand")
    work.do(PREPARER, "Godkänn dagordningen", see="Budgeten", godkand="ja")
    work.do(SECRETARY, "Skicka kallelsen", see="ons 10 februari 2027", kallad=True)
    work.wait(31)
    work.do(SECRETARY, "Skriv anteckningar", see="Budgeten", anteckningar="Budgeten gicks igenom.")
    work.do(PREPARER, "Justera anteckningarna", justerad="nej", rattelse="Vem skickar ut den?")
    work.do(
        SECRETARY, "Skriv anteckningar", see="Vem skickar", anteckningar="Sekreteraren gör det."
    )
    work.asked_anew(PREPARER, "Justera anteckningarna", "justerad")
    work.do(PREPARER, "Justera anteckningarna", see="Sekreteraren gör det.", justerad="ja")
    work.expect_ended()


def test_a_round_reminds_each_and_waits_for_none_for_ever(desk: Desk, live: LiveSite) -> None:
    work = Work(desk, live, "Jourrunda", "Gemensam jour")
    last_day = live.site.clock() + timedelta(days=30)
    work.begin("Runda till alla parter")
    work.start(
        STEERING_SECRETARY,
        STEERING,
        fraga="Vill ni delta i en gemensam jour?",
        svara_senast=f"{last_day:%Y-%m-%d}",
    )
    ask = {"task": "Svara för parten", "see": "Vill ni delta"}
    work.do("registrator-region-gavleborg", **ask, svar="ja", kommentar="Vi kan hålla i det.")
    work.do("registrator-hofors", **ask, svar="nej")
    work.wait(15)
    reminded = {f"registrator-{party}@example.org" for party in ("ockelbo", "sandviken")}
    assert reminded_people(live, "Gemensam jour") == reminded
    work.do("registrator-ockelbo", **ask, svar="avstar")
    work.wait(16)
    work.do(
        STEERING_SECRETARY,
        "Sammanställ svaren",
        see="Sandvikens kommun: svarade inte",
        sammanstallning="En av fyra vill delta.",
    )
    work.expect_ended()
    work.expect_in_register("registrator-sandviken", "En av fyra vill delta.")


def reminded_people(live: LiveSite, title: str) -> set[str]:
    """To whom letters were written that remind of it."""
    folder = live.site.house.work.settings.data_dir / "mail"
    letters = [message_from_bytes(f.read_bytes(), policy=default) for f in folder.glob("*.eml")]
    return {str(each["to"]) for each in letters if each["subject"] == f"Påminnelse: {title}"}


def test_a_project_reports_until_it_is_finished(desk: Desk, live: LiveSite) -> None:
    work = Work(desk, live, "Utvecklingsprojekt", "Gemensam utbildning")
    owner = "projektagare-gavleborg"
    work.begin("Projekt")
    work.start(SECRETARY, NETWORK, bakgrund="Parterna utbildar var för sig.")
    work.do(
        owner,
        "Beskriv projektet",
        see="Parterna utbildar var för sig.",
        mal="En utbildning för alla",
        startdag="2027-03-01",
        slutdag="2027-08-31",
        kostnad="250000",
    )
    work.do(
        SECRETARY,
        "Registrera beslutet",
        see="250 000 kr",
        projektbeslut="starta",
        motivering="Målet delas av alla.",
    )
    work.wait(92)
    work.do(owner, "Rapportera läget", lagesrapport="Tiden håller.", klart="nej")
    work.wait(92)
    work.asked_anew(owner, "Rapportera läget", "klart")
    work.do(owner, "Rapportera läget", lagesrapport="Utbildningen är hållen.", klart="ja")
    work.do(
        owner,
        "Skriv slutrapporten",
        see="Tiden håller.",
        resultat="Alla parter deltog.",
        lardomar="Börja tidigt med datum.",
    )
    work.do(SECRETARY, "Godkänn slutrapporten", see="Utbildningen är hållen.", godkand=True)
    work.expect_ended()
    work.expect_in_register(SECRETARY, "Alla parter deltog.")
