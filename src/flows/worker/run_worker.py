"""Run the worker until it is told to stop: the queue, the timers, and work that others dropped."""

import asyncio
from collections.abc import Callable

import procrastinate
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import Status
from sqlalchemy.engine import make_url

from flows.engine import set_limits
from flows.kernel import Clock, Database, Settings, system_clock
from flows.kernel.log import logger
from flows.worker.work import Work

HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 15.0
TIMER_SECONDS = 1.0
TIDY_SECONDS = 3600.0
KEPT_HOURS = 24 * 30
"""How long the queue remembers work that was set aside; the incident it became stays."""

MOST_ATTEMPTS = 10
"""Work that workers die with, or that breaks, so many times is poison: it is set aside."""

_RETRY = procrastinate.RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=2)
_log = logger("worker")


def run_worker(settings: Settings, database_url: str, clock: Clock = system_clock) -> None:
    """Work until SIGTERM or SIGINT, then finish what is begun.

    Raises when the database goes away; whoever started the worker starts it again.
    """
    set_limits(rounds=settings.max_rounds)
    asyncio.run(_run(settings, database_url, clock))


async def _run(settings: Settings, database_url: str, clock: Clock) -> None:
    database = Database(database_url, pool_size=settings.worker_jobs + 2)
    work = Work(database, settings, clock)
    app = make_queue(database_url, work)
    try:
        async with app.open_async():
            aside = [
                asyncio.create_task(_sweep_timers(work)),
                asyncio.create_task(_take_over_again_and_again(app, work)),
                asyncio.create_task(_tidy_again_and_again(app, work)),
            ]
            queue = asyncio.create_task(
                app.run_worker_async(
                    concurrency=settings.worker_jobs,
                    delete_jobs="successful",
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS * 2,
                    shutdown_graceful_timeout=20,
                )
            )
            _log.info("worker ready", jobs=settings.worker_jobs)
            try:
                done, _ = await asyncio.wait([queue, *aside], return_when=asyncio.FIRST_COMPLETED)
                for ended in done:
                    ended.result()
            finally:
                for other in (*aside, queue):
                    other.cancel()
                await asyncio.gather(*aside, queue, return_exceptions=True)
    finally:
        database.dispose()


def make_queue(database_url: str, work: Work) -> procrastinate.App:
    """The queue with all the work there is, not yet open."""
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(
            conninfo=_conninfo(database_url), min_size=1, max_size=4
        )
    )
    for name, function in work.by_name().items():
        app.task(name=name, retry=_RETRY, pass_context=True)(_tried(work, function, name))
    return app


def _tried(work: Work, function: Callable[..., None], name: str) -> Callable[..., None]:
    """The work as the queue runs it: when the last try breaks, it is set aside."""

    def run(context: procrastinate.JobContext, **args: object) -> None:
        try:
            function(**args)
        except Exception:
            if context.job.attempts >= MOST_ATTEMPTS:
                work.give_up(name, args)
            raise

    run.__name__ = name.replace(".", "_")
    return run


def _conninfo(database_url: str) -> str:
    return make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)


async def _sweep_timers(work: Work) -> None:
    while True:
        await asyncio.to_thread(work.sweep_timers)
        await asyncio.sleep(TIMER_SECONDS)


async def _tidy_again_and_again(app: procrastinate.App, work: Work) -> None:
    while True:
        try:
            await tidy(app, work)
        except Exception:  # nobody waits for it: it is done the next time
            _log.exception("tidying broke")
        await asyncio.sleep(TIDY_SECONDS)


async def tidy(app: procrastinate.App, work: Work) -> None:
    """Drop what has been of use, from our tables and from the queue's."""
    gone = await asyncio.to_thread(work.tidy)
    await app.job_manager.delete_old_jobs(
        KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
    if gone:
        _log.info("tidied", rows=gone)


async def _take_over_again_and_again(app: procrastinate.App, work: Work) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        await take_over(app, work)


async def take_over(app: procrastinate.App, work: Work) -> None:
    """Give the work of workers that have died or frozen to others."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    for job in stalled:
        try:
            await _again(app, work, job)
        except procrastinate.exceptions.ConnectorException:
            _log.info("stalled job was finished meanwhile", job=job.id)


async def _again(app: procrastinate.App, work: Work, job: QueuedJob) -> None:
    if job.attempts < MOST_ATTEMPTS:
        await app.job_manager.retry_job(job)
        _log.warning("work taken over", task=job.task_name, job=job.id)
        return
    await asyncio.to_thread(work.give_up, job.task_name, dict(job.task_kwargs))
    if job.id is not None:
        await app.job_manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=False)
    _log.error("poison job set aside", task=job.task_name, job=job.id)
