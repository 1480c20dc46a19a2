"""What can go wrong with following and with exports."""

from auth.models import Username
from kernel.errors import AppError


class CannotFollowYourself(AppError):
    code = "cannot-follow-yourself"


class AlreadyFollowing(AppError):
    code = "already-following"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class NotFollowing(AppError):
    code = "not-following"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class ExportUnderWay(AppError):
    """One that was asked for has not arrived yet."""

    code = "export-under-way"
