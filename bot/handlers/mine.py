"""/my: the list of one's pastes, by searched words and by visibility."""

from typing import Any, Final

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from auth.models import TelegramId, User
from bot.cards.callbacks import AskWords, ShowPosts
from bot.cards.card import Cards
from bot.cards.listing import ALBUM_SIZE, PAGE_SIZE, album_card, post_list
from bot.cards.pending import with_pending_count
from bot.cards.places import Place, album_in, place_in
from bot.cards.reply import MessageBody
from bot.chat_memory import ChatMemory, SearchWords
from bot.conversation.filters import Matches, OnCard, Registered
from bot.conversation.states import Searching
from bot.services import HandlerContext
from posts.models import Origin
from posts.pastes.service import PostService
from posts.personal_data import PersonalData

router = Router()
_LAST_PAGE: Final = 10**5  # buttons can be forged


@router.message(Command("my", magic=F.args.as_("wanted")), Registered())
@router.message(StateFilter(Searching.words), Matches(F.text.as_("wanted")), Registered())
async def search(
    message: Message,
    wanted: str,
    state: FSMContext,
    posts: PostService,
    memory: ChatMemory,
    author: User,
    cards: Cards,
) -> TelegramMethod[Message]:
    await state.clear()
    place = Place(search=await memory.searches.remember(author.id, wanted))
    return message.answer(**await _list(posts, memory.searches, author, place, cards))


@router.message(Command("my"), Registered())
async def show_first(
    message: Message,
    posts: PostService,
    memory: ChatMemory,
    personal_data: PersonalData,
    author: User,
    cards: Cards,
) -> TelegramMethod[Message]:
    pending = await personal_data.list_pending(author.id, TelegramId(message.chat.id))
    return message.answer(
        **with_pending_count(cards, await _list(posts, memory.searches, author, Place(), cards), len(pending))
    )


@router.callback_query(ShowPosts.filter(), OnCard(), Registered())
async def turn(
    call: CallbackQuery, callback_data: ShowPosts, card: Message, author: User, context: HandlerContext
) -> list[TelegramMethod[Any]]:
    services, memory, cards, state = context.services, context.memory, context.cards, context.state
    await memory.cards.forget(card.chat.id, card.message_id)
    if await state.get_state() == Searching.words.state:
        await state.clear()
    if album := album_in(callback_data.at):
        first = Origin(context.bot.id, card.chat.id, album.first)
        last = album.first + album.span - 1
        if posts := await services.posts.from_messages(author.id, first, last, ALBUM_SIZE):
            return [call.answer(), card.edit_text(**album_card(cards, posts, album))]
    place = place_in(callback_data.at) or Place()
    body = await _list(services.posts, memory.searches, author, place, cards)
    if place == Place():
        pending = await services.personal_data.list_pending(author.id, TelegramId(card.chat.id))
        body = with_pending_count(cards, body, len(pending))
    return [call.answer(), card.edit_text(**body)]


@router.callback_query(AskWords.filter(), OnCard(), Registered())
async def ask_for_words(
    call: CallbackQuery, card: Message, state: FSMContext, cards: Cards
) -> list[TelegramMethod[Any]]:
    await state.set_state(Searching.words)
    await state.set_data({})
    return [call.answer(), card.answer(cards.words("my.search"))]


async def _list(
    posts: PostService, searches: SearchWords, author: User, place: Place, cards: Cards
) -> MessageBody:
    words = await searches.find(author.id, place.search)
    number = min(place.page, _LAST_PAGE)
    page = await posts.page_of(author.id, number, PAGE_SIZE, place.visibility, words)
    if not page.posts and page.number > 0:  # the only paste of the last page was just deleted
        page = await posts.page_of(author.id, 0, PAGE_SIZE, place.visibility, words)
    return post_list(cards, page, place, words)
