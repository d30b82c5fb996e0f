"""Save the scenarios that were mended alike, all as one act that can be undone."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from flows.catalog import Package
from flows.modeler.change_files import change_files
from flows.modeler.drafts import find_draft, lock_draft, open_draft, require_owner
from flows.modeler.errors import DraftChanged, DraftGone
from flows.modeler.mend_alike import GONE, mend_of, woven_alike
from flows.modeler.recording_errors import RecordingRefused
from flows.organisation import Actor


def save_alike(
    session: Session,
    actor: Actor,
    package: Package,
    file: str,
    chosen: Collection[str],
    *,
    revision: int,
    max_bytes: int,
    now: datetime,
) -> int:
    """Save the chosen scenarios, mended as the one in `file` was; how many they were.

    They are mended and played again; all must go right. `revision` is that of the draft as the
    chooser saw it, 0 for none; a draft is begun then. Raises NotProcessOwner, DraftChanged,
    DraftGone, DraftFileUnknown, NotRunnable or RecordingRefused. The caller owns the transaction.
    """
    require_owner(actor)
    if find_draft(session, package.name) is not None:
        draft = lock_draft(session, actor, package.name)
        if draft.revision != revision:
            raise DraftChanged(draft.changed_by, draft.changed_at)
    elif revision:
        raise DraftGone
    if not chosen:
        raise RecordingRefused("Bocka för minst ett scenario.", "Tick at least one scenario.")
    mend = mend_of(session, package, file)
    files: dict[str, tuple[bytes, str | None]] = {
        name: (woven.raw, hashlib.sha256(package.files[name]).hexdigest())
        for name, woven in woven_alike(session, actor, package, mend)
        if name in chosen and woven is not None and woven.raw is not None
    }
    if set(files) != set(chosen):
        raise RecordingRefused(
            "Något av scenarierna går inte rätt längre. Läs listan och välj igen.",
            "One of the scenarios no longer goes right. Read the list and choose again.",
        )
    open_draft(session, actor, package.name, now=now)
    sv, en = _told(len(files), mend.name if file != GONE else "")
    change_files(
        session,
        actor,
        package.name,
        files,
        focus="",
        sv=sv,
        en=en,
        max_bytes=max_bytes,
        now=now,
    )
    return len(files)


def _told(count: int, name: str) -> tuple[str, str]:
    sv = f"{count} scenarier är rättade" if count > 1 else "1 scenario är rättat"
    en = f"{count} scenarios are mended" if count > 1 else "1 scenario is mended"
    if not name:
        return f"{sv}.", f"{en}."
    return f"{sv} likadant som ”{name}”.", f'{en} in the same way as "{name}".'
