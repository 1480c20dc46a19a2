"""What can go wrong, in the domain's words: a face turns it into a person's language."""

from typing import Any, ClassVar


class AppError(Exception):
    """Something a person can be told: a code and data, never prose and never an HTTP status."""

    code: ClassVar[str]

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code, data)
        self.data = data
