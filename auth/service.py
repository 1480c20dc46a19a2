"""What can be done with accounts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from auth.errors import (
    AlreadyLinked,
    NobodyToTell,
    NotRegistered,
    PasswordNotSet,
    UsernameMalformed,
    UsernameReserved,
    UsernameTaken,
    UserNotFound,
    WouldLockOut,
    WrongPassword,
)
from auth.leaving import Leaving
from auth.models import Recipient, TelegramId, User, UserId, Username
from auth.passwords import hash_password, password_matches, room_to_hash
from auth.usernames import LONGEST, RESERVED, candidates, parse_username


@dataclass(frozen=True, slots=True)
class Login:
    """A right password: the account had this hash when it was checked."""

    telegram_id: TelegramId
    user: User
    password_hash: str = field(repr=False)
    tries_left: int


class AccountService(Leaving):
    async def register(self, telegram_id: TelegramId, wanted: str, language: str | None = None) -> User:
        """A new account with this Telegram id linked to it.

        Raises as `check_wanted` does.
        """
        username = await self.check_wanted(telegram_id, wanted)
        user = await self._accounts.add(username, language)
        if user is None:
            raise UsernameTaken(username, await self.suggest_username(username))
        await self._link(telegram_id, user)
        return user

    async def check_wanted(self, telegram_id: TelegramId, wanted: str) -> Username:
        """The username that an account of this chat may have; nothing is changed.

        Raises AlreadyLinked, UsernameMalformed, UsernameReserved or UsernameTaken.
        """
        await self.must_be_unlinked(telegram_id)
        username = await self._acceptable(wanted)
        if await self._accounts.taken([username]):
            raise UsernameTaken(username, await self.suggest_username(username))
        return username

    async def suggest_username(self, wanted: str) -> Username:
        """The nearest username that is free at the moment."""
        names = candidates(wanted)
        while True:
            near = list(islice(names, 12))
            taken = await self._accounts.taken(near)
            for name in near:
                if name not in taken:
                    return name

    async def linked_to(self, telegram_id: TelegramId) -> User | None:
        return await self._accounts.linked_to(telegram_id)

    async def hear_from(self, telegram_id: TelegramId) -> User | None:
        """Return whose chat this is. Who writes in it can be reached, whatever was believed.

        That is committed at once, so call it before anything is changed.
        """
        user, is_reachable = await self._accounts.linked_chat(telegram_id)
        if is_reachable:
            return user
        await self._accounts.note_reachable(telegram_id)
        return await self._accounts.linked_to(telegram_id)

    async def get(self, user: UserId) -> User | None:
        return await self._accounts.get(user)

    async def linked_chats(self, user: UserId) -> list[TelegramId]:
        """Every Telegram chat of this person, also one that cannot be reached."""
        return await self._accounts.chats_of(user)

    async def find(self, username: str) -> User:
        """Raises UserNotFound."""
        try:
            user = await self._accounts.find(parse_username(username))
        except UsernameMalformed:
            user = None
        if user is None:
            raise UserNotFound(username.strip()[: LONGEST + 1])
        return user

    async def names(self, users: Iterable[UserId]) -> dict[UserId, Username]:
        return await self._accounts.names(users)

    async def recipients(self, users: Iterable[UserId]) -> list[Recipient]:
        """Every reachable Telegram chat of these people."""
        return await self._accounts.recipients(users)

    async def set_reachable(self, telegram_id: TelegramId, reachable: bool) -> None:
        """Notes whether this person lets the bot write to them."""
        await self._accounts.set_reachable(telegram_id, reachable)

    async def set_language(self, user: UserId, language: str) -> None:
        await self._accounts.set_language(user, language)

    async def set_password(self, user: UserId, password: str) -> None:
        """Raises PasswordTooShort, PasswordTooLong or HashingBusy."""
        async with room_to_hash():
            await self._accounts.release()
            hashed = await hash_password(password)
        await self._accounts.set_password_hash(user, hashed)

    async def find_to_log_in(self, telegram_id: TelegramId, username: str) -> User:
        """The account that this chat may try a password on.

        Raises AlreadyLinked, UserNotFound or PasswordNotSet.
        """
        await self.must_be_unlinked(telegram_id)
        user = await self.find(username)
        if not user.has_password:
            raise PasswordNotSet(user.username)
        return user

    async def log_in(self, telegram_id: TelegramId, username: str, password: str) -> User:
        """Links this Telegram id to the account. Raises as `check_password` does."""
        return await self.finish_login(await self.check_password(telegram_id, username, password))

    async def check_password(self, telegram_id: TelegramId, username: str, password: str) -> Login:
        """A login that can be finished; nothing is changed.

        Raises what `find_to_log_in` raises, WrongPassword, TooManyTries or HashingBusy.
        """
        user = await self.find_to_log_in(telegram_id, username)
        async with room_to_hash():
            left = await self._limits.login_from_chat.take(telegram_id)
            await self._limits.login_to_account.take(user.id)
            hashed = await self._accounts.password_hash(user.id) or ""
            await self._accounts.release()
            if not (hashed and await password_matches(password, hashed)):
                raise await self._wrong_password(telegram_id, left)
        return Login(telegram_id, user, hashed, left)

    async def finish_login(self, login: Login) -> User:
        """Links the Telegram id. Raises AlreadyLinked, and WrongPassword where it has been changed since."""
        if await self._accounts.password_hash(login.user.id) != login.password_hash:
            raise await self._wrong_password(login.telegram_id, login.tries_left)
        await self._limits.login_from_chat.forgive(login.telegram_id)
        await self._link(login.telegram_id, login.user)
        return login.user

    async def log_out(self, telegram_id: TelegramId) -> User:
        """Unlinks this Telegram id.

        Raises NotRegistered, or WouldLockOut where the person could never come back.
        """
        user = await self._accounts.linked_to(telegram_id)
        if user is None:
            raise NotRegistered
        if not user.has_password:
            raise WouldLockOut(user.username)
        await self._unlink(telegram_id, user.id)
        return user

    async def ask_for_code(self, asked_by: TelegramId, username: str) -> User:
        """The account whose chats are to get a one-time code.

        Raises UserNotFound, NobodyToTell or TooManyTries.
        """
        user = await self.find(username)
        await self._limits.code_from_chat.take(asked_by)
        await self._limits.code_to_account.take(user.id)
        if not await self._accounts.recipients([user.id]):
            raise NobodyToTell(user.username)
        return user

    async def issue_code(self, user: UserId) -> str:
        """A new one-time code; called where it is sent from, so that it lies in no queue."""
        return await self._codes.issue(user)

    async def redeem_code(self, user: UserId, code: str) -> None:
        """Raises WrongCode or CodeExpired."""
        await self._codes.redeem(user, code)

    async def _wrong_password(self, telegram_id: TelegramId, left: int) -> WrongPassword:
        """Raises TooManyTries."""
        if not left:
            await self._limits.login_from_chat.take(telegram_id)  # says how long to wait
        return WrongPassword(left)

    async def _acceptable(self, wanted: str) -> Username:
        try:
            username = parse_username(wanted)
        except UsernameMalformed as malformed:
            suggestion = await self.suggest_username(wanted)
            raise UsernameMalformed(malformed.data["wanted"], suggestion) from None
        if username in RESERVED:
            raise UsernameReserved(username, await self.suggest_username(username))
        return username

    async def must_be_unlinked(self, telegram_id: TelegramId) -> None:
        """Raises AlreadyLinked."""
        linked = await self._accounts.linked_to(telegram_id)
        if linked is not None:
            raise AlreadyLinked(linked.username)

    async def _link(self, telegram_id: TelegramId, user: User) -> None:
        if not await self._accounts.link(telegram_id, user.id):
            await self.must_be_unlinked(telegram_id)
            raise AlreadyLinked(user.username)
