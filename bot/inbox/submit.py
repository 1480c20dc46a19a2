"""From what a person has sent to what they are answered: pastes, or drafts that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, repeat
from typing import Final

from aiogram import Bot
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from aiogram.types import User as TelegramUser
from markupsafe import Markup

from auth.errors import NotRegistered
from auth.models import TelegramId, User
from bot.cards.card import Cards
from bot.cards.reply import CardIn, Said, ShownCards
from bot.conversation.card_flow import Asked, taken
from bot.conversation.states import Editing, Pasting, Registering
from bot.inbox.messages import Bundle, bundles_of
from bot.inbox.outcomes import (
    Joined,
    Known,
    NoAnswer,
    NoText,
    Refused,
    Revised,
    SavedForStranger,
    Submitted,
    Taken,
    answers_to,
    no_answer,
)
from bot.inbox.preparing import (
    NewPaste,
    NewText,
    Prepared,
    Preparing,
    Purpose,
    is_private,
)
from bot.inbox.to_draft import origin_of
from bot.outbox.replies import Answer
from bot.registration import username_button
from bot.services import Services
from kernel.errors import AppError
from kernel.phrases import Words
from posts.drafts.late_parts import LatePart, LatePartOfDraft
from posts.models import Post, PostId
from posts.titles import CUT


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
        new, waiting = [], await self._waiting(messages)
        for message in messages:
            if post := await self._known(message):
                known.setdefault(post.id, (message, Known(post)))
            elif message.message_id not in waiting:
                new.append(message)
        bundles = bundles_of(new)
        meant = [(bundle, _purpose_of(bundle, purposes or {})) for bundle in bundles]
        preparing = replace(self._preparing, may_be_held=bool(waiting))
        taken = await self._taken(meant, preparing)
        results = list(zip((bundle.messages[0] for bundle in bundles), taken, strict=True))
        return [*known.values(), *await self._after_all(results)]

    async def revise(self, message: Message, asked: Asked) -> Revised:
        """Raises what making a draft and revising raise."""
        new = await self._preparing.new_text(bundles_of([message])[0], asked)
        return await self._revised(new)

    async def _taken(self, meant: Sequence[tuple[Bundle, Purpose]], preparing: Preparing) -> list[Taken]:
        """All is prepared before anything is changed. A stranger may have an account by then."""
        prepared = [await self._prepared(bundle, purpose, preparing) for bundle, purpose in meant]
        user = self.user or await self.services.accounts.linked_to(self._owner)
        now = replace(self, user=user)
        return [await now._done(one, purpose) for (_, purpose), one in zip(meant, prepared, strict=True)]

    async def _prepared(self, bundle: Bundle, purpose: Purpose, preparing: Preparing) -> Prepared | NoAnswer:
        waiting_for = purpose.get("question")
        if waiting_for and waiting_for == await self.state.get_state():
            return no_answer(bundle, waiting_for, self.services.publishing)
        return await preparing.of(bundle, purpose)

    async def _done(self, prepared: Prepared | NoAnswer, purpose: Purpose) -> Taken:
        """What was no answer leaves the question open."""
        try:
            taken = await self._changed(prepared)
        except AppError as wrong:
            taken = Refused(wrong)
        was_asked = "post" in purpose or purpose.get("title")
        if was_asked and isinstance(taken, NoText | Refused):
            await self.state.set_state(Editing.text if "post" in purpose else Pasting.text)
            await self.state.set_data(dict(purpose))
        return taken

    async def _changed(self, prepared: Prepared | NoAnswer) -> Taken:
        match prepared:
            case NewPaste() as new:
                return await self._submitted(new)
            case NewText() as new:
                return await self._revised(new)
            case LatePart() as late:
                return Joined(await self.services.joining.join(self._author, self._owner, late))
            case LatePartOfDraft() as late:
                return Joined(await self.services.joining.join_draft(self._author, self._owner, late))
            case _:
                return prepared

    async def _after_all(self, results: list[tuple[Message, Taken]]) -> list[tuple[Message, Taken]]:
        """Who was a stranger when it was kept may have an account by now."""
        kept = [message for message, result in results if isinstance(result, SavedForStranger)]
        if not kept:
            return results
        await self.services.publishing.lock_drafts(self._owner)
        user = await self.services.accounts.linked_to(self._owner)
        if user is None:
            return results
        outcomes = await self.services.publishing.publish_drafts(user, self._owner)
        others = [
            (message, result) for message, result in results if not isinstance(result, SavedForStranger)
        ]
        # A text that was kept in parts is one by now.
        places = islice(chain(kept, repeat(kept[-1])), len(outcomes))
        return [*others, *zip(places, map(Submitted, outcomes), strict=True)]

    async def _revised(self, new: NewText) -> Revised:
        publishing = self.services.publishing
        outcome = await publishing.revise(self._author, self._owner, new.post, new.draft)
        return Revised(outcome, new.asked, old=new.post.revision)

    async def _submitted(self, new: NewPaste) -> Taken:
        if self.user is None:
            await self.services.publishing.save_for_stranger(self._owner, new.draft)
            return SavedForStranger(new.title_limit)
        outcome = await self.services.publishing.submit(self.user, self._owner, new.draft)
        # A title that nobody may see is not cut, it is another.
        return Submitted(outcome, new.title_limit if outcome.title.endswith(CUT) else None)

    async def _known(self, message: Message) -> Post | None:
        """What this message has become before: Telegram delivers some twice. In groups somebody asks anew."""
        if self.user is None or not is_private(message):
            return None
        post = await self.services.posts.from_message(origin_of(message, self.bot))
        return post if post and post.created_by == self.user.id else None

    async def _waiting(self, messages: Sequence[Message]) -> set[int]:
        """Of these some may be delivered once more, while what they say waits: of that all is told."""
        if self.user is None or not messages or not is_private(messages[0]):
            return set()
        return await self.services.publishing.messages_waiting(origin_of(messages[0], self.bot))

    @property
    def _preparing(self) -> Preparing:
        return Preparing(self.services, self.user, self._owner, self.cards, self.bot, self.shown)

    @property
    def _author(self) -> User:
        """Raises NotRegistered."""
        if self.user is None:
            raise NotRegistered
        return self.user

    @property
    def _owner(self) -> TelegramId:
        return TelegramId(self.person.id)


def _purpose_of(bundle: Bundle, purposes: Mapping[int, Purpose]) -> Purpose:
    """That of the first message which has one."""
    known = (purposes.get(message.message_id) for message in bundle.messages)
    return next(filter(None, known), {})


# No paste has this number: under it is remembered which message asks.
_ASKING: Final = PostId(0)


def asking(chat: int, said: Said, *, in_place: bool = False) -> CardIn:
    """For a username; `in_place` of what has asked before."""
    return CardIn(chat, said, _ASKING, in_place=in_place)


def kept_text(words: Words, titles: Sequence[str]) -> Markup:
    """That it is kept, and what is missing."""
    first, *others = titles
    if others:
        return words("start.kept-more", title=first, count=len(others))
    return words("start.kept", title=first)


async def ask_for_username(
    results: Sequence[tuple[Message, Taken]],
    services: Services,
    state: FSMContext,
    person: TelegramUser,
    cards: Cards,
) -> list[Answer]:
    """Where they are asked already, that message tells of what was kept just now, which gets a sign."""
    kept = [(message, result) for message, result in results if isinstance(result, SavedForStranger)]
    if not kept:
        return []
    before = await state.get_state()
    if before in (None, Pasting.text.state):
        await state.set_state(Registering.username)
    titles = await services.publishing.draft_titles(TelegramId(person.id))
    limit = next((result.title_limit for _, result in kept if result.title_limit), None)
    text = Markup("\n\n").join(filter(None, (cards.title_cut(limit), kept_text(cards.words, titles))))
    buttons = username_button(cards.words, await services.registration.suggestion(person))
    said: Said = {"text": text, "reply_markup": buttons}
    is_asked = before == Registering.username.state and (await state.get_data()).get("asked", False)
    await state.update_data(asked=True)
    question = asking(person.id, said, in_place=is_asked)
    return [question, taken(kept[0][0])] if is_asked else [question]
