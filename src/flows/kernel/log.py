"""Structured log: one event per command, never answers, personal data or secrets."""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger


def configure_log(level: str = "INFO", json: bool = False) -> None:
    """Send every log event to standard error, as text for people or as one JSON object a line."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _told_without_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def logger(room: str) -> structlog.stdlib.BoundLogger:
    """The log of a room."""
    bound: structlog.stdlib.BoundLogger = structlog.get_logger(room)
    return bound


def _told_without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Tell of an exception by its message and where it went, never with the values at hand.

    Those would be answers and names. So are the parameters that SQLAlchemy adds to the message of
    the database: the database's own message is told instead.
    """
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = f"{type(error).__name__}: {getattr(error, 'orig', None) or error}"
        event["stack"] = "".join(_stack(error)).rstrip()
    return event


def _stack(error: BaseException) -> list[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [*_stack(cause), f"which led to {type(error).__name__}\n"] if cause else []
    return [*before, *traceback.format_tb(error.__traceback__)]
