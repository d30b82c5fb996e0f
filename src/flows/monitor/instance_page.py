"""One instance: its diagram with tokens, the same in words, its history, its relatives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from flows.catalog import definition_of, diagram_of
from flows.documents import DiagramUnreadable, Mark, diagram_svg
from flows.engine import Outcome
from flows.instances import (
    HistoryRow,
    IncidentRow,
    Instance,
    InstanceUnknown,
    Repair,
    standing_of,
)
from flows.monitor.instance_list import InstanceRow, require_monitor, rows_of
from flows.monitor.waiting import TokenView, waiting_places
from flows.organisation import Actor, person_titles


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened; `who` is empty when the engine did it by itself.

    A repair has the type repair, its kind as `what`, and a `reason`.
    """

    at: datetime
    name: str
    type: str
    what: str
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Why it stopped, and how it was mended when it was."""

    element_id: str
    name: str
    sv: str
    en: str
    raised_at: datetime
    resolved_at: datetime | None
    resolved_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkedInstance:
    """The instance that started this one, or one that it started."""

    id: UUID
    title: str
    process_name: str
    process_name_en: str
    party_name: str
    status: str


@dataclass(frozen=True, slots=True)
class InstancePage:
    """Everything an admin sees of one instance.

    `svg` is made by us and safe to show inline; empty when the process has no drawing.
    """

    row: InstanceRow
    svg: str
    tokens: Sequence[TokenView]
    history: Sequence[HistoryEntry]
    incidents: Sequence[IncidentView]
    parent: LinkedInstance | None
    children: Sequence[LinkedInstance]


def instance_page(
    session: Session, actor: Actor, instance_id: UUID, lang: str, *, now: datetime
) -> InstancePage:
    """The page of an instance. Raises InstanceUnknown, NotAllowed."""
    require_monitor(actor)
    instance = session.get(Instance, instance_id)
    if instance is None or instance.collaboration_id != actor.collaboration_id:
        raise InstanceUnknown
    standing = standing_of(session, instance, now=now)
    history = session.execute(
        select(*_TOLD).where(HistoryRow.instance_id == instance_id).order_by(HistoryRow.id)
    ).all()
    people = person_titles(session, actor.collaboration_id)
    incidents = session.scalars(
        select(IncidentRow).where(IncidentRow.instance_id == instance_id).order_by(IncidentRow.id)
    ).all()
    relatives = _linked(session, actor, instance)
    tokens = waiting_places(session, instance, standing, now=now)
    return InstancePage(
        row=rows_of(session, actor, [instance])[0],
        svg=_drawing(session, instance, standing, history, tokens, lang),
        tokens=tokens,
        history=_told(session, instance, history, people),
        incidents=[
            IncidentView(
                row.element_id,
                row.name,
                row.sv,
                row.en,
                row.raised_at,
                row.resolved_at,
                people.get(row.resolved_by or "", row.resolved_by or ""),
                row.reason or "",
            )
            for row in incidents
        ],
        parent=relatives[0],
        children=relatives[1],
    )


_Line: TypeAlias = Row[datetime, str, str, str, str, str | None]
_TOLD = (
    HistoryRow.at,
    HistoryRow.element_id,
    HistoryRow.name,
    HistoryRow.type,
    HistoryRow.what,
    HistoryRow.actor,
)
"""What the page tells of a row: the details of thousands would be read for nothing."""


def _told(
    session: Session, instance: Instance, history: Sequence[_Line], people: Mapping[str, str]
) -> Sequence[HistoryEntry]:
    """What happened and what was mended, in order of time."""
    repairs = session.scalars(
        select(Repair).where(Repair.instance_id == instance.id).order_by(Repair.id)
    )
    entries = [
        HistoryEntry(
            row.at, row.name, row.type, row.what, people.get(row.actor or "", row.actor or "")
        )
        for row in history
    ]
    entries += [
        HistoryEntry(
            row.at, row.name, "repair", row.kind, people.get(row.actor, row.actor), row.reason
        )
        for row in repairs
    ]
    return sorted(entries, key=lambda entry: entry.at)


def _drawing(
    session: Session,
    instance: Instance,
    standing: Outcome,
    history: Sequence[_Line],
    tokens: Sequence[TokenView],
    lang: str,
) -> str:
    done = Counter(row.element_id for row in history if row.what == "completed")
    marks = {element_id: Mark("done", count, "") for element_id, count in done.items()}
    there = Counter(token.element_id for token in standing.tokens)
    stopped = {token.element_id for token in tokens if token.kind == "incident"}
    for element_id, count in there.items():
        marks[element_id] = Mark("incident" if element_id in stopped else "token", count, "")
    outline = definition_of(session, instance.version_id).processes[instance.process_id]
    shown = [name for name in {token.name: None for token in tokens} if name]
    if lang == "en":
        description = f"It stands at: {', '.join(shown)}." if shown else "It has ended."
    else:
        description = f"Det står vid: {', '.join(shown)}." if shown else "Det är klart."
    try:
        return diagram_svg(
            diagram_of(session, instance.version_id, instance.process_id),
            marks,
            title=outline.name,
            description=description,
        )
    except DiagramUnreadable:
        return ""


def _linked(
    session: Session, actor: Actor, instance: Instance
) -> tuple[LinkedInstance | None, Sequence[LinkedInstance]]:
    parent = session.get(Instance, instance.parent_id) if instance.parent_id is not None else None
    children = session.scalars(
        select(Instance)
        .where(Instance.parent_id == instance.id)
        .order_by(Instance.started_at, Instance.id)
    ).all()
    rows = rows_of(session, actor, [*([parent] if parent is not None else []), *children])
    links = [
        LinkedInstance(
            row.id, row.title, row.process_name, row.process_name_en, row.party_name, row.status
        )
        for row in rows
    ]
    return (links[0], links[1:]) if parent is not None else (None, links)
