"""What publishing a draft would mean, before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from flows.catalog import PackageVersion, latest_version, package_of
from flows.catalog.play_package import ScenarioReport, ScenarioResult
from flows.kernel import Problem
from flows.modeler.check import problems_of
from flows.modeler.contents import DrawnProcess, contents_of
from flows.modeler.drafts import Draft
from flows.modeler.rehearse import Rehearsal, rehearse
from flows.modeler.run_scenarios import run_scenarios
from flows.modeler.running import Running, running_of
from flows.organisation import Actor

MOST_REHEARSED = 300
"""With more than this running the rehearsal has a page of its own, and is not made beside."""

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PublishPreview:
    """What stands in the way of publishing, and what it would change.

    `newer` is a version that was published after the draft began. `report` is None while there are
    errors; `rehearsal` too, and when nothing or too much runs. `gone` and `new` are processes.
    """

    errors: Sequence[Problem]
    warnings: Sequence[Problem]
    newer: PackageVersion | None
    is_same: bool
    report: ScenarioReport | None
    running: Running
    rehearsal: Rehearsal | None
    gone: Sequence[DrawnProcess]
    new: Sequence[DrawnProcess]

    @property
    def may_publish(self) -> bool:
        """Whether nothing but a reason is missing."""
        return not self.errors and self.newer is None and not self.is_same

    @property
    def runs_too_much(self) -> bool:
        """Whether so much runs that it is rehearsed, and moved, on a page of its own."""
        return self.running.total > MOST_REHEARSED

    @property
    def red(self) -> Sequence[ScenarioResult]:
        """The scenarios that don't go right."""
        results = self.report.results if self.report else ()
        return [result for result in results if not result.right]


def preview_publish(
    session: Session,
    actor: Actor,
    draft: Draft,
    *,
    now: datetime,
    max_bytes: int,
    chosen: Mapping[str, str] = _NOTHING,
) -> PublishPreview:
    """Check the draft, play its scenarios and rehearse it; nothing is changed.

    `chosen` says which step takes over from a step that is gone, as for the rehearsal.
    """
    package = draft.as_package()
    current = latest_version(session, draft.package, missing_ok=True)
    problems = problems_of(session, draft, now=now, max_bytes=max_bytes)
    errors = [problem for problem in problems if problem.severity == "error"]
    running = running_of(session, draft.package)
    drawn = {process.id: process for process in contents_of(package).processes}
    published: dict[str, DrawnProcess] = {}
    if current is not None:
        before = contents_of(package_of(session, current.version_id))
        published = {process.id: process for process in before.processes}
    rehearsal = None
    if not errors and 0 < running.total <= MOST_REHEARSED:
        rehearsal = rehearse(session, package, actor=actor, now=now, chosen=chosen)
    return PublishPreview(
        errors=errors,
        warnings=[problem for problem in problems if problem.severity != "error"],
        newer=current if current and current.version_id != draft.base_version_id else None,
        is_same=current is not None and current.sha256 == package.sha256,
        report=None if errors else run_scenarios(session, package),
        running=running,
        rehearsal=rehearsal,
        gone=[process for id_, process in published.items() if id_ not in drawn],
        new=[process for id_, process in drawn.items() if id_ not in published],
    )
