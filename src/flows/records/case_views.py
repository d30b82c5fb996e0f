"""Questions about cases, as pages ask them; a case is open to its collaboration (HS-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from flows.files import FileRow, file_rows
from flows.instances import Instance
from flows.organisation import Actor, forum_names, person_titles
from flows.records.cases import CaseUnknown
from flows.records.standing import Standing, standings_of
from flows.records.tables import (
    Case,
    ChainStep,
    Decision,
    FollowUp,
    Project,
    Recommendation,
    RecommendationParty,
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a list shows it. `answered` of `of` parties; `of` is 0 without a recommendation."""

    id: int
    title: str
    registry_number: str
    forum_id: str
    forum_name: str
    status: str
    standing: Standing
    from_party: str
    opened_at: datetime
    closed_at: datetime | None
    answered: int
    of: int


@dataclass(frozen=True, slots=True)
class PartyRow:
    """Where a recommendation stands at one party, with the steps of its own decision chain."""

    party_id: str
    party_name: str
    registry_number: str | None
    status: str
    outcome: str | None
    decided_on: date | None
    paragraph: str | None
    change: str | None
    changed_at: datetime
    steps: Sequence[ChainStep]


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A recommendation and its n/11 matrix."""

    id: int
    title: str
    text: str
    forum_name: str
    answer_by: date | None
    sent_at: datetime
    answered: int
    of: int
    adopted: int
    changed: int
    rejected: int
    rows: Sequence[PartyRow]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file that was handed in with a case, and the title of who did it."""

    file: FileRow
    who: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything a case page shows from the register."""

    row: CaseRow
    description: str
    source: str
    kind: str
    closing_reason: str
    instance_id: UUID
    decisions: Sequence[Decision]
    recommendations: Sequence[RecommendationView]
    projects: Sequence[Project]
    follow_ups: Sequence[FollowUp]
    files: Sequence[CaseFile]


def cases(
    session: Session, actor: Actor, *, search: str = "", status: str | None = None
) -> Sequence[CaseRow]:
    """The collaboration's cases, newest first, at most 500; `status` is open or closed."""
    query = select(Case).where(Case.collaboration_id == actor.collaboration_id)
    if search.strip():
        like = f"%{_escaped(search.strip())}%"
        query = query.where(or_(Case.title.ilike(like), Case.registry_number.ilike(like)))
    if status == "open":
        query = query.where(Case.closed_at.is_(None))
    elif status == "closed":
        query = query.where(Case.closed_at.is_not(None))
    found = session.scalars(query.order_by(Case.opened_at.desc(), Case.id.desc()).limit(500)).all()
    return _rows(session, actor, found)


def case_row(session: Session, actor: Actor, case_id: int) -> CaseRow:
    """One case as a list shows it. Raises CaseUnknown."""
    return _rows(session, actor, [_visible(session, actor, case_id)])[0]


def case_page(session: Session, actor: Actor, case_id: int) -> CasePage:
    """A case with all that is registered in it. Raises CaseUnknown."""
    case = _visible(session, actor, case_id)
    return CasePage(
        row=_rows(session, actor, [case])[0],
        description=case.description,
        source=case.source,
        kind=case.kind,
        closing_reason=case.closing_reason,
        instance_id=case.instance_id,
        decisions=_of_case(session, Decision, case_id),
        recommendations=_recommendations(session, actor, case_id),
        projects=_of_case(session, Project, case_id),
        follow_ups=_of_case(session, FollowUp, case_id),
        files=_files(session, actor, case_id),
    )


def registry_numbers(
    session: Session, collaboration_id: str, like: str | None = None
) -> dict[int, str]:
    """The registry number of every case by its id, or of those that match a SQL pattern."""
    query = select(Case.id, Case.registry_number).where(Case.collaboration_id == collaboration_id)
    if like is not None:
        query = query.where(Case.registry_number.ilike(like))
    return {row.id: row.registry_number for row in session.execute(query)}


def _visible(session: Session, actor: Actor, case_id: int) -> Case:
    case = session.get(Case, case_id)
    if case is None or case.collaboration_id != actor.collaboration_id:
        raise CaseUnknown
    return case


def _files(session: Session, actor: Actor, case_id: int) -> Sequence[CaseFile]:
    instances = session.scalars(select(Instance.id).where(Instance.case_id == case_id))
    rows = file_rows(session, instances)
    titles = person_titles(session, actor.collaboration_id) if rows else {}
    return [CaseFile(row, titles.get(row.uploaded_by, row.uploaded_by)) for row in rows]


Row = TypeVar("Row", Decision, Project, FollowUp)


def _of_case(session: Session, table: type[Row], case_id: int) -> Sequence[Row]:
    return session.scalars(select(table).where(table.case_id == case_id).order_by(table.id)).all()


def _rows(session: Session, actor: Actor, found: Sequence[Case]) -> Sequence[CaseRow]:
    names = forum_names(session, actor.collaboration_id)
    standing = standings_of(session, found)
    answers = {
        case_id: (answered, of)
        for case_id, answered, of in session.execute(
            select(
                Recommendation.case_id,
                func.count().filter(RecommendationParty.status == "decided"),
                func.count(),
            )
            .join(RecommendationParty, RecommendationParty.recommendation_id == Recommendation.id)
            .where(Recommendation.case_id.in_([case.id for case in found]))
            .group_by(Recommendation.case_id)
        )
    }
    return [
        CaseRow(
            id=case.id,
            title=case.title,
            registry_number=case.registry_number,
            forum_id=case.forum_id,
            forum_name=names.get(case.forum_id, case.forum_id),
            status=case.status,
            standing=standing[case.id],
            from_party=case.from_party,
            opened_at=case.opened_at,
            closed_at=case.closed_at,
            answered=answers.get(case.id, (0, 0))[0],
            of=answers.get(case.id, (0, 0))[1],
        )
        for case in found
    ]


def _recommendations(session: Session, actor: Actor, case_id: int) -> Sequence[RecommendationView]:
    names = forum_names(session, actor.collaboration_id)
    views = []
    for recommendation in session.scalars(
        select(Recommendation).where(Recommendation.case_id == case_id).order_by(Recommendation.id)
    ):
        steps: dict[str, list[ChainStep]] = {}
        for step in session.scalars(
            select(ChainStep)
            .where(ChainStep.recommendation_id == recommendation.id)
            .order_by(ChainStep.id)
        ):
            steps.setdefault(step.party_id, []).append(step)
        rows = [
            PartyRow(
                party_id=row.party_id,
                party_name=row.party_name,
                registry_number=row.registry_number,
                status=row.status,
                outcome=row.outcome,
                decided_on=row.decided_on,
                paragraph=row.paragraph,
                change=row.change,
                changed_at=row.changed_at,
                steps=steps.get(row.party_id, []),
            )
            for row in session.scalars(
                select(RecommendationParty)
                .where(RecommendationParty.recommendation_id == recommendation.id)
                .order_by(RecommendationParty.position)
            )
        ]
        outcomes = [row.outcome for row in rows if row.status == "decided"]
        views.append(
            RecommendationView(
                id=recommendation.id,
                title=recommendation.title,
                text=recommendation.text,
                forum_name=names.get(recommendation.forum_id, recommendation.forum_id),
                answer_by=recommendation.answer_by,
                sent_at=recommendation.sent_at,
                answered=len(outcomes),
                of=len(rows),
                adopted=outcomes.count("antagen"),
                changed=outcomes.count("antagen_med_andring"),
                rejected=outcomes.count("avslagen"),
                rows=rows,
            )
        )
    return views


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
