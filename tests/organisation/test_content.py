"""The two organisation files that come with Flows say what the agreements say."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from flows.organisation import Organisation, Person, RoleRef, check_organisation

FOLDER = Path(__file__).parents[2] / "processes" / "organisations"
DAY = date(2027, 1, 11)


def read(name: str) -> Organisation:
    return Organisation.parse((FOLDER / f"{name}.yaml").read_bytes(), f"{name}.yaml")


@pytest.fixture(scope="module")
def gavleborg() -> Organisation:
    return read("gavleborg")


@pytest.fixture(scope="module")
def vasternorrland() -> Organisation:
    return read("vasternorrland")


@pytest.mark.parametrize("name", ["gavleborg", "vasternorrland"])
def test_the_file_has_no_fault_and_no_warning(name: str) -> None:
    assert check_organisation((FOLDER / f"{name}.yaml").read_bytes(), f"{name}.yaml") == []


def test_eleven_huvudman_and_the_forbund_outside_c1(gavleborg: Organisation) -> None:
    for forum in ("natverk-valfard", "lansledning-valfard"):
        context = gavleborg.forum_context(forum)
        assert len(context["huvudman"]) == 11
        assert [party["id"] for party in context["associerade"]] == [
            "halsinglands-utbildningsforbund"
        ]
        assert len(context["parter"]) == 12


def test_the_chain_of_each_party_vs01(gavleborg: Organisation) -> None:
    chain = {
        party["id"]: (party["beredande"], party["beslutande"])
        for party in gavleborg.forum_context("natverk-valfard")["huvudman"]
    }
    assert chain["region-gavleborg"] == ("Hälso- och sjukvårdsnämnden", "Regionfullmäktige")
    assert chain["ockelbo"] == ("Socialnämnden", "Kommunfullmäktige")


def test_natverk_valfard(gavleborg: Organisation) -> None:
    context = gavleborg.forum_context("natverk-valfard")
    assert context["kallelsedagar"] == 7  # NV-13
    assert context["min_moten"] == 4  # NV-12
    assert context["dokumentation"] == "protokoll"  # NV-18
    assert context["har_beredning"]  # NV-05
    assert context["beredning"]["id"] == "natverk-valfard-beredning"
    assert context["ordforanderegel"] == "per-sammantrade"  # NV-16, C4
    assert {"rekommendation", "overenskommelse", "projekt"} <= set(context["beslutsformer"])
    assert len(context["omraden"]) == 5  # NV-10
    assert (context["paminnelsedagar"], context["eskaleringsdagar"]) == (60, 120)


def test_the_preparing_body_is_one_two_one_two_nv11(gavleborg: Organisation) -> None:
    seats = gavleborg.forum("natverk-valfard-beredning").seats
    assert [seat.minimum for seat in seats] == [1, 2, 1, 2]
    members = gavleborg.people_with(RoleRef("beredning", "forum", "natverk-valfard"), DAY)
    assert len(members) == 6


def test_lansledning_has_no_substitutes_and_meets_on_fridays(gavleborg: Organisation) -> None:
    forum = gavleborg.forum("lansledning-valfard")
    assert not forum.substitutes  # LL-04
    assert forum.weekday == "fredag"  # LL-05
    assert forum.record == "motesanteckningar"
    assert forum.financing == "halften-var"  # LL-08


def test_four_styrgrupper_plan_sixteen_meetings_sg03(gavleborg: Organisation) -> None:
    groups = [forum for forum in gavleborg.forums if forum.kind == "styrgrupp"]
    assert len(groups) == 4
    assert sum(meeting.per_year for forum in groups for meeting in forum.meetings) == 16
    kommuner = [party for forum in groups for party in forum.party_ids if "region" not in party]
    assert len(kommuner) == len(set(kommuner)) == 10
    for forum in groups:
        assert not forum.has_beredning  # SG-01
        assert forum.record_approval == "ordforande"  # SG-08
        assert forum.record_status == "arbetsmaterial"  # SG-09
        assert len(forum.standing_items) == 3  # SG-06


def test_working_groups_are_appointed_permanent_or_for_a_time(gavleborg: Organisation) -> None:
    groups = [forum for forum in gavleborg.forums if forum.kind == "arbetsgrupp"]
    assert all(forum.part_of == "lansledning-valfard" for forum in groups)
    assert not any(forum.decision_forms for forum in groups)  # LL-02: they work on assignment
    lasting = {
        forum.id: {person.id for person in chairs(gavleborg, forum.id, date(2040, 1, 1))}
        for forum in groups
    }
    assert all(chairs(gavleborg, forum.id, DAY) for forum in groups)
    assert sorted(map(len, lasting.values())) == [0, 1]


def test_the_committees_have_members_of_both_sides(gavleborg: Organisation) -> None:
    parties = {party.id: party.kind for party in gavleborg.parties}
    committees = [forum for forum in gavleborg.forums if forum.kind == "utskott"]
    assert len(committees) == 3
    for forum in committees:
        members = gavleborg.people_with(RoleRef("ledamot", "forum", forum.id), DAY)
        assert {parties[person.party_id or ""] for person in members} == {"kommun", "region"}


def test_the_county_groups_are_staffed_from_each_side_hs20(vasternorrland: Organisation) -> None:
    staffed = {
        forum.id: [seat.id for seat in forum.seats if seat.maximum == 2]
        for forum in vasternorrland.forums
        if forum.kind == "samordningsgrupp"
    }
    assert staffed == {
        "lanssamordning-barn-unga": ["socialtjanst", "skola", "halso-och-sjukvard"],
        "lanssamordning-vuxna": ["socialtjanst", "halso-och-sjukvard"],
        "lanssamordning-aldre": ["socialtjanst", "halso-och-sjukvard"],
    }


def chairs(organisation: Organisation, forum_id: str, day: date) -> Sequence[Person]:
    return organisation.people_with(RoleRef("ordforande", "forum", forum_id), day)


def test_the_contradictions_stay_visible(
    gavleborg: Organisation, vasternorrland: Organisation
) -> None:
    both = [each.id for each in (*gavleborg.contradictions, *vasternorrland.contradictions)]
    assert both == ["C1", "C3", "C4", "C5", "C6", "C8", "C9", "C10"]


def test_halsam_has_eight_huvudman_and_twenty_one_local_groups(
    vasternorrland: Organisation,
) -> None:
    context = vasternorrland.forum_context("halsam-politisk")
    assert len(context["huvudman"]) == 8
    assert context["associerade"] == []
    assert context["bara_radgivande"]  # HS-06
    assert "overenskommelse" not in context["beslutsformer"]
    local = [forum for forum in vasternorrland.forums if forum.kind == "lokal"]
    assert len(local) == 21  # HS-23
    assert vasternorrland.forum("lokal-aldre-timra").party_ids == (
        "region-vasternorrland",
        "timra",
    )
    assert vasternorrland.forum("lokal-aldre-timra").name == "Lokal samverkan Äldre Timrå"


def test_lansledning_recommends_to_halsam_hs07(vasternorrland: Organisation) -> None:
    context = vasternorrland.forum_context("halsam-lansledning")
    assert context["rekommenderar_till"]["id"] == "halsam-politisk"
    assert vasternorrland.forum_context("halsam-politisk")["rekommenderar_till"] is None


def test_the_plan_of_meetings_hs02_hs04(vasternorrland: Organisation) -> None:
    halsam = vasternorrland.forum("halsam-politisk")
    assert sum(meeting.per_year for meeting in halsam.meetings) == 4
    assert vasternorrland.forum("halsam-lansledning").meetings_are == "forslag"
    group = vasternorrland.forum("lanssamordning-aldre")
    assert (group.minimum_meetings, group.meetings_are) == (5, "krav")


@pytest.mark.parametrize(("year", "side"), [(2026, "social"), (2027, "region"), (2028, "social")])
def test_the_chair_of_lansledning_alternates_hs15(
    vasternorrland: Organisation, year: int, side: str
) -> None:
    role = RoleRef("ordforande", "forum", "halsam-lansledning")
    chairs = [person.id for person in vasternorrland.people_with(role, date(year, 6, 1))]
    assert chairs == [f"ordforande-halsam-lansledning-{side}"]


def test_the_contact_politician_of_each_area_hs18(vasternorrland: Organisation) -> None:
    for area in ("barn-unga", "vuxna", "aldre"):
        role = RoleRef("kontaktpolitiker", "forum", f"lanssamordning-{area}")
        for day in (date(2026, 12, 31), date(2027, 1, 1)):
            assert len(vasternorrland.people_with(role, day)) == 1


@pytest.mark.parametrize("name", ["gavleborg", "vasternorrland"])
def test_someone_does_every_task(name: str) -> None:
    organisation = read(name)
    for party in organisation.parties:
        for role, person in (
            ("initiativtagare", "initiativtagare"),
            ("registrator", "registrator"),
            ("namndsekreterare", "namnd"),
            ("fullmaktigesekreterare", "fullmaktige"),
            ("ledamot", "ledamot"),
        ):
            assert organisation.has_role(f"{person}-{party.id}", f"{role}@{party.id}", DAY)
    for role in ("samverkanskansliet", "projektagare", "brukarorganisation", "redaktor"):
        holders = organisation.people_with(RoleRef(role, "collaboration", name), DAY)
        assert holders, role
    for role in ("processagare", "administrator"):
        assert organisation.has_role(f"{role}-{name}", f"{role}@{name}", DAY)
    for forum in organisation.forums:
        if not forum.decision_forms:
            continue
        for role in ("sekreterare", "ordforande"):
            assert organisation.people_with(RoleRef(role, "forum", forum.id), DAY), forum.id
        if forum.has_beredning:
            assert organisation.people_with(RoleRef("beredning", "forum", forum.id), DAY)


@pytest.mark.parametrize("name", ["gavleborg", "vasternorrland"])
def test_people_are_roles_with_addresses_that_lead_nowhere(name: str) -> None:
    people = read(name).people
    assert all(person.email == f"{person.id}@example.org" for person in people)
