"""Errors of accounts. `wanted` and `typed` are what a person has typed."""

from datetime import timedelta

from auth.models import Username
from kernel.errors import AppError


class UsernameMalformed(AppError):
    """No username can look like this. At registration, `suggestion` is one that is free at the moment."""

    code = "username-malformed"

    def __init__(self, wanted: str, suggestion: Username | None = None) -> None:
        super().__init__(wanted=wanted, suggestion=suggestion)


class UsernameReserved(AppError):
    """The username may not be registered. `suggestion` is free at the moment."""

    code = "username-reserved"

    def __init__(self, wanted: str, suggestion: Username) -> None:
        super().__init__(wanted=wanted, suggestion=suggestion)


class UsernameTaken(AppError):
    """Another account has the username. `suggestion` is free at the moment."""

    code = "username-taken"

    def __init__(self, wanted: str, suggestion: Username) -> None:
        super().__init__(wanted=wanted, suggestion=suggestion)


class AlreadyLinked(AppError):
    """This Telegram chat is linked already, to the account with this username."""

    code = "already-linked"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class NotRegistered(AppError):
    """The person has no account, or the chat is linked to none."""

    code = "not-registered"


class UserNotFound(AppError):
    """No account has the username. `username` is what was typed, cut to a readable length."""

    code = "user-not-found"

    def __init__(self, username: str) -> None:
        super().__init__(username=username)


class NotYourUsername(AppError):
    """The person was asked to confirm the deletion with their username, and typed something else."""

    code = "not-your-username"

    def __init__(self, typed: str, username: Username) -> None:
        super().__init__(typed=typed, username=username)


class DeletionInProgress(AppError):
    """The deletion of the account is due, or done, and can no longer be cancelled."""

    code = "too-late-to-stay"


class PasswordTooShort(AppError):
    code = "password-too-short"

    def __init__(self, shortest: int) -> None:
        super().__init__(shortest=shortest)


class PasswordTooLong(AppError):
    code = "password-too-long"

    def __init__(self, longest: int) -> None:
        super().__init__(longest=longest)


class PasswordNotSet(AppError):
    """The account has no password to log in with."""

    code = "password-not-set"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class WouldLockOut(AppError):
    """Without a password, a person who logs out could never log in again."""

    code = "would-lock-out"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class HashingBusy(AppError):
    """Too many passwords are being hashed at the moment; the same may succeed later."""

    code = "hashing-busy"


class WrongPassword(AppError):
    """The password is wrong; `count` tries are left."""

    code = "wrong-password"

    def __init__(self, tries_left: int) -> None:
        super().__init__(count=tries_left)


class WrongCode(AppError):
    """The one-time code is wrong; `count` tries are left."""

    code = "wrong-code"

    def __init__(self, tries_left: int) -> None:
        super().__init__(count=tries_left)


class CodeExpired(AppError):
    """The code was used, is too old, or had too many wrong tries."""

    code = "code-expired"


class TooManyTries(AppError):
    """All of the `most` tries in a `window` are used up; the next is possible in `count` minutes."""

    code = "too-many-tries"

    def __init__(self, minutes: int, most: int, window: timedelta) -> None:
        super().__init__(count=minutes, most=most, window=window)


class NoReachableChat(AppError):
    """No Telegram chat of this account can be reached, so no code can be sent."""

    code = "nobody-to-tell"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class AccountBlocked(AppError):
    """The operator has blocked the account."""

    code = "account-blocked"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
