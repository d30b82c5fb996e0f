"""What an administrator sees: every instance, why it waits, who can act, and how to mend it."""

from uuid import UUID

import pytest
from sqlalchemy import select, text
from tests.house import House
from tests.instances.build import (
    catch_message,
    diagram,
    end,
    flows,
    message,
    process,
    start,
    user_task,
)

from flows.instances import IncidentRow, Instance, InstanceUnknown, state_of
from flows.kernel import NotAllowed
from flows.monitor import InstancePage, instance_page, may_monitor, retry_incident, running
from flows.monitor.mending import ReasonMissing
from flows.organisation import Actor

STARTED = {
    "titel": "Gemensam väg in",
    "beskrivning": "",
    "anmalare": {"id": "ockelbo", "namn": "Ockelbo kommun", "slag": "part"},
    "berorda_parter": ["ockelbo", "gavle"],
}


@pytest.fixture
def admin(county: House) -> Actor:
    """The administrator of Gävleborg."""
    return county.actor("administrator-gavleborg")


def page(county: House, actor: Actor, instance_id: UUID, lang: str = "sv") -> InstancePage:
    with county.database.transaction() as session:
        return instance_page(session, actor, instance_id, lang, now=county.clock())


def test_only_administrators_and_process_owners_see_every_instance(county: House) -> None:
    assert may_monitor(county.actor("administrator-gavleborg"))
    assert may_monitor(county.actor("processagare-gavleborg"))
    stranger = county.actor("registrator-ockelbo")
    assert not may_monitor(stranger)
    with pytest.raises(NotAllowed), county.database.transaction() as session:
        running(session, stranger)


def test_the_list_says_what_each_waits_for(county: House, admin: Actor) -> None:
    county.start("arende", **STARTED)

    with county.database.transaction() as session:
        rows = running(session, admin, search="gemensam VÄG")

    assert len(rows) == 1
    assert (rows[0].process_name, rows[0].process_name_en) == ("Ärende", "Case")
    assert (rows[0].status, rows[0].waits) == (
        "pagar",
        [("Ta emot anmälan", "Receive the report")],
    )
    assert rows[0].registry_number.startswith("NV 2027-")


def test_the_list_also_says_what_waits_for_no_person(county: House, admin: Actor) -> None:
    drawn = process(
        "vantar",
        start(),
        catch_message("alla_svar", "m_svar"),
        end(),
        flows("start", "alla_svar", "slut"),
    )
    awaited = message("m_svar", "svar", "instans.id")
    county.publish("vantar", {"vantar.bpmn": diagram(awaited, drawn)})
    county.start("vantar")

    with county.database.transaction() as session:
        (row,) = running(session, admin, process="vantar")

    assert (row.status, row.waits) == ("pagar", [("Alla_svar", "")])


def test_another_collaboration_is_closed(county: House, admin: Actor) -> None:
    instance_id = county.start("arende", **STARTED)
    stranger = county.actor("administrator-vasternorrland")

    with county.database.transaction() as session:
        assert running(session, stranger) == []
    with pytest.raises(InstanceUnknown):
        page(county, stranger, instance_id)


def test_the_page_draws_and_tells_where_it_stands(county: House, admin: Actor) -> None:
    instance_id = county.start("arende", **STARTED)

    shown = page(county, admin, instance_id)

    assert [(token.name, token.kind) for token in shown.tokens] == [("Ta emot anmälan", "person")]
    assert shown.tokens[0].who == ["Sekreterare Nätverk Välfärd"]
    assert shown.tokens[0].roles[0][0].startswith("Sekreterare")
    assert 'data-element-id="ta_emot"' in shown.svg
    assert "Det står vid: Ta emot anmälan." in shown.svg
    assert "It stands at" in page(county, admin, instance_id, "en").svg
    assert [line.name for line in shown.history if line.what == "completed"][:2] == [
        "Ärende anmält",
        "Registrera ärendet",
    ]


def test_a_recommendation_shows_its_eleven_children(county: House, admin: Actor) -> None:
    case = county.instance(county.start("arende", **STARTED))
    parent = county.start(
        "rekommendation",
        case_id=case.case_id,
        arende={"id": 0, "diarienummer": "NV 2027-0", "titel": "Välfärdsstrategi"},
        beslutstext="Parterna rekommenderas att anta strategin.",
        titel="Välfärdsstrategi",
    )
    first = page(county, admin, parent)
    assert first.children == []

    county.answer(
        parent,
        first.tokens[0].element_id,
        rekommendation_titel="Anta Välfärdsstrategin",
        rekommendation_text="Parterna rekommenderas att anta strategin.",
        svar_senast="2027-06-30",
    )

    shown = page(county, admin, parent)
    assert len(shown.children) == 11
    waiting = [token for token in shown.tokens if token.kind == "message"]
    assert len({token.key for token in waiting}) == 11
    child = page(county, admin, shown.children[0].id)
    assert child.parent is not None
    assert child.parent.id == parent
    assert {token.kind for token in child.tokens} == {"person", "timer"}
    assert all(token.until for token in child.tokens if token.kind == "timer")


def test_a_stop_is_explained_and_mended_with_a_reason(county: House, admin: Actor) -> None:
    instance_id = county.start("arende", **{**STARTED, "titel": "", "anmalare": None})
    for _ in range(4):
        county.hurry()

    with county.database.transaction() as session:
        stopped = running(session, admin, status="stopp")
    assert [row.id for row in stopped] == [instance_id]
    assert "titel" in stopped[0].incident
    shown = page(county, admin, instance_id)
    assert [token.kind for token in shown.tokens] == ["incident"]

    with pytest.raises(ReasonMissing), county.database.transaction() as session:
        retry_incident(session, admin, instance_id, "  ", now=county.clock())
    owner = county.actor("processagare-gavleborg")
    with pytest.raises(NotAllowed), county.database.transaction() as session:
        retry_incident(session, owner, instance_id, "provar", now=county.clock())
    with county.database.transaction() as session:
        retry_incident(session, admin, instance_id, "Rättat i källan.", now=county.clock())

    with county.database.transaction() as session:
        incident = session.scalars(
            select(IncidentRow).where(IncidentRow.instance_id == instance_id)
        ).first()
        assert incident is not None
        assert (incident.resolved_by, incident.reason) == (admin.person_id, "Rättat i källan.")
        assert session.get_one(Instance, instance_id).status == "running"
        session.execute(text("delete from procrastinate_jobs"))


def test_a_process_without_a_drawing_has_a_page_all_the_same(county: House, admin: Actor) -> None:
    drawn = process("oritad", start(), user_task("vanta"), end(), flows("start", "vanta", "slut"))
    county.publish("oritad", {"oritad.bpmn": diagram(drawn)})
    instance_id = county.start("oritad")

    shown = page(county, admin, instance_id)

    assert shown.svg == ""
    assert [token.name for token in shown.tokens] == ["Vanta"]


def test_what_has_ended_is_listed_and_shown_however_it_was_kept(
    county: House, admin: Actor
) -> None:
    """An instance that ended before states were packed with their history keeps its whole state."""
    county.publish(
        "kort", {"kort.bpmn": diagram(process("kort", start(), end(), flows("start", "slut")))}
    )
    before, now = (county.start("kort", titel=f"Kort och klart {n}") for n in range(2))
    with county.database.transaction() as session:
        instance = session.get_one(Instance, before)
        packed = instance.state
        instance.state = state_of(session, instance)
        instance.kept_forum_id = None
        assert instance.state != packed

    with county.database.transaction() as session:
        rows = running(session, admin, status="klar", search="kort och klart")
    assert {(row.id, row.status) for row in rows} == {(before, "klar"), (now, "klar")}
    for instance_id in (before, now):
        shown = page(county, admin, instance_id)
        assert (shown.row.status, shown.tokens) == ("klar", [])
        assert [entry.what for entry in shown.history] == ["completed", "completed"]
