"""`flows worker`: the jobs and the timers."""

import logging
import signal

from flows.database.server import open_server
from flows.kernel import Settings
from flows.kernel.log import configure_log
from flows.worker import run_worker


def work(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then finish what has begun."""
    configure_log(settings.log_level, settings.log_json)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # the worker tells of its work
    signal.signal(signal.SIGTERM, _stop)  # until the queue is open and takes over
    with open_server(settings) as server:
        run_worker(settings, server.url)


def _stop(number: int, frame: object) -> None:
    raise SystemExit(0)
