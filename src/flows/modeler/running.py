"""What runs of a package, in every collaboration: processes are shared by all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from flows.catalog.tables import ProcessVersion
from flows.instances import Instance
from flows.organisation import collaborations


@dataclass(frozen=True, slots=True)
class Running:
    """How many instances of a package have not ended.

    `collaborations` has those by the collaboration's name, `versions` by the version's number, the
    newest first, and `processes` by the process's id.
    """

    total: int
    collaborations: Sequence[tuple[str, int]]
    versions: Sequence[tuple[int, int]]
    processes: Mapping[str, int]


def running_counts(session: Session) -> Mapping[str, int]:
    """How many instances of each package have not ended; packages without any are left out."""
    rows = session.execute(
        select(ProcessVersion.package, func.count())
        .join(Instance, Instance.version_id == ProcessVersion.id)
        .where(Instance.ended_at.is_(None))
        .group_by(ProcessVersion.package)
    )
    return dict(rows.all())


def running_of(session: Session, package: str) -> Running:
    """What runs of a package, counted."""
    names = {each.id: each.name for each in collaborations(session)}
    by_collaboration = dict.fromkeys(names.values(), 0)
    by_version: dict[int, int] = {}
    by_process: dict[str, int] = {}
    rows = session.execute(
        select(Instance.collaboration_id, ProcessVersion.number, Instance.process_id, func.count())
        .join(ProcessVersion, ProcessVersion.id == Instance.version_id)
        .where(ProcessVersion.package == package, Instance.ended_at.is_(None))
        .group_by(Instance.collaboration_id, ProcessVersion.number, Instance.process_id)
    )
    for collaboration_id, number, process_id, count in rows:
        name = names.get(collaboration_id, collaboration_id)
        by_collaboration[name] = by_collaboration.get(name, 0) + count
        by_version[number] = by_version.get(number, 0) + count
        by_process[process_id] = by_process.get(process_id, 0) + count
    return Running(
        sum(by_version.values()),
        tuple((name, count) for name, count in by_collaboration.items() if count),
        tuple(sorted(by_version.items(), reverse=True)),
        by_process,
    )
