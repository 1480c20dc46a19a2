"""Registration and login of a stranger, which publish what the stranger has sent before."""

import re
from contextlib import suppress
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types import User as TelegramUser

from auth.models import TelegramId, User, Username
from auth.service import AccountService
from bot.cards.callbacks import TakeUsername
from kernel.errors import AppError
from kernel.phrases import Words, supported_language
from notifier.service import SubscriptionService
from posts.drafts.models import Outcome
from posts.drafts.publishing import Publishing
from posts.models import Origin

# A longer text, or one with spaces or other characters, is not meant as a username but to be published.
_USERNAME_LIKE = re.compile(r"@?[\w.-]{1,32}")
_INVITATION = re.compile(r"follow_(\w{3,32})")


@dataclass(frozen=True, slots=True)
class Welcome:
    """New or linked account, with the origin and the outcome of each draft that it has published.

    `followed` is the user whose invitation brought a new one, if that user could be followed.
    """

    user: User
    outcomes: list[tuple[Origin | None, Outcome]]
    followed: User | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    accounts: AccountService
    publishing: Publishing
    subscriptions: SubscriptionService

    async def complete(self, person: TelegramUser, wanted: str, invited_by: str | None) -> Welcome:
        """Make the account, publish the person's drafts, and follow the user who `invited_by` names.

        Raises as `AccountService.register` does.
        """
        telegram_id = TelegramId(person.id)
        await self.accounts.check_username(telegram_id, wanted)
        drafts = await self.publishing.prepare_drafts(telegram_id)
        user = await self.accounts.register(telegram_id, wanted, supported_language(person.language_code))
        outcomes = await self.publishing.release_drafts(user, telegram_id, drafts)
        return Welcome(user, outcomes, await self._follow(user, invited_by))

    async def log_in(self, telegram_id: TelegramId, username: str, password: str) -> Welcome:
        """Link the chat to an account and publish its drafts. Raises as `check_password` does."""
        login = await self.accounts.check_password(telegram_id, username, password)
        drafts = await self.publishing.prepare_drafts(telegram_id)
        user = await self.accounts.finish_login(login)
        return Welcome(user, await self.publishing.release_drafts(user, telegram_id, drafts))

    async def _follow(self, user: User, invited_by: str | None) -> User | None:
        # A bad invitation must not prevent the registration.
        with suppress(AppError):
            return await self.subscriptions.follow(user, invited_by) if invited_by else None
        return None

    async def suggestion(self, person: TelegramUser) -> Username:
        return await self.accounts.suggest_username(person.username or person.first_name)


def looks_like_username(text: str) -> bool:
    """Return whether the text is meant as a username, valid or not."""
    return bool(_USERNAME_LIKE.fullmatch(text.strip()))


def invitation(payload: str | None) -> str | None:
    """Return the username in the payload of a link such as `t.me/postebin_bot?start=follow_alice`."""
    invited = _INVITATION.fullmatch(payload or "")
    return invited[1] if invited else None


def username_button(words: Words, username: Username) -> InlineKeyboardMarkup:
    """Return a button that chooses the username."""
    text = words.plain("button.take-username", username=username)
    data = TakeUsername(username=username).pack()
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data)]])
