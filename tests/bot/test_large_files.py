"""Large files in common encodings: limited by their own size, and sent back though UTF-8 made them larger."""

import pytest

from bot.context import AppContext
from kernel.database import Sessions
from posts.limits import MAX_FILE_BYTES
from tests.bot.conftest import Limits, pasted, published
from tests.bot.test_as_a_file import sent_back
from tests.conversation import Person, Telegram
from tests.posts.conftest import Database

_THAI = "สวัสดีครับ นี่คือข้อความภาษาไทยธรรมดาที่เขียนขึ้นเพื่อทดสอบ\n"
_RUSSIAN = "Это обычный русский текст, написанный для проверки кодировок.\n"
_JAPANESE = "これは普通の日本語の文章です。文字コードの確認のために書かれました。\n"
_MEGABYTE = 1024 * 1024
_GROWN = "UPDATE posts.posts SET size = 60 * 1024 * 1024"


@pytest.mark.parametrize(
    ("line", "codec", "megabytes"),
    [(_RUSSIAN, "cp1251", 12), (_RUSSIAN, "koi8-r", 20), (_JAPANESE, "utf-16", 15), (_THAI, "cp874", 20)],
)
async def test_a_file_counts_by_its_own_bytes(
    alice: Person, app: AppContext, line: str, codec: str, megabytes: int
) -> None:
    text = line * (megabytes * _MEGABYTE // len(line.encode(codec)))
    content = text.encode(codec)
    assert len(content) <= MAX_FILE_BYTES < len(text.encode())
    await alice.sends_file("all.txt", content)
    await alice.hears("(?s)/alice/all.txt.*read as", within=60)
    assert await published(app, "alice/all.txt") == text


async def test_what_telegram_takes_as_no_file_is_had_by_a_link(
    telegram: Telegram, alice: Person, app: AppContext
) -> None:
    await alice.sends_file("all.txt", (_THAI * (MAX_FILE_BYTES // len(_THAI))).encode("cp874"))
    card = await alice.hears("(?s)/alice/all.txt.*5[89].*MB", within=60)
    await alice.presses("As a file")
    told = await alice.hears(r"“all.txt” is 5\d(\.\d)?\sMB, and I can only send files up to 50\sMB")
    assert f"{app.address.base}/alice/all.txt/raw" in told.text
    assert told.view["reply_to_message_id"] == card.id


async def test_the_link_to_what_is_private_opens_for_some_minutes(alice: Person, sessions: Sessions) -> None:
    await pasted(alice, "a note")
    await Database(sessions).does(f"{_GROWN}, visibility = 'private'")
    await alice.presses("As a file")
    await alice.hears(r"(?s)/alice/a-note/raw\?key=\S+\s+🔑 For 5 minutes this link works")


async def test_what_is_read_once_is_had_from_its_page_alone(alice: Person, sessions: Sessions) -> None:
    await pasted(alice, "a note")
    await Database(sessions).does(f"{_GROWN}, burn_after_read = true")
    await alice.presses("As a file")
    told = await alice.hears("(?s)but it opens only once:\nhttp.*/alice/a-note")
    assert "/raw" not in told.text


async def test_a_held_file_comes_back_as_it_was_sent_where_its_text_is_too_much(
    telegram: Telegram, alice: Person, limits: Limits
) -> None:
    limits.limit_paste_size = _MEGABYTE
    content = (_THAI * (MAX_FILE_BYTES // len(_THAI))).encode("cp874")
    await alice.sends_file("all.txt", content)
    await alice.hears(r"It's over the limit of 1\sMB for one paste", within=60)
    await alice.presses("As a file")
    assert await sent_back(telegram, alice) == ("all.txt", content)
