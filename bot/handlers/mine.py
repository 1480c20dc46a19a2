"""/my: the list of one's pastes, by words and by who may read them."""

from typing import Any, Final

from aiogram import Bot, F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import TelegramId, User
from bot.cards.callbacks import AskWords, ShowPosts
from bot.cards.card import Cards
from bot.cards.listing import IN_AN_ALBUM, PAGE_SIZE, listed, together
from bot.cards.pending import noted
from bot.cards.places import Album, Place, album_in, place_in
from bot.cards.reply import Said, ShownCards
from bot.cards.searches import Searches
from bot.conversation.filters import OnCard, Registered, When
from bot.conversation.states import Searching
from posts.models import Origin, Post
from posts.pastes.service import PostService
from posts.personal_data import PersonalData

router = Router()
_LAST_PAGE: Final = 10**5  # buttons can be forged


@router.message(Command("my", magic=F.args.as_("wanted")), Registered())
@router.message(StateFilter(Searching.words), When(F.text.as_("wanted")), Registered())
async def search(
    message: Message,
    wanted: str,
    state: FSMContext,
    posts: PostService,
    searches: Searches,
    author: User,
    cards: Cards,
) -> TelegramMethod[Message]:
    await state.clear()
    place = Place(search=await searches.remember(author.id, wanted))
    return message.answer(**await _list(posts, searches, author, place, cards))


@router.message(Command("my"), Registered())
async def show_first(
    message: Message,
    posts: PostService,
    searches: Searches,
    holdings: PersonalData,
    author: User,
    cards: Cards,
) -> TelegramMethod[Message]:
    waiting = await holdings.list_pending(author.id, TelegramId(message.chat.id))
    return message.answer(**noted(cards, await _list(posts, searches, author, Place(), cards), len(waiting)))


@router.callback_query(ShowPosts.filter(), OnCard(), Registered())
async def turn(
    call: CallbackQuery,
    callback_data: ShowPosts,
    card: Message,
    state: FSMContext,
    posts: PostService,
    searches: Searches,
    author: User,
    cards: Cards,
    shown: ShownCards,
    holdings: PersonalData,
    bot: Bot,
) -> list[TelegramMethod[Any]]:
    await shown.forget(card.chat.id, card.message_id)
    if await state.get_state() == Searching.words.state:
        await state.clear()
    album = album_in(callback_data.at)
    if album and (sent := await _sent(posts, author, Origin(bot.id, card.chat.id, album.first), album)):
        return [call.answer(), card.edit_text(**together(cards, sent, album))]
    place = place_in(callback_data.at) or Place()
    said = await _list(posts, searches, author, place, cards)
    waiting = await holdings.list_pending(author.id, TelegramId(card.chat.id)) if place == Place() else []
    return [call.answer(), card.edit_text(**noted(cards, said, len(waiting)))]


@router.callback_query(AskWords.filter(), OnCard(), Registered())
async def ask_for_words(
    call: CallbackQuery, card: Message, state: FSMContext, cards: Cards
) -> list[TelegramMethod[Any]]:
    await state.set_state(Searching.words)
    await state.set_data({})
    return [call.answer(), card.answer(cards.words("my.search"))]


async def _sent(posts: PostService, author: User, first: Origin, album: Album) -> list[Post]:
    return await posts.from_messages(author.id, first, album.first + album.span - 1, IN_AN_ALBUM)


async def _list(posts: PostService, searches: Searches, author: User, place: Place, cards: Cards) -> Said:
    words = await searches.words(author.id, place.search)
    number = min(place.page, _LAST_PAGE)
    page = await posts.page_of(author.id, number, PAGE_SIZE, place.visibility, words)
    if not page.posts and page.number > 0:  # the last paste of the last page was just deleted
        page = await posts.page_of(author.id, 0, PAGE_SIZE, place.visibility, words)
    return listed(cards, page, place, words)
