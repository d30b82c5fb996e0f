"""Cases of `arende` that run while the process is changed, for the journeys of its owner."""

from uuid import UUID

from tests.house import House

CASE = {
    "titel": "Gemensam rutin",
    "beskrivning": "En rutin som alla behöver.",
    "informationsarende": False,
    "berorda_parter": ["bollnas", "gavle"],
    "arendetyp": "strategi",
    "kalla": "lansledning",
    "anmalare": {"id": "lansledning-valfard", "namn": "Länsledning Välfärd", "slag": "forum"},
}
RECEIVED = {"berorda_parter": ["bollnas", "gavle"], "mottagning": "vidare"}
PREPARED = {"beredningsbeslut": "dagordning"}
ON_AGENDA = {"motesdatum": "2027-03-12", "punkt": "ordinarie", "mandat_parter": []}


def running_cases(house: House, many: int) -> list[UUID]:
    """Cases on their way: every other one waits for the agenda, the others to be received."""
    found = []
    for number in range(many):
        case = house.start("arende", **{**CASE, "titel": f"Rutin {number + 1}"})
        if number % 2:
            house.answer(case, "ta_emot", **RECEIVED)
            house.answer(case, "bereda", **PREPARED)
        found.append(case)
    return found


def decided_upon(house: House, case: UUID) -> list[str]:
    """Put a case on the agenda; what is open then."""
    house.answer(case, "satt_pa_dagordning", **ON_AGENDA)
    return house.open(case)


def new_case(house: House) -> UUID:
    """A case that is started now, and prepared."""
    case = house.start("arende", **CASE)
    house.answer(case, "ta_emot", **RECEIVED)
    house.answer(case, "bereda", **PREPARED)
    return case
