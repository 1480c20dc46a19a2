"""What an edit in Telegram comes to: wherever the text is by now, it is changed there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiogram import Bot
from aiogram.types import Message
from markupsafe import Markup

from auth.models import TelegramId, User
from bot.cards.buttons import button, keyboard
from bot.cards.callbacks import AskText
from bot.cards.card import Cards
from bot.cards.pending import card_of, shown_as
from bot.cards.reply import CardIn, ShownCards, held_as
from bot.conversation.told import Told
from bot.errors import undo
from bot.formatting.drafts import code_language
from bot.inbox.messages import below_command, joined, text_of, title_in
from bot.inbox.to_draft import draft_of, origin_of
from bot.outbox.replies import Answer
from bot.services import Services
from kernel.phrases import Words
from posts.drafts.pending import PendingDraft
from posts.drafts.publishing import Outcome
from posts.models import Draft, Part, Post
from posts.pastes.editing import is_said
from posts.pastes.endings import can_be_undone
from posts.titles import is_found, title_of


@dataclass(frozen=True, slots=True)
class Edit:
    """A message as it is now; `user` is None for a stranger."""

    message: Message
    bot: Bot
    services: Services
    user: User | None
    cards: Cards
    shown: ShownCards
    told: Told

    async def followed(self) -> list[Answer]:
        """Silent where the message made no paste, or says what it said: apps edit for a preview, too."""
        origin = origin_of(self.message, self.bot)
        if kept := await self.services.publishing.draft_of_message(origin):
            return await self._in_what_is_kept(kept)
        post = await self.services.posts.from_message(origin)
        if post is None:
            return []
        if self.user is None or post.created_by != self.user.id:
            return await self._of_another_account(post)
        if post.deleted_at or post.has_expired:
            return [over(self.message, self.cards.words, post)]
        return await self._in_paste(self.user, post)

    async def _in_what_is_kept(self, kept: PendingDraft) -> list[Answer]:
        """What was held back is tried once more: the credential may be gone from it."""
        known = kept.draft
        if len(known.parts) > 1:
            said = self._said(known.parts)
            draft = await self.services.analyst.with_part(known, self.message.message_id, said)
        else:
            draft = await self._draft_of_message(await self._title_of_kept(kept))
        if draft is None:
            return [self.message.reply(self.cards.words("edit.kept-part", title=known.title))]
        outcome = await self.services.publishing.rewrite_draft(self.user, self._owner, kept, draft)
        notice = await self.shown.message_of(self._owner, held_as(kept.id))
        if isinstance(outcome, Post) and outcome.id == kept.post:
            return [self._followed_by(outcome), *self._settled(notice)]
        if outcome is None:
            return []
        if notice:
            # At once: the next edit may come before this one is shown.
            await self.shown.remember(self._owner, shown_as(outcome), notice)
        return [replace(self._card_of(outcome, self._title_cut), message_id=notice)]

    def _settled(self, notice: int | None) -> list[Answer]:
        """What was said of the text that was held, and its buttons, are over."""
        if notice is None:
            return []
        return [
            CardIn(
                self._owner,
                {"text": self.cards.words("held.settled"), "reply_markup": None},
                message_id=notice,
            )
        ]

    async def _title_of_kept(self, kept: PendingDraft) -> str | None:
        """Of a paste that is not there yet: found anew, unless somebody has chosen it."""
        if title := title_in(self.message):
            return title
        text = kept.draft.text
        # A credential that would have been the title has left the date for one.
        was_found = is_found(kept.draft.title, text) or await self._tells_by_title(title_of(text))
        return None if kept.post is None and was_found else kept.draft.title

    async def _of_another_account(self, post: Post) -> list[Answer]:
        """The chat has logged out of it since. Once: who edits on does so knowingly, or has read it."""
        if post.deleted_at or post.has_expired or not await self._is_news(post):
            return []
        if not await self.told.is_first(self._owner, f"{post.id}"):
            return []
        return [not_here(self.message, self.cards.words, post, has_another=self.user is not None)]

    async def _is_news(self, post: Post) -> bool:
        if self.message.document:
            return True
        draft = await self._draft(post, await self.services.editing.parts_of(post))
        return draft is None or not (is_said(post, draft) or await self.services.joining.says_the_same(draft))

    async def _in_paste(self, author: User, post: Post) -> list[Answer]:
        parts = await self.services.editing.parts_of(post)
        was_replaced = bool(parts) and self.message.message_id not in {part.message_id for part in parts}
        draft = await self._draft(post, parts)
        if draft is None:
            return [puzzlement(self.message, self.cards.words, post, was_replaced=was_replaced)]
        if not is_said(post, draft):
            draft = await self.services.publishing.prepare(draft)
        if not await self.services.editing.is_still(author, post):
            # Somebody has changed it from another chat; that is locked now, and so is seen as it stays.
            return await self.followed()
        outcome: Outcome = post
        if not (was_replaced and await self.services.joining.says_the_same(draft)):
            outcome = await self.services.publishing.revise(author, self._owner, post, draft)
        if not isinstance(outcome, Post):
            return [self._card_of(outcome)]
        changed = await self._named_anew(author, outcome)
        news = await self._news_of_title(changed, was=post)
        if changed == post and not news:
            return []
        key = "edit.instead" if was_replaced else "edit.followed"
        return [self._followed_by(changed, key, post, news)]

    async def _draft(self, post: Post, parts: Sequence[Part]) -> Draft | None:
        """The next text; None where it cannot be told what of it has changed."""
        known = [part.message_id for part in parts]
        origin = origin_of(self.message, self.bot)
        is_all_of_it = known in ([], [self.message.message_id])
        if is_all_of_it or await self.services.joining.was_alone(origin):
            return await self._draft_of_message(post.title)
        return await self.services.joining.with_part(post, origin, self._said(parts))

    async def _draft_of_message(self, title: str | None) -> Draft:
        await self.services.release_connection()
        return await draft_of([self.message], self.bot, self.services.analyst, title)

    async def _tells_by_title(self, title: str) -> bool:
        """Whether everybody would read a credential in it."""
        return bool(await self.services.analyst.credentials_in_title(title))

    async def _named_anew(self, author: User, post: Post) -> Post:
        """The title behind `/new`, and the language of a text that is a block of code, can be edited, too."""
        editing = self.services.editing
        if title := title_in(self.message):
            post = await editing.retitle(author, post, title)
        language = code_language(joined([below_command(self.message)]))
        if language and language != post.language:
            post = await editing.set_language(author, post.id, language)
        return post

    def _said(self, parts: Sequence[Part]) -> str:
        is_first = self.message.message_id == parts[0].message_id
        return text_of(below_command(self.message) if is_first else self.message)

    async def _news_of_title(self, post: Post, was: Post) -> Markup | None:
        """Why it is not what the message says."""
        if post.title != was.title:
            return self._title_cut
        wanted = title_in(self.message)
        is_telling = wanted != post.title and await self._tells_by_title(wanted)
        return self.cards.words("title.too-telling") if is_telling else None

    def _followed_by(
        self, post: Post, key: str = "edit.followed", was: Post | None = None, news: Markup | None = None
    ) -> Answer:
        words, done = self.cards.words, None
        if was is None or post.revision != was.revision:
            done = words(key, number=post.revision)
        elif post != was:
            done = words("rename.done")
        card = self.cards.card(post, news=Markup("\n\n").join(filter(None, (done, news))))
        return CardIn(self._owner, card, post.id, in_place=True, reply_to=self.message.message_id)

    def _card_of(self, outcome: Outcome, news: Markup | None = None) -> CardIn:
        return card_of(self.cards, outcome, self._owner, self.message.message_id, news)

    @property
    def _title_cut(self) -> Markup | None:
        return self.cards.title_cut(self.services.publishing.title_limit(title_in(self.message)))

    @property
    def _owner(self) -> TelegramId:
        """In a private chat, of which people have one, its id is theirs."""
        return TelegramId(self.message.chat.id)


def puzzlement(message: Message, words: Words, post: Post, *, was_replaced: bool) -> Answer:
    """It cannot be told what of the paste it changes; with the button that leads to what is meant."""
    text = words("edit.replaced" if was_replaced else "edit.part", title=post.title)
    edit = button(words.plain("button.edit"), AskText(post=post.id))
    return message.reply(text, reply_markup=keyboard([edit]))


def over(message: Message, words: Words, post: Post) -> Answer:
    """The paste is not there any more; with a button for as long as it can come back."""
    if post.deleted_at is None:
        return message.reply(words("error.post-expired"))
    if not can_be_undone(post):
        return message.reply(words("error.post-deleted"))
    buttons = keyboard(undo(words, post.id))
    return message.reply(words("edit.deleted", title=post.title), reply_markup=buttons)


def not_here(message: Message, words: Words, post: Post, *, has_another: bool) -> Answer:
    """The chat has logged out of the account whose paste it is, and may be linked to another."""
    key = "edit.other-account" if has_another else "edit.logged-out"
    return message.reply(words(key, title=post.title, username=post.author))
