"""From what a person has sent to what they are answered: pastes, or drafts that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from aiogram.types import User as TelegramUser

from auth.errors import NotRegistered
from auth.models import TelegramId, User
from bot.cards.card import Cards
from bot.cards.shown import ShownCards
from bot.conversation.card_flow import Asked
from bot.conversation.states import Editing, Pasting
from bot.outbox.answers import Answer
from bot.services import Services
from bot.taking.bundles import Bundle, Kind, bundles_of
from bot.taking.drafts import draft_of, origin_of, wanted_title
from bot.taking.forwards import author_of, sayings_of, transcript
from bot.taking.overlong import no_answer
from bot.taking.strangers import ask_for_username
from bot.taking.taken import (
    Joined,
    Kept,
    Known,
    NoText,
    Refused,
    Revised,
    Submitted,
    Taken,
    answers_to,
)
from kernel.errors import AppError
from posts.joining import Late
from posts.models import Draft, Post, PostId
from posts.titles import CUT

# What the bot was waiting for: `title` for a new paste, what `bot.conversation.card_flow.Asked` knows, or the
# `question`.
Purpose = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Submission:
    """One person's messages, within a transaction; `user` is None for a stranger."""

    services: Services
    user: User | None
    person: TelegramUser
    cards: Cards
    bot: Bot
    state: FSMContext
    shown: ShownCards

    async def take(
        self, messages: Sequence[Message], purposes: Mapping[int, Purpose] | None = None
    ) -> list[Answer]:
        """`messages` in the order of their ids; `purposes` by id."""
        return await self.answers(await self.results(messages, purposes))

    async def answers(self, results: Sequence[tuple[Message, Taken]]) -> list[Answer]:
        asked = await ask_for_username(results, self.services, self.state, self.person, self.cards)
        return [*answers_to(results, self.cards), *asked]

    async def results(
        self, messages: Sequence[Message], purposes: Mapping[int, Purpose] | None = None
    ) -> list[tuple[Message, Taken]]:
        """What became of each text and each file, with its (first) message."""
        known: dict[PostId, tuple[Message, Taken]] = {}
        new = []
        for message in messages:
            if post := await self._known(message):
                known.setdefault(post.id, (message, Known(post)))
            elif not await self._is_held(message):
                new.append(message)
        bundles = bundles_of(new)
        # To read a text takes its time, to fetch a file still more.
        await self.services.release_connection()
        taken = [await self._answered(bundle, _purpose_of(bundle, purposes or {})) for bundle in bundles]
        results = list(zip((bundle.messages[0] for bundle in bundles), taken, strict=True))
        return [*known.values(), *await self._after_all(results)]

    async def revise(self, message: Message, asked: Asked) -> Revised:
        """Raises what making a draft and revising raise."""
        return await self._revised(bundles_of([message])[0], asked)

    async def _answered(self, bundle: Bundle, purpose: Purpose) -> Taken:
        """What was no answer leaves the question open."""
        taken = await self._taken(bundle, purpose)
        was_asked = "post" in purpose or purpose.get("title")
        if was_asked and isinstance(taken, NoText | Refused):
            await self.state.set_state(Editing.text if "post" in purpose else Pasting.text)
            await self.state.set_data(dict(purpose))
        return taken

    async def _taken(self, bundle: Bundle, purpose: Purpose) -> Taken:
        waiting_for = purpose.get("question")
        if waiting_for and waiting_for == await self.state.get_state():
            return no_answer(bundle, waiting_for, self.services.publishing)
        if bundle.kind is Kind.OTHER:
            return NoText()
        try:
            if "post" in purpose:
                return await self._revised(bundle, Asked(**purpose))
            return await self._submitted(bundle, purpose.get("title"))
        except AppError as wrong:
            # What is wrong with one must not cost the others.
            return Refused(wrong)

    async def _after_all(self, results: list[tuple[Message, Taken]]) -> list[tuple[Message, Taken]]:
        """Fetching files takes its time: who was a stranger before it may have an account by now."""
        kept = [message for message, result in results if isinstance(result, Kept)]
        if not kept:
            return results
        await self.services.publishing.settle_kept(self._owner)
        user = await self.services.accounts.linked_to(self._owner)
        if user is None:
            return results
        outcomes = await self.services.publishing.publish_kept(user, self._owner)
        others = [(message, result) for message, result in results if not isinstance(result, Kept)]
        # A text that was kept in parts is one by now.
        places = islice(chain(kept, repeat(kept[-1])), len(outcomes))
        return [*others, *zip(places, map(Submitted, outcomes), strict=True)]

    async def _revised(self, bundle: Bundle, asked: Asked) -> Revised:
        if self.user is None:
            raise NotRegistered
        post = await self.services.posts.own(self.user, asked.post)
        draft = await self._draft(bundle, post.title)
        outcome = await self.services.publishing.revise(self.user, self._owner, post, draft)
        return Revised(outcome, asked, old=post.revision)

    async def _submitted(self, bundle: Bundle, title: str | None) -> Taken:
        publishing, draft = self.services.publishing, await self._draft(bundle, title)
        for content in filter(None, (draft.text.encode(), draft.original)):
            self.services.prepared.append(await self.services.storage.prepare(content))
        title_limit = publishing.title_limit(wanted_title(bundle.messages[0], title))
        if self.user is None:
            await publishing.keep_for_stranger(self._owner, draft)
            return Kept(title_limit)
        may_be_late = bundle.kind is Kind.TEXT and _is_private(bundle.messages[0])
        if may_be_late and (late := await self._late(self.user, draft)):
            return Joined(await self.services.joining.join(self.user, self._owner, late))
        if may_be_late and (found := await self.services.joining.find_held(self._owner, draft)):
            return Joined(await self.services.joining.join_held(*found))
        outcome = await publishing.submit(self.user, self._owner, draft)
        # A title that nobody may see is not cut, it is another.
        return Submitted(outcome, title_limit if outcome.title.endswith(CUT) else None)

    async def _draft(self, bundle: Bundle, title: str | None) -> Draft:
        messages = bundle.messages
        if bundle.kind is Kind.FORWARDED and len(sayings_of(messages)) > 1:
            return transcript(messages, self.bot, self.cards.words)
        draft = await draft_of(messages, self.bot, self.services.analyst, title)
        return replace(draft, forwarded_from=author_of(messages[0]) or None)

    async def _known(self, message: Message) -> Post | None:
        """What this message has become before: Telegram delivers some twice. In groups somebody asks anew."""
        if self.user is None or not _is_private(message):
            return None
        post = await self.services.posts.from_message(origin_of(message, self.bot))
        return post if post and post.created_by == self.user.id else None

    async def _is_held(self, message: Message) -> bool:
        """Delivered once more, while what it says waits for its author: of that all is told."""
        if self.user is None or not _is_private(message):
            return False
        return await self.services.publishing.is_waiting(origin_of(message, self.bot))

    async def _late(self, author: User, draft: Draft) -> Late | None:
        """What was sent after the answer is no rest of what was answered, however soon it came."""
        late = await self.services.joining.find(author, draft)
        card = await self.shown.message_of(self.person.id, late.post.id) if late else None
        if late is None or card is None:
            return late
        is_new = late.known[-1].message_id < card < draft.parts[0].message_id
        return None if is_new else late

    @property
    def _owner(self) -> TelegramId:
        return TelegramId(self.person.id)


def _purpose_of(bundle: Bundle, purposes: Mapping[int, Purpose]) -> Purpose:
    """That of the first message which has one."""
    known = (purposes.get(message.message_id) for message in bundle.messages)
    return next(filter(None, known), {})


def _is_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE
