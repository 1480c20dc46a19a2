"""Logs for processes of which most never say anything."""

import logging


def configure_logs_late() -> None:
    """With the first event and not before: settings and formats take 20 MB, in each of the workers."""
    logging.basicConfig(level=logging.INFO, handlers=[_FirstEvent()], force=True)


class _FirstEvent(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Put the usual handlers into this one's place, and the event through them."""
        from kernel.logs import configure_logs
        from kernel.settings import LogSettings, read_settings

        configure_logs(read_settings(LogSettings))
        logging.getLogger(record.name).handle(record)
