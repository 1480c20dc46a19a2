"""Errors of following and of exports."""

from auth.models import UserId, Username
from kernel.errors import AppError


class CannotFollowYourself(AppError):
    code = "cannot-follow-yourself"


class AlreadyFollowing(AppError):
    """The person follows this account already."""

    code = "already-following"

    def __init__(self, username: Username, user: UserId) -> None:
        super().__init__(username=username, user=user)


class NotFollowing(AppError):
    """The person does not follow the account with this username."""

    code = "not-following"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class ExportInProgress(AppError):
    """An earlier export of this person has not been sent yet."""

    code = "export-under-way"
