"""Every fault in an organisation file is told with file, line, path and a sentence."""

import pytest
from tests.organisation.example import EXAMPLE, line_of, spoilt

from flows.kernel import Problem
from flows.organisation import Organisation, OrganisationError, check_organisation


def one(raw: bytes) -> Problem:
    found = check_organisation(raw, "organisations/lanet.yaml")
    assert len(found) == 1, [(each.code, each.sv) for each in found]
    problem = found[0]
    assert problem.file == "organisations/lanet.yaml"
    assert problem.sv
    assert problem.en
    assert problem.sv != problem.en
    return problem


def test_the_example_has_no_fault() -> None:
    assert check_organisation(EXAMPLE.encode()) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "path"),
    [
        ("    notice_days: 7", "    notise_days: 7", "unknown-key", "notise_days",
         "forums[0].notise_days"),
        ("    record: protokoll\n", "", "missing-key", "id: radet", "forums[0]"),
        ("collaboration: {id: lanet", "collaboration: {id: Länet", "bad-id", "{id: Länet",
         "collaboration.id"),
        ("    notice_days: 7", "    notice_days: sju", "wrong-type", "days: sju",
         "forums[0].notice_days"),
        ("    notice_days: 7", "    notice_days: 1_0", "wrong-type", "1_0",
         "forums[0].notice_days"),
        ("    notice_days: 7", "    notice_days: -7", "wrong-type", "-7", "forums[0].notice_days"),
        ("    minimum_meetings: 4", "    minimum_meetings: 367", "wrong-type", "367",
         "forums[0].minimum_meetings"),
        ("    name: Almby kommun", "    name: 12", "wrong-type", "name: 12", "parties[1].name"),
        ("    name: Almby kommun", "    name: [Almby]", "wrong-type", "[Almby]",
         "parties[1].name"),
        ("    name: Almby kommun", "    name: ''", "wrong-type", "name: ''", "parties[1].name"),
        ("    name: Almby kommun", "    name: null", "wrong-type", "name: null",
         "parties[1].name"),
        ("substitutes: true\n    answer", "substitutes: yes\n    answer", "wrong-type", "yes",
         "forums[0].substitutes"),
        ("    record: protokoll", "    record: anteckning", "bad-choice", "anteckning",
         "forums[0].record"),
        ("    elected: true\n    party: regionen", "    elected: true\n    party: regionen\n"
         "    party: almby", "duplicate-key", "    party: almby", "people[1].party"),
        ("from: 2023-01-01, to: null}", "from: 2023-02-30, to: null}", "bad-date", "2023-02-30",
         "people[0].memberships[0].from"),
        ("from: 2023-01-01, to: null}", "from: 20230101, to: null}", "bad-date", "20230101",
         "people[0].memberships[0].from"),
        ("from: 2023-01-01, to: null}", "from: 2023-01-01, to: 2022-12-31}", "bad-date",
         "2022-12-31", "people[0].memberships[0].to"),
        ("registry_prefix: L}",
         "registry_prefix: L, demonstration: [{id: ingen, does: A., does_en: B.}]}",
         "dangling-reference", "collaboration:", "collaboration.demonstration"),
        ("beslutande: rf", "beslutande: kf", "dangling-reference", "beslutande: kf",
         "parties[0].chain"),
        ("levels: [lokal-almby]", "levels: [lokal-celby]", "dangling-reference", "celby",
         "forums[0].levels"),
        ("levels: [lokal-almby]", "levels: [radet]", "contradiction", "[radet]",
         "forums[0].levels"),
        ("    parties: all", "    parties: [all, celby]", "dangling-reference", "celby",
         "forums[0].parties"),
        ("role: sekreterare, forum: radet", "role: sekretare, forum: radet",
         "dangling-reference", "sekretare,", "people[0].memberships[0].role"),
        ("role: sekreterare, forum: radet", "role: sekreterare, forum: rodet",
         "dangling-reference", "rodet", "people[0].memberships[0].forum"),
        ("{role: administrator, from", "{role: registrator, party: celby, from",
         "dangling-reference", "celby", "people[0].memberships[1].party"),
        ("{role: administrator, from", "{role: registrator, forum: radet, from", "wrong-scope",
         "role: registrator, forum", "people[0].memberships[1].role"),
        ("{role: administrator, from", "{role: ledamot, forum: radet, party: almby, from",
         "contradiction", "party: almby, from", "people[0].memberships[1].party"),
        ("party: regionen\n    memberships", "party: celby\n    memberships",
         "dangling-reference", "celby", "people[1].party"),
        ("id: vice-radet", "id: ordforande-radet", "duplicate-id",
         "ordforande-radet\n    title: Vice", "people[2].id"),
        ("  - {id: ordforande, name: Ordf", "  - {id: sekreterare, name: Ordf", "duplicate-id",
         "sekreterare, name: Ordf", "roles[1].id"),
        ("id: kf, name", "id: socialnamnd, name", "duplicate-id", "bodies:\n      - {id: social",
         "parties[1].bodies"),
        ("email: vice@example.org", "email: vice at example", "bad-email", "vice at example",
         "people[2].email"),
        ("source: [NV-12]", "source: [NV12]", "bad-rule-id", "[NV12]", "forums[0].source"),
        ("source: [NV-12]", "source: {notis: [NV-12]}", "dangling-reference", "notis",
         "forums[0].source.notis"),
        ("answer_escalation_days: 120", "answer_escalation_days: 30", "contradiction",
         "answer_escalation_days: 30", "forums[0].answer_escalation_days"),
        ("affects: [radet.chair_rule", "affects: [radet.ordforande", "dangling-reference",
         "radet.ordforande", "contradictions[0].affects"),
        ("title: Sekreterare Rådet", 'title: "Sekreterare {party}"', "unknown-placeholder",
         "Sekreterare {party}", "people[0].title"),
        ("short: \"Lokal {party_short}\"", "short: \"Lokal {kommun}\"", "unknown-placeholder",
         "{kommun}", "forums[1].short"),
        ("[rekommendation, information]", "[information, information]", "duplicate-value",
         "[information, information]", "forums[0].decision_forms"),
        ("[rekommendation, information]", "[information]\n    recommends_to: huvudman",
         "contradiction", "recommends_to", "forums[0].recommends_to"),
        ("    answer_reminder_days: 60\n", "", "missing-key", "decision_forms",
         "forums[0].decision_forms"),
        ("has_beredning: false\n    notice", "has_beredning: false\n    prepared_by: lokal-almby\n"
         "    notice", "contradiction", "prepared_by", "forums[0].prepared_by"),
        ("  - id: almby", "  - id: kommun", "duplicate-id", "id: kommun", "parties[1].id"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(old: str, new: str, code: str, at: str, path: str) -> None:
    raw = spoilt(old, new)
    found = check_organisation(raw, "lanet.yaml")
    assert code in {problem.code for problem in found}
    told = next(problem for problem in found if problem.code == code)
    assert told.element == path
    assert told.line == line_of(raw.decode(), at)
    assert told.severity == "error"


def test_a_misspelt_key_gets_a_suggestion() -> None:
    found = check_organisation(spoilt("    notice_days: 7", "    notise_days: 7"))
    assert "Menade du notice_days?" in found[0].sv
    assert "Did you mean notice_days?" in found[0].en


def test_a_member_must_belong_to_the_forums_parties() -> None:
    raw = spoilt(
        "{role: ordforande, forum: radet, seat: vice,", "{role: ordforande, forum: lokal-bergby,"
    )
    outside = one(raw)
    assert outside.code == "outside-party"
    assert "vice-radet hör till almby" in outside.sv


def test_a_party_role_must_be_in_the_persons_own_party() -> None:
    outside = one(spoilt('{role: ledamot, party: "{party}"', "{role: ledamot, party: almby"))
    assert outside.code == "outside-party"
    assert "ledamot-bergby" in outside.sv


def test_the_same_membership_twice_at_the_same_time() -> None:
    line = "      - {role: sekreterare, forum: radet, from: 2023-01-01, to: null}\n"
    twice = one(spoilt(line, line + line.replace("2023", "2026")))
    assert twice.code == "duplicate-membership"
    assert twice.line == line_of(EXAMPLE, line) + 1


def test_the_same_post_may_be_held_again_later() -> None:
    line = "      - {role: sekreterare, forum: radet, from: 2023-01-01, to: null}\n"
    first = line.replace("to: null", "to: 2024-12-31")
    assert check_organisation(spoilt(line, first + line.replace("2023", "2026"))) == []


def test_forums_may_not_report_in_a_circle() -> None:
    found = check_organisation(
        spoilt("    levels: [lokal-almby]", "    reports_to: lokal-almby\n    levels: []")
    )
    assert {problem.code for problem in found} == {"contradiction"}
    assert "radet → lokal-almby → radet" in found[0].sv


def test_a_setting_without_a_rule_is_a_warning() -> None:
    raw = spoilt("source: [NV-12]", "source: {notice_days: [NV-13]}\n    silent: [substitutes]")
    found = check_organisation(raw)
    assert {problem.severity for problem in found} == {"warning"}
    assert {problem.code for problem in found} == {"no-source"}
    without = {problem.element.rpartition(".")[2] for problem in found}
    assert "notice_days" not in without
    assert "substitutes" not in without
    assert "record" in without
    assert Organisation.parse(raw).warnings == tuple(found)


def test_a_setting_can_not_both_have_a_rule_and_lack_one() -> None:
    raw = spoilt(
        "source: [NV-12]", "source: {record: [NV-18], forum: [NV-12]}\n    silent: [record]"
    )
    assert one(raw).code == "contradiction"


def test_all_faults_are_told_at_once_in_order_of_lines() -> None:
    text = EXAMPLE.replace("kind: region\n", "kind: landsting\n", 1)
    text = text.replace("    record: protokoll", "    record: 7")
    text = text.replace("email: vice@example.org", "email: vice")
    with pytest.raises(OrganisationError) as refused:
        Organisation.parse(text.encode(), "lanet.yaml")
    lines = [problem.line for problem in refused.value.problems]
    assert lines == sorted(lines)
    assert {"bad-choice", "wrong-type", "bad-email"} <= {
        problem.code for problem in refused.value.problems
    }


def test_an_entry_for_each_party_tells_its_fault_once() -> None:
    assert one(spoilt("kind: lokal", "kind: lokalt")).code == "bad-choice"
