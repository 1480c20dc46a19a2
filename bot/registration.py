"""From a stranger to an account: asking for a username, and what is done once there is one."""

import re
from contextlib import suppress
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types import User as TelegramUser

from auth.models import TelegramId, User, Username
from auth.service import AccountService
from bot.cards.callbacks import TakeUsername
from kernel.errors import AppError
from kernel.phrases import Words, known_language
from notifier.service import SubscriptionService
from posts.drafts.models import Outcome
from posts.drafts.publishing import Publishing
from posts.models import Origin

# What is longer, or has several words or other signs, was never meant as a name: it is a text to publish.
_LIKE_A_NAME = re.compile(r"@?[\w.-]{1,32}")
_INVITATION = re.compile(r"follow_(\w{3,32})")


@dataclass(frozen=True, slots=True)
class Welcome:
    """`outcomes`: of what was kept, with the messages; `followed` is who had invited this person."""

    user: User
    outcomes: list[tuple[Origin | None, Outcome]]
    followed: User | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    accounts: AccountService
    publishing: Publishing
    subscriptions: SubscriptionService

    async def complete(self, person: TelegramUser, wanted: str, invited_by: str | None) -> Welcome:
        """Makes the account and publishes what the person sent before; raises what registering raises."""
        telegram_id = TelegramId(person.id)
        await self.accounts.check_wanted(telegram_id, wanted)
        kept = await self.publishing.prepare_drafts(telegram_id)
        user = await self.accounts.register(telegram_id, wanted, known_language(person.language_code))
        outcomes = await self.publishing.release_drafts(user, telegram_id, kept)
        return Welcome(user, outcomes, await self._follow(user, invited_by))

    async def log_in(self, telegram_id: TelegramId, username: str, password: str) -> Welcome:
        """Links this chat to an account and publishes what was sent in it before; raises what logging in
        raises."""
        login = await self.accounts.check_password(telegram_id, username, password)
        kept = await self.publishing.prepare_drafts(telegram_id)
        user = await self.accounts.finish_login(login)
        return Welcome(user, await self.publishing.release_drafts(user, telegram_id, kept))

    async def _follow(self, user: User, invited_by: str | None) -> User | None:
        # An invitation that leads nowhere must not cost the account.
        with suppress(AppError):
            return await self.subscriptions.follow(user, invited_by) if invited_by else None
        return None

    async def suggestion(self, person: TelegramUser) -> Username:
        return await self.accounts.suggest_username(person.username or person.first_name)


def looks_like_a_name(text: str) -> bool:
    """Whether somebody who was asked for a username meant to answer, well-formed or not."""
    return bool(_LIKE_A_NAME.fullmatch(text.strip()))


def invitation(payload: str | None) -> str | None:
    """Whom to follow, by the payload of a link such as `t.me/postebin_bot?start=follow_alice`."""
    invited = _INVITATION.fullmatch(payload or "")
    return invited[1] if invited else None


def username_button(words: Words, username: Username) -> InlineKeyboardMarkup:
    """Takes a username in one tap."""
    text = words.plain("button.take-username", username=username)
    data = TakeUsername(username=username).pack()
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=data)]])
