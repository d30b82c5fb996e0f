"""Do the work of a service task: read, act on the world, then write and go on in one commit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import OperationalError

from flows.instances import (
    Instance,
    Job,
    fail_job,
    finish_job,
    lock_instance,
    open_job,
    throw_job_error,
    unpacked,
)
from flows.kernel import Clock, Database, FlowsError, Settings
from flows.kernel.log import logger
from flows.operations.operation import BusinessError, Call
from flows.operations.registry import operation_for

_log = logger("operations")


def run_operation(
    database: Database, settings: Settings, instance_id: UUID, task_id: str, clock: Clock
) -> None:
    """Do one piece of work if it is still to be done; a failure is noted and tried again later.

    Opens its own transactions. Raises OperationalError when the database can't be reached or
    someone else holds what is needed: that is no fault of the operation's, so it costs none of its
    tries, and the queue hands the work out again.
    """
    try:
        _run(database, settings, instance_id, task_id, clock)
    except BusinessError as error:
        _throw(database, instance_id, task_id, error, clock())
    except OperationalError:
        raise
    except Exception as error:
        _fail(database, instance_id, task_id, error, clock())


def _run(
    database: Database, settings: Settings, instance_id: UUID, task_id: str, clock: Clock
) -> None:
    with database.transaction() as session:
        job = open_job(session, instance_id, task_id)
        instance = session.get_one(Instance, instance_id)
        if job is None or not instance.goes_on:
            return
        operation = operation_for(job.type)
        call = _call(job, settings, clock())
        prepared = operation.prepare(session, instance, call) if operation.prepare else None
    performed = operation.perform(call, prepared) if operation.perform else prepared
    with database.transaction() as session:
        instance = lock_instance(session, instance_id)
        job = open_job(session, instance_id, task_id)
        if job is None or not instance.goes_on:
            return
        result = operation.apply(session, instance, call, performed)
        finish_job(session, instance, job, result, now=clock())
    _log.info("operation done", type=operation.type, instance=str(instance_id))


def _call(job: Job, settings: Settings, now: datetime) -> Call:
    return Call(
        input=unpacked(job.input),
        headers=job.headers,
        key=f"{job.instance_id}:{job.task_id}",
        now=now,
        settings=settings,
    )


def _throw(
    database: Database, instance_id: UUID, task_id: str, error: BusinessError, now: datetime
) -> None:
    with database.transaction() as session:
        instance = lock_instance(session, instance_id)
        job = open_job(session, instance_id, task_id)
        if job is not None and instance.goes_on:
            throw_job_error(session, instance, job, error.error_code, error.sv, now=now)


def _fail(
    database: Database, instance_id: UUID, task_id: str, error: Exception, now: datetime
) -> None:
    if isinstance(error, FlowsError):
        sv, en = error.sv, error.en
        _log.warning("operation failed", instance=str(instance_id), fault=error.code)
    else:
        kind = type(error).__name__
        sv = f"Åtgärden gick fel ({kind})."
        en = f"The operation went wrong ({kind})."
        _log.exception("operation broke", instance=str(instance_id))
    with database.transaction() as session:
        instance = lock_instance(session, instance_id)
        job = open_job(session, instance_id, task_id)
        if job is not None and instance.goes_on:
            fail_job(session, instance, job, sv=sv, en=en, now=now)
