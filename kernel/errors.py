"""The base class of errors that are shown to people. The bot and the viewer put them into words."""

from typing import Any, ClassVar


class AppError(Exception):
    """An error with a code and data, but no prose and no HTTP status."""

    code: ClassVar[str]

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code, data)
        self.data = data
