"""Logs: one event per line, for people (`console`) or machines (`json`)."""

import logging
import sys

import structlog

from kernel.monitoring.log_events import count_event, count_library_message
from kernel.settings import LogSettings


def configure_logs(settings: LogSettings, level: int = logging.INFO) -> None:
    """Send the events of structlog and of `logging` through one formatter to stderr."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, count_event, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, count_library_message],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(settings)],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _rendering(settings: LogSettings) -> list[structlog.typing.Processor]:
    if settings.log_format == "console":
        # By default, where `rich` is installed, tracebacks show local variables, and so passwords.
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
