"""Messages that wait for others of their kind."""

from datetime import timedelta

from sqlalchemy import text

from kernel.database import Sessions
from posts.gathering import Gathering, Piece
from posts.models import Origin
from tests.doors import Door

BOT, CHAT = 7, 5_000_000_001


def piece(number: int, chat: int = CHAT) -> Piece:
    return Piece(Origin(BOT, chat, number), {"json": f'"{number}"'}, {"title": "Given"})


async def grow_older(sessions: Sessions, seconds: float, chat: int = CHAT) -> None:
    async with sessions.begin() as session:
        earlier = "arrived_at - make_interval(secs => :age)"
        shift = text(f"UPDATE posts.pieces SET arrived_at = {earlier} WHERE chat_id = :chat")
        await session.execute(shift, {"age": seconds, "chat": chat})


async def numbers(posts: Door, chat: int = CHAT) -> list[int]:
    return [taken.origin.message_id for taken in await posts.take(BOT, chat)]


async def test_what_waits_is_taken_once_in_order_after_a_quiet_second(
    posts: Door, sessions: Sessions
) -> None:
    for number in (3, 1, 2, 1):
        await posts.add(piece(number))
    assert await posts.is_under_way(BOT, CHAT)
    assert await numbers(posts) == []
    await grow_older(sessions, 1)
    assert await posts.due(BOT) == [CHAT]
    assert await posts.take(BOT, CHAT) == [piece(1), piece(2), piece(3)]
    assert await numbers(posts) == []
    assert not await posts.is_under_way(BOT, CHAT)


async def test_one_more_keeps_all_of_its_chat_waiting_and_no_other_chat(
    posts: Door, sessions: Sessions
) -> None:
    await posts.add(piece(1))
    await posts.add(piece(2, chat=8))
    await grow_older(sessions, 1)
    await grow_older(sessions, 1, chat=8)
    await posts.add(piece(3))
    assert await posts.due(BOT) == [8]
    assert await posts.due(BOT + 1) == []
    assert (await numbers(posts), await numbers(posts, chat=8)) == ([], [2])


async def test_an_edited_message_waits_as_it_is_now(posts: Door, sessions: Sessions) -> None:
    await posts.add(piece(1))
    assert await posts.rewrite(piece(1).origin, {"json": '"new"'})
    assert not await posts.rewrite(piece(2).origin, {"json": '"new"'})
    await grow_older(sessions, 1)
    assert [taken.message for taken in await posts.take(BOT, CHAT)] == [{"json": '"new"'}]


async def test_what_is_postponed_holds_up_nothing_else_and_comes_back(
    posts: Door, sessions: Sessions
) -> None:
    await posts.add(piece(1))
    assert await posts.postpone(BOT, CHAT, timedelta(minutes=10)) == [piece(1)]
    assert not await posts.is_under_way(BOT, CHAT)
    await posts.add(piece(2))
    await grow_older(sessions, 1)
    assert await numbers(posts) == [2]
    await grow_older(sessions, 600)
    assert await numbers(posts) == [1]


async def test_while_one_takes_another_finds_the_chat_taken_and_the_next_message_waits(
    sessions: Sessions, posts: Door
) -> None:
    await posts.add(piece(1))
    await grow_older(sessions, 1)
    async with sessions.begin() as mine:
        assert await Gathering(mine).take(BOT, CHAT) == [piece(1)]
        assert await posts.take(BOT, CHAT) is None
        await posts.add(piece(2))
    await grow_older(sessions, 1)
    assert await numbers(posts) == [2]


async def test_what_is_taken_comes_back_if_publishing_fails(sessions: Sessions, posts: Door) -> None:
    await posts.add(piece(1))
    await grow_older(sessions, 1)
    async with sessions() as mine:
        await Gathering(mine).take(BOT, CHAT)
        await mine.rollback()
    assert await numbers(posts) == [1]


async def test_nobody_takes_while_a_message_is_being_added(sessions: Sessions, posts: Door) -> None:
    await posts.add(piece(1))
    await grow_older(sessions, 1)
    async with sessions.begin() as mine:
        await Gathering(mine).add(piece(2))
        assert await posts.take(BOT, CHAT) is None
    assert await numbers(posts) == []
    await grow_older(sessions, 1)
    assert await numbers(posts) == [1, 2]
