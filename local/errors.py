"""Errors that end `make run`."""


class CannotRun(Exception):
    """A start that failed; the text is one line that names the setting to change."""


class PartEnded(Exception):
    """A server or service that ended without being stopped."""

    def __init__(self, name: str, last_lines: str) -> None:
        super().__init__(f"{name} stopped unexpectedly. Its last lines:\n{last_lines}")
