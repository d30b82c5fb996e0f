"""The tables answer as the file itself does, for both collaborations side by side."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from flows.kernel import Database
from flows.organisation import (
    ForumNotFound,
    Organisation,
    PartyNotFound,
    PersonNotFound,
    RoleRef,
    actor_of,
    collaboration_of,
    collaborations,
    contradictions_of,
    forum_context,
    forum_names,
    forum_of,
    forums_open_to,
    load_organisation,
    memberships_of,
    party_context,
    people_of,
    people_with,
    picker_lists,
    registry_prefix,
    resolve_role,
    role_titles,
    roles_of,
)

FOLDER = Path(__file__).parents[2] / "processes" / "organisations"
NAMES = ("gavleborg", "vasternorrland")
DAY = date(2027, 1, 11)


@pytest.fixture(scope="module")
def files() -> dict[str, Organisation]:
    return {name: Organisation.parse((FOLDER / f"{name}.yaml").read_bytes()) for name in NAMES}


@pytest.fixture(scope="module")
def opened(database: Database) -> Iterator[Session]:
    now = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
    with database.transaction() as session:
        for name in NAMES:
            raw = (FOLDER / f"{name}.yaml").read_bytes()
            assert load_organisation(session, raw, f"{name}.yaml", now).added > 500
            session.expire_all()
            assert load_organisation(session, raw, f"{name}.yaml", now).unchanged
        yield session


@pytest.mark.parametrize("name", NAMES)
def test_forums_are_the_same_as_in_the_file(
    opened: Session, files: dict[str, Organisation], name: str
) -> None:
    organisation = files[name]
    for forum in organisation.forums:
        assert forum_of(opened, forum.id) == forum
        assert forum_context(opened, forum.id) == organisation.forum_context(forum.id)
        assert collaboration_of(opened, forum.id) == name
    for party in organisation.parties:
        assert party_context(opened, party.id) == organisation.party_context(party.id)


@pytest.mark.parametrize("name", NAMES)
def test_people_and_roles_are_the_same_as_in_the_file(
    opened: Session, files: dict[str, Organisation], name: str
) -> None:
    organisation = files[name]
    assert set(people_of(opened, name)) == set(organisation.people)
    assert tuple(roles_of(opened, name)) == organisation.roles
    assert tuple(contradictions_of(opened, name)) == organisation.contradictions
    for person in organisation.people[::10]:
        assert sorted(memberships_of(opened, person.id, DAY)) == sorted(
            organisation.memberships_of(person.id, DAY)
        )
    for membership in organisation.memberships[::20]:
        assert set(people_with(opened, membership.role, DAY)) == set(
            organisation.people_with(membership.role, DAY)
        )


@pytest.mark.parametrize(
    ("reference", "party"),
    [
        ("sekreterare", None),
        ("initiativtagare", None),
        ("initiativtagare@lansledning-valfard", None),
        ("registrator", "ockelbo"),
        ("registrator", None),
        ("registrator@timra", None),
        ("samverkanskansliet", "ockelbo"),
        ("samverkanskansliet@gavleborg", None),
        ("ledamot", "ockelbo"),
        ("okand", "ockelbo"),
    ],
)
def test_roles_resolve_as_in_the_file(
    opened: Session, files: dict[str, Organisation], reference: str, party: str | None
) -> None:
    assert resolve_role(opened, "gavleborg", reference, "natverk-valfard", party) == files[
        "gavleborg"
    ].resolve_role(reference, "natverk-valfard", party)


def test_a_scope_of_another_collaboration_is_none(opened: Session) -> None:
    assert resolve_role(opened, "gavleborg", "registrator@timra", None, None) is None
    assert resolve_role(opened, "vasternorrland", "registrator@timra", None, None) == RoleRef(
        "registrator", "party", "timra"
    )


def test_where_a_case_may_be_raised(opened: Session) -> None:
    ockelbo = [id_ for id_, _ in forums_open_to(opened, RoleRef("x", "party", "ockelbo"))]
    assert ockelbo == [
        "natverk-valfard",
        "lansledning-valfard",
        "utskott-barn-unga",
        "utskott-vuxna",
        "utskott-psykisk-halsa",
        "styrgrupp-vastra-gastrikland",
    ]
    assert forums_open_to(opened, RoleRef("x", "forum", "lansledning-valfard")) == [
        ("natverk-valfard", "Nätverk Välfärd"),
        ("lansledning-valfard", "Länsledning Välfärd"),
    ]
    assert forums_open_to(opened, RoleRef("x", "forum", "natverk-valfard")) == [
        ("natverk-valfard", "Nätverk Välfärd")
    ]
    assert len(forums_open_to(opened, RoleRef("x", "collaboration", "vasternorrland"))) == 26
    assert forums_open_to(opened, RoleRef("x", "forum", "finns-inte")) == []


def test_an_actor_has_the_roles_of_the_day(opened: Session) -> None:
    actor = actor_of(opened, "ordforande-halsam-lansledning-region", date(2027, 3, 1))
    assert actor.collaboration_id == "vasternorrland"
    assert RoleRef("ordforande", "forum", "halsam-lansledning") in actor.roles
    assert not actor.is_admin
    next_year = actor_of(opened, "ordforande-halsam-lansledning-region", date(2028, 3, 1))
    assert RoleRef("vice-ordforande", "forum", "halsam-lansledning") in next_year.roles
    assert RoleRef("ordforande", "forum", "halsam-lansledning") not in next_year.roles
    assert actor_of(opened, "administrator-gavleborg", DAY).is_admin
    assert actor_of(opened, "processagare-gavleborg", DAY).is_owner


def test_titles_of_roles_in_both_languages(opened: Session) -> None:
    roles = [
        RoleRef("sekreterare", "forum", "natverk-valfard"),
        RoleRef("registrator", "party", "ockelbo"),
        RoleRef("administrator", "collaboration", "gavleborg"),
        RoleRef("okand", "forum", "natverk-valfard"),
    ]
    assert list(role_titles(opened, "gavleborg", roles).values()).count(("", "")) == 0
    titles = role_titles(opened, "gavleborg", roles)
    assert [titles[role] for role in roles] == [
        ("Sekreterare, Nätverk Välfärd", "Secretary, Nätverk Välfärd"),
        ("Registrator, Ockelbo kommun", "Registrar, Ockelbo kommun"),
        ("Administratör", "Administrator"),
        ("okand, Nätverk Välfärd", "okand, Nätverk Välfärd"),
    ]
    assert role_titles(opened, "gavleborg", []) == {}


def test_lists_for_pickers(opened: Session) -> None:
    lists = picker_lists(opened, "gavleborg")
    assert len(lists["organisationer"]) == 12
    assert len(lists["huvudman"]) == 11
    assert lists["huvudman"][0] == {"id": "region-gavleborg", "namn": "Region Gävleborg"}
    titles = [person["namn"] for person in lists["personer"]]
    assert titles.index("Registrator Ockelbo") < titles.index("Registrator Ovanåker")
    assert titles.index("Ledamot Ovanåker") < titles.index("Projektägare Gävleborg")


def test_registry_prefixes(opened: Session) -> None:
    assert registry_prefix(opened, "natverk-valfard") == "NV"
    assert registry_prefix(opened, "utskott-vuxna") == "LL"
    assert registry_prefix(opened, "halsam-politisk") == "HS"


def test_both_collaborations_side_by_side(opened: Session) -> None:
    assert [each.id for each in collaborations(opened)] == list(NAMES)
    assert not set(forum_names(opened, "gavleborg")) & set(forum_names(opened, "vasternorrland"))


def test_what_is_not_there(opened: Session) -> None:
    with pytest.raises(ForumNotFound):
        forum_context(opened, "finns-inte")
    with pytest.raises(ForumNotFound):
        registry_prefix(opened, "finns-inte")
    with pytest.raises(PartyNotFound):
        party_context(opened, "finns-inte")
    with pytest.raises(PersonNotFound):
        actor_of(opened, "finns-inte", DAY)
