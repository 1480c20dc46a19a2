"""Submission of messages: they become pastes or pending drafts, and get replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat

from aiogram.types import Message
from markupsafe import Markup

from bot.cards.reply import CardKey, CardReply, MessageBody
from bot.conversation.card_flow import CardQuestion, accepted
from bot.conversation.states import Editing, Pasting, Registering
from bot.inbox.messages import DraftSource, draft_sources
from bot.inbox.outcomes import (
    AlreadyPublished,
    JoinedLatePart,
    NothingToPublish,
    Refused,
    Revised,
    SavedForStranger,
    SubmitOutcome,
    Submitted,
    SubmittedMessage,
    WrongAnswer,
    outcome_replies,
    wrong_answer,
)
from bot.inbox.preparing import (
    AnswerTo,
    DraftPreparer,
    NewPaste,
    NewText,
    Prepared,
    Purpose,
    TitledPaste,
    is_private,
)
from bot.inbox.to_draft import origin_of
from bot.outbox.replies import Reply
from bot.registration import username_button
from bot.services import HandlerContext
from kernel.errors import AppError
from kernel.phrases import Words
from posts.drafts.late_parts import LatePartOfDraft, LatePartOfPaste
from posts.models import Post, PostId
from posts.titles import ELLIPSIS


@dataclass(frozen=True, slots=True)
class Submitter:
    """Submits one person's messages, within a transaction."""

    context: HandlerContext

    async def submit(
        self, messages: Sequence[Message], purposes: Mapping[int, Purpose | None] | None = None
    ) -> list[Reply]:
        """Submit messages in the order of their ids; `purposes` are by message id."""
        return await self.replies(await self.outcomes(messages, purposes))

    async def replies(self, outcomes: Sequence[SubmittedMessage]) -> list[Reply]:
        """Return the replies to the outcomes; a stranger is asked for a username."""
        questions = await _username_questions(outcomes, self.context)
        return [*outcome_replies(outcomes, self.context.cards), *questions]

    async def outcomes(
        self, messages: Sequence[Message], purposes: Mapping[int, Purpose | None] | None = None
    ) -> list[SubmittedMessage]:
        """Submit messages; return the first message and the outcome of each source.

        Messages that were delivered before have no new outcome: the paste is returned, or nothing if they are
        pending drafts.
        """
        published: dict[PostId, SubmittedMessage] = {}
        new, pending = [], await self._pending_messages(messages)
        for message in messages:
            if post := await self._earlier_paste(message):
                published.setdefault(post.id, (message, AlreadyPublished(post)))
            elif message.message_id not in pending:
                new.append(message)
        sources = [(source, _purpose_of(source, purposes or {})) for source in draft_sources(new)]
        outcomes = await self._outcomes(sources, DraftPreparer(self.context, has_pending=bool(pending)))
        results = [(source.messages[0], one) for (source, _), one in zip(sources, outcomes, strict=True)]
        return [*published.values(), *await self._published_for_new_account(results)]

    async def revise(self, message: Message, asked: CardQuestion) -> Revised:
        """Make the message the next text of a paste. Raises as `DraftPreparer.new_text` does."""
        new = await DraftPreparer(self.context).new_text(draft_sources([message])[0], asked)
        return await self._revised(new)

    async def _outcomes(
        self, sources: Sequence[tuple[DraftSource, Purpose | None]], preparer: DraftPreparer
    ) -> list[SubmitOutcome]:
        """Prepare all before anything is changed; by then a stranger may have an account."""
        prepared = [await self._prepared(source, purpose, preparer) for source, purpose in sources]
        context = self.context
        user = context.user or await context.services.accounts.linked_to(context.owner)
        submitter = Submitter(replace(context, user=user))
        return [
            await submitter._apply_or_refuse(one, purpose)
            for (_, purpose), one in zip(sources, prepared, strict=True)
        ]

    async def _prepared(
        self, source: DraftSource, purpose: Purpose | None, preparer: DraftPreparer
    ) -> Prepared | WrongAnswer:
        if isinstance(purpose, AnswerTo) and purpose.state == await self.context.state.get_state():
            return wrong_answer(source, purpose.state, self.context.services.publishing)
        return await preparer.prepare(source, purpose)

    async def _apply_or_refuse(
        self, prepared: Prepared | WrongAnswer, purpose: Purpose | None
    ) -> SubmitOutcome:
        try:
            outcome = await self._apply(prepared)
        except AppError as error:
            outcome = Refused(error)
        if isinstance(outcome, NothingToPublish | Refused):
            await self._ask_again(purpose)
        return outcome

    async def _ask_again(self, purpose: Purpose | None) -> None:
        """Leave open the question that the message did not answer."""
        match purpose:
            case CardQuestion():
                await self.context.state.set_state(Editing.text)
                await self.context.state.set_data(purpose.as_data())
            case TitledPaste(title) if title:
                await self.context.state.set_state(Pasting.text)
                await self.context.state.set_data({"title": title})

    async def _apply(self, prepared: Prepared | WrongAnswer) -> SubmitOutcome:
        context, late_parts = self.context, self.context.services.late_parts
        match prepared:
            case NewPaste() as new:
                return await self._submitted(new)
            case NewText() as new:
                return await self._revised(new)
            case LatePartOfPaste() as late:
                return JoinedLatePart(await late_parts.attach(context.author, context.owner, late))
            case LatePartOfDraft() as late:
                return JoinedLatePart(await late_parts.attach_to_draft(context.author, context.owner, late))
            case _:
                return prepared

    async def _published_for_new_account(self, results: list[SubmittedMessage]) -> list[SubmittedMessage]:
        """Publish what was saved for a stranger who has registered in the meantime."""
        saved = [message for message, outcome in results if isinstance(outcome, SavedForStranger)]
        if not saved:
            return results
        services, owner = self.context.services, self.context.owner
        await services.publishing.lock_drafts(owner)
        user = await services.accounts.linked_to(owner)
        if user is None:
            return results
        outcomes = await services.publishing.publish_drafts(user, owner)
        others = [one for one in results if not isinstance(one[1], SavedForStranger)]
        # A text that was saved in parts is one paste now.
        messages = islice(chain(saved, repeat(saved[-1])), len(outcomes))
        return [*others, *zip(messages, map(Submitted, outcomes), strict=True)]

    async def _revised(self, new: NewText) -> Revised:
        context = self.context
        publishing = context.services.publishing
        outcome = await publishing.revise(context.author, context.owner, new.post, new.draft)
        return Revised(outcome, new.asked, previous=new.post.revision)

    async def _submitted(self, new: NewPaste) -> SubmitOutcome:
        context, publishing = self.context, self.context.services.publishing
        if context.user is None:
            await publishing.save_for_stranger(context.owner, new.draft)
            return SavedForStranger(new.title_limit)
        outcome = await publishing.submit(context.user, context.owner, new.draft)
        # A title with a credential is replaced, not cut.
        return Submitted(outcome, new.title_limit if outcome.title.endswith(ELLIPSIS) else None)

    async def _earlier_paste(self, message: Message) -> Post | None:
        """Return the paste that the message made before: Telegram may deliver one twice.

        In a group, /paste for the same message makes a new one.
        """
        if self.context.user is None or not is_private(message):
            return None
        post = await self.context.services.posts.from_message(origin_of(message, self.context.bot))
        return post if post and post.created_by == self.context.user.id else None

    async def _pending_messages(self, messages: Sequence[Message]) -> set[int]:
        """Return the ids of the chat's messages that are pending drafts."""
        if self.context.user is None or not messages or not is_private(messages[0]):
            return set()
        chat = origin_of(messages[0], self.context.bot)
        return await self.context.services.drafts.pending_messages(chat)


def _purpose_of(source: DraftSource, purposes: Mapping[int, Purpose | None]) -> Purpose | None:
    """Return the purpose of the first message that has one."""
    found = (purposes.get(message.message_id) for message in source.messages)
    return next((purpose for purpose in found if purpose), None)


def username_question(chat: int, body: MessageBody, *, in_place: bool = False) -> CardReply:
    """Return the question for a username; with `in_place`, in the message that asked before."""
    return CardReply(chat, body, CardKey.question(), in_place=in_place)


def saved_drafts_text(words: Words, titles: Sequence[str]) -> Markup:
    """Return the text that the drafts are saved, and will be published under a username."""
    first, *others = titles
    if others:
        return words("start.saved-more", title=first, count=len(others))
    return words("start.saved", title=first)


async def _username_questions(outcomes: Sequence[SubmittedMessage], context: HandlerContext) -> list[Reply]:
    """Ask a stranger for a username; a question that is open is changed, with a reaction to the message."""
    saved = [(message, one) for message, one in outcomes if isinstance(one, SavedForStranger)]
    if not saved:
        return []
    services, state, cards = context.services, context.state, context.cards
    before = await state.get_state()
    if before in (None, Pasting.text.state):
        await state.set_state(Registering.username)
    titles = await services.publishing.draft_titles(context.owner)
    limit = next((one.title_limit for _, one in saved if one.title_limit), None)
    text = Markup("\n\n").join(filter(None, (cards.title_cut(limit), saved_drafts_text(cards.words, titles))))
    suggestion = await services.registration.suggestion(context.telegram_user)
    body: MessageBody = {"text": text, "reply_markup": username_button(cards.words, suggestion)}
    is_asked = before == Registering.username.state and (await state.get_data()).get("asked", False)
    await state.update_data(asked=True)
    question = username_question(context.owner, body, in_place=is_asked)
    return [question, accepted(saved[0][0])] if is_asked else [question]
