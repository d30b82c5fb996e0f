"""`flows worker`: the jobs and the timers."""

from flows.database.server import open_server
from flows.kernel import Settings
from flows.kernel.log import configure_log
from flows.worker import run_worker


def work(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then finish what has begun."""
    configure_log(settings.log_level, settings.log_json)
    with open_server(settings) as server:
        run_worker(settings, server.url)
