"""What takes its time before anything is changed: files are fetched, texts analysed, contents stored.

No connection to Postgres waits for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.types import Message

from auth.errors import NotRegistered
from auth.models import TelegramId, User
from bot.cards.card import Cards
from bot.cards.reply import ShownCards
from bot.conversation.card_flow import Asked
from bot.inbox.messages import Bundle, Kind
from bot.inbox.outcomes import NoText, Refused
from bot.inbox.to_draft import author_of, draft_of, sayings_of, transcript, wanted_title
from bot.services import Services
from kernel.errors import AppError
from posts.drafts.late_parts import LatePart, LatePartOfDraft
from posts.models import Draft, Post

# What the bot was waiting for: `title` for a new paste, what `bot.conversation.card_flow.Asked` knows, or the
# `question`.
Purpose = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewPaste:
    """`title_limit` in characters, where a longer title was wanted."""

    draft: Draft
    title_limit: int | None


@dataclass(frozen=True, slots=True)
class NewText:
    """Of a paste, as the bot has asked."""

    post: Post
    asked: Asked
    draft: Draft


Prepared = NewPaste | NewText | LatePart | LatePartOfDraft | NoText | Refused


@dataclass(frozen=True, slots=True)
class Preparing:
    """`user` is None for a stranger. `may_be_held`: something of this chat waits for its author."""

    services: Services
    user: User | None
    owner: TelegramId
    cards: Cards
    bot: Bot
    shown: ShownCards
    may_be_held: bool = True

    async def of(self, bundle: Bundle, purpose: Purpose) -> Prepared:
        """Prepare one paste. An error of ours is its outcome, so that it does not cost the others."""
        if bundle.kind is Kind.OTHER:
            return NoText()
        try:
            if "post" in purpose:
                return await self.new_text(bundle, Asked(**purpose))
            return await self._new_paste(bundle, purpose.get("title"))
        except AppError as wrong:
            return Refused(wrong)

    async def new_text(self, bundle: Bundle, asked: Asked) -> NewText:
        """Raises what making a draft raises, and PostNotFound."""
        if self.user is None:
            raise NotRegistered
        post = await self.services.posts.own(self.user, asked.post)
        draft = await self._draft(bundle, post.title)
        return NewText(post, asked, await self.services.publishing.prepare(draft))

    async def _new_paste(self, bundle: Bundle, title: str | None) -> NewPaste | LatePart | LatePartOfDraft:
        draft, publishing = await self._draft(bundle, title), self.services.publishing
        if self.user and bundle.kind is Kind.TEXT and is_private(bundle.messages[0]):
            if late := await self._late(self.user, draft):
                return late
            found = (
                await self.services.joining.find_for_draft(self.owner, draft) if self.may_be_held else None
            )
            if found:
                return found
        title_limit = publishing.title_limit(wanted_title(bundle.messages[0], title))
        return NewPaste(await publishing.prepare(draft), title_limit)

    async def _draft(self, bundle: Bundle, title: str | None) -> Draft:
        messages, analyst = bundle.messages, self.services.analyst
        await self.services.release_connection()
        if bundle.kind is Kind.FORWARDED and len(sayings_of(messages)) > 1:
            return await transcript(messages, self.bot, analyst, self.cards.words)
        draft = await draft_of(messages, self.bot, analyst, title)
        return replace(draft, forwarded_from=author_of(messages[0]) or None)

    async def _late(self, author: User, draft: Draft) -> LatePart | None:
        """What was sent after the answer is no rest of what was answered, however soon it came."""
        late = await self.services.joining.find(author, draft)
        card = await self.shown.message_of(self.owner, late.post.id) if late else None
        if late is None or card is None:
            return late
        is_new = late.known[-1].message_id < card < draft.parts[0].message_id
        return None if is_new else late


def is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE
