"""`flows serve`: the web application under gunicorn, with threads, configured here in Python."""

import logging
import signal
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from flows.database.server import open_server
from flows.engine import set_limits
from flows.kernel import Database, Settings
from flows.kernel.log import configure_log
from flows.kernel.parent import end_with_parent
from flows.web import create_app


def serve_web(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then finish the requests that have begun."""
    configure_log(settings.log_level, settings.log_json)
    set_limits(rounds=settings.max_rounds)
    with open_server(settings) as server:
        Site(settings, Database(server.url, pool_size=settings.web_threads)).run()


class Site(BaseApplication):
    """The application as gunicorn runs it: loaded once, then forked."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        super().__init__()

    def load_config(self) -> None:
        for name, value in gunicorn_settings(self._settings).items():
            self.cfg.set(name, value)
        self.cfg.set("post_fork", self._after_fork)

    def load(self) -> Any:
        return create_app(self._settings, self._database)

    def _after_fork(self, arbiter: Any, worker: Any) -> None:
        # By force: nobody would be left to end a worker that hangs, and it would hold the port.
        end_with_parent(signal.SIGKILL, worker.ppid)
        self._database.engine.dispose(close=False)  # the connections are the parent's


class QuietLog(Logger):
    """gunicorn's own events in the program's log."""

    def setup(self, cfg: Any) -> None:
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)  # what it does when all is well is not for people


def gunicorn_settings(settings: Settings) -> dict[str, Any]:
    """Every setting of gunicorn that is not its default."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": f"{host}:{settings.port}",
        "worker_class": "gthread",
        "workers": settings.web_processes,
        "threads": settings.web_threads,
        "preload_app": True,
        "graceful_timeout": 10,
        "control_socket_disable": True,
        "logger_class": QuietLog,
        "proc_name": "flows-web",
    }
