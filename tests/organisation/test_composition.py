"""Seats: too many or the wrong kind is an error, a vacancy a warning, day by day."""

from tests.organisation.example import EXAMPLE, spoilt

from flows.organisation import check_organisation

LAST = "contradictions:\n"


def with_person(party: str, *memberships: str) -> bytes:
    lines = "".join(f"      - {{{membership}}}\n" for membership in memberships)
    person = (
        "  - id: en-till\n    title: En till\n    email: en@example.org\n"
        f"    party: {party}\n    memberships:\n{lines}"
    )
    return spoilt(LAST, person + LAST)


def test_one_too_many_in_a_seat() -> None:
    found = check_organisation(
        with_person("regionen", "role: ledamot, forum: radet, seat: region, from: 2027-05-01")
    )
    assert [(each.code, each.severity) for each in found] == [("composition", "error")]
    assert "har 2 på platsen Regionens plats den 2027-05-01; högst 1" in found[0].sv
    assert found[0].element == "people[4].memberships[0].seat"


def test_one_too_many_of_a_party() -> None:
    found = check_organisation(
        with_person("almby", "role: ledamot, forum: radet, seat: kommun, from: 2027-05-01")
    )
    assert [each.code for each in found] == ["composition"]
    assert "för Almby" in found[0].sv
    assert "for Almby" in found[0].en


def test_a_successor_may_begin_the_day_after() -> None:
    text = EXAMPLE.replace(
        "seat: region, from: 2023-01-01, to: null", "seat: region, from: 2023-01-01, to: 2026-12-31"
    )
    person = (
        "  - id: efter\n    title: Efterträdare\n    email: e@example.org\n    party: regionen\n"
        "    memberships:\n      - {role: ledamot, forum: radet, seat: region, from: DAY}\n"
    )
    day_after = text.replace(LAST, person.replace("DAY", "2027-01-01") + LAST)
    assert check_organisation(day_after.encode()) == []
    same_day = text.replace(LAST, person.replace("DAY", "2026-12-31") + LAST)
    assert [each.code for each in check_organisation(same_day.encode())] == ["composition"]


def test_the_wrong_kind_of_party() -> None:
    found = check_organisation(spoilt("seat: region, from", "seat: kommun, from"))
    assert {(each.code, each.severity) for each in found} == {
        ("composition", "error"),
        ("vacancy", "warning"),
    }
    assert "ska ha någon från en kommun; ordforande-radet är det inte" in found[-1].sv


def test_vacant_seats_are_told_together_as_a_warning() -> None:
    found = check_organisation(spoilt("forum: radet, seat: kommun, from", "forum: radet, from"))
    assert [(each.code, each.severity) for each in found] == [("vacancy", "warning")]
    assert "Kommunens plats för Almby, Bergby" in found[0].sv


def test_chair_and_vice_from_the_same_side() -> None:
    raw = spoilt("    party: almby\n", "    party: regionen\n")
    found = check_organisation(raw)
    assert [each.code for each in found] == ["composition"]
    assert "(HS-15)" in found[0].sv


def test_an_advisory_rule_is_a_warning() -> None:
    text = EXAMPLE.replace("rule: different_kinds", "rule: different_parties, advisory: true")
    text = text.replace("    party: almby\n", "    party: regionen\n")
    found = check_organisation(text.encode())
    assert [(each.code, each.severity) for each in found] == [("composition", "warning")]


def test_unknown_seats() -> None:
    assert [each.code for each in check_organisation(spoilt("seat: vice", "seat: trea"))] == [
        "dangling-reference",
        "vacancy",
    ][::-1]
    assert [
        each.code for each in check_organisation(spoilt("[ordforande, vice]", "[ordforande, trea]"))
    ] == ["dangling-reference"]
    assert [
        each.code
        for each in check_organisation(
            spoilt("{role: administrator,", "{role: administrator, seat: x,")
        )
    ] == ["dangling-reference"]


def test_count_or_minimum_not_both() -> None:
    found = check_organisation(
        spoilt("count: 1, kind: region", "count: 1, minimum: 1, kind: region")
    )
    assert [each.code for each in found] == ["contradiction"]
