"""Commands on cases: register, say where it stands, record a decision, close."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from flows.kernel import STOCKHOLM, NotFound
from flows.records.tables import Case, Decision, FollowUp, Project, RegistrySeries

OUTCOMES = ("avslutat", "avvisat", "aterkallat", "overlamnat")


class CaseUnknown(NotFound):
    """There is no such case."""

    code = "case-unknown"
    sv = "Ärendet finns inte."
    en = "There is no such case."


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known of a case when it is registered."""

    title: str
    description: str
    from_party: str
    source: str
    kind: str


def register_case(
    session: Session,
    new: NewCase,
    *,
    collaboration_id: str,
    forum_id: str,
    prefix: str,
    instance_id: UUID,
    now: datetime,
) -> Case:
    """Give a case the next registry number of its forum and year.

    Numbers have no gaps: one that is rolled back is given again. The caller owns the transaction.
    """
    year = now.astimezone(STOCKHOLM).year
    series = insert(RegistrySeries).values(
        collaboration_id=collaboration_id, prefix=prefix, year=year, last=1
    )
    number = session.execute(
        series.on_conflict_do_update(
            index_elements=[
                RegistrySeries.collaboration_id,
                RegistrySeries.prefix,
                RegistrySeries.year,
            ],
            set_={"last": RegistrySeries.last + 1},
        ).returning(RegistrySeries.last)
    ).scalar_one()
    case = Case(
        collaboration_id=collaboration_id,
        forum_id=forum_id,
        registry_number=f"{prefix} {year}-{number}",
        title=new.title,
        description=new.description,
        from_party=new.from_party,
        source=new.source,
        kind=new.kind,
        status="open",
        opened_at=now,
        instance_id=instance_id,
    )
    session.add(case)
    session.flush()
    return case


def set_standing(session: Session, case_id: int, stands: str, next_step: str) -> None:
    """Say in words where a case stands and what comes next. Raises CaseUnknown."""
    case = _case(session, case_id)
    case.stands = stands
    case.next_step = next_step


def record_decision(
    session: Session,
    case_id: int,
    *,
    forum_id: str,
    form: str,
    text: str,
    motivation: str,
    decided_on: date,
    now: datetime,
) -> Decision:
    """Record what a forum decided. Raises CaseUnknown."""
    _case(session, case_id)
    decision = Decision(
        case_id=case_id,
        forum_id=forum_id,
        form=form,
        text=text,
        motivation=motivation,
        decided_on=decided_on,
        recorded_at=now,
    )
    session.add(decision)
    session.flush()
    return decision


def close_case(session: Session, case_id: int, outcome: str, reason: str, now: datetime) -> None:
    """Close a case with one of OUTCOMES. Raises CaseUnknown; ValueError for another outcome."""
    if outcome not in OUTCOMES:
        raise ValueError(f"{outcome!r} is not one of {', '.join(OUTCOMES)}")
    case = _case(session, case_id)
    case.status = outcome
    case.closed_at = now
    case.closing_reason = reason
    case.next_step = ""


def register_project(
    session: Session,
    *,
    collaboration_id: str,
    forum_id: str,
    case_id: int | None,
    title: str,
    goal: str,
    owner: str,
    starts_on: date,
    ends_on: date,
    financing: str,
    now: datetime,
) -> Project:
    """Record a started project with its goal, owner, time and financing (NV-24).

    Raises ValueError when a mandatory fact is missing or the end comes before the start.
    """
    missing = [
        name
        for name, value in (("mål", goal), ("ägare", owner), ("finansiering", financing))
        if not value.strip()
    ]
    if missing:
        raise ValueError(f"a project needs {', '.join(missing)} (NV-24)")
    if ends_on < starts_on:
        raise ValueError("a project can't end before it starts (NV-24)")
    project = Project(
        collaboration_id=collaboration_id,
        forum_id=forum_id,
        case_id=case_id,
        title=title,
        goal=goal,
        owner=owner,
        starts_on=starts_on,
        ends_on=ends_on,
        financing=financing,
        registered_at=now,
    )
    session.add(project)
    session.flush()
    return project


def record_follow_up(
    session: Session, case_id: int, *, on: date, report: str, outcome: str, now: datetime
) -> None:
    """Record what came of a case (NV-29). Raises CaseUnknown."""
    _case(session, case_id)
    session.add(FollowUp(case_id=case_id, on=on, report=report, outcome=outcome, recorded_at=now))


def _case(session: Session, case_id: int) -> Case:
    case = session.get(Case, case_id)
    if case is None:
        raise CaseUnknown
    return case
