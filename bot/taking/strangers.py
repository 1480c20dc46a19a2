"""A stranger is asked for a username once, however much is kept for them meanwhile."""

from collections.abc import Sequence
from typing import Final

from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from aiogram.types import User as TelegramUser
from markupsafe import Markup

from auth.models import TelegramId
from bot.cards.card import Cards
from bot.cards.shown import CardIn, Said
from bot.conversation.card_flow import taken
from bot.conversation.states import Pasting, Registering
from bot.outbox.answers import Answer
from bot.registration import username_button
from bot.services import Services
from bot.taking.taken import Kept, Taken
from kernel.phrases import Words
from posts.models import PostId

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
    kept = [(message, result) for message, result in results if isinstance(result, Kept)]
    if not kept:
        return []
    before = await state.get_state()
    if before in (None, Pasting.text.state):
        await state.set_state(Registering.username)
    titles = await services.publishing.kept_titles(TelegramId(person.id))
    limit = next((result.title_limit for _, result in kept if result.title_limit), None)
    text = Markup("\n\n").join(filter(None, (cards.title_cut(limit), kept_text(cards.words, titles))))
    buttons = username_button(cards.words, await services.registration.suggestion(person))
    said: Said = {"text": text, "reply_markup": buttons}
    is_asked = before == Registering.username.state and (await state.get_data()).get("asked", False)
    await state.update_data(asked=True)
    question = asking(person.id, said, in_place=is_asked)
    return [question, taken(kept[0][0])] if is_asked else [question]
