"""The register: cases, what was decided in them, and what every party answered."""

from flows.records.case_views import (
    CaseFile,
    CasePage,
    CaseRow,
    PartyRow,
    RecommendationView,
    case_page,
    case_row,
    cases,
    registry_numbers,
)
from flows.records.cases import (
    OUTCOMES,
    CaseUnknown,
    NewCase,
    close_case,
    record_decision,
    record_follow_up,
    register_case,
    register_project,
    set_standing,
)
from flows.records.recommendations import (
    ANSWERS,
    RecommendationUnknown,
    acknowledge,
    record_answer,
    record_chain_step,
    send_recommendation,
)
from flows.records.standing import Standing, standings_of
from flows.records.tables import Case

__all__ = [
    "ANSWERS",
    "OUTCOMES",
    "Case",
    "CaseFile",
    "CasePage",
    "CaseRow",
    "CaseUnknown",
    "NewCase",
    "PartyRow",
    "RecommendationUnknown",
    "RecommendationView",
    "Standing",
    "acknowledge",
    "case_page",
    "case_row",
    "cases",
    "close_case",
    "record_answer",
    "record_chain_step",
    "record_decision",
    "record_follow_up",
    "register_case",
    "register_project",
    "registry_numbers",
    "send_recommendation",
    "set_standing",
    "standings_of",
]
