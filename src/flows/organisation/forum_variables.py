"""What a process may know of its forum: the variable `forum` of an instance."""

from collections.abc import Callable, Mapping
from typing import Any

from flows.organisation.model import Collaboration, Forum, Party


def party_variables(party: Party) -> dict[str, Any]:
    """A party as the variable `part`: id, names and the bodies of its decision chain (VS-01)."""
    return {
        "id": party.id,
        "namn": party.name,
        "kortnamn": party.short,
        "slag": party.kind,
        "huvudman": party.huvudman,
        "beredande": party.body(party.proposes).name,
        "beslutande": party.body(party.decides).name,
    }


def forum_variables(
    forum: Forum,
    collaboration: Collaboration,
    parties: Mapping[str, Party],
    forum_of: Callable[[str], Forum],
) -> dict[str, Any]:
    """The forum as JSON data with ASCII keys.

    `parties` holds at least the forum's own; `forum_of` finds the forums that it names.
    Days are whole numbers or None where neither agreement nor file says anything.
    """
    members = [party_variables(parties[party_id]) for party_id in forum.party_ids]

    def named(forum_id: str | None) -> dict[str, str] | None:
        if forum_id is None:
            return None
        other = forum_of(forum_id)
        return {
            "id": other.id,
            "namn": other.name,
            "kortnamn": other.short,
            "slag": other.kind,
        }

    return {
        "id": forum.id,
        "namn": forum.name,
        "kortnamn": forum.short,
        "slag": forum.kind,
        "samverkan": collaboration.id,
        "samverkan_namn": collaboration.name,
        "har_beredning": forum.has_beredning,
        "beredning": named(forum.prepared_by),
        "kallelsedagar": forum.notice_days,
        "dokumentation": forum.record,
        "justering": forum.record_approval,
        "bara_radgivande": forum.advisory_only,
        "beslutsformer": list(forum.decision_forms),
        "ordforanderegel": forum.chair_rule,
        "min_moten": forum.minimum_meetings,
        "ersattare": forum.substitutes,
        "paminnelsedagar": forum.answer_reminder_days,
        "eskaleringsdagar": forum.answer_escalation_days,
        "rapporterar_till": named(forum.reports_to),
        "rekommenderar_till": named(_recommends_to_forum(forum)),
        "nivaer": [named(level) for level in forum.levels],
        "inlamning": forum.intake,
        "finansiering": forum.financing,
        "staende_punkter": list(forum.standing_items),
        "omraden": list(forum.areas),
        "parter": members,
        "huvudman": [party for party in members if party["huvudman"]],
        "associerade": [party for party in members if not party["huvudman"]],
    }


def forums_named(forum: Forum) -> set[str]:
    """The ids of the other forums that the forum's variables name."""
    named = {forum.prepared_by, forum.reports_to, _recommends_to_forum(forum), *forum.levels}
    return {forum_id for forum_id in named if forum_id is not None}


def _recommends_to_forum(forum: Forum) -> str | None:
    return None if forum.recommends_to == "huvudman" else forum.recommends_to
