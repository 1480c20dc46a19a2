"""Edits of messages in Telegram, applied to the paste or the pending draft that a message became."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aiogram.types import Message
from markupsafe import Markup

from auth.models import TelegramId, User
from bot.cards.buttons import button, keyboard
from bot.cards.callbacks import AskText
from bot.cards.pending import outcome_card, outcome_key
from bot.cards.reply import CardKey, CardReply
from bot.errors import undo_row
from bot.formatting.drafts import code_language
from bot.inbox.messages import below_command, joined, text_of, title_in
from bot.inbox.to_draft import draft_of, origin_of
from bot.outbox.replies import Reply
from bot.services import HandlerContext, Services
from kernel.phrases import Words
from posts.drafts.models import Outcome, PendingDraft
from posts.models import Draft, Part, Post
from posts.pastes.editing import has_text_of
from posts.titles import is_derived_title, title_of


@dataclass(frozen=True, slots=True)
class MessageEdit:
    """Edit of a message; `message` has the new text."""

    message: Message
    context: HandlerContext

    async def apply(self) -> list[Reply]:
        """Change the message's paste or draft, and return the replies.

        There are none if the message has neither, or if its text is the same: apps also send an edit when
        they add a link preview.
        """
        origin, user = origin_of(self.message, self.context.bot), self.context.user
        if pending := await self._services.drafts.draft_of_message(origin):
            return await self._edit_draft(pending)
        post = await self._services.posts.from_message(origin)
        if post is None:
            return []
        if user is None or post.created_by != user.id:
            return await self._explain_other_account(post)
        if post.deleted_at or post.has_expired:
            return [_ended_paste_reply(self.message, self.context.cards.words, post)]
        return await self._edit_paste(user, post)

    async def _edit_draft(self, pending: PendingDraft) -> list[Reply]:
        """Submit the draft again, with its new text: the credential in it may be gone."""
        memory, known = self.context.memory.cards, pending.draft
        draft = await self._edited_draft(pending)
        if draft is None:
            return [self.message.reply(self.context.cards.words("edit.draft-part", title=known.title))]
        outcome = await self._services.publishing.edit_draft(self.context.user, self._owner, pending, draft)
        card = await memory.message_of(self._owner, CardKey.draft(pending.id))
        if isinstance(outcome, Post) and outcome.id == pending.post:
            return [self._changed_card(outcome), *self._settled_card(card)]
        if outcome is None:
            return []
        if card:
            # Not only when it is sent: the next edit may come before.
            await memory.remember(self._owner, outcome_key(outcome), card)
        return [replace(self._outcome_card(outcome, self._title_cut), message_id=card)]

    async def _edited_draft(self, pending: PendingDraft) -> Draft | None:
        """Return the draft with the new text; None if it is unknown which part of its text has changed."""
        parts = pending.draft.parts
        if len(parts) > 1:
            text = self._text_among(parts)
            return await self._services.analyst.with_changed_part(
                pending.draft, self.message.message_id, text
            )
        return await self._draft_of_message(await self._title_of_draft(pending))

    def _settled_card(self, card: int | None) -> list[Reply]:
        """Return the draft's card without its buttons."""
        if card is None:
            return []
        text = self.context.cards.words("draft.resolved")
        return [CardReply(self._owner, {"text": text, "reply_markup": None}, message_id=card)]

    async def _title_of_draft(self, pending: PendingDraft) -> str | None:
        """Return the title that the author has chosen; None if it is to be derived from the new text."""
        if title := title_in(self.message):
            return title
        draft = pending.draft
        # A title with a credential was replaced by the date.
        was_derived = is_derived_title(draft.title, draft.text) or await self._has_credential(
            title_of(draft.text)
        )
        return None if pending.post is None and was_derived else draft.title

    async def _explain_other_account(self, post: Post) -> list[Reply]:
        """Reply, at most daily, to a new text that the paste is of another account than the chat's."""
        if post.deleted_at or post.has_expired or not await self._is_new_text(post):
            return []
        if not await self.context.memory.daily_notices.is_first(self._owner, f"{post.id}"):
            return []
        key = "edit.other-account" if self.context.user else "edit.logged-out"
        return [self.message.reply(self.context.cards.words(key, title=post.title, username=post.author))]

    async def _is_new_text(self, post: Post) -> bool:
        if self.message.document:
            return True
        draft = await self._next_draft(post, await self._services.editing.parts_of(post))
        return draft is None or not (
            has_text_of(post, draft) or await self._services.late_parts.is_unedited(draft)
        )

    async def _edit_paste(self, author: User, post: Post) -> list[Reply]:
        services = self._services
        parts = await services.editing.parts_of(post)
        was_replaced = bool(parts) and self.message.message_id not in {part.message_id for part in parts}
        draft = await self._next_draft(post, parts)
        if draft is None:
            words = self.context.cards.words
            return [_ambiguous_edit_reply(self.message, words, post, was_replaced=was_replaced)]
        if not has_text_of(post, draft):
            draft = await services.publishing.prepare(draft)
        if not await services.editing.lock_unchanged(author, post):
            # Another chat has changed it; now it is locked, and is read again.
            return await self.apply()
        outcome: Outcome = post
        if not (was_replaced and await services.late_parts.is_unedited(draft)):
            outcome = await services.publishing.revise(author, self._owner, post, draft)
        if not isinstance(outcome, Post):
            return [self._outcome_card(outcome)]
        changed = await self._with_title_and_language(author, outcome)
        news = await self._title_news(changed, was=post)
        if changed == post and not news:
            return []
        key = "edit.instead" if was_replaced else "edit.followed"
        return [self._changed_card(changed, key, post, news)]

    async def _next_draft(self, post: Post, parts: Sequence[Part]) -> Draft | None:
        """Return the paste's next text; None if it is unknown which part of the old one has changed."""
        messages = [part.message_id for part in parts]
        origin = origin_of(self.message, self.context.bot)
        is_whole_text = messages in ([], [self.message.message_id])
        if is_whole_text or await self._services.late_parts.was_whole_text(origin):
            return await self._draft_of_message(post.title)
        return await self._services.late_parts.with_changed_part(post, origin, self._text_among(parts))

    async def _draft_of_message(self, title: str | None) -> Draft:
        await self._services.release_connection()
        return await draft_of([self.message], self.context.bot, self._services.analyst, title)

    async def _has_credential(self, title: str) -> bool:
        return bool(await self._services.analyst.credentials_in_title(title))

    async def _with_title_and_language(self, author: User, post: Post) -> Post:
        """Apply the title behind `/new`, and the language of a text that is a block of code."""
        editing = self._services.editing
        if title := title_in(self.message):
            post = await editing.retitle(author, post, title)
        language = code_language(joined([below_command(self.message)]))
        if language and language != post.language:
            post = await editing.set_language(author, post.id, language)
        return post

    def _text_among(self, parts: Sequence[Part]) -> str:
        """Return the message's text as a part; the first one may begin with `/new`."""
        is_first = self.message.message_id == parts[0].message_id
        return text_of(below_command(self.message) if is_first else self.message)

    async def _title_news(self, post: Post, was: Post) -> Markup | None:
        """Return why the title behind `/new` was cut or refused, if it was."""
        if post.title != was.title:
            return self._title_cut
        wanted = title_in(self.message)
        is_refused = wanted != post.title and await self._has_credential(wanted)
        return self.context.cards.words("title.secret") if is_refused else None

    def _changed_card(
        self, post: Post, key: str = "edit.followed", was: Post | None = None, news: Markup | None = None
    ) -> Reply:
        words, done = self.context.cards.words, None
        if was is None or post.revision != was.revision:
            done = words(key, number=post.revision)
        elif post != was:
            done = words("rename.done")
        card = self.context.cards.card(post, news=Markup("\n\n").join(filter(None, (done, news))))
        reply_to = self.message.message_id
        return CardReply(self._owner, card, CardKey.post(post.id), in_place=True, reply_to=reply_to)

    def _outcome_card(self, outcome: Outcome, news: Markup | None = None) -> CardReply:
        return outcome_card(self.context.cards, outcome, self._owner, self.message.message_id, news)

    @property
    def _title_cut(self) -> Markup | None:
        limit = self._services.publishing.title_limit(title_in(self.message))
        return self.context.cards.title_cut(limit)

    @property
    def _services(self) -> Services:
        return self.context.services

    @property
    def _owner(self) -> TelegramId:
        return self.context.owner


def _ambiguous_edit_reply(message: Message, words: Words, post: Post, *, was_replaced: bool) -> Reply:
    """Reply that it is unknown what part of the paste has changed, with a button to edit it."""
    text = words("edit.replaced" if was_replaced else "edit.part", title=post.title)
    edit = button(words.plain("button.edit"), AskText(post=post.id))
    return message.reply(text, reply_markup=keyboard([edit]))


def _ended_paste_reply(message: Message, words: Words, post: Post) -> Reply:
    """Reply that the paste is gone, with a button as long as it can be restored."""
    if post.takedown_reason is not None:
        return message.reply(words("error.post-taken-down", reason=post.takedown_reason))
    if post.deleted_at is None:
        return message.reply(words("error.post-expired"))
    if not post.can_be_undeleted:
        return message.reply(words("error.post-deleted"))
    buttons = keyboard(undo_row(words, post.id))
    return message.reply(words("edit.deleted", title=post.title), reply_markup=buttons)
