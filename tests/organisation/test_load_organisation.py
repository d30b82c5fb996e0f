"""Loading a file: twice changes nothing, what leaves the file ends but is remembered."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from tests.organisation.example import EXAMPLE, spoilt

from flows.organisation import (
    OrganisationError,
    PersonNotFound,
    RoleRef,
    actor_of,
    forum_context,
    forum_names,
    forums_open_to,
    load_organisation,
    memberships_of,
    party_names,
    people_of,
    people_with,
    person_titles,
    roles_of,
)
from flows.organisation.tables import MembershipRow, PartyRow

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SECRETARY = RoleRef("sekreterare", "forum", "radet")
LINE = "      - {role: sekreterare, forum: radet, from: 2023-01-01, to: null}\n"


@pytest.fixture
def loaded(session: Session) -> Session:
    result = load_organisation(session, EXAMPLE.encode(), "lanet.yaml", NOW)
    assert result.collaboration_id == "lanet"
    assert result.added > 30
    assert (result.changed, result.ended) == (0, 0)
    return session


def secretaries(session: Session, day: date) -> list[str]:
    return [person.id for person in people_with(session, SECRETARY, day)]


def test_loading_again_changes_nothing(loaded: Session) -> None:
    assert load_organisation(loaded, EXAMPLE.encode(), "lanet.yaml", NOW).unchanged
    loaded.expire_all()
    assert load_organisation(loaded, EXAMPLE.encode(), "lanet.yaml", NOW).unchanged


def test_a_change_is_one_change(loaded: Session) -> None:
    changed = spoilt("notice_days: 7", "notice_days: 14")
    result = load_organisation(loaded, changed, "lanet.yaml", NOW)
    assert (result.added, result.changed, result.ended) == (0, 1, 0)
    assert forum_context(loaded, "radet")["kallelsedagar"] == 14


def test_a_membership_that_leaves_the_file_ended_yesterday(loaded: Session) -> None:
    person = LINE + "      - {role: administrator"
    without = EXAMPLE.replace(person, "      - {role: administrator").encode()
    result = load_organisation(loaded, without, "lanet.yaml", NOW)
    assert (result.added, result.changed, result.ended) == (0, 0, 1)
    assert secretaries(loaded, date(2026, 11, 19)) == ["sekreterare-radet"]
    assert secretaries(loaded, date(2026, 11, 20)) == []
    assert load_organisation(loaded, without, "lanet.yaml", NOW).unchanged
    back = load_organisation(loaded, EXAMPLE.encode(), "lanet.yaml", NOW)
    assert (back.added, back.changed) == (0, 1)
    assert secretaries(loaded, date(2026, 11, 20)) == ["sekreterare-radet"]


def test_the_day_is_that_of_stockholm(loaded: Session) -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    load_organisation(loaded, EXAMPLE.replace(LINE, "").encode(), "lanet.yaml", late)
    assert secretaries(loaded, date(2026, 11, 20)) == ["sekreterare-radet"]
    assert secretaries(loaded, date(2026, 11, 21)) == []


def test_a_membership_that_had_not_begun_is_taken_away(loaded: Session) -> None:
    line = '      - {role: registrator, party: "{party}", from: 2027-01-01, to: null}\n'
    result = load_organisation(loaded, EXAMPLE.replace(line, "").encode(), "lanet.yaml", NOW)
    assert result.ended == 2
    rows = loaded.scalars(select(MembershipRow).where(MembershipRow.role == "registrator")).all()
    assert rows == []


def test_a_membership_that_is_over_stays(loaded: Session) -> None:
    after = datetime(2027, 2, 1, tzinfo=UTC)
    line = '      - {role: ledamot, party: "{party}", from: 2023-01-01, to: 2026-12-31}\n'
    assert load_organisation(loaded, EXAMPLE.replace(line, "").encode(), "f", after).unchanged
    assert RoleRef("ledamot", "party", "almby") in memberships_of(
        loaded, "ledamot-almby", date(2026, 12, 31)
    )


def test_who_leaves_the_file_is_retired_but_remembered(loaded: Session) -> None:
    person = EXAMPLE[
        EXAMPLE.index("  - id: vice-radet") : EXAMPLE.index(
            '  - for_each_party: kommun\n    id: "led'
        )
    ]
    without = EXAMPLE.replace(person, "").encode()
    load_organisation(loaded, without, "lanet.yaml", NOW)
    with pytest.raises(PersonNotFound):
        actor_of(loaded, "vice-radet", date(2026, 11, 19))
    assert "vice-radet" not in {each.id for each in people_of(loaded, "lanet")}
    assert person_titles(loaded, "lanet")["vice-radet"] == "Vice ordförande Rådet"
    load_organisation(loaded, EXAMPLE.encode(), "lanet.yaml", NOW)
    assert actor_of(loaded, "vice-radet", date(2026, 11, 20)).title == "Vice ordförande Rådet"


def test_a_party_that_leaves_keeps_its_name_and_chain(loaded: Session) -> None:
    start, end = EXAMPLE.index("  - id: bergby"), EXAMPLE.index("roles:")
    without = EXAMPLE[:start] + EXAMPLE[end:].replace(", bergby.huvudman", "")
    load_organisation(loaded, without.encode(), "lanet.yaml", NOW)
    assert party_names(loaded, "lanet")["bergby"] == "Bergby kommun"
    assert "lokal-bergby" in forum_names(loaded, "lanet")
    assert [party["id"] for party in forum_context(loaded, "radet")["parter"]] == [
        "regionen",
        "almby",
    ]
    assert [party["id"] for party in forum_context(loaded, "lokal-bergby")["parter"]] == [
        "regionen",
        "bergby",
    ]
    member = RoleRef("ledamot", "party", "bergby")
    assert forums_open_to(loaded, member) == []


def test_a_role_that_leaves_is_no_longer_offered(loaded: Session) -> None:
    text = EXAMPLE.replace(
        "  - {id: registrator, name: Registrator, name_en: Registrar, scope: party}\n", ""
    )
    text = text.replace(
        '      - {role: registrator, party: "{party}", from: 2027-01-01, to: null}\n', ""
    )
    load_organisation(loaded, text.encode(), "lanet.yaml", NOW)
    assert "registrator" not in {role.id for role in roles_of(loaded, "lanet")}


def test_ids_of_another_collaboration_are_refused(loaded: Session) -> None:
    other = EXAMPLE.replace("{id: lanet,", "{id: annat,").encode()
    with pytest.raises(OrganisationError) as refused:
        load_organisation(loaded, other, "annat.yaml", NOW)
    told = {problem.name: problem.line for problem in refused.value.problems}
    assert {"regionen", "radet", "sekreterare-radet"} <= set(told)
    assert told["regionen"] == 3
    assert party_names(loaded, "annat") == {}


def test_a_broken_file_changes_nothing(loaded: Session) -> None:
    with pytest.raises(OrganisationError):
        load_organisation(loaded, spoilt("kind: lokal", "kind: x"), "lanet.yaml", NOW)
    assert load_organisation(loaded, EXAMPLE.encode(), "lanet.yaml", NOW).unchanged


def test_the_database_itself_refuses_what_crosses_collaborations(loaded: Session) -> None:
    loaded.add(
        MembershipRow(
            collaboration_id="annat",
            person_id="vice-radet",
            role="sekreterare",
            scope_kind="forum",
            scope_id="radet",
            from_on=date(2026, 1, 1),
        )
    )
    with pytest.raises(IntegrityError):
        loaded.flush()


def test_sort_keys_are_swedish(loaded: Session) -> None:
    names = loaded.scalars(select(PartyRow.name).order_by(PartyRow.sort_key)).all()
    assert names == ["Almby kommun", "Bergby kommun", "Regionen"]
