"""A role in a diagram is looked up in the party, else the forum, else the collaboration."""

from datetime import date

import pytest
from tests.organisation.example import EXAMPLE

from flows.organisation import Actor, Organisation, RoleRef


@pytest.fixture(scope="module")
def example() -> Organisation:
    return Organisation.parse(EXAMPLE.encode())


@pytest.mark.parametrize(
    ("reference", "forum", "party", "found"),
    [
        ("sekreterare", "radet", None, "sekreterare@radet"),
        ("sekreterare", "radet", "almby", "sekreterare@radet"),
        ("ledamot", "radet", "almby", "ledamot@almby"),
        ("ledamot", "radet", None, "ledamot@radet"),
        ("registrator", "radet", "almby", "registrator@almby"),
        ("registrator", "radet", None, None),
        ("registrator@bergby", "radet", "almby", "registrator@bergby"),
        ("registrator @ bergby", None, None, "registrator@bergby"),
        ("registrator@radet", "radet", "almby", None),
        ("registrator@celby", "radet", "almby", None),
        ("ledamot@lokal-almby", None, None, "ledamot@lokal-almby"),
        ("administrator", "radet", "almby", "administrator@lanet"),
        ("administrator@lanet", None, None, "administrator@lanet"),
        ("kassor", "radet", None, None),
        ("", "radet", None, None),
        ("sekreterare", None, None, None),
    ],
)
def test_resolve(
    example: Organisation, reference: str, forum: str | None, party: str | None, found: str | None
) -> None:
    role = example.resolve_role(reference, forum, party)
    assert (str(role) if role else None) == found


def test_a_membership_holds_on_its_first_and_last_day(example: Organisation) -> None:
    member = RoleRef("ledamot", "party", "almby")
    assert example.people_with(member, date(2022, 12, 31)) == []
    assert [person.id for person in example.people_with(member, date(2023, 1, 1))] == [
        "ledamot-almby"
    ]
    assert example.has_role("ledamot-almby", "ledamot@almby", date(2026, 12, 31))
    assert not example.has_role("ledamot-almby", "ledamot@almby", date(2027, 1, 1))
    assert example.has_role("ledamot-almby", "registrator@almby", date(2027, 1, 1))


def test_who_is_admin_and_owner() -> None:
    admin = Actor(
        "a", "A", "lanet", frozenset({RoleRef("administrator", "collaboration", "lanet")})
    )
    owner = Actor("b", "B", "lanet", frozenset({RoleRef("processagare", "collaboration", "lanet")}))
    assert (admin.is_admin, admin.is_owner) == (True, False)
    assert (owner.is_admin, owner.is_owner) == (False, True)
