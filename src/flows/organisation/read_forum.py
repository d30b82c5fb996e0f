"""Read the forums of an organisation file: what makes one forum differ from another."""

import re

from flows.organisation import vocabulary
from flows.organisation.model import CompositionRule, Forum, PlannedMeetings, Seat
from flows.organisation.section import Section

_RULE_ID = re.compile(r"(NV|LL|SG|VS|HS)(-[0-9]{2})?|C[0-9]{1,2}")

SETTINGS = (
    "parties",
    "has_beredning",
    "prepared_by",
    "notice_days",
    "record",
    "record_approval",
    "record_status",
    "decision_forms",
    "advisory_only",
    "chair_rule",
    "nominated_by",
    "minimum_meetings",
    "meetings_are",
    "meetings",
    "joint_with",
    "substitutes",
    "weekday",
    "answer_reminder_days",
    "answer_escalation_days",
    "reports_to",
    "recommends_to",
    "levels",
    "intake",
    "financing",
    "revision",
    "standing_items",
    "area",
    "areas",
    "composition",
)
"""The settings of a forum that a rule can stand behind, or on which the agreements are silent."""


def rule_ids(section: Section, key: str) -> tuple[str, ...]:
    """A list of rule ids such as NV-13 or C1, or the agreement itself: NV, LL, SG, VS, HS."""
    rules = section.texts(key)
    for rule in rules:
        if rule and not _RULE_ID.fullmatch(rule):
            section.fault(
                key,
                "bad-rule-id",
                f"{rule} är inget regel-id (som NV-13, LL-04, SG-01, VS-01, HS-06 eller C1).",
                f"{rule} is not a rule id (such as NV-13, LL-04, SG-01, VS-01, HS-06 or C1).",
            )
    return rules


def read_forum(section: Section, party_ids: tuple[str, ...]) -> Forum:
    """One forum; `party_ids` are its parties with group words already unfolded."""
    section.name = section.optional_text("id") or ""
    section.texts("parties")
    section.texts("for_each_party")
    composition = section.section("composition")
    seats = _seats(composition) if composition else ()
    forum = Forum(
        id=section.identifier("id"),
        name=section.text("name"),
        short=section.text("short"),
        kind=section.choice("kind", vocabulary.FORUM_KINDS),
        party_ids=party_ids,
        has_beredning=section.truth("has_beredning"),
        notice_days=section.optional_whole("notice_days"),
        record=section.choice("record", vocabulary.RECORDS),
        decision_forms=section.choices("decision_forms", vocabulary.DECISION_FORMS),
        chair_rule=section.choice("chair_rule", vocabulary.CHAIR_RULES),
        minimum_meetings=section.optional_whole("minimum_meetings", high=366),
        substitutes=section.truth("substitutes"),
        answer_reminder_days=section.optional_whole("answer_reminder_days", low=1),
        answer_escalation_days=section.optional_whole("answer_escalation_days", low=1),
        reports_to=section.optional_text("reports_to"),
        levels=section.texts("levels"),
        part_of=section.optional_text("part_of"),
        prepared_by=section.optional_text("prepared_by"),
        recommends_to=section.optional_text("recommends_to"),
        advisory_only=section.truth("advisory_only", default=False),
        registry_prefix=section.optional_text("registry_prefix"),
        record_approval=section.optional_choice("record_approval", vocabulary.RECORD_APPROVALS),
        record_status=section.optional_choice("record_status", vocabulary.RECORD_STATUSES),
        intake=section.optional_choice("intake", vocabulary.INTAKES),
        financing=section.optional_choice("financing", vocabulary.FINANCING),
        revision=section.optional_choice("revision", vocabulary.REVISIONS),
        meetings_are=section.optional_choice("meetings_are", vocabulary.MEETINGS_ARE),
        weekday=section.optional_choice("weekday", vocabulary.WEEKDAYS),
        area=section.optional_text("area"),
        nominated_by=section.optional_text("nominated_by"),
        meetings=_meetings(section),
        joint_with=section.texts("joint_with"),
        standing_items=section.texts("standing_items"),
        areas=section.texts("areas"),
        seats=seats,
        composition_rules=_rules(composition, seats) if composition else (),
        source=_source(section),
        silent=section.choices("silent", SETTINGS),
    )
    if composition:
        composition.close()
    section.close()
    _check_own_sense(section, forum)
    return forum


def _meetings(section: Section) -> tuple[PlannedMeetings, ...]:
    meetings = []
    for each in section.sections("meetings"):
        meetings.append(
            PlannedMeetings(each.text("name"), each.optional_whole("per_year", 1, 366) or 1)
        )
        each.close()
    return tuple(meetings)


def _seats(composition: Section) -> tuple[Seat, ...]:
    seats: list[Seat] = []
    for section in composition.sections("seats", required=True):
        exact = section.optional_whole("count", low=1)
        minimum = section.optional_whole("minimum")
        maximum = section.optional_whole("maximum", low=1)
        seat = Seat(
            id=section.identifier("id"),
            name=section.text("name"),
            minimum=exact if exact is not None else minimum or 0,
            maximum=exact if exact is not None else maximum,
            kind=section.optional_choice("kind", vocabulary.PARTY_KINDS),
            per_party=section.truth("per_party", default=False),
            source=rule_ids(section, "source"),
        )
        section.close()
        if exact is not None and (minimum is not None or maximum is not None):
            section.fault(
                "count",
                "contradiction",
                "Ange antingen count eller minimum och maximum, inte båda.",
                "Give either count or minimum and maximum, not both.",
            )
        if seat.id in {other.id for other in seats}:
            section.fault(
                "id",
                "duplicate-id",
                f"Platsen {seat.id} finns två gånger.",
                f"The seat {seat.id} is given twice.",
            )
        seats.append(seat)
    return tuple(seats)


def _rules(composition: Section, seats: tuple[Seat, ...]) -> tuple[CompositionRule, ...]:
    known = {seat.id for seat in seats}
    rules = []
    for section in composition.sections("rules"):
        rule = CompositionRule(
            rule=section.choice("rule", vocabulary.COMPOSITION_RULES),
            seats=section.texts("seats", required=True),
            advisory=section.truth("advisory", default=False),
            source=rule_ids(section, "source"),
        )
        for seat in rule.seats:
            if seat not in known:
                section.fault(
                    "seats",
                    "dangling-reference",
                    f"Platsen {seat} finns inte i forumets sammansättning.",
                    f"There is no seat {seat} in the forum's composition.",
                )
        section.close()
        rules.append(rule)
    return tuple(rules)


def _source(section: Section) -> dict[str, tuple[str, ...]]:
    """Rule ids by setting; a plain list stands for the forum as a whole (key "forum")."""
    if not section.has("source"):
        return {}
    if not section.is_mapping("source"):
        return {"forum": rule_ids(section, "source")}
    source = section.section("source")
    if source is None:
        return {}
    found = source.each_key(rule_ids)
    for key in found:
        if key not in (*SETTINGS, "forum"):
            source.fault(
                key,
                "dangling-reference",
                f"source nämner {key}, som inte är en inställning.",
                f"source names {key}, which is not a setting.",
            )
    return found


def _check_own_sense(section: Section, forum: Forum) -> None:
    reminder, escalation = forum.answer_reminder_days, forum.answer_escalation_days
    if reminder is not None and escalation is not None and escalation <= reminder:
        section.fault(
            "answer_escalation_days",
            "contradiction",
            "Eskaleringen måste komma efter påminnelsen.",
            "The escalation must come after the reminder.",
        )
    if forum.prepared_by is not None and not forum.has_beredning:
        section.fault(
            "prepared_by",
            "contradiction",
            "Ett forum utan beredning kan inte ha ett beredningsorgan.",
            "A forum without beredning can't have a preparing body.",
        )
    recommends = "rekommendation" in forum.decision_forms
    if recommends and forum.recommends_to in {None, "huvudman"} and reminder is None:
        section.fault(
            "decision_forms",
            "missing-key",
            "Ett forum som rekommenderar huvudmännen behöver answer_reminder_days: tystnad är"
            " inget svar.",
            "A forum that recommends to the huvudmän needs answer_reminder_days: silence is no"
            " answer.",
        )
    if forum.recommends_to is not None and not recommends:
        section.fault(
            "recommends_to",
            "contradiction",
            "Forumet får inte rekommendera: lägg till rekommendation i decision_forms.",
            "The forum may not recommend: add rekommendation to decision_forms.",
        )
    for setting in forum.silent:
        if setting in forum.source:
            section.fault(
                "silent",
                "contradiction",
                f"{setting} kan inte både ha en regel och sakna regel.",
                f"{setting} can't both have a rule and lack one.",
            )
    for setting in SETTINGS:
        given = section.has(setting)
        if given and "forum" not in forum.source and setting not in (*forum.source, *forum.silent):
            section.fault(
                setting,
                "no-source",
                f"{setting} saknar regel: ange den i source, eller i silent om avtalen tiger.",
                f"{setting} has no rule: give it in source, or in silent if no agreement speaks.",
                severity="warning",
            )
