"""Messages that cannot be the expected password are not deleted."""

from collections.abc import Awaitable, Callable

import pytest

from bot.context import AppContext
from tests.bot.conftest import pasted
from tests.bot.published import pastes
from tests.conversation import Person, Telegram

CODE = "def answer() -> int:\n    return 42\n" * 24
assert 800 < len(CODE) < 900
Sending = Callable[[Person], Awaitable[object]]

NO_PASSWORDS = {
    "many lines": lambda person: person.says(CODE),
    "two lines": lambda person: person.says("hunter2hunter2\nand so on"),
    "a long line": lambda person: person.says("word " * 52),
    "a block of code": lambda person: person.says_html("<pre>git push --force</pre>"),
    "a link in words": lambda person: person.says_html('read <a href="https://example.org/">this page</a>'),
    "a quotation": lambda person: person.says_html("<blockquote>To be or not to be</blockquote>"),
    "a file": lambda person: person.sends_file("notes.txt", b"my notes"),
    "behind the command": lambda person: person.says(f"/password {CODE}"),
    "below the command": lambda person: person.says("/password\nfirst line\nsecond line"),
}


@pytest.mark.parametrize("send", NO_PASSWORDS.values(), ids=NO_PASSWORDS.keys())
async def test_what_cannot_be_a_password_stays_and_is_told_why(
    alice: Person, app: AppContext, send: Sending
) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    await send(alice)
    sent = alice.messages[-1]
    answer = await alice.hears("doesn't look like one, so I left it in the chat.*/cancel")
    assert answer.view["reply_to_message_id"] == sent.id
    assert not sent.deleted
    await alice.says("a good password")
    await alice.hears("password for alice is set")
    assert not await pastes(app)


@pytest.mark.parametrize(
    "html",
    ["<b>hunter2</b>hunter2", "<code>hunter2hunter2</code>", "<tg-spoiler>hunter2hunter2</tg-spoiler>"],
)
async def test_a_password_may_look_formatted(alice: Person, html: str) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    typed = await alice.says_html(html)
    await alice.hears("password for alice is set")
    assert typed.deleted


async def test_after_cancel_the_same_text_is_a_paste(alice: Person, app: AppContext) -> None:
    await alice.says("/password")
    await alice.hears("Send me the new password")
    await alice.says(CODE)
    await alice.hears("doesn't look like one, so I left it")
    await alice.says("/cancel")
    await alice.hears("Nothing has changed")
    await pasted(alice, CODE)


async def test_a_text_is_no_password_to_log_in_with_either(telegram: Telegram, alice: Person) -> None:
    await alice.says("/password correct horse battery")
    await alice.hears("is set")
    phone = telegram.person("Alice's other phone")
    at_once = await phone.says(f"/login alice {CODE}")
    await phone.hears("doesn't look like one, so I left it")
    text = await phone.says(CODE)
    await phone.hears("doesn't look like one, so I left it")
    assert not at_once.deleted
    assert not text.deleted
    typed = await phone.says("correct horse battery")
    await phone.hears("linked to alice now")
    assert typed.deleted


async def test_it_is_told_in_russian(alice: Person) -> None:
    await alice.says("/language")
    await alice.hears("Which language")
    await alice.presses("Русский")
    await alice.hears("говорю с вами по-русски")
    await alice.says("/password")
    await alice.hears("Пришлите новый пароль")
    text = await alice.says(CODE)
    await alice.hears("на пароль не похоже.*оставил сообщение в чате")
    assert not text.deleted
