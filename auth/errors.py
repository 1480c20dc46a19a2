"""What can go wrong with accounts."""

from datetime import timedelta

from auth.models import Username
from kernel.errors import AppError


class UsernameMalformed(AppError):
    """`suggestion` is well-formed, and free at the moment where somebody wants to register."""

    code = "username-malformed"

    def __init__(self, wanted: str, suggestion: Username | None = None) -> None:
        super().__init__(wanted=wanted, suggestion=suggestion)


class UsernameReserved(AppError):
    """`suggestion` is free at the moment."""

    code = "username-reserved"

    def __init__(self, wanted: str, suggestion: Username) -> None:
        super().__init__(wanted=wanted, suggestion=suggestion)


class UsernameTaken(AppError):
    """`suggestion` is free at the moment."""

    code = "username-taken"

    def __init__(self, wanted: str, suggestion: Username) -> None:
        super().__init__(wanted=wanted, suggestion=suggestion)


class AlreadyLinked(AppError):
    """This Telegram id has an account already."""

    code = "already-linked"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class NotRegistered(AppError):
    code = "not-registered"


class UserNotFound(AppError):
    code = "user-not-found"

    def __init__(self, username: str) -> None:
        super().__init__(username=username)


class NotYourUsername(AppError):
    """Somebody was asked for their own username, to be sure of what they do."""

    code = "not-your-username"

    def __init__(self, typed: str, username: Username) -> None:
        super().__init__(typed=typed, username=username)


class TooLateToStay(AppError):
    """The account is being deleted already."""

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
    """Nobody can log in to this account with a password."""

    code = "password-not-set"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class WouldLockOut(AppError):
    """Without a password, who logs out could never come back."""

    code = "would-lock-out"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)


class HashingBusy(AppError):
    """Too many passwords are being hashed at the moment: to be tried again."""

    code = "hashing-busy"


class WrongPassword(AppError):
    """`count`: the tries that are left."""

    code = "wrong-password"

    def __init__(self, tries_left: int) -> None:
        super().__init__(count=tries_left)


class WrongCode(AppError):
    """`count`: the tries that are left."""

    code = "wrong-code"

    def __init__(self, tries_left: int) -> None:
        super().__init__(count=tries_left)


class CodeExpired(AppError):
    """The code was used, is too old, or was tried too often."""

    code = "code-expired"


class TooManyTries(AppError):
    """`count`: minutes until the next try, of which there are `most` in the time that `window` says."""

    code = "too-many-tries"

    def __init__(self, minutes: int, most: int, window: timedelta) -> None:
        super().__init__(count=minutes, most=most, window=window)


class NobodyToTell(AppError):
    """No Telegram chat of this account can be reached with a code."""

    code = "nobody-to-tell"

    def __init__(self, username: Username) -> None:
        super().__init__(username=username)
