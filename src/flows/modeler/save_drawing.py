"""Save a file as an editor in the browser has written it anew."""

from datetime import datetime

from sqlalchemy.orm import Session

from flows.diagrams.kept_comments import keep_comments
from flows.modeler.drafts import DraftFile, lock_draft
from flows.modeler.save_files import write_file
from flows.modeler.tables import DraftFileRow
from flows.organisation import Actor


def save_drawing(
    session: Session,
    actor: Actor,
    package: str,
    name: str,
    content: bytes,
    *,
    expected: str | None,
    max_bytes: int,
    now: datetime,
) -> DraftFile:
    """Save what was drawn over the file that the editor saw; the file as it is kept.

    The drawing page drops a diagram's comments and processing instructions: they are put back,
    unless the file would be too large with them. Raises as `write_file`. The caller owns the
    transaction.
    """
    if name.endswith(".bpmn") and len(content) <= max_bytes:
        row = lock_draft(session, actor, package)
        there = session.get(DraftFileRow, (row.id, name), populate_existing=True)
        if there is not None and there.sha256 == expected:
            whole = keep_comments(there.content, content)
            content = whole if len(whole) <= max_bytes else content
    return write_file(
        session, actor, package, name, content, expected=expected, max_bytes=max_bytes, now=now
    )
