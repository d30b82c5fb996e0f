"""The door to the job queue: work is announced in the same transaction as its cause.

Procrastinate inserts the job on the caller's own connection, so a rolled back action leaves no
work behind. The application object here is never opened; the worker has its own.
"""

from datetime import timedelta
from typing import Any

import procrastinate
from sqlalchemy.orm import Session

RUN_JOB = "flows.run_job"
TICK = "flows.tick"
DELIVER = "flows.deliver"

_announcer = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def announce(session: Session, task: str, *, after: timedelta | None = None, **args: Any) -> None:
    """Tell the worker that there is work, once the caller's transaction commits."""
    connection = session.connection().connection.driver_connection
    _announcer.configure_task(
        task,
        allow_unknown=True,
        connection=connection,
        schedule_in={"seconds": int(after.total_seconds())} if after is not None else None,
    ).defer(**args)
