"""Preparation of drafts before anything is changed: files are fetched, texts analysed, contents stored.

This is slow, and holds no connection to Postgres.
"""

from dataclasses import dataclass, replace

from aiogram.enums import ChatType
from aiogram.types import Message

from auth.models import User
from bot.cards.reply import CardKey
from bot.conversation.card_flow import CardQuestion
from bot.inbox.messages import DraftSource, SourceKind
from bot.inbox.outcomes import NothingToPublish, Refused
from bot.inbox.to_draft import author_of, draft_of, transcript, transcript_entries, wanted_title
from bot.services import HandlerContext
from kernel.errors import AppError
from posts.drafts.late_parts import LatePartOfDraft, LatePartOfPaste
from posts.models import Draft, Post


@dataclass(frozen=True, slots=True)
class TitledPaste:
    """Purpose of a message after /new: a new paste with this title, which may be empty."""

    title: str


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """Purpose of a message that came while the bot waited in this conversation state."""

    state: str


Purpose = TitledPaste | CardQuestion | AnswerTo


@dataclass(frozen=True, slots=True)
class NewPaste:
    """Draft of a new paste; `title_limit` in characters if a longer title was wanted, else None."""

    draft: Draft
    title_limit: int | None


@dataclass(frozen=True, slots=True)
class NewText:
    """Draft of the next text of a paste, for which a card asked."""

    post: Post
    asked: CardQuestion
    draft: Draft


Prepared = NewPaste | NewText | LatePartOfPaste | LatePartOfDraft | NothingToPublish | Refused


@dataclass(frozen=True, slots=True)
class DraftPreparer:
    """Prepares drafts of one person; without `has_pending`, no pending draft is looked for to join."""

    context: HandlerContext
    has_pending: bool = True

    async def prepare(self, source: DraftSource, purpose: Purpose | None) -> Prepared:
        """Prepare one draft, or find the text that it is a late part of; an AppError becomes Refused."""
        if source.kind is SourceKind.OTHER:
            return NothingToPublish()
        try:
            if isinstance(purpose, CardQuestion):
                return await self.new_text(source, purpose)
            return await self._new_paste(source, purpose.title if isinstance(purpose, TitledPaste) else "")
        except AppError as error:
            return Refused(error)

    async def new_text(self, source: DraftSource, asked: CardQuestion) -> NewText:
        """Prepare the next text of a paste. Raises NotRegistered, PostNotFound and what `draft_of` raises."""
        services = self.context.services
        post = await services.posts.own(self.context.author, asked.post)
        draft = await self._draft(source, post.title)
        return NewText(post, asked, await services.publishing.prepare(draft))

    async def _new_paste(
        self, source: DraftSource, title: str
    ) -> NewPaste | LatePartOfPaste | LatePartOfDraft:
        draft, services = await self._draft(source, title), self.context.services
        if self.context.user and source.kind is SourceKind.TEXT and is_private(source.messages[0]):
            if late := await self._late_part(self.context.user, draft):
                return late
            if self.has_pending and (
                late_of_draft := await services.late_parts.find_for_draft(self.context.owner, draft)
            ):
                return late_of_draft
        title_limit = services.publishing.title_limit(wanted_title(source.messages[0], title))
        return NewPaste(await services.publishing.prepare(draft), title_limit)

    async def _draft(self, source: DraftSource, title: str) -> Draft:
        messages, bot, services = source.messages, self.context.bot, self.context.services
        await services.release_connection()
        if source.kind is SourceKind.FORWARDED and len(transcript_entries(messages)) > 1:
            return await transcript(messages, bot, services.analyst, self.context.cards.words)
        draft = await draft_of(messages, bot, services.analyst, title)
        return replace(draft, forwarded_from=author_of(messages[0]) or None)

    async def _late_part(self, author: User, draft: Draft) -> LatePartOfPaste | None:
        """Return the draft as a late part of a paste, unless it was sent after the paste's card."""
        late = await self.context.services.late_parts.find(author, draft)
        if late is None:
            return None
        card = await self.context.memory.cards.message_of(self.context.owner, CardKey.post(late.post.id))
        if card is None:
            return late
        is_after_card = late.parts[-1].message_id < card < draft.parts[0].message_id
        return None if is_after_card else late


def is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE
