"""Publish a draft, or an earlier version again: checked, tried, and only over what was seen.

Two who publish at the same time wait for each other; who comes second is told, and loses nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from flows.catalog import (
    Package,
    PackageVersion,
    latest_version,
    package_of,
    publish_package,
    version_of,
    wait_for_turn,
)
from flows.modeler.check import package_problems
from flows.modeler.drafts import Draft, find_draft, lock_draft, require_owner
from flows.modeler.errors import (
    BaseMoved,
    DraftChanged,
    DraftGone,
    DraftHasErrors,
    DraftUnknown,
    NothingToPublish,
    ReasonNeeded,
    ScenariosRed,
    VersionMoved,
)
from flows.modeler.run_scenarios import run_scenarios
from flows.modeler.tables import DraftRow
from flows.modeler.version_words import author_words
from flows.organisation import Actor

MOST_REASON = 2_000
"""Characters of a reason that are kept."""

_AGAIN = timedelta(seconds=30)


def publish_draft(
    session: Session,
    actor: Actor,
    package: str,
    *,
    revision: int,
    reason: str,
    red_scenarios_reason: str | None = None,
    now: datetime,
    max_bytes: int,
) -> PackageVersion:
    """Make the draft that the actor saw as `revision` the current version; the draft is gone then.

    With a scenario that does not go right it takes `red_scenarios_reason`, which the version
    keeps. Raises NotProcessOwner, ReasonNeeded, DraftGone, DraftChanged, BaseMoved,
    NothingToPublish, DraftHasErrors or ScenariosRed. The caller owns the transaction.
    """
    require_owner(actor)
    reason = _given(reason)
    draft = find_draft(session, package)
    if draft is None:
        raise _gone(session, actor, package)
    _require_seen(session, actor, draft, revision)
    red = _require_sound(session, draft.as_package(), red_scenarios_reason, now, max_bytes)
    wait_for_turn(session)
    try:
        row = lock_draft(session, actor, package)
    except DraftUnknown:
        raise _gone(session, actor, package) from None
    if row.revision != revision:
        raise DraftChanged(row.changed_by, row.changed_at)
    _require_base(session, actor, package, row.base_version_id)
    version = _publish(session, actor, draft.as_package(), reason, red, now)
    session.execute(delete(DraftRow).where(DraftRow.id == row.id))
    session.expire_all()
    return version


def restore_version(
    session: Session,
    actor: Actor,
    package: str,
    number: int,
    *,
    seen_version_id: int,
    reason: str,
    now: datetime,
    max_bytes: int,
) -> PackageVersion:
    """Publish the files of version `number` again, as a new version.

    `seen_version_id` is the version that was current when the actor decided. The reason counts for
    red scenarios too. Raises NotProcessOwner, ReasonNeeded, VersionUnknown, VersionMoved,
    NothingToPublish or DraftHasErrors. The caller owns the transaction.
    """
    require_owner(actor)
    reason = _given(reason)
    earlier = version_of(session, package, number)
    files = package_of(session, earlier.version_id)
    red = _require_sound(session, files, reason, now, max_bytes)
    wait_for_turn(session)
    current = latest_version(session, package)
    if current.version_id != seen_version_id:
        raise VersionMoved(*author_words(session, actor, current), current.number)
    again = f"Återgång till version {number}: {reason}"
    return _publish(session, actor, files, again, red, now)


def published_just_now(
    session: Session, actor: Actor, package: str, reason: str, *, now: datetime
) -> PackageVersion | None:
    """The current version, if the actor published it a moment ago with that reason.

    So a form that was sent twice, as by a double click, is answered as if it were sent once.
    """
    current = latest_version(session, package, missing_ok=True)
    if current is None or not reason.strip() or now - current.published_at > _AGAIN:
        return None
    same = current.author == actor.person_id and current.reason.endswith(_given(reason))
    return current if same else None


def _given(reason: str) -> str:
    """The reason, shortened to what is kept. Raises ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    return reason.strip()[:MOST_REASON]


def _require_seen(session: Session, actor: Actor, draft: Draft, revision: int) -> None:
    if draft.revision != revision:
        raise DraftChanged(draft.changed_by, draft.changed_at)
    _require_base(session, actor, draft.package, draft.base_version_id)


def _require_base(
    session: Session, actor: Actor, package: str, base_version_id: int | None
) -> None:
    current = latest_version(session, package, missing_ok=True)
    if current is not None and current.version_id != base_version_id:
        raise BaseMoved(*author_words(session, actor, current), current.number)


def _require_sound(
    session: Session, package: Package, red_reason: str | None, now: datetime, max_bytes: int
) -> str | None:
    """Why it is published with a red scenario; None when none is red."""
    current = latest_version(session, package.name, missing_ok=True)
    if current is not None and current.sha256 == package.sha256:
        raise NothingToPublish
    problems = package_problems(session, package, now=now, max_bytes=max_bytes)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DraftHasErrors(problems=errors)
    report = run_scenarios(session, package)
    if report.right:
        return None
    if not (red_reason or "").strip():
        raise ScenariosRed([fault for result in report.results for fault in result.faults])
    return (red_reason or "").strip()[:MOST_REASON]


def _publish(
    session: Session, actor: Actor, package: Package, reason: str, red: str | None, now: datetime
) -> PackageVersion:
    number = publish_package(
        session,
        package,
        author=actor.person_id,
        reason=reason,
        now=now,
        origin="browser",
        red_scenarios_reason=red,
    )
    if number is None:
        raise NothingToPublish
    return latest_version(session, package.name)


def _gone(session: Session, actor: Actor, package: str) -> DraftGone:
    current = latest_version(session, package, missing_ok=True)
    if current is None:
        return DraftGone()
    return DraftGone(*author_words(session, actor, current), current.number)
