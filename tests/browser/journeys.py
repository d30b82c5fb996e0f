"""Cases as people do them, task by task, each by the role whose task it is, through the inbox."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import expect
from tests.browser.visit import Desk

GAVLEBORG = (
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
VASTERNORRLAND = (
    "region-vasternorrland",
    "harnosand",
    "kramfors",
    "solleftea",
    "sundsvall",
    "timra",
    "ange",
    "ornskoldsvik",
)


@dataclass(frozen=True)
class Matter:
    """A case on its way: the desk it is done at, and the day that the people write in forms."""

    desk: Desk
    title: str
    today: str
    patience: int = 1

    def do(self, person_id: str, task: str, **answers: object) -> None:
        """As a person, do a task of this case."""
        self.desk.do(person_id, task, self.title, patience=self.patience, **answers)

    def report(self, person_id: str, forum: str, **answers: object) -> None:
        """Bring the question to a forum (NV-02, NV-03)."""
        page = self.desk.sit_down(person_id)
        self.desk.follow(page.get_by_role("link", name="Starta ärende").first)
        self.desk.follow(page.locator(f'a[href="/start/arende/{forum}"]'))
        self.desk.answer({"titel": self.title, **answers})
        self.desk.settle()

    def acknowledge(self, party: str) -> None:
        """The party's registrator receives it under a number of its own."""
        self.do(
            f"registrator-{party}",
            "Kvittera med eget diarienummer",
            eget_diarienummer=f"KS 2027/{len(party)}",
            mottagen_datum=self.today,
        )

    def propose(self, party: str) -> None:
        """The preparing body proposes (VS-01)."""
        self.do(
            f"namnd-{party}",
            "Registrera nämndens förslag",
            forslag="anta",
            forslagsdatum=self.today,
            forslagsparagraf="§ 52",
        )

    def decide(self, party: str, outcome: str = "antagen", **more: str) -> None:
        """The deciding body decides: only that is an answer."""
        self.do(
            f"fullmaktige-{party}",
            "Registrera beslutet",
            utfall=outcome,
            beslutsdatum=self.today,
            paragraf="§ 34",
            **more,
        )

    def answer_for(self, parties: Sequence[str]) -> None:
        """Each of the parties adopts it."""
        for party in parties:
            self.acknowledge(party)
            self.propose(party)
            self.decide(party)

    def open_case(self, person_id: str) -> None:
        """Look the case up in the register."""
        page = self.desk.sit_down(person_id)
        page.goto("/cases")
        page.get_by_role("link", name=self.title).first.click()
        expect(page.get_by_role("heading", level=1, name=self.title)).to_be_visible()

    def expect_answered(self, answered: int, of: int) -> None:
        """The open case page tells how many have answered; late news come by themselves."""
        told = self.desk.page.get_by_text(f"{answered} av {of} har svarat", exact=True)
        expect(told).to_be_visible(timeout=30_000)
        expect(self.desk.page.get_by_role("table").get_by_role("row")).to_have_count(of + 1)
