"""The Flask application: one place where its parts are put together."""

from datetime import timedelta

from flask import Flask, g
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect  # type: ignore[import-untyped]
from jinja2 import StrictUndefined

from flows.kernel import Clock, Database, Settings, system_clock
from flows.web import (
    assets,
    dates,
    errors,
    headers,
    icons,
    language,
    navigation,
    people,
    secret_key,
    sentences,
    status,
    uploads,
)
from flows.web.access import require_declared_access
from flows.web.uploads import UploadRequest
from flows.web.views import (
    accessibility,
    case_list,
    case_page,
    files,
    health,
    inbox,
    instance_outline,
    instance_page,
    language_choice,
    messages,
    processes,
    repair,
    repair_version,
    running,
    sign_in,
    start,
    task_page,
)
from flows.web.visitor import admit

_VIEWS = (
    accessibility,
    case_list,
    case_page,
    files,
    health,
    inbox,
    instance_outline,
    instance_page,
    language_choice,
    messages,
    repair,
    repair_version,
    running,
    sign_in,
    start,
    task_page,
    *processes.VIEWS,
)


class FlowsApp(Flask):
    """Flask with a database, a clock and one transaction per request."""

    request_class = UploadRequest
    jinja_options = {  # noqa: RUF012 - the name and kind are Flask's
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        super().__init__("flows.web")
        self.settings = settings
        self.database = database
        self.clock = clock

    def dispatch_request(self) -> ResponseReturnValue:
        """Admit the visitor and run the view, in one transaction.

        It is committed when the view returns, before the answer leaves, and rolled back when
        the view raises.
        """
        with self.database.transaction() as session:
            g.settings = self.settings
            g.database_session = session
            g.now = self.clock()
            admit()
            return super().dispatch_request()


def create_app(settings: Settings, database: Database, clock: Clock = system_clock) -> Flask:
    """The web application.

    Raises RuntimeError when a view does not declare who may use it.
    """
    app = FlowsApp(settings, database, clock)
    https = (settings.base_url or "").startswith("https://")
    app.config.update(
        SECRET_KEY=secret_key.of(settings),
        HTTPS=https,
        SESSION_COOKIE_NAME="flows_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=2 * settings.max_file_bytes,
        MAX_FILE_BYTES=settings.max_file_bytes,
        MAX_UPLOAD_BYTES=settings.max_upload_bytes,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    uploads.install(app)
    CSRFProtect(app)
    for part in (
        language,
        assets,
        dates,
        icons,
        navigation,
        people,
        headers,
        status,
        sentences,
        errors,
    ):
        part.install(app)
    for view in _VIEWS:
        app.register_blueprint(view.blueprint)
    require_declared_access(app)
    return app
