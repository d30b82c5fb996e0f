"""Where a case stands is told by what goes on in it just now."""

from datetime import timedelta
from uuid import UUID

from tests.house import House

from flows.instances import Instance, lock_instance
from flows.records import Standing, case_row

ANMALARE = {"id": "ockelbo", "namn": "Ockelbo kommun", "slag": "part"}
SECRETARY = "sekreterare-natverk-valfard"


def case_of(county: House, titel: str) -> tuple[UUID, int]:
    instance_id = county.start(
        "arende", titel=titel, anmalare=ANMALARE, berorda_parter=["ockelbo", "gavle"]
    )
    case_id = county.instance(instance_id).case_id
    assert case_id is not None
    return instance_id, case_id


def standing(county: House, case_id: int) -> Standing:
    with county.database.transaction() as session:
        return case_row(session, county.actor(SECRETARY), case_id).standing


def test_a_case_stands_where_its_step_says(county: House) -> None:
    _, case_id = case_of(county, "Hos sekreteraren")
    told = standing(county, case_id)
    assert (told.stands, told.next_step) == ("Hos sekreteraren", "Ta emot anmälan")
    assert not told.held


def test_what_a_case_waits_for_speaks_for_it(county: House) -> None:
    _, case_id = case_of(county, "Rekommendation")
    county.clock.move(timedelta(seconds=1))
    county.start(
        "rekommendation",
        case_id=case_id,
        arende={"id": case_id, "diarienummer": "NV 2027-9", "titel": "Rekommendation"},
        titel="Rekommendation",
        beslutstext="Vi rekommenderar.",
    )
    told = standing(county, case_id)
    assert (told.stands, told.next_step) == ("Utskicket förbereds", "Förbered utskicket")
    assert told.stands_en == "The dispatch is being prepared"


def test_a_case_that_has_stopped_says_so(county: House) -> None:
    instance_id, case_id = case_of(county, "Stannat")
    with county.database.transaction() as session:
        instance: Instance = lock_instance(session, instance_id)
        instance.status = "faulty"
    assert standing(county, case_id).held
